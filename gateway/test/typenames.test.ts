import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const shop = {
  sdl: `
    type Query { thing: Thing  item: Item  things: [Thing] }
    type Mutation { touch: Item }
    union Thing = Lamp | Chair
    interface Item { id: ID! }
    type Lamp implements Item { id: ID! }
    type Chair implements Item { id: ID! }
    interface Person @key(fields: "id") { id: ID! }
    type Owner implements Person @key(fields: "id") { id: ID!  since: Int }
  `,
  resolvers: {
    Query: {
      thing: () => ({ __typename: 'Lamp', id: 'l' }),
      item: () => ({ __typename: 'Chair', id: 'c' }),
      things: () => [{ __typename: 'Chair', id: 'c' }, null, { __typename: 'Lamp', id: 'l' }],
    },
    Mutation: { touch: () => ({ __typename: 'Lamp', id: 'l' }) },
    Person: { __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Owner', id }) },
    Owner: { since: () => 1999 },
  },
};
const people = {
  sdl: `
    type Query { people: [Person] }
    type Person @interfaceObject @key(fields: "id") { id: ID!  name: String }
  `,
  resolvers: { Query: { people: () => [{ id: 'p', name: 'Ada' }] } },
};

test('__typename may be asked for many times, under any name, in and beside type conditions', async () => {
  await using graph = startTester({ shop, people });
  expect(
    await graph.run(`{
      thing { a: __typename __typename ... on Lamp { b: __typename } ... on Chair { c: __typename } }
      item { ... on Thing { d: __typename } id __typename ... on Item { e: __typename } }
      things { kind: __typename }
    }`),
  ).toEqual({
    data: {
      thing: { a: 'Lamp', __typename: 'Lamp', b: 'Lamp' },
      item: { d: 'Chair', id: 'c', __typename: 'Chair', e: 'Chair' },
      things: [{ kind: 'Chair' }, null, { kind: 'Lamp' }],
    },
  });
  expect(graph.calls).toHaveLength(1);
});

test('of a root it is known without asking, under every name', async () => {
  await using graph = startTester({ shop, people });
  expect(await graph.run('{ __typename again: __typename ... { third: __typename } }')).toEqual({
    data: { __typename: 'Query', again: 'Query', third: 'Query' },
  });
  expect(graph.calls).toEqual([]);
  expect(await graph.run('mutation { before: __typename touch { id } after: __typename }')).toEqual(
    {
      data: { before: 'Mutation', touch: { id: 'l' }, after: 'Mutation' },
    },
  );
});

test('of an interface object it is the type behind it, and asked of who knows', async () => {
  await using graph = startTester({ shop, people });
  expect(await graph.run('{ people { id name } }')).toEqual({
    data: { people: [{ id: 'p', name: 'Ada' }] },
  });
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['people']);
  const query = '{ people { kind: __typename name ... on Owner { since } } }';
  expect(await graph.run(query)).toEqual({
    data: { people: [{ kind: 'Owner', name: 'Ada', since: 1999 }] },
  });
  expect(await graph.plan('{ people { __typename name } }')).toMatchInlineSnapshot(`
    "fetch 0 from people
        {
          people {
            __typename
            id
            name
          }
        }
    fetch 1 from shop after 0
      _entities of { Person { __typename, id } } at people[]
        send |Person.__typename as "Person"
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Person {
              __typename
            }
          }
        }"
  `);
});

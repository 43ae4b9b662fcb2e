import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const from = (subgraph: string) => ({
  Query: { place: () => ({ id: 'p' }) },
  Place: { name: () => `from ${subgraph}`, motto: () => `from ${subgraph}` },
});
const old = {
  sdl: 'type Query { place: Place }  type Place @key(fields: "id") { id: ID!  name: String  motto: String }',
  resolvers: from('old'),
};
const successor = (label: string) => ({
  sdl: `type Place @key(fields: "id") { id: ID!  name: String @override(from: "old"${label}) }`,
  resolvers: from('new'),
});

test('an overridden field comes from the subgraph that took it over', async () => {
  await using graph = startTester({ old, successor: successor('') });
  expect(await graph.run('{ place { name motto } }')).toEqual({
    data: { place: { name: 'from new', motto: 'from old' } },
  });
});

test('a progressive override follows the labels that are active for the request', async () => {
  const active = new Set<string>();
  await using graph = startTester(
    { old, successor: successor(', label: "moved"') },
    {
      overrideLabels: ({ languages }) => ({
        labels: languages === 'new' ? new Set(['moved']) : active,
      }),
    },
  );
  const query = '{ place { name } }';
  expect(await graph.run(query)).toEqual({ data: { place: { name: 'from old' } } });
  expect(await graph.run(query, { languages: 'new' })).toEqual({
    data: { place: { name: 'from new' } },
  });
  active.add('moved');
  expect(await graph.run(query)).toEqual({ data: { place: { name: 'from new' } } });
});

test('a progressive override by percentage moves that share of the requests', async () => {
  let percentage = 10;
  await using graph = startTester(
    { old, successor: successor(', label: "percent(30)"') },
    { overrideLabels: () => ({ percentage }) },
  );
  const query = '{ place { name } }';
  expect(await graph.run(query)).toEqual({ data: { place: { name: 'from new' } } });
  percentage = 31;
  expect(await graph.run(query)).toEqual({ data: { place: { name: 'from old' } } });
});

test('a field overridden from a subgraph that is not there is served all the same', async () => {
  await using graph = startTester({
    only: {
      sdl: 'type Query { word: String @override(from: "gone") }',
      resolvers: { Query: { word: () => 'here' } },
    },
  });
  expect(await graph.run('{ word }')).toEqual({ data: { word: 'here' } });
});

test('a field may be overridden and have requirements', async () => {
  await using graph = startTester({
    a: {
      sdl: `type Query { user: User }
        type User @key(fields: "id") { id: ID!  name: String  greeting: String }`,
      resolvers: { Query: { user: () => ({ id: 'u', name: 'Ada', greeting: 'old' }) } },
    },
    b: {
      sdl: `type User @key(fields: "id") {
        id: ID!  name: String @external
        greeting: String @override(from: "a") @requires(fields: "name")
      }`,
      resolvers: { User: { greeting: ({ name }: { name: string }) => `Hi ${name}` } },
    },
  });
  expect(await graph.run('{ user { greeting } }')).toEqual({
    data: { user: { greeting: 'Hi Ada' } },
  });
});

test('a field taken over by a subgraph with another interface is right behind both', async () => {
  await using graph = startTester({
    letters: {
      sdl: `
        type Query { inbox: [Item] }
        interface Item { id: ID!  sent: String }
        type Card implements Item @key(fields: "id") { id: ID!  sent: String }
      `,
      resolvers: {
        Query: { inbox: () => [{ __typename: 'Card', id: 'c', sent: 'from letters' }] },
      },
    },
    pictures: {
      sdl: `
        type Query { album: [Picture] }
        interface Item { id: ID!  sent: String }
        interface Picture { id: ID!  sent: String }
        type Note implements Item @key(fields: "id") { id: ID!  sent: String }
        type Card implements Picture @key(fields: "id") {
          id: ID!  sent: String @override(from: "letters")
        }
      `,
      resolvers: {
        Query: { album: () => [{ __typename: 'Card', id: 'c' }] },
        Card: { sent: () => 'from pictures' },
      },
    },
  });
  const query = '{ inbox { id sent ... on Note { id } } album { sent ... on Card { id sent } } }';
  expect(await graph.run(query)).toEqual({
    data: {
      inbox: [{ id: 'c', sent: 'from pictures' }],
      album: [{ sent: 'from pictures', id: 'c' }],
    },
  });
  expect(await graph.plan('{ inbox { id sent } }')).toMatchInlineSnapshot(`
    "fetch 0 from letters
        {
          inbox {
            __typename
            id
          }
        }
    fetch 1 from pictures after 0
      _entities of { Card { __typename, id } } at inbox[]|Card
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Card {
              sent
            }
          }
        }"
  `);
});

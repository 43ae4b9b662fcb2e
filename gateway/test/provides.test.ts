import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const users = {
  sdl: 'type User @key(fields: "id") { id: ID!  name: String @shareable  city: City @shareable }  type City @key(fields: "id") { id: ID!  label: String @shareable }',
  resolvers: {
    User: {
      __resolveReference: ({ id }: { id: string }) => ({
        id,
        name: `user ${id}`,
        city: { id: 'c', label: 'City' },
      }),
    },
    City: { __resolveReference: ({ id }: { id: string }) => ({ id, label: 'City' }) },
  },
};
const reviews = {
  sdl: `
    type Query { reviews: [Review!]!  plain: Review }
    type Review {
      id: ID!
      author: User @provides(fields: "name city { label }")
      reader: User
    }
    type User @key(fields: "id") { id: ID!  name: String @external  city: City @external }
    type City @key(fields: "id") { id: ID!  label: String @external }
  `,
  resolvers: {
    Query: {
      reviews: () => [
        {
          id: 'r1',
          author: { id: '1', name: 'provided', city: { id: 'c', label: 'provided' } },
          reader: { id: '2' },
        },
      ],
    },
  },
};

test('what a field provides is not fetched from its own subgraph, nested parts too', async () => {
  await using graph = startTester({ users, reviews });
  expect(await graph.run('{ reviews { author { name city { label } } } }')).toEqual({
    data: { reviews: [{ author: { name: 'provided', city: { label: 'provided' } } }] },
  });
  expect(graph.calls).toHaveLength(1);
});

test('what another field of the same type does not provide is fetched', async () => {
  await using graph = startTester({ users, reviews });
  expect(await graph.run('{ reviews { reader { name } author { name } } }')).toEqual({
    data: { reviews: [{ reader: { name: 'user 2' }, author: { name: 'provided' } }] },
  });
  expect(graph.calls[1]?.variables).toEqual({
    representations: [{ __typename: 'User', id: '2' }],
  });
});

test('a union may provide fields of some of its members', async () => {
  await using graph = startTester({
    a: {
      sdl: `
        type Query { media: [Media] @shareable @provides(fields: "... on Book { title }") }
        union Media = Book | Movie
        type Book @key(fields: "id") { id: ID!  title: String @external }
        type Movie @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          media: () => [
            { __typename: 'Book', id: 'b', title: 'provided' },
            { __typename: 'Movie', id: 'm' },
          ],
        },
      },
    },
    b: {
      sdl: `
        type Book @key(fields: "id") { id: ID!  title: String @shareable }
        type Movie @key(fields: "id") { id: ID!  title: String }
      `,
      resolvers: {
        Book: { title: () => 'fetched' },
        Movie: { title: () => 'fetched' },
      },
    },
  });
  const query = '{ media { ... on Book { title } ... on Movie { title } } }';
  expect(await graph.run(query)).toEqual({
    data: { media: [{ title: 'provided' }, { title: 'fetched' }] },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from a
        {
          media {
            __typename
            ... on Book {
              title
            }
            ... on Movie {
              __typename
              id
            }
          }
        }
    fetch 1 from b after 0
      _entities of { Movie { __typename, id } } at media[]|Movie
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Movie {
              title
            }
          }
        }"
  `);
});

/** Three subgraphs know the stalls of a market; only what `stalls` says decides which are asked about its goods. */
const goods = [
  { __typename: 'Fruit', id: 'f', name: 'Fig', ripe: true },
  { __typename: 'Cloth', id: 'c', name: 'Linen', ripe: null },
];
const market = {
  plain: {
    sdl: `
      type Query { stall: Stall @shareable }
      interface Stall { id: ID! }
      interface Good { id: ID! }
      type Tent implements Stall @key(fields: "id") { id: ID!  goods: [Good] @shareable }
      type Fruit implements Good @key(fields: "id") { id: ID! @external }
      type Cloth implements Good @key(fields: "id") { id: ID! @external }
    `,
    resolvers: { Query: { stall: () => ({ __typename: 'Tent', id: 't', goods }) } },
  },
  generous: {
    sdl: `
      type Query { stall: Stall @shareable @provides(fields: "goods { id name }") }
      interface Stall { id: ID!  goods: [Good] }
      interface Good { id: ID!  name: String }
      type Tent implements Stall { id: ID! @shareable  goods: [Good] @external }
      type Fruit implements Good { id: ID! @external  name: String @external }
      type Cloth implements Good { id: ID! @external  name: String @external }
    `,
    resolvers: { Query: { stall: () => ({ __typename: 'Tent', id: 't', goods }) } },
  },
  whole: {
    sdl: `
      interface Stall { id: ID!  goods: [Good] }
      interface Good { id: ID!  name: String }
      type Tent implements Stall @key(fields: "id") { id: ID!  goods: [Good] @shareable }
      type Fruit implements Good @key(fields: "id") { id: ID!  name: String @shareable  ripe: Boolean }
      type Cloth implements Good @key(fields: "id") { id: ID!  name: String @shareable }
    `,
    resolvers: {
      Tent: { goods: () => goods },
      Fruit: { ripe: () => true },
    },
  },
};

test('what is provided on an interface is not fetched again, whatever its objects are', async () => {
  await using graph = startTester(market);
  expect(await graph.run('{ stall { id goods { id name } } }')).toEqual({
    data: {
      stall: {
        id: 't',
        goods: [
          { id: 'f', name: 'Fig' },
          { id: 'c', name: 'Linen' },
        ],
      },
    },
  });
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['generous']);
});

test('a type condition below what is provided on an interface makes no detour', async () => {
  await using graph = startTester(market);
  const query = '{ stall { id goods { id name ... on Fruit { ripe } } } }';
  expect(await graph.run(query)).toEqual({
    data: {
      stall: {
        id: 't',
        goods: [
          { id: 'f', name: 'Fig', ripe: true },
          { id: 'c', name: 'Linen' },
        ],
      },
    },
  });
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['generous', 'whole']);
  expect(graph.calls[1]?.variables).toEqual({
    representations: [{ __typename: 'Fruit', id: 'f' }],
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from generous
        {
          stall {
            __typename
            ... on Tent {
              goods {
                __typename
                ... on Cloth {
                  id
                  name
                }
                ... on Fruit {
                  __typename
                  id
                  name
                }
              }
            }
            id
          }
        }
    fetch 1 from whole after 0
      _entities of { Fruit { __typename, id } } at stall|Tent.goods[]|Fruit
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Fruit {
              ripe
            }
          }
        }"
  `);
});

test('of what could be provided only what is selected is asked for', async () => {
  await using graph = startTester({ users, reviews });
  const asked = async (query: string) => {
    graph.calls.length = 0;
    expect(await graph.run(query)).not.toHaveProperty('errors');
    return graph.calls.map((call) => call.query.replaceAll(' ', ''));
  };
  expect(await asked('{ reviews { author { id } } }')).toEqual(['{reviews{author{id}}}']);
  expect(await asked('{ reviews { author { called: name } } }')).toEqual([
    '{reviews{author{called:name}}}',
  ]);
  expect(await asked('{ reviews { author { ...Name } } } fragment Name on User { name }')).toEqual([
    '{reviews{author{name}}}',
  ]);
});

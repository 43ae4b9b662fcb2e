import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

test('an interface whose types live in different subgraphs is completed from each', async () => {
  await using graph = startTester({
    index: {
      sdl: `
        type Query { node(id: ID!): Node  nodes: [Node!]! }
        interface Node { id: ID! }
        type Book implements Node @key(fields: "id") { id: ID! }
        type Film implements Node @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          node: (_: unknown, { id }: { id: string }) => ({ __typename: 'Book', id }),
          nodes: () => [
            { __typename: 'Book', id: 'b' },
            { __typename: 'Film', id: 'f' },
            { __typename: 'Book', id: 'c' },
          ],
        },
      },
    },
    books: {
      sdl: 'type Book @key(fields: "id") { id: ID!  title: String }',
      resolvers: { Book: { title: ({ id }: { id: string }) => `book ${id}` } },
    },
    films: {
      sdl: 'type Film @key(fields: "id") { id: ID!  title: String }',
      resolvers: { Film: { title: ({ id }: { id: string }) => `film ${id}` } },
    },
  });
  const query = '{ nodes { id ... on Book { title } ... on Film { title } } }';
  expect(await graph.run(query)).toEqual({
    data: {
      nodes: [
        { id: 'b', title: 'book b' },
        { id: 'f', title: 'film f' },
        { id: 'c', title: 'book c' },
      ],
    },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from index
        {
          nodes {
            __typename
            id
          }
        }
    fetch 1 from books after 0
      _entities of { Book { __typename, id } } at nodes[]|Book
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Book {
              title
            }
          }
        }
    fetch 2 from films after 0
      _entities of { Film { __typename, id } } at nodes[]|Film
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Film {
              title
            }
          }
        }"
  `);
  graph.calls.length = 0;
  await graph.run('{ node(id: "b") { ... on Film { title } } }');
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['index']);
});

test('a union may have other members in another subgraph', async () => {
  await using graph = startTester({
    a: {
      sdl: `
        type Query { media: Media  inA: [Media] }
        union Media = Book | Film
        type Book @shareable { title: String }
        type Film { title: String }
      `,
      resolvers: {
        Query: {
          media: () => ({ __typename: 'Book', title: 'of a' }),
          inA: () => [
            { __typename: 'Film', title: 'film' },
            { __typename: 'Book', title: 'book' },
          ],
        },
      },
    },
    b: {
      sdl: `
        type Query { inB: [Media] }
        union Media = Book | Song
        type Book @shareable { title: String }
        type Song { title: String }
      `,
      resolvers: { Query: { inB: () => [{ __typename: 'Song', title: 'song' }] } },
    },
  });
  expect(
    await graph.run(`{
      media { __typename ... on Song { title } ... on Book { title } }
      inA { ... on Film { title } ... on Song { title } }
      inB { ... on Film { title } ... on Song { title } __typename }
    }`),
  ).toEqual({
    data: {
      media: { __typename: 'Book', title: 'of a' },
      inA: [{ title: 'film' }, {}],
      inB: [{ title: 'song', __typename: 'Song' }],
    },
  });
});

test('fields of one name but of different nullability on the members of a union keep their own values', async () => {
  await using graph = startTester({
    a: {
      sdl: `
        type Query { accounts: [Account!]! }
        union Account = User | Admin
        type User @key(fields: "id") { id: ID  name: String }
        type Admin { id: ID!  name: String! }
      `,
      resolvers: {
        Query: {
          accounts: () => [
            { __typename: 'User', id: 'u', name: null },
            { __typename: 'Admin', id: 'a', name: 'Root' },
          ],
        },
      },
    },
    b: {
      sdl: 'type User @key(fields: "id") { id: ID  mail: String }',
      resolvers: { User: { mail: ({ id }: { id: string }) => `${id}@example.org` } },
    },
  });
  const query = '{ accounts { ... on User { userName: name mail } ... on Admin { id name } } }';
  expect(await graph.run(query)).toEqual({
    data: {
      accounts: [
        { userName: null, mail: 'u@example.org' },
        { id: 'a', name: 'Root' },
      ],
    },
  });
});

test('an entity may lead back to itself through an interface', async () => {
  await using graph = startTester({
    products: {
      sdl: `
        type Query { product: Product }
        interface Product { samePrice: [Product!]! }
        type Book implements Product @key(fields: "id") { id: ID!  samePrice: [Book!]! @external }
      `,
      resolvers: { Query: { product: () => ({ __typename: 'Book', id: '1' }) } },
    },
    prices: {
      sdl: `
        type Book @key(fields: "id") { id: ID!  price: Int  samePrice: [Book!]! }
      `,
      resolvers: {
        Book: { price: () => 10, samePrice: () => [{ id: '2' }] },
      },
    },
  });
  const query = '{ product { samePrice { ... on Book { id samePrice { ... on Book { id } } } } } }';
  expect(await graph.run(query)).toEqual({
    data: { product: { samePrice: [{ id: '2', samePrice: [{ id: '2' }] }] } },
  });
});

test('a type condition that nothing can meet is passed over', async () => {
  await using graph = startTester({
    a: {
      sdl: `
        type Query { things: [Thing] }
        union Thing = Book | Film
        interface Named { name: String }
        type Book implements Named { name: String }
        type Film implements Named { name: String }
      `,
      resolvers: { Query: { things: () => [{ __typename: 'Book', name: 'n' }] } },
    },
  });
  const query =
    '{ things { ... on Book { ... on Named { ... on Film { name } } } ... on Named { name } } }';
  expect(await graph.run(query)).toEqual({ data: { things: [{ name: 'n' }] } });
});

const atlases = {
  sdl: `
    type Query { wares: [Ware]  named: [Named] }
    union Ware = Globe | Atlas
    interface Named { id: ID! }
    interface Priced { price: Int }
    type Globe @key(fields: "id") { id: ID! }
    type Atlas implements Named & Priced @key(fields: "id") { id: ID!  price: Int }
  `,
  resolvers: {
    Query: {
      wares: () => [
        { __typename: 'Globe', id: 'g' },
        { __typename: 'Atlas', id: 'a', price: 20 },
      ],
      named: () => [{ __typename: 'Atlas', id: 'a', price: 20 }],
    },
  },
};
const globes = {
  sdl: `
    interface Named { id: ID! }
    interface Priced { price: Int }
    type Globe implements Named & Priced @key(fields: "id") { id: ID!  price: Int }
  `,
  resolvers: { Globe: { price: () => 90 } },
};

test('an interface that only another subgraph gives to a type lets its objects pass', async () => {
  await using graph = startTester({ atlases, globes });
  expect(await graph.run('{ wares { ... on Named { id } } }')).toEqual({
    data: { wares: [{ id: 'g' }, { id: 'a' }] },
  });
  expect(await graph.run('{ named { id ... on Globe { price } } }')).toEqual({
    data: { named: [{ id: 'a' }] },
  });
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['atlases', 'atlases']);
  const query = '{ wares { ... on Named { ... on Priced { price } } __typename } }';
  expect(await graph.run(query)).toEqual({
    data: {
      wares: [
        { price: 90, __typename: 'Globe' },
        { price: 20, __typename: 'Atlas' },
      ],
    },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from atlases
        {
          wares {
            __typename
            ... on Globe {
              id
            }
            ... on Atlas {
              price
            }
          }
        }
    fetch 1 from globes after 0
      _entities of { Globe { __typename, id } } at wares[]|Globe
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Globe {
              price
            }
          }
        }"
  `);
});

test('a field that is a union in one subgraph and one of its members in another is the union', async () => {
  const one = { __typename: 'Book', id: '1', title: 'Dust', pages: 9, shelf: 'B2' };
  await using graph = startTester({
    press: {
      sdl: `
        type Query { newest: Medium @shareable  offer: Offer @shareable }
        union Medium = Book | Film
        type Offer { best: Medium @shareable  second: Medium }
        type Book @key(fields: "id") { id: ID!  title: String @shareable  pages: Int }
        type Film @key(fields: "id") { id: ID!  title: String @shareable }
      `,
      resolvers: {
        Query: {
          newest: () => one,
          offer: () => ({ best: one, second: { __typename: 'Film', id: '2', title: 'Rain' } }),
        },
        Book: { __resolveReference: () => one },
      },
    },
    stock: {
      sdl: `
        type Query { newest: Book @shareable  offer: Offer @shareable }
        type Offer { best: Book @shareable }
        type Book @key(fields: "id") { id: ID!  title: String @shareable  shelf: String }
      `,
      resolvers: {
        Query: { newest: () => one, offer: () => ({ best: one }) },
        Book: { __resolveReference: () => one },
      },
    },
  });
  expect(
    await graph.run(
      '{ newest { __typename ... on Book { title pages shelf } ... on Film { title } } }',
    ),
  ).toEqual({ data: { newest: { __typename: 'Book', title: 'Dust', pages: 9, shelf: 'B2' } } });
  expect(
    await graph.run(
      '{ offer { best { ... on Book { shelf } } second { ... on Film { title } ... on Book { shelf } } } }',
    ),
  ).toEqual({ data: { offer: { best: { shelf: 'B2' }, second: { title: 'Rain' } } } });
});

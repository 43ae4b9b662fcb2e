import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const users = {
  sdl: `
    type Query { me: User  users: [User!]!  nobody: User }
    type User @key(fields: "id") { id: ID!  name: String }
  `,
  resolvers: {
    Query: {
      me: () => ({ id: '1', name: 'Ada' }),
      users: () => ['1', '2', '1'].map((id) => ({ id, name: `user ${id}` })),
      nobody: () => ({ id: '0', name: 'Nobody' }),
    },
    User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `user ${id}` }) },
  },
};
const reviews = {
  sdl: `
    type User @key(fields: "id") { id: ID!  reviews: [Review!] }
    type Review { id: ID!  text: String  author: User }
  `,
  resolvers: {
    User: {
      __resolveReference: ({ id }: { id: string }) => (id === '0' ? null : { id }),
      reviews: ({ id }: { id: string }) => [{ id: `${id}-1`, text: 'good', author: { id: '2' } }],
    },
  },
};

test('fields of an entity come from the subgraph that has them, by its key', async () => {
  await using graph = startTester({ users, reviews });
  const query = '{ me { name reviews { text author { name } } } }';
  expect(await graph.run(query)).toEqual({
    data: { me: { name: 'Ada', reviews: [{ text: 'good', author: { name: 'user 2' } }] } },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from users
        {
          me {
            __typename
            name
            id
          }
        }
    fetch 1 from reviews after 0
      _entities of { User { __typename, id } } at me
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on User {
              reviews {
                text
                author {
                  __typename
                  id
                }
              }
            }
          }
        }
    fetch 2 from users after 1
      _entities of { User { __typename, id } } at me.reviews[].author
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on User {
              name
            }
          }
        }"
  `);
});

test('the same entity is asked for once, wherever it stands', async () => {
  await using graph = startTester({ users, reviews });
  const result = await graph.run('{ users { id reviews { id } } }');
  expect(result.data).toEqual({
    users: [
      { id: '1', reviews: [{ id: '1-1' }] },
      { id: '2', reviews: [{ id: '2-1' }] },
      { id: '1', reviews: [{ id: '1-1' }] },
    ],
  });
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['users', 'reviews']);
  expect(graph.calls[1]?.variables).toEqual({
    representations: [
      { __typename: 'User', id: '1' },
      { __typename: 'User', id: '2' },
    ],
  });
});

test('an entity that the other subgraph does not know has nulls in place of its fields', async () => {
  await using graph = startTester({ users, reviews });
  expect(await graph.run('{ nobody { name reviews { id } } }')).toEqual({
    data: { nobody: { name: 'Nobody', reviews: null } },
  });
});

test('nothing is asked where no entity was found', async () => {
  await using graph = startTester({
    users: { ...users, resolvers: { Query: { users: () => [] } } },
    reviews,
  });
  expect(await graph.run('{ users { reviews { id } } }')).toEqual({ data: { users: [] } });
  expect(graph.calls).toHaveLength(1);
});

const products = {
  sdl: `
    type Query { product: Product  shelf: Shelf }
    type Product @key(fields: "sku maker { id country { code } }") {
      sku: ID!  maker: Maker!  name: String
    }
    type Maker @shareable { id: ID!  country: Country! }
    type Country @shareable { code: String! }
    type Shelf { products: [Product!]! }
  `,
  resolvers: {
    Query: {
      product: () => ({ sku: 's1', name: 'Lamp', maker: { id: 'm1', country: { code: 'NO' } } }),
      shelf: () => ({
        products: [
          { sku: 's1', maker: { id: 'm1', country: { code: 'NO' } } },
          { sku: 's1', maker: { id: 'm1', country: { code: 'DK' } } },
        ],
      }),
    },
  },
};
const prices = {
  sdl: `
    type Product @key(fields: "sku maker { id country { code } }") {
      sku: ID!  maker: Maker!  price: String
    }
    type Maker @shareable { id: ID!  country: Country! }
    type Country @shareable { code: String! }
  `,
  resolvers: {
    Product: {
      price: ({ sku, maker }: { sku: string; maker: { id: string; country: { code: string } } }) =>
        `${sku} of ${maker.id} in ${maker.country.code}`,
    },
  },
};

test('a compound key is sent with everything that is nested in it', async () => {
  await using graph = startTester({ products, prices });
  expect(await graph.run('{ product { price } shelf { products { price } } }')).toEqual({
    data: {
      product: { price: 's1 of m1 in NO' },
      shelf: { products: [{ price: 's1 of m1 in NO' }, { price: 's1 of m1 in DK' }] },
    },
  });
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['products', 'prices']);
  expect(await graph.plan('{ product { price } }')).toMatchInlineSnapshot(`
    "fetch 0 from products
        {
          product {
            __typename
            sku
            maker {
              id
              country {
                code
              }
            }
          }
        }
    fetch 1 from prices after 0
      _entities of { Product { __typename, sku, maker { id, country { code } } } } at product
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Product {
              price
            }
          }
        }"
  `);
});

test('of several keys the one is used that both subgraphs have, over a third one if need be', async () => {
  await using graph = startTester({
    byName: {
      sdl: `type Query { place: Place }  type Place @key(fields: "name") { name: String! }`,
      resolvers: { Query: { place: () => ({ name: 'Oslo' }) } },
    },
    both: {
      sdl: `type Place @key(fields: "name") @key(fields: "code") { name: String!  code: ID! }`,
      resolvers: {
        Place: {
          __resolveReference: ({ name }: { name?: string }) =>
            name === 'Oslo' ? { name, code: 'OSL' } : null,
        },
      },
    },
    byCode: {
      sdl: `type Place @key(fields: "code") { code: ID!  people: Int }`,
      resolvers: { Place: { people: ({ code }: { code: string }) => (code === 'OSL' ? 7 : 0) } },
    },
  });
  expect(await graph.run('{ place { people } }')).toEqual({ data: { place: { people: 7 } } });
  expect(await graph.plan('{ place { people } }')).toMatchInlineSnapshot(`
    "fetch 0 from byName
        {
          place {
            __typename
            name
          }
        }
    fetch 1 from both after 0
      _entities of { Place { __typename, name } } at place
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Place {
              code
            }
          }
        }
    fetch 2 from byCode after 1
      _entities of { Place { __typename, code } } at place
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Place {
              people
            }
          }
        }"
  `);
});

test('a key whose values are null is not sent', async () => {
  await using graph = startTester({
    places: {
      sdl: `type Query { places: [Place] }  type Place @key(fields: "code") { code: ID  name: String }`,
      resolvers: {
        Query: { places: () => [{ code: null, name: 'sea' }, null, { code: 'OSL', name: 'Oslo' }] },
      },
    },
    people: {
      sdl: 'type Place @key(fields: "code") { code: ID  people: Int }',
      resolvers: {
        Place: { people: () => 7 },
      },
    },
  });
  expect(await graph.run('{ places { name people } }')).toEqual({
    data: { places: [{ name: 'sea', people: null }, null, { name: 'Oslo', people: 7 }] },
  });
  expect(graph.calls[1]?.variables).toEqual({
    representations: [{ __typename: 'Place', code: 'OSL' }],
  });
});

test('where a key on the way to another subgraph is null, the way ends there', async () => {
  await using graph = startTester({
    loans: {
      sdl: `type Query { books: [Book] }  type Book @key(fields: "number") { number: ID! }`,
      resolvers: { Query: { books: () => [{ number: 'known' }, { number: 'lost' }] } },
    },
    numbers: {
      sdl: 'type Book @key(fields: "number") @key(fields: "isbn") { number: ID!  isbn: ID }',
      resolvers: {
        Book: { isbn: ({ number }: { number: string }) => (number === 'lost' ? null : '978') },
      },
    },
    titles: {
      sdl: 'type Book @key(fields: "isbn") { isbn: ID  title: String }',
      resolvers: { Book: { title: ({ isbn }: { isbn: string }) => `title of ${isbn}` } },
    },
  });
  expect(await graph.run('{ books { title } }')).toEqual({
    data: { books: [{ title: 'title of 978' }, { title: null }] },
  });
  expect(graph.calls.at(-1)?.variables).toEqual({
    representations: [{ __typename: 'Book', isbn: '978' }],
  });
});

test('a second key that nobody needs does not stand in the way of fields that require others', async () => {
  // The native planner asked `shelf` for a code that it does not have, and ended the process.
  await using graph = startTester({
    shelf: {
      sdl: 'type Query { book: Book }  type Book @key(fields: "id") { id: ID! }',
      resolvers: { Query: { book: () => ({ id: '1' }) } },
    },
    pages: {
      sdl: 'type Book @key(fields: "id") @key(fields: "code") { id: ID!  code: ID!  pages: Int }',
      resolvers: { Book: { pages: () => 12 } },
    },
    prices: {
      sdl: `type Book @key(fields: "id") @key(fields: "code") {
        id: ID!  code: ID!  pages: Int @external  price: Int @requires(fields: "pages")
      }`,
      resolvers: { Book: { price: ({ pages }: { pages: number }) => 2 * pages } },
    },
  });
  // Both planners are asked.
  expect(await graph.run('{ book { price } }')).toEqual({ data: { book: { price: 24 } } });
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['shelf', 'pages', 'prices']);
});

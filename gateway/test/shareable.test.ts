import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

test('a root field of two subgraphs is answered by both where each has a part', async () => {
  await using graph = startTester({
    names: {
      sdl: `type Query { product: Product @shareable }
        type Product @shareable { id: ID!  name: Name }  type Name { brand: String }`,
      resolvers: { Query: { product: () => ({ id: '1', name: { brand: 'B' } }) } },
    },
    prices: {
      sdl: `type Query { product: Product @shareable }
        type Product @shareable { id: ID!  price: Price }  type Price { amount: Int }`,
      resolvers: { Query: { product: () => ({ id: '1', price: { amount: 3 } }) } },
    },
  });
  const query = '{ product { id name { brand } price { amount } } }';
  expect(await graph.run(query)).toEqual({
    data: { product: { id: '1', name: { brand: 'B' }, price: { amount: 3 } } },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from prices
        {
          product {
            price {
              amount
            }
          }
        }
    fetch 1 from names
        {
          product {
            name {
              brand
            }
            id
          }
        }"
  `);
});

test('parts of a value type from two subgraphs become one object, in lists too', async () => {
  await using graph = startTester({
    streets: {
      sdl: `type Query { me: User }
        type User @key(fields: "id") { id: ID!  home: Address @shareable  all: [Address] @shareable }
        type Address { street: String  country: String @shareable }`,
      resolvers: {
        Query: {
          me: () => ({
            id: 'u',
            home: { street: 'S', country: 'NO' },
            all: [{ street: 'S1' }, null, { street: 'S2' }],
          }),
        },
      },
    },
    codes: {
      sdl: `type User @key(fields: "id") { id: ID!  home: Address @shareable  all: [Address] @shareable }
        type Address { zip: String  country: String @shareable }`,
      resolvers: {
        User: {
          home: () => ({ zip: 'Z', country: 'NO' }),
          all: () => [{ zip: 'Z1' }, null, { zip: 'Z2' }],
        },
      },
    },
  });
  expect(await graph.run('{ me { home { street zip country } all { zip street } } }')).toEqual({
    data: {
      me: {
        home: { street: 'S', zip: 'Z', country: 'NO' },
        all: [{ zip: 'Z1', street: 'S1' }, null, { zip: 'Z2', street: 'S2' }],
      },
    },
  });
});

test('what another subgraph has of a value is asked for by the entity around it', async () => {
  await using graph = startTester({
    titles: {
      sdl: 'type Query { book: Book }  type Book @key(fields: "id") { id: ID!  title: String }',
      resolvers: { Query: { book: () => ({ id: '1', title: 'Dust' }) } },
    },
    notes: {
      sdl: `type Book @key(fields: "id") { id: ID! @external  subject: Subject @shareable }
        type Subject { note: String }`,
      resolvers: { Book: { subject: () => ({ note: 'dry' }) } },
    },
    subjects: {
      sdl: `type Book @key(fields: "id") { id: ID! @external  subject: Subject @shareable }
        type Subject { id: ID @shareable }`,
      resolvers: { Book: { subject: () => ({ id: 's' }) } },
    },
    names: {
      sdl: 'type Subject @key(fields: "id") { id: ID  name: String }',
      resolvers: { Subject: { name: ({ id }: { id: string }) => `name of ${id}` } },
    },
  });
  const query = '{ book { title subject { id name note } } }';
  expect(await graph.run(query)).toEqual({
    data: { book: { title: 'Dust', subject: { id: 's', name: 'name of s', note: 'dry' } } },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from titles
        {
          book {
            __typename
            title
            id
          }
        }
    fetch 1 from notes after 0
      _entities of { Book { __typename, id } } at book
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Book {
              subject {
                note
              }
            }
          }
        }
    fetch 2 from subjects after 0
      _entities of { Book { __typename, id } } at book
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Book {
              subject {
                __typename
                id
              }
            }
          }
        }
    fetch 3 from names after 1, 2
      _entities of { Subject { __typename, id } } at book.subject
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Subject {
              name
            }
          }
        }"
  `);
});

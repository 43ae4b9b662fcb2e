import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

test('a key may hold a list of objects, and objects of it may lead to further keys', async () => {
  await using graph = startTester({
    orders: {
      sdl: `
        type Query { basket: Basket }
        type Basket @key(fields: "wares { id }") { wares: [Ware!]! }
        type Ware @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { basket: () => ({ wares: [{ id: '1' }, { id: '2' }] }) } },
    },
    wares: {
      sdl: `
        type Basket @key(fields: "wares { id }") @key(fields: "wares { id code }") { wares: [Ware!]! }
        type Ware @key(fields: "id") @key(fields: "id code") { id: ID!  code: String! }
      `,
      resolvers: {
        Basket: {
          __resolveReference: ({ wares }: { wares: { id: string }[] }) => ({
            wares: wares.map(({ id }) => ({ id, code: `c${id}` })),
          }),
        },
        Ware: { code: ({ id }: { id: string }) => `c${id}` },
      },
    },
    prices: {
      sdl: `
        type Basket @key(fields: "wares { id code }") { wares: [Ware!]!  total: Int  dearest: Ware }
        type Ware @key(fields: "id code") { id: ID!  code: String!  price: Int }
      `,
      resolvers: {
        Basket: {
          __resolveReference: (basket: unknown) => basket,
          total: ({ wares }: { wares: { code: string }[] }) => wares.length * 10,
          dearest: ({ wares }: { wares: unknown[] }) => wares.at(-1),
        },
        Ware: { price: ({ id, code }: { id: string; code: string }) => id.length + code.length },
      },
    },
  });
  const query = '{ basket { total dearest { id price } wares { id price } } }';
  expect(await graph.run(query)).toEqual({
    data: {
      basket: {
        total: 20,
        dearest: { id: '2', price: 3 },
        wares: [
          { id: '1', price: 3 },
          { id: '2', price: 3 },
        ],
      },
    },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from orders
        {
          basket {
            __typename
            wares {
              __typename
              id
            }
          }
        }
    fetch 1 from wares after 0
      _entities of { Ware { __typename, id } } at basket.wares[]
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Ware {
              code
            }
          }
        }
    fetch 2 from prices after 1
      _e0 of { Basket { __typename, wares { id, code } } } at basket
      _e1 of { Ware { __typename, id, code } } at basket.wares[]
        query ($__batch_reps_0: [_Any!]!, $__batch_reps_1: [_Any!]!) {
          _e0: _entities(representations: $__batch_reps_0) {
            ... on Basket {
              total
              dearest {
                id
                price
              }
            }
          }
          _e1: _entities(representations: $__batch_reps_1) {
            ... on Ware {
              price
            }
          }
        }"
  `);
});

test('of many keys only those are used by which a subgraph can be asked', async () => {
  await using graph = startTester({
    shelves: {
      sdl: `
        type Query { shelf: Shelf }
        type Shelf @key(fields: "id") { id: ID!  books: [Book!]! }
        type Book
          @key(fields: "id", resolvable: false)
          @key(fields: "place { row }", resolvable: false)
          @key(fields: "id place { row column }") {
          id: ID!  place: Place!  title: String @external
          label: String @requires(fields: "title")
        }
        type Place { row: ID!  column: ID! }
      `,
      resolvers: {
        Query: {
          shelf: () => ({ id: 's', books: [{ id: '1', place: { row: 'r', column: 'c' } }] }),
        },
        Book: {
          label: (book: { id: string; title: string; place: { row: string; column: string } }) =>
            `${book.place.row}${book.place.column} ${book.title}`,
        },
      },
    },
    books: {
      sdl: `
        type Book
          @key(fields: "id")
          @key(fields: "isbn", resolvable: false)
          @key(fields: "id place { row column }", resolvable: false) {
          id: ID!  isbn: ID!  place: Place!  title: String
        }
        type Place { row: ID!  column: ID! }
      `,
      resolvers: { Book: { title: ({ id }: { id: string }) => `book ${id}` } },
    },
  });
  const query = '{ shelf { books { title label } } }';
  expect(await graph.run(query)).toEqual({
    data: { shelf: { books: [{ title: 'book 1', label: 'rc book 1' }] } },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from shelves
        {
          shelf {
            books {
              __typename
              id
              place {
                row
                column
              }
            }
          }
        }
    fetch 1 from books after 0
      _entities of { Book { __typename, id } } at shelf.books[]
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Book {
              title
            }
          }
        }
    fetch 2 from shelves after 1
      _entities of { Book { __typename, title, id, place { row, column } } } at shelf.books[]
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Book {
              label
            }
          }
        }"
  `);
});

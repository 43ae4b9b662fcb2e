import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const books = {
  sdl: `type Query { book: Book  books: [Book!]! }
    type Book @key(fields: "id") { id: ID!  title: String  pages(from: Int): Int }`,
  resolvers: {
    Query: {
      book: () => ({ id: '1', title: 'One' }),
      books: () => [{ id: '1', title: 'One' }],
    },
    Book: {
      pages: (_: unknown, { from = 0 }: { from?: number }) => 100 - from,
      __resolveReference: ({ id }: { id: string }) => ({ id, title: 'One' }),
    },
  },
};
const stock = {
  sdl: `type Book @key(fields: "id") {
    id: ID!  title: String @external  count: Int  label: String @requires(fields: "title")
  }`,
  resolvers: { Book: { count: () => 5, label: ({ title }: { title: string }) => `<${title}>` } },
};

test('aliases and fields asked for several times are answered under the client’s names', async () => {
  await using graph = startTester({ books, stock });
  const query = '{ b: book { a: title c: title title n: count count p: pages(from: 1) pages } }';
  expect(await graph.run(query)).toEqual({
    data: {
      b: { a: 'One', c: 'One', title: 'One', n: 5, count: 5, p: 99, pages: 100 },
    },
  });
});

test('an alias that is the name of a key or of a required field does not disturb it', async () => {
  await using graph = startTester({ books, stock });
  expect(await graph.run('{ book { id: title title: id count label } }')).toEqual({
    data: { book: { id: 'One', title: '1', count: 5, label: '<One>' } },
  });
  expect(graph.calls[1]?.variables).toEqual({
    representations: [{ __typename: 'Book', id: '1', title: 'One' }],
  });
});

test('an alias may have any name that GraphQL allows', async () => {
  await using graph = startTester({ books, stock });
  const query =
    '{ book { __typename: id __proto__: title constructor: title _e0: count _internal_qp_alias_0: title alias_id: title } }';
  const result = await graph.run(query);
  expect(JSON.stringify(result)).toBe(
    '{"data":{"book":{"__typename":"1","__proto__":"One","constructor":"One","_e0":5,"_internal_qp_alias_0":"One","alias_id":"One"}}}',
  );
});

test('an alias of a leaf’s name for an object is planned', async () => {
  await using graph = startTester({ books, stock });
  expect(
    await graph.run('{ title: books { id: count ...F } } fragment F on Book { id: count }'),
  ).toEqual({
    data: { title: [{ id: 5 }] },
  });
});

test('an error stands under the client’s name', async () => {
  await using graph = startTester({
    books,
    stock: {
      ...stock,
      resolvers: {
        Book: {
          count: () => {
            throw new Error('not counted');
          },
        },
      },
    },
  });
  const result = await graph.run('{ all: books { id: count n: count } }');
  expect(result.errors?.map(({ path }) => path)).toEqual([
    ['all', 0, 'id'],
    ['all', 0, 'n'],
  ]);
});

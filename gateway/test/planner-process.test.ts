import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

// Nobody knows all books by one key, and the price requires the pages: there the native planner has been seen to end its
// process over an operation. So it has one of its own.
const keys = {
  id: ({ id, code }: { id?: string; code: string }) => id ?? code.slice(1),
  code: ({ id, code }: { id: string; code?: string }) => code ?? `c${id}`,
};
const books = {
  shelf: {
    sdl: 'type Query { book: Book  other: Book }  type Book @key(fields: "id") { id: ID! }',
    resolvers: { Query: { book: () => ({ id: '1' }), other: () => ({ id: '2' }) } },
  },
  pages: {
    sdl: 'type Book @key(fields: "id") @key(fields: "code") { id: ID!  code: ID!  pages: Int }',
    resolvers: {
      Book: { ...keys, pages: () => 12 },
    },
  },
  prices: {
    sdl: `type Book @key(fields: "id") @key(fields: "code") {
      id: ID!  code: ID!  pages: Int @external  price: Int @requires(fields: "pages")
    }`,
    resolvers: { Book: { ...keys, price: ({ pages }: { pages: number }) => 2 * pages } },
  },
  reviews: {
    sdl: 'type Book @key(fields: "code") { code: ID!  review: String }',
    resolvers: { Book: { review: ({ code }: { code: string }) => `of ${code}` } },
  },
};

const way = { isPlain: true, onlyNativePlanner: true };

test('an operation that ends the planner is refused, and those asked meanwhile are answered', async () => {
  await using graph = startTester(books, way);
  const asked = ['{ book { price } }', '{ other { review } }', '{ book { price review } }'];
  const [first, second, third] = await Promise.all(asked.map((query) => graph.run(query)));
  expect(first).toEqual({
    errors: [
      {
        message: 'The operation could not be planned: the planner ended over it.',
        extensions: { code: 'QUERY_PLANNING_FAILED' },
      },
    ],
  });
  expect(second).toEqual({ data: { other: { review: 'of c2' } } });
  expect(third?.errors?.[0]?.extensions?.code).toBe('QUERY_PLANNING_FAILED');
  expect(await graph.run('{ book { review } }')).toEqual({ data: { book: { review: 'of c1' } } });
});

test('planned directly, the same operations are answered', async () => {
  await using graph = startTester(books, { generateAfter: Number.POSITIVE_INFINITY });
  expect(await graph.run('{ book { price review } }')).toEqual({
    data: { book: { price: 24, review: 'of c1' } },
  });
});

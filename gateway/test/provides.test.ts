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
    "sequence
      fetch 0 from a
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
      fetch 1 from b
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

import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const kinds: Record<string, string> = { b1: 'Book', f1: 'Film' };
const catalog = {
  sdl: `
    type Query { media: [Media] }
    interface Media @key(fields: "id") { id: ID!  title: String }
    type Book implements Media @key(fields: "id") { id: ID!  title: String  pages: Int }
    type Film implements Media @key(fields: "id") { id: ID!  title: String  minutes: Int }
  `,
  resolvers: {
    Query: {
      media: () => [
        { __typename: 'Book', id: 'b1' },
        { __typename: 'Film', id: 'f1' },
      ],
    },
    Media: {
      __resolveReference: ({ id }: { id: string }) =>
        kinds[id] ? { __typename: kinds[id], id } : null,
    },
    Book: { title: () => 'A book', pages: () => 100 },
    Film: { title: () => 'A film', minutes: () => 90 },
  },
};
const ratings = {
  sdl: `
    type Query { top: [Media]  best: Media }
    type Media @interfaceObject @key(fields: "id") { id: ID!  rating: Int  fans: [Fan!]! }
    type Fan { id: ID!  likes: Media }
  `,
  resolvers: {
    Query: { top: () => [{ id: 'f1' }, { id: 'gone' }, { id: 'b1' }], best: () => ({ id: 'b1' }) },
    Media: { rating: () => 5, fans: () => [{ id: 'x', likes: { id: 'f1' } }] },
  },
};
const slugs = {
  sdl: `type Media @interfaceObject @key(fields: "id") {
    id: ID!  title: String @external  slug: String @requires(fields: "title")
  }`,
  resolvers: { Media: { slug: ({ title }: { title: string }) => title.replace(' ', '-') } },
};

test('an interface object adds fields to everything behind the interface', async () => {
  await using graph = startTester({ catalog, ratings });
  const query = '{ media { __typename rating ... on Book { pages } ... on Film { minutes } } }';
  expect(await graph.run(query)).toEqual({
    data: {
      media: [
        { __typename: 'Book', rating: 5, pages: 100 },
        { __typename: 'Film', rating: 5, minutes: 90 },
      ],
    },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "sequence
      fetch 0 from catalog
          {
            media {
              __typename
              id
              ... on Book {
                pages
              }
              ... on Film {
                minutes
              }
            }
          }
      fetch 1 from ratings
        _entities of { Media { __typename, id } } at media[]
          send |Media.__typename as "Media"
          query ($representations: [_Any!]!) {
            _entities(representations: $representations) {
              ... on Media {
                rating
              }
            }
          }"
  `);
});

test('what an object behind an interface object is, is asked of the subgraph that knows', async () => {
  await using graph = startTester({ catalog, ratings });
  expect(await graph.run('{ best { __typename rating title ... on Book { pages } } }')).toEqual({
    data: { best: { __typename: 'Book', rating: 5, title: 'A book', pages: 100 } },
  });
  expect(await graph.run('{ best { fans { likes { ... on Film { id } } } } }')).toEqual({
    data: { best: { fans: [{ likes: { id: 'f1' } }] } },
  });
});

test('nothing more is asked where only the interface object’s own fields are selected', async () => {
  await using graph = startTester({ catalog, ratings });
  expect(await graph.run('{ top { id rating } }')).toEqual({
    data: {
      top: [
        { id: 'f1', rating: 5 },
        { id: 'gone', rating: 5 },
        { id: 'b1', rating: 5 },
      ],
    },
  });
  expect(graph.calls).toHaveLength(1);
});

test('an object that the interface’s own subgraph does not know has no fields of its own', async () => {
  await using graph = startTester({ catalog, ratings });
  const { data } = await graph.run('{ top { rating ... on Film { minutes } } }');
  expect(data).toEqual({ top: [{ rating: 5, minutes: 90 }, { rating: 5 }, { rating: 5 }] });
});

test('an interface object may require fields of the interface', async () => {
  await using graph = startTester({ catalog, ratings, slugs });
  expect(await graph.run('{ best { slug } media { slug } }')).toEqual({
    data: { best: { slug: 'A-book' }, media: [{ slug: 'A-book' }, { slug: 'A-film' }] },
  });
});

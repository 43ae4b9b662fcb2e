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
    "fetch 0 from catalog
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
    fetch 1 from ratings after 0
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

test('a field required of the interface is asked of who has it, and sent with the interface’s name', async () => {
  await using graph = startTester({ catalog, ratings, slugs });
  const query = '{ best { slug } }';
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from ratings
        {
          best {
            __typename
            id
          }
        }
    fetch 1 from catalog after 0
      _entities of { Media { __typename, id } } at best
        send |Media.__typename as "Media"
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Media {
              title
            }
          }
        }
    fetch 2 from slugs after 1
      _entities of { Media { __typename, id, title } } at best
        send |Media.__typename as "Media"
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Media {
              slug
            }
          }
        }"
  `);
});

test('a type behind the interface may get fields from a subgraph that knows no interface', async () => {
  await using graph = startTester({
    catalog,
    lists: {
      sdl: `
        type Query { list: List }
        type List { name: String  first: Media }
        type Media @interfaceObject @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { list: () => ({ name: 'new', first: { id: 'f1' } }) } },
    },
    directors: {
      sdl: 'type Film @key(fields: "id") { id: ID!  director: String }',
      resolvers: { Film: { director: ({ id }: { id: string }) => `director of ${id}` } },
    },
  });
  const query = '{ list { name first { title ... on Film { director minutes } } } }';
  expect(await graph.run(query)).toEqual({
    data: {
      list: { name: 'new', first: { title: 'A film', director: 'director of f1', minutes: 90 } },
    },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from lists
        {
          list {
            name
            first {
              __typename
              id
            }
          }
        }
    fetch 1 from catalog after 0
      _entities of { Media { __typename, id } } at list.first
        send |Media.__typename as "Media"
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Media {
              __typename
              title
              ... on Film {
                __typename
                id
                minutes
              }
            }
          }
        }
    fetch 2 from directors after 1
      _entities of { Film { __typename, id } } at list.first|Film
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Film {
              director
            }
          }
        }"
  `);
  expect(await graph.run('{ list { first { ... on Book { pages } } } }')).toEqual({
    data: { list: { first: {} } },
  });
});

test('an interface object that cannot be asked for by its key still gives what it has', async () => {
  await using graph = startTester({
    places: {
      sdl: `
        type Query { place: Place  road: Road! }
        interface Place @key(fields: "id") { id: ID! }
        type Road @interfaceObject @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: { Query: { place: () => null, road: () => ({ id: 'r' }) } },
    },
    maps: {
      sdl: `
        type Query { marked: Place }
        type Place @interfaceObject @key(fields: "id", resolvable: false) { id: ID!  sheet: String }
        interface Road @key(fields: "id") { id: ID! }
        type Street implements Road @key(fields: "id") { id: ID!  name: String! }
      `,
      resolvers: {
        Query: { marked: () => ({ id: 'm', sheet: 'S1' }) },
        Road: { __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Street', id }) },
        Street: { name: ({ id }: { id: string }) => `Street ${id}` },
      },
    },
  });
  expect(await graph.run('{ marked { id sheet } place { id } road { id } }')).toEqual({
    data: { marked: { id: 'm', sheet: 'S1' }, place: null, road: { id: 'r' } },
  });
  expect(await graph.run('{ road { ... on Street { id name } } }')).toEqual({
    data: { road: { id: 'r', name: 'Street r' } },
  });
  expect(await graph.run('{ place { sheet } }')).toMatchObject({
    errors: [{ extensions: { code: 'QUERY_PLANNING_FAILED' } }],
  });
});

test.each([
  { interfaceIn: 'a', objectIn: 'b' },
  { interfaceIn: 'b', objectIn: 'a' },
])('types behind it are found whatever subgraphs are called: %j', async (names) => {
  const { interfaceIn, objectIn } = names;
  await using graph = startTester({
    [interfaceIn]: catalog,
    [objectIn]: ratings,
    // Comes first of all, and takes over a field of one that is called otherwise.
    '0': {
      sdl: `type Book @key(fields: "id") { id: ID!  pages: Int @override(from: "${interfaceIn}") }`,
      resolvers: { Book: { pages: () => 7 } },
    },
  });
  expect(
    await graph.run('{ top { rating ... on Film { minutes } ... on Book { pages } } }'),
  ).toEqual({
    data: { top: [{ rating: 5, minutes: 90 }, { rating: 5 }, { rating: 5, pages: 7 }] },
  });
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual([objectIn, interfaceIn, '0']);
});

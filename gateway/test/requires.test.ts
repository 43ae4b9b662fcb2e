import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const products = {
  sdl: `
    type Query { product(id: ID!): Product  products: [Product!]! }
    type Product @key(fields: "id") { id: ID!  weight(unit: Unit = G): Int  size: Size }
    type Size @shareable { width: Int  height: Int }
    enum Unit { G KG }
  `,
  resolvers: {
    Query: {
      product: (_: unknown, { id }: { id: string }) => ({ id }),
      products: () => ['1', '2'].map((id) => ({ id })),
    },
    Product: {
      weight: ({ id }: { id: string }, { unit }: { unit: string }) => {
        if (id === 'broken') throw new Error('the scale is broken');
        if (id === 'weightless') return null;
        return unit === 'KG' ? 3 : 3000;
      },
      size: ({ id }: { id: string }) => (id === '2' ? null : { width: 2, height: 5 }),
    },
  },
};
const shipping = {
  sdl: `
    type Product @key(fields: "id") {
      id: ID!
      weight(unit: Unit = G): Int @external
      size: Size @external
      postage: String @requires(fields: "weight(unit: KG)")
      parcel: String @requires(fields: "size { width height }")
    }
    type Size @shareable { width: Int  height: Int }
    enum Unit { G KG }
  `,
  resolvers: {
    Product: {
      postage: ({ weight }: { weight: number | null }) => `for ${weight} kg`,
      parcel: ({ size }: { size: { width: number; height: number } | null }) =>
        size ? `${size.width}x${size.height}` : 'flat',
    },
  },
};

test('required fields are fetched first and sent with the key, also where the client did not ask for them', async () => {
  await using graph = startTester({ products, shipping });
  expect(await graph.run('{ products { parcel } }')).toEqual({
    data: { products: [{ parcel: '2x5' }, { parcel: 'flat' }] },
  });
  expect(await graph.plan('{ products { parcel } }')).toMatchInlineSnapshot(`
    "fetch 0 from products
        {
          products {
            __typename
            id
            size {
              height
              width
            }
          }
        }
    fetch 1 from shipping after 0
      _entities of { Product { __typename, size { width, height }, id } } at products[]
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Product {
              parcel
            }
          }
        }"
  `);
});

test('an argument of a required field does not disturb the client’s own arguments', async () => {
  await using graph = startTester({ products, shipping });
  const query = '{ product(id: "1") { weight other: weight(unit: KG) postage } }';
  expect(await graph.run(query)).toEqual({
    data: { product: { weight: 3000, other: 3, postage: 'for 3 kg' } },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from products
        {
          product(id: "1") {
            __typename
            weight
            other: weight(unit: KG)
            id
            _internal_qp_alias_0: weight(unit: KG)
          }
        }
    fetch 1 from shipping after 0
      _entities of { Product { __typename, weight from _internal_qp_alias_0, id } } at product
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Product {
              postage
            }
          }
        }"
  `);
});

test('a required field that is null is sent as null', async () => {
  await using graph = startTester({ products, shipping });
  expect(await graph.run('{ product(id: "weightless") { postage } }')).toEqual({
    data: { product: { postage: 'for null kg' } },
  });
});

test('an error of a required field stands at the object of the field that needed it', async () => {
  await using graph = startTester({ products, shipping });
  const result = await graph.run('{ product(id: "broken") { postage } }');
  expect(result.errors).toEqual([
    {
      message: 'the scale is broken',
      path: ['product'],
      extensions: { code: 'SUBGRAPH_ERROR', subgraph: 'products' },
    },
  ]);
});

test('requirements of requirements are fetched one after another', async () => {
  await using graph = startTester({
    a: {
      sdl: `type Query { thing: Thing }  type Thing @key(fields: "id") { id: ID!  one: Int }`,
      resolvers: { Query: { thing: () => ({ id: 't', one: 1 }) } },
    },
    b: {
      sdl: `type Thing @key(fields: "id") {
        id: ID!  one: Int @external  two: Int @requires(fields: "one")
      }`,
      resolvers: { Thing: { two: ({ one }: { one: number }) => one + 1 } },
    },
    c: {
      sdl: `type Thing @key(fields: "id") {
        id: ID!  two: Int @external  three: Int @requires(fields: "two")
      }`,
      resolvers: { Thing: { three: ({ two }: { two: number }) => two + 1 } },
    },
  });
  expect(await graph.run('{ thing { three } }')).toEqual({ data: { thing: { three: 3 } } });
  expect(await graph.plan('{ thing { three } }')).toMatchInlineSnapshot(`
    "fetch 0 from a
        {
          thing {
            __typename
            id
            one
          }
        }
    fetch 1 from b after 0
      _entities of { Thing { __typename, id, one } } at thing
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Thing {
              two
            }
          }
        }
    fetch 2 from c after 1
      _entities of { Thing { __typename, id, two } } at thing
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Thing {
              three
            }
          }
        }"
  `);
});

test('two subgraphs may require fields of each other', async () => {
  await using graph = startTester({
    a: {
      sdl: `
        type Query { feed: [Post] }
        type Post @key(fields: "id") {
          id: ID!  byExpert: Boolean! @external
          byNovice: Boolean!  reviewed: Boolean! @requires(fields: "byExpert")
        }
      `,
      resolvers: {
        Query: {
          feed: () => [
            { id: '1', byNovice: true },
            { id: '2', byNovice: false },
          ],
        },
        Post: {
          __resolveReference: (post: { id: string }) => ({ byNovice: post.id === '1', ...post }),
          reviewed: ({ byExpert }: { byExpert: boolean }) => byExpert,
        },
      },
    },
    b: {
      sdl: `
        type Post @key(fields: "id") {
          id: ID!  byNovice: Boolean! @external  byExpert: Boolean! @requires(fields: "byNovice")
        }
      `,
      resolvers: { Post: { byExpert: ({ byNovice }: { byNovice: boolean }) => !byNovice } },
    },
  });
  expect(await graph.run('{ feed { reviewed } }')).toEqual({
    data: { feed: [{ reviewed: false }, { reviewed: true }] },
  });
});

test('requirements may have fragments on an interface', async () => {
  await using graph = startTester({
    a: {
      sdl: `
        type Query { shop: Shop }
        type Shop @key(fields: "id") { id: ID!  window: Ware }
        interface Ware { id: ID! }
        type Lamp implements Ware @shareable { id: ID!  watts: Int }
        type Chair implements Ware @shareable { id: ID!  legs: Int }
      `,
      resolvers: {
        Query: {
          shop: () => ({ id: 's', window: { __typename: 'Chair', id: 'c', legs: 4 } }),
        },
      },
    },
    b: {
      sdl: `
        type Shop @key(fields: "id") {
          id: ID!  window: Ware @external
          sign: String @requires(fields: "window { id ... on Lamp { watts } ... on Chair { legs } }")
        }
        interface Ware { id: ID! }
        type Lamp implements Ware @shareable { id: ID!  watts: Int }
        type Chair implements Ware @shareable { id: ID!  legs: Int }
      `,
      resolvers: {
        Shop: {
          sign: ({ window }: { window: Record<string, unknown> }) =>
            `${window.__typename} ${window.id} ${window.legs}`,
        },
      },
    },
  });
  expect(await graph.run('{ shop { sign } }')).toEqual({
    data: { shop: { sign: 'Chair c 4' } },
  });
});

test('a field of an entity that a subgraph only links to may be required', async () => {
  await using graph = startTester({
    feed: {
      sdl: `
        type Query { texts: [Text] }
        type Text @key(fields: "id") {
          id: ID!  isNew: Boolean! @external  isOld: Boolean! @requires(fields: "isNew")
        }
        type Writer @key(fields: "id") { id: ID!  years: Int! }
      `,
      resolvers: {
        Query: { texts: () => [{ id: '1' }, { id: '2' }] },
        Text: { isOld: ({ isNew }: { isNew: boolean }) => !isNew },
        Writer: { years: ({ id }: { id: string }) => Number(id) * 5 },
      },
    },
    texts: {
      sdl: `
        type Text @key(fields: "id") {
          id: ID!  writer: Writer!  isNew: Boolean! @requires(fields: "writer { years }")
        }
        type Writer @key(fields: "id") { id: ID!  years: Int! @external }
      `,
      resolvers: {
        Text: {
          writer: ({ id }: { id: string }) => ({ id }),
          isNew: ({ writer }: { writer: { years: number } }) => writer.years < 10,
        },
      },
    },
  });
  expect(await graph.run('{ texts { isNew } }')).toEqual({
    data: { texts: [{ isNew: true }, { isNew: false }] },
  });
  expect(await graph.run('{ texts { isOld } }')).toEqual({
    data: { texts: [{ isOld: false }, { isOld: true }] },
  });
  expect(await graph.plan('{ texts { isOld } }')).toMatchInlineSnapshot(`
    "fetch 0 from feed
        {
          texts {
            __typename
            id
          }
        }
    fetch 1 from texts after 0
      _entities of { Text { __typename, id } } at texts[]
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Text {
              writer {
                __typename
                id
              }
            }
          }
        }
    fetch 2 from feed after 1
      _entities of { Writer { __typename, id } } at texts[].writer
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Writer {
              years
            }
          }
        }
    fetch 3 from texts after 2
      _entities of { Text { __typename, writer { years }, id } } at texts[]
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Text {
              isNew
            }
          }
        }
    fetch 4 from feed after 3
      _entities of { Text { __typename, isNew, id } } at texts[]
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Text {
              isOld
            }
          }
        }"
  `);
});

test('what is required behind an interface is sent only for objects that have it', async () => {
  const addresses: Record<string, unknown> = {
    '1': { __typename: 'Home', id: 'h' },
    '2': { __typename: 'Work', id: 'w' },
    '3': { __typename: 'Boat', id: 'b' },
  };
  await using graph = startTester({
    towns: {
      sdl: `
        type Query { users: [User] }
        interface Address { id: ID! }
        type Home implements Address @key(fields: "id") { id: ID! }
        type Work implements Address @key(fields: "id") { id: ID! }
        type User @key(fields: "id") {
          id: ID!  address: Address @external
          town: String @requires(fields: "address { id }")
          office: String @requires(fields: "address { ... on Work { id } }")
        }
      `,
      resolvers: {
        Query: { users: () => ['1', '2', '3'].map((id) => ({ id })) },
        User: {
          town: ({ address }: { address?: { id: string } }) => `town of ${address?.id}`,
          office: ({ address }: { address?: { id: string } }) => address?.id ?? 'none',
        },
      },
    },
    addresses: {
      sdl: `
        interface Address { id: ID! }
        type Home implements Address @key(fields: "id") { id: ID! }
        type Work implements Address @key(fields: "id") { id: ID! }
        type Boat implements Address @key(fields: "id") { id: ID! }
        type User @key(fields: "id") { id: ID!  address: Address }
      `,
      resolvers: { User: { address: ({ id }: { id: string }) => addresses[id] } },
    },
  });
  expect(await graph.run('{ users { town address { __typename } } }')).toEqual({
    data: {
      users: [
        { town: 'town of h', address: { __typename: 'Home' } },
        { town: 'town of w', address: { __typename: 'Work' } },
        { town: 'town of b', address: { __typename: 'Boat' } },
      ],
    },
  });
  expect(await graph.run('{ users { office } }')).toEqual({
    data: { users: [{ office: 'none' }, { office: 'w' }, { office: 'none' }] },
  });
});

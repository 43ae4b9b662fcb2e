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
    "sequence
      fetch 0 from products
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
      fetch 1 from shipping
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
    "sequence
      fetch 0 from products
          {
            product(id: "1") {
              __typename
              weight
              other: weight(unit: KG)
              id
              _internal_qp_alias_0: weight(unit: KG)
            }
          }
      fetch 1 from shipping
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
    "sequence
      fetch 0 from a
          {
            thing {
              __typename
              id
              one
            }
          }
      fetch 1 from b
        _entities of { Thing { __typename, one, id } } at thing
          query ($representations: [_Any!]!) {
            _entities(representations: $representations) {
              ... on Thing {
                two
              }
            }
          }
      fetch 2 from c
        _entities of { Thing { __typename, two, id } } at thing
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

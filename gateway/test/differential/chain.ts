// Subgraphs of which each knows products and makers by other keys, so that one is reached through several: answers of
// entities that are needed to ask for others. Nobody fails.

import type { SubgraphSource } from '../tester.ts';

interface Reference {
  id?: string;
  sku?: string;
  ean?: string;
}

interface MakerReference {
  code: string;
  region?: string;
}

const products = ['1', '2', '3', '4'].map((id) => ({
  __typename: 'P',
  id,
  sku: `s${id}`,
  ean: `e${id}`,
  size: Number(id) * 2,
  weight: Number(id) / 4,
  c: Number(id) + 100,
  d: `d${id}`,
  dims: { w: Number(id), h: 2 },
  m: { __typename: 'M', code: `m${id}` },
  sub: { k: `k${id}`, n: { l: Number(id) } },
}));

const keys = ['id', 'sku', 'ean'] as const;

function productOf(reference: Reference) {
  return products.find((product) =>
    keys.every((key) => reference[key] === undefined || reference[key] === product[key]),
  );
}

/** What a representation says counts, as for fields that a subgraph only requires. */
const __resolveReference = (reference: Reference) => {
  const product = productOf(reference);
  return product ? { ...product, ...reference } : null;
};

const maker = (reference: MakerReference) => {
  const id = reference.code.slice(1);
  const region = reference.region ?? `r${Number(id) % 2}`;
  const boss = productOf({ id }) ?? null;
  return { ...reference, region, title: `M${id}`, boss, note: `${reference.code} in ${region}` };
};
const M = { __resolveReference: maker };

const at = (...places: (number | null)[]) =>
  places.map((place) => (place === null ? null : products[place]));

export const chain: Record<string, SubgraphSource> = {
  a: {
    sdl: `
      type Query { ps: [P!]  nest: [[P]]  one: Box }
      type Box { p: P  ps: [P]  i: I }
      interface I { id: ID!  size: Int }
      type P implements I @key(fields: "id") { id: ID!  size: Int  m: M  sub: Sub @shareable }
      type Sub @shareable { k: String  n: N }
      type N @shareable { l: Int }
      type M @key(fields: "code") { code: ID! }
    `,
    resolvers: {
      Query: {
        ps: () => at(0, 1, 0, 3),
        nest: () => [at(0, null), null, at(2, 0)],
        one: () => ({ p: products[1], ps: at(2, null, 1), i: products[0] }),
      },
      P: { __resolveReference },
      M,
    },
  },
  b: {
    sdl: `
      type P @key(fields: "id") @key(fields: "sku") { id: ID!  sku: ID!  weight: Float }
      type M @key(fields: "code") { code: ID!  region: String! @shareable }
    `,
    resolvers: { P: { __resolveReference }, M },
  },
  c: {
    sdl: `
      type P @key(fields: "id sku") @key(fields: "ean") { id: ID!  sku: ID!  ean: ID!  c: Int  m2: M }
      type M @key(fields: "code region") { code: ID!  region: String! @shareable  title: String  boss: P }
    `,
    resolvers: { P: { __resolveReference, m2: ({ m }) => m && maker(m) }, M },
  },
  d: {
    sdl: `
      type P @key(fields: "id") {
        id: ID!  size: Int @external  weight: Float @external  sub: Sub @external  c: Int @external
        d: String @requires(fields: "size weight")  q: String @requires(fields: "sub { k n { l } }")
        late: String @requires(fields: "c weight")
      }
      type Sub { k: String @shareable  n: N @shareable }
      type N { l: Int @shareable }
    `,
    resolvers: {
      P: {
        __resolveReference,
        d: ({ size, weight }) => `${size}/${weight}`,
        q: ({ sub }) => JSON.stringify(sub ?? null),
        late: ({ c, weight }) => `late ${c} ${weight}`,
      },
    },
  },
  e: {
    sdl: `
      type P @key(fields: "ean") {
        ean: ID!  dims: Dims  near: [P!]
      }
      type Dims { w: Int!  h: Int }
      type M @key(fields: "code region") { code: ID!  region: String! @shareable  note: String! }
    `,
    resolvers: {
      P: {
        __resolveReference,
        near: ({ ean }) => products.filter((product) => product.ean > ean),
      },
      M,
    },
  },
};

import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  printSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { createGateway, inProcess } from '../src/gateway.ts';
import { compose, type SubgraphSource, subgraphSchema } from './tester.ts';

const stored = {
  id: '1',
  name: 'Lamp',
  colour: 'RED',
  price: 40,
  size: { width: 2, height: 5 },
  made: '2020-01-01',
  maker: { code: 'm', name: 'Maker' },
};
const lamp = { __typename: 'Product', ...stored };
const light = { __typename: 'Category', id: 'c', title: 'Light' };

const catalog: SubgraphSource = {
  isFederation1: true,
  sdl: `
    type Query {
      products(by: Filter): [Product!]!
      node(id: ID!): Node
      found: [Found!]!
    }
    type Mutation { rename(id: ID!, name: String!): Product }
    interface Node { id: ID! }
    union Found = Product | Category
    enum Colour { RED BLUE }
    input Filter { colour: Colour  made: Date }
    scalar Date
    type Size { width: Int  height: Int }
    type Category implements Node { id: ID!  title: String }
    type Product implements Node @key(fields: "id") @key(fields: "maker { code }") {
      id: ID!  name: String  colour: Colour  price: Int  size: Size  made: Date  maker: Maker!
    }
    type Maker @key(fields: "code") { code: ID!  name: String }
  `,
  resolvers: {
    Query: {
      products: (_: unknown, { by }: { by?: { colour?: string } }) =>
        by?.colour === 'BLUE' ? [] : [lamp],
      node: (_: unknown, { id }: { id: string }) => (id === 'c' ? light : lamp),
      found: () => [lamp, light],
    },
    Mutation: { rename: (_: unknown, { name }: { name: string }) => ({ ...lamp, name }) },
    Product: { __resolveReference: () => stored },
    Maker: { __resolveReference: () => stored.maker },
  },
};
const stock: SubgraphSource = {
  isFederation1: true,
  sdl: `
    extend type Query { boxes: [Size!]!  scarce: [Product!]! }
    extend type Product @key(fields: "id") {
      id: ID! @external
      price: Int @external
      size: Size @external
      shipping: String @requires(fields: "price size { width }")
      box: Size
    }
    type Size { width: Int  height: Int }
  `,
  resolvers: {
    Query: { boxes: () => [{ width: 7, height: 8 }], scarce: () => [{ id: '1' }] },
    Product: {
      shipping: ({ price, size }: typeof stored) => `${price} and ${size.width}`,
      box: () => ({ width: 3, height: 6 }),
    },
  },
};
const reviews: SubgraphSource = {
  isFederation1: true,
  sdl: `
    type Query { reviews: [Review!]! }
    extend type Mutation { review(text: String!): Review }
    type Review @key(fields: "id") {
      id: ID!  text: String  product: Product  named: Product @provides(fields: "name")
    }
    extend type Product @key(fields: "maker { code }") {
      maker: Maker! @external
      name: String @external
      reviews: [Review!]!
    }
    extend type Maker @key(fields: "code") { code: ID! @external }
  `,
  resolvers: {
    Query: { reviews: () => [review] },
    Mutation: { review: (_: unknown, { text }: { text: string }) => ({ ...review, text }) },
    Product: { reviews: () => [review] },
  },
};
const reviewed = { maker: { code: 'm' }, name: 'provided' };
const review = { id: 'r', text: 'good', product: reviewed, named: reviewed };

const subgraphs = { catalog, stock, reviews };

const head = `
  schema
    @core(feature: "https://specs.apollo.dev/core/v0.2")
    @core(feature: "https://specs.apollo.dev/join/v0.1", for: EXECUTION)
    @core(feature: "https://specs.apollo.dev/inaccessible/v0.1", for: SECURITY)
  { query: Query  mutation: Mutation }
  directive @core(as: String, feature: String!, for: core__Purpose) repeatable on SCHEMA
  directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  directive @join__field(
    graph: join__Graph, provides: join__FieldSet, requires: join__FieldSet
  ) on FIELD_DEFINITION
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__owner(graph: join__Graph!) on INTERFACE | OBJECT
  directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on INTERFACE | OBJECT
  scalar join__FieldSet
  enum core__Purpose { EXECUTION SECURITY }
  enum join__Graph {
    CATALOG @join__graph(name: "catalog", url: "http://catalog.test/graphql")
    REVIEWS @join__graph(name: "reviews", url: "http://reviews.test/graphql")
    STOCK @join__graph(name: "stock", url: "http://stock.test/graphql")
  }
`;
const types = `
  type Query {
    products(by: Filter): [Product!]! @join__field(graph: CATALOG)
    node(id: ID!): Node @join__field(graph: CATALOG)
    found: [Found!]! @join__field(graph: CATALOG)
    reviews: [Review!]! @join__field(graph: REVIEWS)
    boxes: [Size!]! @join__field(graph: STOCK)
    scarce: [Product!]! @join__field(graph: STOCK)
  }
  type Mutation {
    rename(id: ID!, name: String!): Product @join__field(graph: CATALOG)
    review(text: String!): Review @join__field(graph: REVIEWS)
  }
  interface Node { id: ID! }
  union Found = Product | Category
  enum Colour { RED BLUE }
  input Filter { colour: Colour  made: Date }
  scalar Date
  type Size { width: Int  height: Int }
  type Category implements Node { id: ID!  title: String }
  type Product implements Node
    @join__owner(graph: CATALOG)
    @join__type(graph: CATALOG, key: "id")
    @join__type(graph: CATALOG, key: "maker{code}")
    @join__type(graph: STOCK, key: "id")
    @join__type(graph: REVIEWS, key: "maker{code}")
  {
    id: ID! @join__field(graph: CATALOG)
    name: String @join__field(graph: CATALOG)
    colour: Colour
    price: Int @join__field(graph: CATALOG)
    size: Size @join__field(graph: CATALOG)
    made: Date @inaccessible @join__field(graph: CATALOG)
    maker: Maker! @join__field(graph: CATALOG)
    shipping: String @join__field(graph: STOCK, requires: "price size{width}")
    box: Size @join__field(graph: STOCK)
    reviews: [Review!]! @join__field(graph: REVIEWS)
  }
  type Maker
    @join__owner(graph: CATALOG)
    @join__type(graph: CATALOG, key: "code")
    @join__type(graph: REVIEWS, key: "code")
  {
    code: ID! @join__field(graph: CATALOG)
    name: String @join__field(graph: CATALOG)
  }
  type Review @join__owner(graph: REVIEWS) @join__type(graph: REVIEWS, key: "id") {
    id: ID! @join__field(graph: REVIEWS)
    text: String @join__field(graph: REVIEWS)
    product: Product @join__field(graph: REVIEWS)
    named: Product @join__field(graph: REVIEWS, provides: "name")
  }
`;

function open(supergraph: string, sources: Record<string, SubgraphSource> = subgraphs) {
  const calls: string[] = [];
  const gateway = createGateway({
    supergraph,
    transport(name) {
      const transport = inProcess(subgraphSchema(sources[name] as SubgraphSource), () => ({}));
      return {
        ...transport,
        send(request) {
          calls.push(name);
          return transport.send(request);
        },
      };
    },
  });
  return {
    calls,
    run: (query: string) => gateway.execute({ query, identity: null, languages: '' }),
    [Symbol.asyncDispose]: () => gateway.close(),
  };
}

describe('a supergraph of a Federation 1 composer', () => {
  const size = { width: 2, height: 5 };
  const box = { width: 3, height: 6 };
  test.each([
    [
      'an extension that requires fields of the owner',
      '{ products { name shipping } }',
      { products: [{ name: 'Lamp', shipping: '40 and 2' }] },
      ['catalog', 'stock'],
    ],
    [
      'an extension first, by a key that is external there, and its required fields from the owner',
      '{ scarce { id shipping colour } }',
      { scarce: [{ id: '1', shipping: '40 and 2', colour: 'RED' }] },
      ['stock', 'catalog', 'stock'],
    ],
    [
      'a key that an extension has itself',
      '{ scarce { id box { width } } }',
      { scarce: [{ id: '1', box: { width: 3 } }] },
      ['stock'],
    ],
    [
      'a value type from either subgraph',
      '{ boxes { width height } products { size { width height } box { width height } } }',
      { boxes: [{ width: 7, height: 8 }], products: [{ size, box }] },
      ['stock', 'catalog', 'stock'],
    ],
    [
      'a required field asked for itself, which the subgraph that requires it cannot give',
      '{ scarce { price size { height } } }',
      { scarce: [{ price: 40, size: { height: 5 } }] },
      ['stock', 'catalog'],
    ],
    [
      'an interface',
      '{ a: node(id: "c") { __typename id } b: node(id: "1") { id ... on Product { box { width } } } }',
      { a: { __typename: 'Category', id: 'c' }, b: { id: '1', box: { width: 3 } } },
      ['catalog', 'stock'],
    ],
    [
      'an interface as a condition',
      '{ products { ... on Node { id } } }',
      { products: [{ id: '1' }] },
      ['catalog'],
    ],
    [
      'a union',
      '{ found { __typename ... on Category { title } ... on Product { reviews { text } } } }',
      {
        found: [
          { __typename: 'Product', reviews: [{ text: 'good' }] },
          { __typename: 'Category', title: 'Light' },
        ],
      },
      ['catalog', 'reviews'],
    ],
    [
      'an enum and an input',
      '{ blue: products(by: { colour: BLUE }) { id } red: products(by: { colour: RED }) { colour } }',
      { blue: [], red: [{ colour: 'RED' }] },
      ['catalog'],
    ],
    [
      'a key with a field of another entity, and a third subgraph by another key',
      '{ reviews { product { name maker { code name } box { height } } } }',
      {
        reviews: [
          { product: { name: 'Lamp', maker: { code: 'm', name: 'Maker' }, box: { height: 6 } } },
        ],
      },
      ['reviews', 'catalog', 'stock'],
    ],
    [
      'provided fields without a second fetch',
      '{ reviews { named { name } } }',
      { reviews: [{ named: { name: 'provided' } }] },
      ['reviews'],
    ],
    [
      'mutations of two subgraphs, one after the other',
      'mutation { rename(id: "1", name: "New") { name box { width } } review(text: "bad") { text } }',
      { rename: { name: 'New', box: { width: 3 } }, review: { text: 'bad' } },
      ['catalog', 'stock', 'reviews'],
    ],
  ])('gives %s', async (_what, query, data, calls) => {
    await using graph = open(head + types);
    await using reference = open(compose(subgraphs));
    expect(await graph.run(query)).toEqual({ data });
    expect(graph.calls.toSorted()).toEqual(calls.toSorted());
    expect(await reference.run(query)).toEqual({ data });
    expect(reference.calls.toSorted()).toEqual(calls.toSorted());
  });

  test('shows clients nothing of federation, and nothing inaccessible', async () => {
    await using graph = open(head + types);
    const { data } = await graph.run(getIntrospectionQuery());
    const schema = printSchema(buildClientSchema(data as unknown as IntrospectionQuery));
    expect(schema).toContain('input Filter');
    expect(schema).not.toMatch(/join|core|link|inaccessible|type Product [^}]*made/);
  });

  test('may have value types that provide, and fields that another subgraph adds to them', async () => {
    const info = 'type Info { about: Item @provides(fields: "name") }';
    const item = { info: () => ({ about: { id: '1', name: 'provided' }, note: 3 }) };
    await using graph = open(
      `${head.replace('mutation: Mutation', '')}
       type Query {
         item: Item @join__field(graph: CATALOG)
         stockInfo: Info @join__field(graph: STOCK)
         reviewInfo: Info @join__field(graph: REVIEWS)
       }
       type Info { about: Item @join__field(provides: "name")  note: Int @join__field(graph: STOCK) }
       type Item @join__owner(graph: CATALOG) @join__type(graph: CATALOG, key: "id")
         @join__type(graph: STOCK, key: "id") @join__type(graph: REVIEWS, key: "id")
       { id: ID!  name: String }`,
      {
        catalog: {
          isFederation1: true,
          sdl: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! name: String }',
          resolvers: { Item: { name: () => 'own' } },
        },
        stock: {
          isFederation1: true,
          sdl: `type Query { stockInfo: Info } ${info} extend type Info { note: Int }
            extend type Item @key(fields: "id") { id: ID! @external  name: String @external }`,
          resolvers: { Query: { stockInfo: item.info } },
        },
        reviews: {
          isFederation1: true,
          sdl: `type Query { reviewInfo: Info } ${info}
            extend type Item @key(fields: "id") { id: ID! @external  name: String @external }`,
          resolvers: { Query: { reviewInfo: item.info } },
        },
      },
    );
    expect(
      await graph.run('{ stockInfo { note about { name } } reviewInfo { about { id } } }'),
    ).toEqual({
      data: {
        stockInfo: { note: 3, about: { name: 'provided' } },
        reviewInfo: { about: { id: '1' } },
      },
    });
    expect(graph.calls.toSorted()).toEqual(['reviews', 'stock']);
  });

  test('asks a subgraph for nothing that it only has to satisfy an interface or cannot have at all', async () => {
    const goods = [
      { __typename: 'Product', id: '1' },
      { __typename: 'Gift', price: 5 },
    ];
    const sources: Record<string, SubgraphSource> = {
      reviews,
      catalog: {
        isFederation1: true,
        sdl: `
          type Query { ours: [Priced]  offer: Offer }
          interface Priced { price: Int }
          type Product implements Priced @key(fields: "id") { id: ID!  price: Int }
          type Gift implements Priced { price: Int }
          type Offer implements Priced { price: Int  of: Owned }
          type Owned @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: { ours: () => goods, offer: () => ({ price: 4, of: { id: 'o' } }) },
          Product: { price: () => 40 },
        },
      },
      stock: {
        isFederation1: true,
        sdl: `
          extend type Query { theirs: [Priced] }
          interface Priced { price: Int }
          extend type Product implements Priced @key(fields: "id") {
            id: ID! @external  price: Int @external  box: Int
          }
          type Gift implements Priced { price: Int }
        `,
        resolvers: { Query: { theirs: () => goods }, Product: { box: () => 7 } },
      },
    };
    await using graph = open(
      `${head.replace('mutation: Mutation', '')}
       type Query {
         ours: [Priced] @join__field(graph: CATALOG)
         offer: Offer @join__field(graph: CATALOG)
         theirs: [Priced] @join__field(graph: STOCK)
       }
       interface Priced { price: Int }
       type Product implements Priced @join__owner(graph: CATALOG)
         @join__type(graph: CATALOG, key: "id") @join__type(graph: STOCK, key: "id")
       {
         id: ID! @join__field(graph: CATALOG)
         price: Int @join__field(graph: CATALOG)
         box: Int @join__field(graph: STOCK)
       }
       type Gift implements Priced { price: Int }
       type Offer implements Priced { price: Int  of: Owned }
       type Owned @join__owner(graph: CATALOG) @join__type(graph: CATALOG, key: "id") {
         id: ID! @join__field(graph: CATALOG)
       }`,
      sources,
    );
    const query = `{
      offer { price of { id } }
      ours { price ... on Product { box } }
      theirs { price ... on Product { box } ... on Offer { of { id } } }
    }`;
    const priced = [{ price: 40, box: 7 }, { price: 5 }];
    expect(await graph.run(query)).toEqual({
      data: { offer: { price: 4, of: { id: 'o' } }, ours: priced, theirs: priced },
    });
  });

  const again =
    'Compose it again with a Federation 2 composer: the subgraphs may stay as they are.';
  test.each([
    [
      'a root field of no subgraph',
      types.replace('boxes: [Size!]! @join__field(graph: STOCK)', 'boxes: [Size!]!'),
      'nothing says which subgraph has Query.boxes',
    ],
    [
      'an entity without owner',
      types.replace('@join__owner(graph: CATALOG)', ''),
      'nothing says which subgraph has Product.colour',
    ],
    [
      'an unknown subgraph',
      types.replace('box: Size @join__field(graph: STOCK)', 'box: Size @join__field(graph: SHOP)'),
      'Product.box names a subgraph that join__Graph does not list',
    ],
    [
      'a key of a field that is not there',
      types.replace('"maker{code}"', '"maker{number}"'),
      'a key of Product names "number", which Maker does not have',
    ],
    [
      'required fields that cannot be read',
      types.replace('"price size{width}"', '"price size{"'),
      'the fields of Product.shipping cannot be read: "price size{"',
    ],
  ])('is refused at the start for %s', (_what, changed, reason) => {
    expect(changed).not.toBe(types);
    expect(() => open(head + changed)).toThrow(
      `A Federation 1 composer made this supergraph (join v0.1), and ${reason}. ${again}`,
    );
  });

  test('is refused at the start if its directives have other names', () => {
    const renamed = head.replace('join/v0.1",', 'join/v0.1", as: "j",');
    expect(() => open(renamed + types)).toThrow('its directives begin with "j__"');
  });
});

// One small library, twice: as five subgraphs that divide every type among them, and as one plain schema. Both read the
// same data by the same resolvers, so that whatever differs in an answer was done by the gateway.

import {
  buildASTSchema,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  parse,
  printSchema,
} from 'graphql';
import type { Resolver, SubgraphSource } from '../tester.ts';

interface Ref {
  __typename: string;
  id: string;
}

const book = (id: string): Ref => ({ __typename: 'Book', id });
const film = (id: string): Ref => ({ __typename: 'Film', id });
const author = (id: string): Ref => ({ __typename: 'Author', id });

const records: Record<string, Record<string, unknown>> = {
  b1: {
    title: 'Salt "and" \\ Iron',
    pages: 210,
    author: author('a1'),
    format: 'PAPER',
    tags: ['sea', 'ünïcode ☃ 盐'],
    related: [film('f1'), book('b2'), null],
    awards: [{ name: 'Anchor', year: 1999, by: author('a2') }],
    rating: 4.5,
    weight: 300,
    grid: [[book('b2'), film('f2')], [], [null, book('b1')]],
  },
  b2: {
    title: 'Dust',
    pages: null,
    author: author('a2'),
    format: 'DIGITAL',
    tags: [],
    related: [],
    awards: [],
    rating: null,
    weight: 120,
    grid: null,
  },
  b3: {
    title: 'Nobody',
    pages: 12,
    author: null,
    format: null,
    tags: null,
    related: null,
    awards: null,
    rating: 1,
    weight: null,
    grid: [],
  },
  b4: {
    title: 'The Lost One',
    pages: 1e6,
    author: author('a3'),
    format: 'PAPER',
    tags: ['a', 'b', 'c'],
    related: [book('b4'), film('f3')],
    awards: [{ name: 'Anchor', year: null, by: null }, null],
    rating: 0.1,
    weight: 1,
    grid: [null],
  },
  f1: {
    title: 'Rain',
    minutes: 91,
    director: author('a1'),
    format: 'REEL',
    rating: 3,
    weight: 2000,
    related: [book('b1')],
  },
  f2: {
    title: null,
    minutes: 1,
    director: null,
    format: null,
    rating: null,
    weight: 5,
    related: [],
  },
  f3: {
    title: '',
    minutes: -1,
    director: author('a2'),
    format: 'DIGITAL',
    rating: 2.25,
    weight: 7,
    related: null,
  },
  a1: { name: 'Ilse', born: 1950, country: { code: 'NO', region: 'north' }, pen: 'I. S.' },
  a2: { name: 'Omar', born: null, country: { code: 'EG', region: 'south' }, pen: null },
  a3: { name: 'Ann', born: 2001, country: null, pen: 'A' },
};

const of = (parent: Ref): Record<string, unknown> => records[parent.id] ?? {};
const field =
  (name: string): Resolver =>
  (parent: Ref) =>
    name in parent ? (parent as unknown as Record<string, unknown>)[name] : of(parent)[name];
const fail = (message: string): never => {
  throw new Error(message);
};
const cut = (list: unknown, first: unknown): unknown =>
  Array.isArray(list) && typeof first === 'number' && first >= 0 ? list.slice(0, first) : list;

const item = {
  title: field('title'),
  format: field('format'),
  related: (parent: Ref, { first }: { first?: number }) => cut(of(parent).related, first),
  // stock
  price: (
    parent: Ref,
    { currency = 'EUR', off = {} }: { currency?: string; off?: { percent?: number } },
  ) =>
    parent.id === 'b2'
      ? null
      : (Number(of(parent).weight) * (currency === 'EUR' ? 1 : 2) * (100 - (off?.percent ?? 0))) /
        100,
  isInStock: (parent: Ref) =>
    parent.id === 'f2' ? fail('stock of f2 is unknown') : parent.id !== 'b4',
  shelf: (parent: Ref) =>
    parent.id === 'b3'
      ? null
      : { row: parent.id.length, place: { letter: parent.id[0], level: 2 } },
  // reviews
  rating: (parent: Ref) => (parent.id === 'b4' ? fail('no rating for b4') : of(parent).rating),
  // Who is reviewed, and not the title that a mutation has just answered with: nothing is stored here.
  reviews: ({ __typename, id }: Ref, { first = 2 }: { first?: number }) =>
    ['r1', 'r2', 'r3'].slice(0, first).map((n) => ({ id: `${id}-${n}`, of: { __typename, id } })),
};

const resolvers: Record<string, Record<string, Resolver>> = {
  Query: {
    books: (_: unknown, { first }: { first?: number }) =>
      cut([book('b1'), book('b2'), book('b3'), book('b4'), book('b1')], first),
    items: () => [film('f1'), book('b1'), null, film('f2'), book('b4'), film('f3')],
    item: (_: unknown, { id }: { id: string }) =>
      id === 'boom'
        ? fail('item boom')
        : records[id]?.related !== undefined
          ? { __typename: id[0] === 'f' ? 'Film' : 'Book', id }
          : null,
    search: (_: unknown, { term = '' }: { term?: string }) =>
      [author('a1'), book('b1'), film('f1'), author('a2'), book('b2')].filter(({ id }) =>
        id.includes(term ?? ''),
      ),
    best: () => film('f1'),
    author: (_: unknown, { id }: { id: string }) => (records[id]?.name ? author(id) : null),
    authors: () => [author('a1'), author('a2'), author('a3')],
    clerk: () => ({ name: 'Kim', loves: book('b1'), at: { letter: 'z', level: 9 } }),
    now: () => '2024-05-06',
    counts: () => [1, 2, 3],
    broken: () => fail('broken root'),
    mustBreak: () => ({ id: 'x', value: null }),
  },
  Fragile: { sure: () => fail('not so sure'), value: field('value') },
  Book: {
    ...item,
    pages: field('pages'),
    author: field('author'),
    tags: field('tags'),
    awards: field('awards'),
    grid: field('grid'),
    postage: (parent: Ref & { pages?: number | null; format?: string | null }) =>
      `${parent.pages === undefined ? of(parent).pages : parent.pages}/${parent.format === undefined ? of(parent).format : parent.format}`,
  },
  Film: { ...item, minutes: field('minutes'), director: field('director') },
  Author: {
    name: (parent: Ref, { upper }: { upper?: boolean }) => {
      const name = parent.id ? String(of(parent).name) : '';
      return upper ? name.toUpperCase() : name;
    },
    born: (parent: Ref) => (parent.id === 'a3' ? fail('a3 does not say') : of(parent).born),
    sworn: (parent: Ref) => (parent.id === 'a2' ? fail('a2 swore nothing') : `by ${parent.id}`),
    country: field('country'),
    pen: field('pen'),
    signature: (parent: Ref & { pen?: string | null; born?: number | null }) =>
      `${parent.pen === undefined ? of(parent).pen : parent.pen}`,
    works: (parent: Ref) =>
      parent.id === 'a1'
        ? [book('b1'), film('f1')]
        : parent.id === 'a2'
          ? [film('f3'), book('b2')]
          : [],
    friends: (parent: Ref) => (parent.id === 'a3' ? null : [author('a3'), author('a1')]),
  },
  Country: {
    name: ({ code }: { code: string }) => (code === 'NO' ? 'Norway' : 'Egypt'),
    people: ({ code }: { code: string }) => (code === 'NO' ? 4 : null),
  },
  Award: { by: field('by') },
  Review: {
    text: ({ id }: Ref) => (id.endsWith('r2') ? null : `text of ${id}`),
    by: ({ id }: Ref) => author(id.endsWith('r1') ? 'a1' : 'a2'),
    of: (parent: { of?: Ref }) => parent.of,
  },
  Shelf: {
    row: field('row'),
    place: field('place'),
    // Half of a shelf is known to stock, the other half to plans.
    width: () => 80,
  },
  Mutation: {
    rename: (_: unknown, { id, title }: { id: string; title: string }) =>
      records[id]?.tags === undefined ? null : { ...book(id), title },
    touch: (_: unknown, { id }: { id: string }) => (records[id]?.name ? author(id) : null),
  },
};

/** A representation of an interface object names the interface; the record knows what it is. */
const reference = {
  __resolveReference: (representation: Ref) =>
    records[representation.id]
      ? { ...representation, __typename: representation.id.startsWith('f') ? 'Film' : 'Book' }
      : null,
};
const plainReference = {
  __resolveReference: (representation: Ref) => (records[representation.id] ? representation : null),
};
const withReferences = (types: readonly string[]): Record<string, Record<string, Resolver>> => {
  const all: Record<string, Record<string, Resolver>> = { ...resolvers };
  for (const type of types) {
    all[type] = { ...resolvers[type], ...(type === 'Media' ? reference : plainReference) };
  }
  all.Country = {
    ...resolvers.Country,
    __resolveReference: (representation: unknown) => representation,
  };
  return all;
};

export const library: Record<string, SubgraphSource> = {
  catalog: {
    sdl: `
      type Query {
        books(first: Int): [Book!]!
        items: [Item]
        item(id: ID!): Item
        search(term: String): [SearchResult!]
        best: Media!
        clerk: Clerk
      }
      type Mutation { rename(id: ID!, title: String!): Book }
      interface Item { id: ID!  title: String  format: Format  related(first: Int): [Item] }
      interface Media @key(fields: "id") { id: ID!  format: Format }
      type Book implements Item & Media @key(fields: "id") {
        id: ID!  title: String  format: Format  related(first: Int): [Item]
        pages: Int  author: Author  tags: [String!]  awards: [Award]  grid: [[Item]]
      }
      type Film implements Item & Media @key(fields: "id") {
        id: ID!  title: String  format: Format  related(first: Int): [Item]
        minutes: Int!  director: Author
      }
      type Award { name: String!  year: Int  by: Author }
      type Author @key(fields: "id") { id: ID! }
      type Clerk { name: String  loves: Item  at: Place }
      type Place @shareable { letter: String  level: Int }
      union SearchResult = Book | Film | Author
      enum Format { PAPER DIGITAL REEL }
    `,
    resolvers: withReferences(['Book', 'Film', 'Author', 'Media']),
  },
  people: {
    sdl: `
      type Query { author(id: ID!): Author  authors: [Author!]! }
      type Mutation { touch(id: ID!): Author }
      type Author @key(fields: "id") {
        id: ID!  name(upper: Boolean = false): String  born: Int  sworn: String!
        country: Country  pen: String  friends: [Author!]
      }
      type Country @key(fields: "code region") { code: ID!  region: String! }
    `,
    resolvers: withReferences(['Author']),
  },
  places: {
    sdl: `
      type Query { now: String!  counts: [Int!]!  broken: String  mustBreak: Fragile }
      type Fragile { id: ID!  sure: String!  value: String }
      type Country @key(fields: "code region") { code: ID!  region: String!  name: String!  people: Int }
      type Author @key(fields: "id") {
        id: ID!  pen: String @external  works: [Work!]!
        signature: String @requires(fields: "pen")
      }
      union Work = Book | Film
      type Book @key(fields: "id", resolvable: false) { id: ID! }
      type Film @key(fields: "id", resolvable: false) { id: ID! }
    `,
    resolvers: withReferences(['Author']),
  },
  stock: {
    sdl: `
      type Book @key(fields: "id") {
        id: ID!  pages: Int @external  format: Format @external
        price(currency: Currency = EUR, off: Discount): Float  isInStock: Boolean!  shelf: Shelf @shareable
        postage: String @requires(fields: "pages format")
      }
      type Film @key(fields: "id") {
        id: ID!  price(currency: Currency = EUR, off: Discount): Float  isInStock: Boolean!  shelf: Shelf @shareable
      }
      type Shelf @shareable { row: Int  place: Place }
      type Place @shareable { letter: String  level: Int }
      enum Currency { EUR NOK }
      enum Format { PAPER DIGITAL REEL }
      input Discount { percent: Int = 10  reason: String }
    `,
    resolvers: withReferences(['Book', 'Film']),
  },
  plans: {
    sdl: `
      type Book @key(fields: "id") { id: ID!  shelf: Shelf @shareable }
      type Film @key(fields: "id") { id: ID!  shelf: Shelf @shareable }
      type Shelf { row: Int @shareable  width: Int }
    `,
    resolvers: withReferences(['Book', 'Film']),
  },
  reviews: {
    sdl: `
      type Media @key(fields: "id") @interfaceObject { id: ID!  rating: Float  reviews(first: Int = 2): [Review!]! }
      type Review { id: ID!  text: String  by: Author  of: Media }
      type Author @key(fields: "id", resolvable: false) { id: ID! }
    `,
    resolvers: {
      ...withReferences(['Book', 'Film']),
      Media: { ...item, ...plainReference },
      Review: {
        ...resolvers.Review,
        of: (parent: { of?: Ref }) => parent.of && { ...parent.of, __typename: 'Media' },
      },
    } as Record<string, Record<string, Resolver>>,
  },
};

/** The same graph without federation: the reference for every answer. */
export function monolith(publicSchema: GraphQLSchema): GraphQLSchema {
  return plainSchema(publicSchema, (type, field) => resolvers[type]?.[field]);
}

/** A schema of its own that is like the public one and is resolved as told; objects say by `__typename` what they are. */
export function plainSchema(
  publicSchema: GraphQLSchema,
  resolverOf: (type: string, field: string) => Resolver | undefined,
): GraphQLSchema {
  const schema = buildASTSchema(parse(printSchema(publicSchema)));
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value: Ref) => value.__typename;
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const [name, definition] of Object.entries(type.getFields())) {
      const resolve = resolverOf(type.name, name);
      if (resolve) definition.resolve = resolve;
    }
  }
  return schema;
}

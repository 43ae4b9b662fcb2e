// Faults are put at every place of the data, one at a time and two at a time; what the gateway then answers must be
// what plain graphql answers from the same data as one schema.

import { buildSchema, execute, type GraphQLSchema, parse, printSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { inProcess } from '../src/gateway.ts';
import { overBytes, type Resolver, startTester, subgraphSchema, type Tester } from './tester.ts';

interface Thing {
  type: string;
  id: string;
}

type Fault = 'null' | 'thrown';

/** What is broken, by place; and, when somebody listens, every place that is read. */
const state: { faults: Map<string, Fault>; seen: Set<string> | null } = {
  faults: new Map(),
  seen: null,
};

function at(place: string, value: unknown): unknown {
  state.seen?.add(place);
  const fault = state.faults.get(place);
  if (fault === 'null') return null;
  if (fault === 'thrown') return new Error(`broken: ${place}`);
  if (!Array.isArray(value)) return value;
  return value.map((item, index) => at(`${place}[${index}]`, item));
}

/** The data: any field of any thing. An Error stands where one is thrown, also inside lists, as graphql takes it. */
function read({ type, id }: Thing, field: string): unknown {
  const shelf = (name: string) => ({ type: 'Shelf', id: name });
  const books = ['1', '2'].map((n) => ({ type: 'Book', id: `${id}b${n}` }));
  const values: Record<string, unknown> = {
    'Shelf.id': id,
    'Book.id': id,
    'Query.shelf': shelf('s1'),
    'Query.must': shelf('s1'),
    'Query.shelves': [shelf('s1'), shelf('s2')],
    'Shelf.books': books,
    'Shelf.loose': books,
    'Shelf.strict': books,
    'Shelf.owner': { type: 'Person', id: `${id}o` },
    'Shelf.keeper': { type: 'Person', id: `${id}k` },
    'Book.shelf': shelf(id.slice(0, 2)),
    'Book.twin': id.endsWith('t') ? null : { type: 'Book', id: `${id}t` },
    'Book.price': 5,
    'Book.rating': 3.5,
    'Book.grid': [[1, 2], [3]],
  };
  return at(`${type}:${id}.${field}`, values[`${type}.${field}`] ?? `${field} of ${id}`);
}

const fieldsOf = {
  shelves: {
    Query: ['shelf', 'shelves', 'must'],
    Shelf: ['id', 'label', 'books', 'loose', 'strict'],
    Book: ['id', 'title', 'note', 'twin'],
  },
  shop: {
    Shelf: ['owner', 'keeper'],
    Book: ['price', 'rating', 'shelf', 'grid'],
    Person: ['name', 'nick'],
  },
};

function resolversFor(part: Record<string, string[]>): Record<string, Record<string, Resolver>> {
  const resolvers: Record<string, Record<string, Resolver>> = {};
  for (const [type, fields] of Object.entries(part)) {
    const own: Record<string, Resolver> = { __resolveReference: ({ id }: Thing) => ({ type, id }) };
    for (const field of fields) {
      own[field] = (thing: Thing | undefined) => read(thing ?? { type, id: '' }, field);
    }
    resolvers[type] = own;
  }
  return resolvers;
}

const subgraphs = {
  shelves: {
    sdl: `
      type Query { shelf: Shelf  shelves: [Shelf]  must: Shelf! }
      type Shelf @key(fields: "id") { id: ID!  label: String!  books: [Book!]  loose: [Book]  strict: [Book!]! }
      type Book @key(fields: "id") { id: ID!  title: String!  note: String  twin: Book }
    `,
    resolvers: resolversFor(fieldsOf.shelves),
  },
  shop: {
    sdl: `
      type Shelf @key(fields: "id") { id: ID!  owner: Person!  keeper: Person }
      type Book @key(fields: "id") { id: ID!  price: Int!  rating: Float  shelf: Shelf  grid: [[Int!]!] }
      type Person { name: String!  nick: String }
    `,
    resolvers: resolversFor(fieldsOf.shop),
  },
};

const queries = {
  'fields of two subgraphs':
    '{ shelf { id label books { id title price } owner { name } } must { id label } }',
  'lists in lists, nullable and not':
    '{ shelves { id loose { id note rating price grid twin { id title price } } strict { id price } keeper { name nick } } }',
  'hops there and back, under aliases':
    '{ s: must { id l: label b: strict { id t: title p: price in: shelf { id l: label who: owner { n: name } } g: grid } } }',
  'one entity at two places':
    '{ a: shelf { id books { id price } } b: shelf { id loose { id price rating } } }',
};

interface Outcome {
  data: unknown;
  errors: string[];
}

const outcome = ({
  data,
  errors = [],
}: {
  data?: unknown;
  errors?: readonly unknown[];
}): Outcome => ({
  data: JSON.parse(JSON.stringify(data)),
  errors: (errors as { message: string; path?: readonly unknown[] }[])
    .map(({ message, path }) => `${path?.join('.')}: ${message}`)
    .sort(),
});

async function plainly(schema: GraphQLSchema, query: string): Promise<Outcome> {
  const result = await execute({
    schema,
    document: parse(query),
    fieldResolver: (thing: Thing | undefined, _args, _context, { parentType, fieldName }) =>
      read(thing ?? { type: parentType.name, id: '' }, fieldName),
  });
  return outcome(result);
}

/** Every place that answering the query reads. */
async function placesOf(schema: GraphQLSchema, query: string): Promise<string[]> {
  state.seen = new Set();
  await plainly(schema, query);
  const places = [...state.seen];
  state.seen = null;
  return places;
}

type Mode = 'spliced' | 'merged' | 'spliced from bytes';

function start(mode: Mode): Tester {
  if (mode !== 'spliced from bytes') return startTester(subgraphs, { isPlain: mode === 'merged' });
  return startTester(subgraphs, {
    transport: (name) =>
      overBytes(inProcess(subgraphSchema(subgraphs[name as keyof typeof subgraphs]), () => ({}))),
  });
}

describe.each<Mode>(['spliced', 'merged', 'spliced from bytes'])('%s,', (mode) => {
  test.each(Object.entries(queries))(
    'one fault nulls and reports what plain graphql does: %s',
    async (_what, query) => {
      await using graph = start(mode);
      const schema = buildSchema(printSchema(graph.gateway.schema));
      const places = await placesOf(schema, query);
      expect(places.length).toBeGreaterThan(13);
      for (const place of places) {
        for (const fault of ['null', 'thrown'] as const) {
          state.faults = new Map([[place, fault]]);
          const expected = await plainly(schema, query);
          const result = outcome(await graph.run(query));
          expect({ place, fault, ...result }).toEqual({ place, fault, ...expected });
        }
      }
      state.faults = new Map();
      expect(outcome(await graph.run(query))).toEqual(await plainly(schema, query));
    },
  );

  test.each(Object.entries(queries))(
    'two faults null what plain graphql nulls: %s',
    async (_what, query) => {
      await using graph = start(mode);
      const schema = buildSchema(printSchema(graph.gateway.schema));
      const places = await placesOf(schema, query);
      const faults = ['null', 'thrown'] as const;
      const pairs = places.flatMap((one, index) =>
        places.slice(index + 1).map((other) => [one, other]),
      );
      // Some hundred of them, near and far, the same at every run.
      const step = Math.max(1, Math.floor(pairs.length / 97));
      for (let n = 0; n < pairs.length; n += step) {
        const pair = pairs[n] ?? [];
        state.faults = new Map(
          pair.map((place, index) => [place, faults[(n + index) % 2] ?? 'null']),
        );
        const expected = await plainly(schema, query);
        const result = outcome(await graph.run(query));
        expect({ pair, n, data: result.data }).toEqual({ pair, n, data: expected.data });
        // Both say that something is wrong; which of two errors below one null is told, the specification leaves open.
        expect({ pair, n, hasErrors: result.errors.length > 0 }).toEqual({
          pair,
          n,
          hasErrors: expected.errors.length > 0,
        });
      }
      state.faults = new Map();
    },
  );
});

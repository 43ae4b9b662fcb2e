import fc from 'fast-check';
import {
  execute,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { expect, test } from 'vitest';
import { planDirectly } from '../src/direct-plan.ts';
import { defaultLimits } from '../src/gateway.ts';
import { createCompiler } from '../src/operations.ts';
import type { Fetch } from '../src/plan.ts';
import { loadSupergraph, type Supergraph } from '../src/supergraph.ts';
import { difference } from './differential/comparison.ts';
import { randomOperation } from './differential/random-operation.ts';
import { randomWorld } from './differential/random-world.ts';
import { seeded } from './random.ts';
import { compose, type SubgraphSource, startTester } from './tester.ts';

interface Asked {
  text: string;
  variables?: Record<string, unknown>;
}

async function planFor(
  supergraph: Supergraph,
  { text, variables = {} }: Asked,
  onlyNativePlanner = false,
): Promise<{ fetches: readonly Fetch[]; isDirect: boolean }> {
  const compiler = createCompiler(supergraph, { limits: defaultLimits, onlyNativePlanner });
  const request = { query: text, variables, identity: null, languages: '' };
  const { compiled } = await compiler.operationFor(request);
  const isDirect = planDirectly(supergraph, compiled.normalised) !== null;
  return { fetches: compiled.plan.fetches, isDirect };
}

const seed = Number(process.env.DIFFERENTIAL_SEED ?? (process.env.CI ? 11 : Date.now() % 2 ** 31));

/** Most fields of a type, in any order. */
function wideSelection(
  schema: GraphQLSchema,
  type: unknown,
  { random, depth }: { random: (below: number) => number; depth: number },
): string {
  const inner = { random, depth: depth - 1 };
  if (isUnionType(type)) {
    const parts = type
      .getTypes()
      .map((one) => `... on ${one.name} ${wideSelection(schema, one, { random, depth })}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const output = getNamedType(field.type);
    if (isLeafType(output)) return random(5) > 0 ? [field.name] : [];
    if (depth === 0 || random(3) === 0) return [];
    return [`${field.name} ${wideSelection(schema, output, inner)}`];
  });
  parts.sort(() => random(3) - 1);
  return `{ __typename ${parts.join(' ')} }`;
}

/** Random graphs, each with some operations on it that are answered as one plain schema answers them. */
async function* answeredRightly(worlds: number, mixesKeys: boolean) {
  for (let n = 0; n < worlds; n++) {
    const world = randomWorld(seeded(seed + n), { mixesKeys, hasUnion: n % 2 === 0 });
    await using graph = startTester(world.subgraphs);
    const supergraph = loadSupergraph(graph.supergraph);
    const plain = world.plain(graph.gateway.schema);
    const { schema } = graph.gateway;
    const tapes = fc.uint8Array({ maxLength: 300, size: 'max' });
    const narrow = fc.sample(tapes, { numRuns: 9, seed: seed + n }).map((tape) =>
      randomOperation(schema, tape, {
        values: { with: ['x', 'y'] },
        withMutations: false,
        depth: 5,
        prefersLinks: true,
      }),
    );
    const random = seeded(seed - n);
    const wide = Array.from({ length: 3 }, () => ({
      text: wideSelection(schema, schema.getQueryType(), { random, depth: 3 }),
      variables: {},
    }));
    for (const asked of [...narrow, ...wide]) {
      const { text, variables } = asked;
      const document = parse(text);
      if (validate(plain, document).length > 0) continue;
      const expected = await execute({ schema: plain, document, variableValues: variables });
      const request = { query: text, variables, identity: null, languages: '' };
      const differs = difference(expected, await graph.gateway.execute(request));
      if (differs) throw new Error(`${text}\n${JSON.stringify(variables)}\n${differs}`);
      yield { supergraph, asked };
    }
  }
}

test(`operations of random graphs are planned directly, in no more fetches than by the native planner (seed ${seed})`, async () => {
  let compared = 0;
  let direct = 0;
  let native = 0;
  for await (const { supergraph, asked } of answeredRightly(40, false)) {
    const { fetches, isDirect } = await planFor(supergraph, asked);
    expect(isDirect, asked.text).toBe(true);
    const other = await planFor(supergraph, asked, true).catch(() => null);
    // It cannot plan all of them.
    if (!other) continue;
    compared++;
    direct += fetches.length;
    native += other.fetches.length;
  }
  expect(compared).toBeGreaterThan(300);
  // One in a thousand operations may need one more; others need fewer.
  expect(direct).toBeLessThanOrEqual(native + compared / 100);
});

test(`so are operations of graphs whose subgraphs know the same objects by different keys (seed ${seed})`, async () => {
  let answered = 0;
  for await (const { supergraph, asked } of answeredRightly(40, true)) {
    const { isDirect } = await planFor(supergraph, asked);
    expect(isDirect, asked.text).toBe(true);
    answered++;
  }
  expect(answered).toBeGreaterThan(300);
});

const shop: Record<string, SubgraphSource> = {
  catalogue: {
    sdl: `
      type Query { products(first: Int): [Product!]! }
      type Product @key(fields: "upc") { upc: ID!  name(short: Boolean): String  price: Int!  weight: Int! }
    `,
  },
  stock: {
    sdl: `
      type Product @key(fields: "upc") {
        upc: ID!  price: Int! @external  weight: Int! @external
        inStock: Boolean  shipping: Int @requires(fields: "price weight")
        insured: Int @requires(fields: "price")
      }
    `,
  },
  reviews: {
    sdl: `
      type Product @key(fields: "upc") { upc: ID!  reviews(first: Int): [Review!]! }
      type Review @key(fields: "id") { id: ID!  text: String  product: Product! }
    `,
  },
};

test('what is asked of a subgraph together is sent all that it requires', async () => {
  const w = { P: { w: () => 5 } };
  await using graph = startTester({
    o: {
      sdl: 'type Query { p: P }  type P @key(fields: "id") { id: ID!  w: Int }',
      resolvers: { Query: { p: () => ({ id: '1' }) }, ...w },
    },
    t: { sdl: 'type P @key(fields: "id") { id: ID!  t: Int }', resolvers: { P: { t: () => 6 } } },
    u: { sdl: 'type P @key(fields: "id") { id: ID!  u: Int }', resolvers: { P: { u: () => 7 } } },
    s: {
      sdl: `type P @key(fields: "id") {
        id: ID!  w: Int @external  t: Int @external  u: Int @external
        ofW: String @requires(fields: "w")
        ofT: String @requires(fields: "t")
        ofBoth: String @requires(fields: "t u")
      }`,
      resolvers: {
        P: {
          ofW: ({ w }) => `w ${w}`,
          ofT: ({ t }) => `t ${t}`,
          ofBoth: ({ t, u }) => `both ${t} ${u}`,
        },
      },
    },
  });
  expect(await graph.run('{ p { ofT ofW ofBoth } }')).toEqual({
    data: { p: { ofT: 't 6', ofW: 'w 5', ofBoth: 'both 6 7' } },
  });
  expect(graph.calls.map(({ subgraph }) => subgraph).sort()).toEqual(['o', 's', 't', 'u']);
});

test('a required field is sent as it is without arguments, whatever the client asks for', async () => {
  // The native planner sends what the client asked for, if it is behind an interface.
  const name = (_parent: unknown, args: { short?: boolean }) => (args.short ? 'R.' : 'Rex');
  await using graph = startTester(
    {
      pets: {
        sdl: `type Query { dog: Dog  pets: [Pet] }
          interface Pet { name(short: Boolean): String }
          type Dog implements Pet @key(fields: "id") { id: ID!  name(short: Boolean): String }
          type Cat implements Pet { name(short: Boolean): String }`,
        resolvers: {
          Query: {
            dog: () => ({ id: '1' }),
            pets: () => [{ __typename: 'Dog', id: '1' }, { __typename: 'Cat' }],
          },
          Dog: { name },
          Cat: { name },
        },
      },
      labels: {
        sdl: `type Dog @key(fields: "id") {
          id: ID!  name(short: Boolean): String @external  label: String @requires(fields: "name")
        }`,
        resolvers: { Dog: { label: (dog: { name: string }) => `this is ${dog.name}` } },
      },
    },
    { generateAfter: Number.POSITIVE_INFINITY },
  );
  const dog = { name: 'R.', label: 'this is Rex' };
  expect(await graph.run('{ dog { name(short: true) label } }')).toEqual({ data: { dog } });
  expect(await graph.run('{ pets { name(short: true) ... on Dog { label } } }')).toEqual({
    data: { pets: [dog, { name: 'R.' }] },
  });
  expect(graph.gateway.counts.spliced).toBe(2);
});

test('one fetch asks a subgraph for all that can be asked at the same time', async () => {
  await using graph = startTester(shop);
  const query = `query($n: Int) {
    products(first: $n) {
      title: name inStock shipping
      reviews(first: $n) { text product { inStock shipping insured } }
    }
  }`;
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from catalogue
        query ($n: Int) {
          products(first: $n) {
            __typename
            title: name
            upc
            price
            weight
          }
        }
    fetch 1 from stock after 0
      _entities of { Product { __typename, upc, price, weight } } at products[]
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Product {
              inStock
              shipping
            }
          }
        }
    fetch 2 from reviews after 0
      _entities of { Product { __typename, upc } } at products[]
        query ($n: Int, $representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Product {
              reviews(first: $n) {
                text
                product {
                  __typename
                  upc
                }
              }
            }
          }
        }
    fetch 3 from catalogue after 2
      _entities of { Product { __typename, upc } } at products[].reviews[].product
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Product {
              price
              weight
            }
          }
        }
    fetch 4 from stock after 3
      _entities of { Product { __typename, upc, price, weight } } at products[].reviews[].product
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Product {
              inStock
              shipping
              insured
            }
          }
        }"
  `);
});

test('a variable of the client may be called what fetches call theirs', async () => {
  await using graph = startTester({
    pets: {
      sdl: `type Query { pets: [Pet] } type Pet @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { pets: () => [{ id: '1' }] } },
    },
    names: {
      sdl: `type Pet @key(fields: "id") { id: ID!  name(in: String): String }`,
      resolvers: { Pet: { name: (_parent, args: { in: string }) => args.in } },
    },
  });
  const variables = { representations: 'nl', __batch_reps_0: 'de' };
  const text = `query($representations: String, $__batch_reps_0: String) {
    pets { a: name(in: $representations) } more: pets { b: name(in: $__batch_reps_0) }
    both: pets { a: name(in: $representations) b: name(in: $__batch_reps_0) }
  }`;
  const request = { query: text, variables, identity: null, languages: '' };
  expect(await graph.gateway.execute(request)).toEqual({
    data: { pets: [{ a: 'nl' }], more: [{ b: 'de' }], both: [{ a: 'nl', b: 'de' }] },
  });
});

test('the fields of a mutation run one after another, each with everything below it', async () => {
  await using graph = startTester({
    ...shop,
    till: {
      sdl: `type Mutation { buy(upc: ID!): Product  open: Int  close: Int }
        type Product @key(fields: "upc") { upc: ID! }`,
    },
    diary: { sdl: 'type Mutation { note(text: String): Int }' },
  });
  const query = `mutation($text: String) {
    open a: buy(upc: "1") { price } b: buy(upc: "2") { upc } close note(text: $text) last: open
  }`;
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from till
        mutation {
          open
          a: buy(upc: "1") {
            __typename
            upc
          }
        }
    fetch 1 from catalogue after 0
      _entities of { Product { __typename, upc } } at a
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Product {
              price
            }
          }
        }
    fetch 2 from till after 1
        mutation {
          b: buy(upc: "2") {
            upc
          }
          close
        }
    fetch 3 from diary after 2
        mutation ($text: String) {
          note(text: $text)
        }
    fetch 4 from till after 3
        mutation {
          last: open
        }"
  `);
});

test('behind an interface, what all types have in common is asked for once, and the rest for each type', async () => {
  await using graph = startTester({
    index: {
      sdl: `
        type Query { found: [Found] }
        interface Found { id: ID!  title: String }
        type Book implements Found @key(fields: "id") { id: ID!  title: String  pages: Int }
        type Film implements Found @key(fields: "id") { id: ID!  title: String }
        type Site implements Found { id: ID!  title: String  address: String }
      `,
    },
    films: { sdl: 'type Film @key(fields: "id") { id: ID!  minutes: Int }' },
  });
  const query = `{
    found { title ... on Book { pages } ... on Film { minutes } ... on Site { id title } }
  }`;
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from index
        {
          found {
            __typename
            title
            ... on Film {
              id
            }
            ... on Book {
              pages
            }
            ... on Site {
              id
            }
          }
        }
    fetch 1 from films after 0
      _entities of { Film { __typename, id } } at found[]|Film
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Film {
              minutes
            }
          }
        }"
  `);
});

test('an operation that stands for too many fields behind its interfaces is refused', async () => {
  const types = Array.from({ length: 20 }, (_, n) => `T${n}`);
  const node = (rest: string) =>
    types.map((name) => `type ${name} implements Node ${rest}`).join('\n');
  await using graph = startTester({
    ids: {
      sdl: `type Query { nodes: [Node] }  interface Node { id: ID! }
        type Root implements Node @key(fields: "id") { id: ID!  weight: Int }
        ${node('@key(fields: "id") { id: ID! }')}`,
    },
    links: {
      sdl: `interface Node { id: ID!  next: [Node]  plain: [Node] }
        type Root implements Node @key(fields: "id") {
          id: ID!  weight: Int @external  next: [Node] @requires(fields: "weight")  plain: [Node]
        }
        ${node('@key(fields: "id") { id: ID!  next: [Node]  plain: [Node] }')}`,
    },
  });
  const ask = (field: string, depth: number) => {
    let text = 'id';
    for (let n = 0; n < depth; n++) text = `${field} { ${text} } ... on T1 { ${field} { id } }`;
    const query = `{ nodes { ${text} } }`;
    return graph.gateway.execute({ query, identity: null, languages: '' });
  };
  expect(await ask('plain', 10)).toEqual({ data: { nodes: null } });
  // What one type has to fetch apart is asked of every type by itself, with everything below it.
  expect(await ask('next', 2)).toEqual({ data: { nodes: null } });
  expect(await ask('next', 6)).toEqual({
    errors: [
      {
        message: 'Behind its interfaces the operation stands for too many fields to be planned.',
        extensions: { code: 'OPERATION_LIMIT_EXCEEDED' },
      },
    ],
  });
});

test('a key that several types have under the same name is only added if it goes together', async () => {
  const subgraphs = {
    index: {
      sdl: `
        type Query { found: [Found] }
        union Found = Book | Film
        type Book @key(fields: "id") { id: ID! }
        type Film @key(fields: "id") { id: Int! }
      `,
      resolvers: {
        Query: {
          found: () => [
            { __typename: 'Book', id: 'b' },
            { __typename: 'Film', id: 7 },
          ],
        },
      },
    },
    titles: {
      sdl: `
        type Book @key(fields: "id") { id: ID!  title: String }
        type Film @key(fields: "id") { id: Int!  title: String }
      `,
      resolvers: {
        Book: { title: ({ id }: { id: string }) => `book ${id}` },
        Film: { title: ({ id }: { id: number }) => `film ${id}` },
      },
    },
  };
  const text = '{ found { ... on Book { title } ... on Film { title } } }';
  const supergraph = loadSupergraph(compose(subgraphs));
  expect((await planFor(supergraph, { text })).isDirect).toBe(false);
  await using graph = startTester(subgraphs);
  expect(await graph.run(text)).toEqual({
    data: { found: [{ title: 'book b' }, { title: 'film 7' }] },
  });
});

const declined: [string, Record<string, SubgraphSource>, string][] = [
  [
    'a shared field behind which each subgraph knows other types',
    {
      a: {
        sdl: `type Query { u: U @shareable } union U = A | B
          type A @shareable { x: Int } type B @shareable { x: Int }`,
      },
      b: { sdl: 'type Query { u: U @shareable } union U = A type A @shareable { x: Int }' },
    },
    '{ u { ... on A { x } } }',
  ],
  [
    'an interface object',
    {
      a: {
        sdl: `type Query { i: I } interface I @key(fields: "id") { id: ID! }
          type A implements I @key(fields: "id") { id: ID! }`,
      },
      b: { sdl: 'type I @key(fields: "id") @interfaceObject { id: ID! x: Int }' },
    },
    '{ i { x } }',
  ],
  [
    'what is provided on the way',
    {
      a: {
        sdl: `type Query { p: P @provides(fields: "x") }
          type P @key(fields: "id") { id: ID! x: Int @external }`,
      },
      b: { sdl: 'type P @key(fields: "id") { id: ID! x: Int @shareable }' },
    },
    '{ p { x } }',
  ],
  [
    'a field that requires what is inside an object',
    {
      a: {
        sdl: 'type Query { p: P } type P @key(fields: "id") { id: ID! d: D } type D { w: Int }',
      },
      b: {
        sdl: `type P @key(fields: "id") { id: ID! d: D @external x: Int @requires(fields: "d { w }") }
          type D { w: Int @external }`,
      },
    },
    '{ p { x } }',
  ],
  [
    'a key with an object in it',
    {
      a: {
        sdl: 'type Query { p: P } type P @key(fields: "d { w }") { d: D } type D @shareable { w: Int }',
      },
      b: { sdl: 'type P @key(fields: "d { w }") { d: D x: Int } type D @shareable { w: Int }' },
    },
    '{ p { x } }',
  ],
  [
    'a label that decides',
    {
      a: { sdl: 'type Query { p: P } type P @key(fields: "id") { id: ID! x: Int }' },
      b: {
        sdl: 'type P @key(fields: "id") { id: ID! x: Int @override(from: "a", label: "percent(5)") }',
      },
    },
    '{ p { x } }',
  ],
];

test.each(declined)('leaves to the native planner: %s', async (_what, subgraphs, text) => {
  const supergraph = loadSupergraph(compose(subgraphs));
  const { fetches, isDirect } = await planFor(supergraph, { text });
  expect(isDirect).toBe(false);
  expect(fetches.length).toBeGreaterThan(0);
});

import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../src/gateway.ts';
import { nestingError } from '../src/limits.ts';
import { startTester, ways } from './tester.ts';

const tree = {
  sdl: `
    type Query { node: Node  all: [Node!]!  word(of: [String]): String }
    type Mutation { write: String }
    type Node @key(fields: "id") { id: ID!  name: String  next: Node }
  `,
  resolvers: {
    Query: { node: () => ({ id: '1', name: 'a' }), all: () => [], word: () => 'w' },
    Mutation: { write: () => 'w' },
    Node: { next: (node: object) => node },
  },
};

const nested = (levels: number) =>
  `{ node { ${'next { '.repeat(levels - 2)} id ${'} '.repeat(levels - 2)} } }`;
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** At the limit, and one more. */
const edges: [string, object, string, string, number, number][] = [
  ['depth', { depth: 5 }, nested(5), nested(6), 5, 6],
  [
    'depth',
    { depth: 3 },
    '{ node { ... { ... on Node { next { id } } } } }',
    '{ node { ... { ... on Node { next { next { id } } } } } }',
    3,
    4,
  ],
  [
    'depth',
    { depth: 3 },
    '{ node { ...A } } fragment A on Node { next { id } }',
    '{ node { ...A } } fragment A on Node { next { ...B } } fragment B on Node { next { id } }',
    3,
    4,
  ],
  [
    'depth',
    { depth: 3 },
    'query A { node { id } } query B { node { next { id } } }',
    `query A { node { id } } query B ${nested(4)}`,
    3,
    4,
  ],
  ['aliases', { aliases: 2 }, '{ a: word b: word word }', '{ a: word b: word c: word }', 2, 3],
  [
    'aliases',
    { aliases: 2 },
    '{ node { ...A ...A } } fragment A on Node { x: id y: name }',
    '{ node { z: id ...A } } fragment A on Node { x: id y: name }',
    2,
    3,
  ],
  [
    'aliases',
    { aliases: 2 },
    '{ word } query B { a: word b: word }',
    '{ a: word } query B { b: word c: word }',
    2,
    3,
  ],
  [
    'rootFields',
    { rootFields: 2 },
    '{ word node { id name next { id } } }',
    '{ word node { id } all { id } }',
    2,
    3,
  ],
  [
    'rootFields',
    { rootFields: 2 },
    '{ ...A ... { word } } fragment A on Query { node { id } }',
    '{ ...A ... { word } } fragment A on Query { node { id } ...B } fragment B on Query { all { id } }',
    2,
    3,
  ],
  [
    'rootFields',
    { rootFields: 2 },
    'mutation { a: write b: write }',
    'mutation { a: write b: write c: write }',
    2,
    3,
  ],
  [
    'fields',
    { fields: 4 },
    '{ word node { id name } }',
    '{ word node { id name next { id } } }',
    4,
    6,
  ],
  [
    'fields',
    { fields: 7 },
    '{ node { ...A ... { ...A } ...A } } fragment A on Node { id name }',
    '{ node { id ...A ... { ...A } ...A } } fragment A on Node { id name }',
    7,
    8,
  ],
];

describe('an operation', () => {
  test.each(edges)(
    'within the limit "%s" is answered, one beyond it is refused (%j)',
    async (limit, limits, within, beyond, allowed, found) => {
      await using graph = startTester({ tree }, { limits });
      const operationName = within.includes('query B') ? 'B' : undefined;
      const answer = await graph.run(within, { operationName });
      if (!within.includes('{ word } query B')) expect(answer.errors).toBeUndefined();
      graph.calls.length = 0;
      expect(await graph.run(beyond, { operationName })).toEqual({
        errors: [
          {
            message: `The operation exceeds the limit "${limit}": ${found} found, ${allowed} allowed.`,
            extensions: { code: 'OPERATION_LIMIT_EXCEEDED', limit, allowed, found },
          },
        ],
      });
      expect(graph.calls).toEqual([]);
    },
  );

  test('of too many tokens is not parsed to its end', async () => {
    await using graph = startTester({ tree }, { limits: { tokens: 5 } });
    expect((await graph.run('{ word, node }')).errors?.[0]?.message).toMatch(/subfields/);
    expect((await graph.run('{ node { id } }')).errors?.[0]?.extensions).toEqual({
      code: 'OPERATION_LIMIT_EXCEEDED',
      limit: 'tokens',
      allowed: 5,
      found: 6,
    });
  });

  test('has the default limits where none are given', async () => {
    await using graph = startTester({ tree });
    const { depth, aliases, rootFields } = defaultLimits;
    const limitOf = async (query: string) =>
      (await graph.run(query)).errors?.[0]?.extensions?.limit;
    expect(await limitOf(nested(depth))).toBeUndefined();
    expect(await limitOf(nested(depth + 1))).toBe('depth');
    const inNode = (count: number) => `{ node { ${times(count, (n) => `a${n}: id`)} } }`;
    expect(await limitOf(inNode(aliases))).toBeUndefined();
    expect(await limitOf(inNode(aliases + 1))).toBe('aliases');
    expect(await limitOf(`{ ${times(rootFields, () => 'word')} }`)).toBeUndefined();
    expect(await limitOf(`{ ${times(rootFields + 1, () => 'word')} }`)).toBe('rootFields');
    expect(await limitOf(`{ ${times(10_001, () => 'word')} }`)).toBe('tokens');
  });
});

describe('fragments', () => {
  test('that double at every level are counted as written out, with a number that is one', async () => {
    await using graph = startTester({ tree });
    const doubled = (levels: number) =>
      `{ node { ...F0 } } ${times(levels, (n) => `fragment F${n} on Node { ...F${n + 1} ...F${n + 1} }`)} fragment F${levels} on Node { id }`;
    expect((await graph.run(doubled(12))).data).toEqual({ node: { id: '1' } });
    const [beyond] = (await graph.run(doubled(13))).errors ?? [];
    expect(beyond?.extensions).toMatchObject({ limit: 'fields', allowed: 5000, found: 8193 });
    const [far] = (await graph.run(doubled(60))).errors ?? [];
    expect(far?.extensions?.found).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('in a circle end, and are refused as such', async () => {
    await using graph = startTester({ tree });
    for (const length of [1, 2, 30]) {
      const circle = times(
        length,
        (n) => `fragment F${n} on Node { next { ...F${(n + 1) % length} } }`,
      );
      const { errors } = await graph.run(`{ node { ...F0 } } ${circle}`);
      const limit = length < 25 ? 'GRAPHQL_VALIDATION_FAILED' : 'OPERATION_LIMIT_EXCEEDED';
      expect(errors?.[0]?.extensions?.code).toBe(limit);
      if (length < 25)
        expect(errors?.[0]?.message).toMatch(/^Cannot spread fragment "F0" within itself/);
    }
    const onRoot = '{ ...A } fragment A on Query { word ...B } fragment B on Query { word ...A }';
    expect((await graph.run(onRoot)).errors?.[0]?.message).toMatch(/within itself via "B"/);
  });

  test('that nobody defined or nobody uses are refused as such', async () => {
    await using graph = startTester({ tree });
    expect((await graph.run('{ node { ...None } }')).errors?.[0]?.message).toBe(
      'Unknown fragment "None".',
    );
    const unused = `{ word } fragment A on Node { ${'next { '.repeat(30)} id ${'} '.repeat(30)} }`;
    expect((await graph.run(unused)).errors?.[0]?.message).toBe('Fragment "A" is never used.');
  });
});

describe('what would cost much before it is counted', () => {
  test('is refused: brackets in brackets, of fields and of values', async () => {
    await using graph = startTester({ tree });
    const fields = `{ node ${'{ next '.repeat(4_900)} { id } ${'}'.repeat(4_901)}`;
    const [deep] = (await graph.run(fields)).errors ?? [];
    expect(deep?.extensions).toMatchObject({ code: 'OPERATION_LIMIT_EXCEEDED', limit: 'depth' });
    expect(deep?.extensions?.found).toBeGreaterThan(4_900);
    const values = `{ word(of: ${'['.repeat(4_900)}${']'.repeat(4_900)}) }`;
    const { data, errors } = await graph.run(values);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).not.toMatch(/call stack/);
    expect(nestingError('{ a(b: [[{ c: 1 }]]) { d } }', graph.gateway.limits).errors).toEqual([
      {
        message: 'The operation exceeds the limit "depth": 5 found, 25 allowed.',
        extensions: { code: 'OPERATION_LIMIT_EXCEEDED', limit: 'depth', allowed: 25, found: 5 },
      },
    ]);
  });

  const repeated = [times(1_600, () => 'next { id }'), times(1_000, (n) => `...F${n}`)];
  const definitions = times(1_000, (n) => `fragment F${n} on Node { id }`);

  test('is answered: the same field often, where comparing is simple', async () => {
    await using graph = startTester({ tree });
    for (const text of [
      `{ node { ${repeated[0]} } }`,
      `{ node { ${repeated[1]} } } ${definitions}`,
    ]) {
      expect((await graph.run(text)).errors).toBeUndefined();
    }
  });

  test('is refused: the same field so often that comparing takes long', async () => {
    await using graph = startTester({ tree });
    for (const text of [
      `{ word(of: []) node { ${repeated[0]} } }`,
      `{ word(of: []) node { ${repeated[1]} } } ${definitions}`,
    ]) {
      expect((await graph.run(text)).errors).toEqual([
        {
          message: 'The operation selects the same fields or fragments too often to be validated.',
          extensions: { code: 'OPERATION_LIMIT_EXCEEDED' },
        },
      ]);
    }
  });

  test('is refused: variables nested beyond every type', async () => {
    await using graph = startTester({ tree });
    const of = JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
    const { errors } = await graph.run('query($of: [String]) { word(of: $of) }', {
      variables: { of },
    });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect(graph.calls).toEqual([]);
  });
});

describe('introspection', () => {
  test('as tools send it is within the limits', async () => {
    await using graph = startTester({ tree });
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    const { data, errors } = await graph.run(query);
    expect(errors).toBeUndefined();
    expect(data).toHaveProperty('__schema.queryType.name', 'Query');
  });

  test('that goes round in circles is refused', async () => {
    await using graph = startTester({ tree });
    const circle =
      '{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }';
    const { errors } = await graph.run(circle);
    expect(errors?.[0]).toMatchObject({
      message: 'Maximum introspection depth exceeded',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(graph.calls).toEqual([]);
  });
});

describe.each(ways)('%s,', (_, options) => {
  test('values nested thousands of levels deep are refused, and the next request is answered', async () => {
    const deep = {
      sdl: `
        type Query { take(in: Deep, any: Any): String }
        input Deep { deep: Deep }
        scalar Any
      `,
      resolvers: { Query: { take: () => 'taken' } },
    };
    await using graph = startTester({ deep }, options);
    const levels = 20_000;
    const values = {
      in: JSON.parse(`${'{"deep":'.repeat(levels)}null${'}'.repeat(levels)}`),
      any: JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`),
    };
    const refused = [
      {
        message: 'A value is nested too deeply.',
        extensions: { code: 'OPERATION_LIMIT_EXCEEDED' },
      },
    ];
    const one = await graph.run('query($in: Deep) { take(in: $in) }', { variables: values });
    expect(one).toEqual({ errors: refused });
    // Called in process, a subgraph is handed the value as it is.
    const query = 'query($any: Any) { take(any: $any) }';
    const other = await graph.run(query, { variables: values });
    expect(other).toEqual(options.asBytes ? { errors: refused } : { data: { take: 'taken' } });
    expect(await graph.run('{ take }')).toEqual({ data: { take: 'taken' } });
  });
});

import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const link = `extend schema
  @link(url: "https://specs.example.org/trace/v1.0", import: ["@trace", "@sampled"])
  @federation__composeDirective(name: "@trace")`;
const subgraph = (name: string, argument: string) => ({
  sdl: `${link}
    directive @trace(${argument}) on FIELD | FRAGMENT_SPREAD | FIELD_DEFINITION
    enum Detail { LITTLE  MUCH }
    type Query { ${name}: String }
  `,
  resolvers: { Query: { [name]: () => name } },
});

test('a directive of the subgraphs’ own that clients may write is known, with its defaults', async () => {
  await using graph = startTester({
    a: subgraph('a', 'detail: Detail!'),
    b: subgraph('b', 'detail: Detail! = LITTLE'),
  });
  expect(graph.supergraph).toMatch(/import: \[[^\]]*"@trace"/);
  expect(await graph.run('{ a @trace b @trace(detail: MUCH) }')).toEqual({
    data: { a: 'a', b: 'b' },
  });
  expect(await graph.run('query @trace { a }')).toMatchObject({
    errors: [{ message: 'Directive "@trace" may not be used on QUERY.' }],
  });
  expect(await graph.run('{ a @trace(detail: ALL) }')).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  expect(await graph.run('{ a @sampled }')).toMatchObject({
    errors: [{ message: 'Unknown directive "@sampled".' }],
  });
});

test('it is told to who asks for the schema, and federation’s own are not', async () => {
  await using graph = startTester({ a: subgraph('a', 'detail: Detail! = LITTLE') });
  const { data } = await graph.run('{ __schema { directives { name locations } } }');
  const { directives } = (data as { __schema: { directives: { name: string }[] } }).__schema;
  expect(directives.map(({ name }) => name).sort()).toEqual([
    'deprecated',
    'include',
    'oneOf',
    'skip',
    'specifiedBy',
    'trace',
  ]);
  expect(directives.find(({ name }) => name === 'trace')).toEqual({
    name: 'trace',
    locations: ['FIELD', 'FRAGMENT_SPREAD'],
  });
});

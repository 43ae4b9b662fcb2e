import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  printSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const shop = {
  sdl: `
    directive @note(text: String) on FIELD
    """The shop"""
    type Query {
      "What is sold"
      wares(first: Int = 10, by: Order): [Ware!]!
      old: Int @deprecated(reason: "use wares")
    }
    type Ware @key(fields: "id") { id: ID!  made: Date }
    scalar Date @specifiedBy(url: "https://example.org/date")
    input Order @oneOf { price: Int  name: String }
  `,
  resolvers: { Query: { wares: () => [{ id: '1', made: '2020-01-01' }] } },
};
const stock = { sdl: 'type Ware @key(fields: "id") { id: ID!  count: Int }' };

test('the public schema is told, without federation’s own parts', async () => {
  await using graph = startTester({ shop, stock });
  const { data } = await graph.run(
    getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true }),
  );
  expect(
    printSchema(buildClientSchema(data as unknown as IntrospectionQuery)),
  ).toMatchInlineSnapshot(`
    "scalar Date @specifiedBy(url: "https://example.org/date")

    """The shop"""
    type Query {
      """What is sold"""
      wares(first: Int = 10, by: Order): [Ware!]!
      old: Int @deprecated(reason: "use wares")
    }

    type Ware {
      id: ID!
      made: Date
      count: Int
    }

    input Order @oneOf {
      price: Int
      name: String
    }"
  `);
  expect(graph.calls).toEqual([]);
});

test('introspection stands beside other fields, in their order', async () => {
  await using graph = startTester({ shop, stock });
  const query =
    'query($name: String!) { a: __typename wares { id count __typename } __type(name: $name) { name } ...Q } fragment Q on Query { __schema { queryType { name } } b: __typename }';
  const result = await graph.run(query, { variables: { name: 'Ware' } });
  expect(JSON.stringify(result)).toBe(
    '{"data":{"a":"Query","wares":[{"id":"1","count":null,"__typename":"Ware"}],"__type":{"name":"Ware"},"__schema":{"queryType":{"name":"Query"}},"b":"Query"}}',
  );
});

test('an operation that asks only for __typename asks no subgraph', async () => {
  await using graph = startTester({ shop, stock });
  expect(await graph.run('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  expect(graph.calls).toEqual([]);
});

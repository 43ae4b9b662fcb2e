import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const shop = {
  sdl: `
    type Query { wares: [Ware]  hidden: Int @inaccessible  first(kind: Kind, secret: Int @inaccessible): Ware }
    union Ware = Lamp | Prototype
    type Lamp { id: ID!  cost: Int @inaccessible  kind: Kind }
    type Prototype @inaccessible { id: ID! }
    enum Kind { TABLE  FLOOR  SECRET @inaccessible }
    input Filter { kind: Kind  hidden: Int @inaccessible }
    type Mutation { order(filter: Filter): Int }
  `,
  resolvers: {
    Query: {
      wares: () => [
        { __typename: 'Lamp', id: '1', kind: 'TABLE' },
        { __typename: 'Prototype', id: '2' },
        { __typename: 'Lamp', id: '3', kind: 'SECRET' },
      ],
    },
  },
};

test('what is inaccessible cannot be asked for', async () => {
  await using graph = startTester({ shop });
  for (const query of [
    '{ hidden }',
    '{ wares { ... on Prototype { id } } }',
    '{ wares { ... on Lamp { cost } } }',
    '{ first(kind: SECRET) { __typename } }',
    '{ first(secret: 1) { __typename } }',
    'mutation { order(filter: { hidden: 1 }) }',
    'query($kind: Kind) { first(kind: $kind) { __typename } }',
  ]) {
    const result = await graph.run(query, { variables: { kind: 'SECRET' } });
    expect(result.data).toBeUndefined();
    expect(result.errors?.[0]?.extensions?.code).toMatch(
      /GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT/,
    );
  }
  expect(graph.calls).toEqual([]);
});

test('a value of an inaccessible type or enum value is null, and its name is not told', async () => {
  await using graph = startTester({ shop });
  const result = await graph.run('{ wares { __typename ... on Lamp { id kind } } }');
  expect(result.data).toEqual({
    wares: [
      { __typename: 'Lamp', id: '1', kind: 'TABLE' },
      null,
      { __typename: 'Lamp', id: '3', kind: null },
    ],
  });
  expect(result.errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
    [['wares', 1], 'UNEXPECTED_VALUE'],
    [['wares', 2, 'kind'], 'UNEXPECTED_VALUE'],
  ]);
  expect(JSON.stringify(result)).not.toMatch(/Prototype|SECRET/);
});

test('introspection does not show it', async () => {
  await using graph = startTester({ shop });
  const { data } = await graph.run(
    '{ __schema { types { name fields { name } enumValues { name } } } }',
  );
  expect(JSON.stringify(data)).not.toMatch(/Prototype|SECRET|hidden|cost|join__|link__/);
});

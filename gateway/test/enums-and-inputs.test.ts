import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const a = {
  sdl: `
    type Query { users: [User]  usersByType(type: UserType, filter: Filter): [User] }
    type User @key(fields: "id") { id: ID!  type: UserType @shareable }
    enum UserType { ANONYMOUS @inaccessible  REGULAR }
    input Filter { name: String  age: Int }
  `,
  resolvers: {
    Query: {
      users: () => [
        { id: '1', type: 'REGULAR' },
        { id: '2', type: 'ANONYMOUS' },
      ],
      usersByType: (_: unknown, args: unknown) => [{ id: JSON.stringify(args) }],
    },
  },
};
const b = {
  sdl: `
    type Query { add(filter: Filter): Int }
    type User @key(fields: "id") { id: ID!  type: UserType @shareable }
    enum UserType { REGULAR }
    input Filter { name: String  city: String }
  `,
};

test('an enum value that not every subgraph knows as output is null with an error', async () => {
  await using graph = startTester({ a, b });
  const result = await graph.run('{ users { id type } }');
  expect(result.data).toEqual({
    users: [
      { id: '1', type: 'REGULAR' },
      { id: '2', type: null },
    ],
  });
  expect(result.errors?.map(({ path }) => path)).toEqual([['users', 1, 'type']]);
});

test('an input has only the fields that all subgraphs know', async () => {
  await using graph = startTester({ a, b });
  const query = 'query($filter: Filter) { usersByType(filter: $filter) { id } }';
  expect(await graph.run(query, { variables: { filter: { name: 'x' } } })).toEqual({
    data: { usersByType: [{ id: '{"filter":{"name":"x"}}' }] },
  });
  const refused = await graph.run(query, { variables: { filter: { name: 'x', age: 3 } } });
  expect(refused.errors?.[0]?.message).toMatch(/"age" is not defined by type "Filter"/);
  expect(refused).not.toHaveProperty('data');
});

test('variables are passed on as they came, defaults are applied, what is not given is not sent', async () => {
  await using graph = startTester({ a, b });
  const query =
    'query($type: UserType = REGULAR, $name: String) { usersByType(type: $type, filter: { name: $name }) { id } }';
  expect(await graph.run(query)).toEqual({
    data: { usersByType: [{ id: '{"type":"REGULAR","filter":{}}' }] },
  });
  expect(await graph.run(query, { variables: { type: null, name: null, more: 1 } })).toEqual({
    data: { usersByType: [{ id: '{"type":null,"filter":{"name":null}}' }] },
  });
  expect(graph.calls.map(({ variables }) => variables)).toEqual([{}, { type: null, name: null }]);
});

test('a value that does not fit its variable is refused before anything is asked', async () => {
  await using graph = startTester({ a, b });
  const query = 'query($type: UserType!) { usersByType(type: $type) { id } }';
  for (const variables of [
    {},
    { type: null },
    { type: 'NONE' },
    { type: 3 },
    { type: ['REGULAR'] },
  ]) {
    const result = await graph.run(query, { variables });
    expect(result.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  }
  expect(graph.calls).toEqual([]);
});

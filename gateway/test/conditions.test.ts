import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

const users = {
  sdl: 'type Query { me: User  word: String }  type User @key(fields: "id") { id: ID!  name: String }',
  resolvers: { Query: { me: () => ({ id: '1', name: 'Ada' }), word: () => 'w' } },
};
const ages = {
  sdl: 'type User @key(fields: "id") { id: ID!  age: Int  home: Home }  type Home { city: String }',
  resolvers: { User: { age: () => 30, home: () => ({ city: 'Oslo' }) } },
};
const query = `query($with: Boolean!, $without: Boolean = false) {
  me { name ...Age @include(if: $with)  home @skip(if: $without) { city @include(if: $with) } }
}
fragment Age on User { age @skip(if: $without) }`;

test('what @include and @skip leave out is neither answered nor fetched', async () => {
  await using graph = startTester({ users, ages });
  expect(await graph.run(query, { variables: { with: true } })).toEqual({
    data: { me: { name: 'Ada', age: 30, home: { city: 'Oslo' } } },
  });
  graph.calls.length = 0;
  expect(await graph.run(query, { variables: { with: false, without: true } })).toEqual({
    data: { me: { name: 'Ada' } },
  });
  expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['users']);
});

test('an object all of whose fields are left out is still there', async () => {
  await using graph = startTester({ users, ages });
  expect(await graph.run(query, { variables: { with: false } })).toEqual({
    data: { me: { name: 'Ada', home: {} } },
  });
});

test('an operation of which nothing is left asks nobody', async () => {
  await using graph = startTester({ users, ages });
  expect(await graph.run('{ me @skip(if: true) { name } word @include(if: false) }')).toEqual({
    data: {},
  });
  expect(graph.calls).toEqual([]);
});

test('a field that one place leaves out and another keeps is kept', async () => {
  await using graph = startTester({ users, ages });
  const twice =
    'query($no: Boolean!) { me { name @include(if: $no) } ... { me { name age @include(if: $no) } } }';
  expect(await graph.run(twice, { variables: { no: false } })).toEqual({
    data: { me: { name: 'Ada' } },
  });
});

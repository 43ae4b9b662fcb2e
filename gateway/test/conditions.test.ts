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

test('what is left out is not required either', async () => {
  const log: string[] = [];
  const told = (name: string, value: unknown) => () => {
    log.push(name);
    return value;
  };
  await using graph = startTester({
    wares: {
      sdl: 'type Query { ware: Ware }  type Ware @key(fields: "id") { id: ID!  price: Int }',
      resolvers: { Query: { ware: () => ({ id: '1' }) }, Ware: { price: told('price', 9) } },
    },
    taxes: {
      sdl: `type Ware @key(fields: "id") {
        id: ID!  price: Int @external  isDear: Boolean @requires(fields: "price")
      }`,
      resolvers: { Ware: { isDear: told('isDear', true) } },
    },
    offers: {
      sdl: `type Ware @key(fields: "id") {
        id: ID!  isDear: Boolean @external  offer: String @requires(fields: "isDear")
      }`,
      resolvers: { Ware: { offer: told('offer', 'half') } },
    },
  });
  const text = (condition: string) =>
    `query($is: Boolean = true) { ware { id offer @${condition}(if: $is) } }`;
  expect(await graph.run(text('skip'))).toEqual({ data: { ware: { id: '1' } } });
  expect(await graph.run(text('include'), { variables: { is: false } })).toEqual({
    data: { ware: { id: '1' } },
  });
  expect(log).toEqual([]);
  expect(await graph.run(text('include'))).toEqual({ data: { ware: { id: '1', offer: 'half' } } });
  expect(log.slice(0, 3)).toEqual(['price', 'isDear', 'offer']);
});

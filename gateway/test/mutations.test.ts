import { expect, test } from 'vitest';
import { startTester } from './tester.ts';

function bank() {
  const log: string[] = [];
  let amount = 0;
  const add = (by: number) => async () => {
    log.push(`add ${by} starts`);
    await null;
    await null;
    amount += by;
    log.push(`add ${by} ends`);
    return { id: 'x', after: amount };
  };
  const accounts = {
    sdl: `
      type Query { account: Account }
      type Mutation { one: Account  ten: Account  fails: Account! }
      type Account @key(fields: "id") { id: ID!  after: Int }
    `,
    resolvers: {
      Mutation: {
        one: add(1),
        ten: add(10),
        fails: () => {
          throw new Error('no');
        },
      },
    },
  };
  const other = {
    sdl: `
      type Mutation { hundred: Int }
      type Account @key(fields: "id") { id: ID!  now: Int }
    `,
    resolvers: {
      Mutation: { hundred: async () => (await add(100)()).after },
      Account: {
        now: () => {
          log.push('now is read');
          return amount;
        },
      },
    },
  };
  return { log, accounts, other };
}

test('the fields of a mutation run one after another, over subgraphs too', async () => {
  const { log, accounts, other } = bank();
  await using graph = startTester({ accounts, other });
  expect(
    await graph.run('mutation { one { after } hundred ten { after } again: one { after } }'),
  ).toEqual({
    data: { one: { after: 1 }, hundred: 101, ten: { after: 111 }, again: { after: 112 } },
  });
  expect(log.join(', ')).toBe(
    'add 1 starts, add 1 ends, add 100 starts, add 100 ends, add 10 starts, add 10 ends, add 1 starts, add 1 ends',
  );
});

test('what a field of a mutation selects is read before the next field runs', async () => {
  const { accounts, other } = bank();
  await using graph = startTester({ accounts, other });
  const query = 'mutation { one { now } hundred ten { now } }';
  expect(await graph.run(query)).toEqual({
    data: { one: { now: 1 }, hundred: 101, ten: { now: 111 } },
  });
  expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "sequence
      sequence
        fetch 0 from accounts
            mutation {
              one {
                __typename
                id
              }
            }
        fetch 1 from other
          _entities of { Account { __typename, id } } at one
            query ($representations: [_Any!]!) {
              _entities(representations: $representations) {
                ... on Account {
                  now
                }
              }
            }
      fetch 2 from other
          mutation {
            hundred
          }
      sequence
        fetch 3 from accounts
            mutation {
              ten {
                __typename
                id
              }
            }
        fetch 4 from other
          _entities of { Account { __typename, id } } at ten
            query ($representations: [_Any!]!) {
              _entities(representations: $representations) {
                ... on Account {
                  now
                }
              }
            }"
  `);
});

test('fields of one subgraph that need nothing else are one request', async () => {
  const { accounts, other } = bank();
  await using graph = startTester({ accounts, other });
  await graph.run('mutation { one { after } ten { after } }');
  expect(graph.calls).toHaveLength(1);
});

test('a field that must not be null nulls the answer, and what was done before it stays done', async () => {
  const { log, accounts, other } = bank();
  await using graph = startTester({ accounts, other });
  const result = await graph.run('mutation { one { id } fails { id } }');
  expect(result.data).toBeNull();
  expect(result.errors?.[0]).toMatchObject({ message: 'no', path: ['fails'] });
  expect(log).toEqual(['add 1 starts', 'add 1 ends']);
});

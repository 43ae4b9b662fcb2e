import { expect, test } from 'vitest';
import { startTester, ways } from './tester.ts';

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

test.each(ways)(
  '%s: the fields of a mutation run one after another, over subgraphs too',
  async (_way, options) => {
    const { log, accounts, other } = bank();
    await using graph = startTester({ accounts, other }, options);
    expect(
      await graph.run('mutation { one { after } hundred ten { after } again: one { after } }'),
    ).toEqual({
      data: { one: { after: 1 }, hundred: 101, ten: { after: 111 }, again: { after: 112 } },
    });
    expect(log.join(', ')).toBe(
      'add 1 starts, add 1 ends, add 100 starts, add 100 ends, add 10 starts, add 10 ends, add 1 starts, add 1 ends',
    );
  },
);

test.each(ways)(
  '%s: what a field of a mutation selects is read before the next field runs',
  async (_way, options) => {
    const { accounts, other } = bank();
    await using graph = startTester({ accounts, other }, options);
    const query = 'mutation { one { now } hundred ten { now } }';
    expect(await graph.run(query)).toEqual({
      data: { one: { now: 1 }, hundred: 101, ten: { now: 111 } },
    });
    expect(await graph.plan(query)).toMatchInlineSnapshot(`
    "fetch 0 from accounts
        mutation {
          one {
            __typename
            id
          }
        }
    fetch 1 from other after 0
      _entities of { Account { __typename, id } } at one
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Account {
              now
            }
          }
        }
    fetch 2 from other after 1
        mutation {
          hundred
        }
    fetch 3 from accounts after 2
        mutation {
          ten {
            __typename
            id
          }
        }
    fetch 4 from other after 3
      _entities of { Account { __typename, id } } at ten
        query ($representations: [_Any!]!) {
          _entities(representations: $representations) {
            ... on Account {
              now
            }
          }
        }"
  `);
  },
);

test('fields of one subgraph that need nothing else are one request', async () => {
  const { accounts, other } = bank();
  await using graph = startTester({ accounts, other });
  await graph.run('mutation { one { after } ten { after } }');
  expect(graph.calls).toHaveLength(1);
});

test.each(ways)(
  '%s: a field that must not be null nulls the answer, and what was done before it stays done',
  async (_way, options) => {
    const { log, accounts, other } = bank();
    await using graph = startTester({ accounts, other }, options);
    const result = await graph.run('mutation { one { id } fails { id } }');
    expect(result.data).toBeNull();
    expect(result.errors?.[0]).toMatchObject({ message: 'no', path: ['fails'] });
    expect(log).toEqual(['add 1 starts', 'add 1 ends']);
  },
);

import { describe, expect, test } from 'vitest';
import { startTester, ways } from './tester.ts';

// Every JavaScript object has something under these names; data must not be taken for it, nor it for data.

const races = {
  sdl: `
    type Query { race: Race  echo(text: String, on: Boolean): String  bad: String }
    type Race @key(fields: "id") { id: ID!  constructor: Team  toString: String  valueOf: [Int] }
    type Team @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: {
      race: () => ({ id: '1' }),
      echo: (_: unknown, args: object) => JSON.stringify(args),
      bad: () => {
        throw new Error('bad');
      },
    },
    Race: { constructor: () => ({ id: 't' }), toString: () => 'r1', valueOf: () => null },
  },
};
const teams = {
  sdl: 'type Team @key(fields: "id") { id: ID!  hasOwnProperty: String  isPrototypeOf: String }',
  resolvers: { Team: { hasOwnProperty: () => 'own', isPrototypeOf: () => null } },
};

describe.each(ways)('%s,', (_, options) => {
  test('fields may be called as parts of every object are', async () => {
    await using graph = startTester({ races, teams }, options);
    const query = '{ race { constructor { hasOwnProperty isPrototypeOf } toString valueOf } }';
    const race = {
      constructor: { hasOwnProperty: 'own', isPrototypeOf: null },
      toString: 'r1',
      valueOf: null,
    };
    expect(await graph.run(query)).toEqual({ data: { race } });
    const { data, errors } = await graph.run(query.replace('{ race', '{ bad race'));
    expect(data).toEqual({ bad: null, race });
    expect(errors?.map(({ message }) => message)).toEqual(['bad']);
    const aliased = await graph.run('{ race { __proto__: toString constructor: id } }');
    expect(JSON.stringify(aliased)).toBe('{"data":{"race":{"__proto__":"r1","constructor":"1"}}}');
  });

  test('so may variables, given or not', async () => {
    await using graph = startTester({ races, teams }, options);
    const echo = async (query: string, variables: Record<string, unknown>) =>
      JSON.parse(String((await graph.run(query, { variables })).data?.echo));
    const text = 'query($constructor: String) { echo(text: $constructor) }';
    expect(await echo(text, {})).toEqual({});
    expect(await echo(text, { constructor: 'c' })).toEqual({ text: 'c' });
    const own = 'query($__proto__: String) { echo(text: $__proto__) }';
    expect(await echo(own, JSON.parse('{"__proto__": "p"}'))).toEqual({ text: 'p' });
    const on = 'query($toString: Boolean = true) { echo(on: $toString) @include(if: $toString) }';
    expect(await echo(on, {})).toEqual({ on: true });
    expect(await graph.run(on, { variables: { toString: false } })).toEqual({ data: {} });
  });
});

import { describe, expect, test } from 'vitest';
import { inProcess } from '../src/gateway.ts';
import { overBytes, type SubgraphSource, startTester, subgraphSchema, ways } from './tester.ts';

const users = {
  sdl: `
    type Query { user: User  users: [User!]  greeting: String }
    type User @key(fields: "id") { id: ID!  name: String }
  `,
  resolvers: {
    Query: {
      user: () => ({ id: '1', name: 'One' }),
      users: () => Array.from({ length: 3 }, (_, n) => ({ id: `${n}`, name: `User ${n}` })),
      greeting: () => 'hello',
    },
  },
};

const posts = {
  sdl: `
    type Query { latest: Post  newest: Post!  total: Int!  rate: Float  any: Any }
    scalar Any
    type Post { id: ID!  title: String }
    type User @key(fields: "id") { id: ID!  count: Int!  best: Post }
  `,
};

/** `posts` answers these characters, or these values, whatever it is asked. */
function startOdd(text: string, [, { asBytes, ...way }]: (typeof ways)[number]) {
  const subgraphs: Record<string, SubgraphSource> = { users, posts };
  return startTester(subgraphs, {
    ...way,
    transport(name) {
      if (name === 'posts') {
        return asBytes
          ? { wants: 'bytes', send: async () => ({ bytes: Buffer.from(text) }) }
          : { wants: 'values', send: async () => ({ values: JSON.parse(text) }) };
      }
      const transport = inProcess(subgraphSchema(users), () => ({}));
      return asBytes ? overBytes(transport) : transport;
    },
  });
}

const ofPosts = { code: 'SUBGRAPH_ERROR', subgraph: 'posts' };
const noMessage = 'The subgraph gave an error without a message.';
const noGraphql = {
  message: 'Subgraph "posts" did not answer with GraphQL.',
  path: ['latest'],
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'posts' },
};

describe.each(ways)('%s:', (...way) => {
  test.each([
    ['that is null', 'null', { message: noMessage, path: ['latest'] }],
    ['that is a number', '1', { message: noMessage, path: ['latest'] }],
    ['that is a list', '[{"message":"m"}]', { message: noMessage, path: ['latest'] }],
    [
      'with an object for its message',
      '{"message":{"a":1}}',
      { message: noMessage, path: ['latest'] },
    ],
    ['with a list for its message', '{"message":["m"]}', { message: noMessage, path: ['latest'] }],
    ['with an object for its path', '{"message":"m","path":{"0":"x"}}', { path: ['latest'] }],
    ['with a text for its path', '{"message":"m","path":"latest"}', { path: ['latest'] }],
    ['with an empty path', '{"message":"m","path":[]}', { path: ['latest'] }],
    [
      'with a path to a field nobody asked for',
      '{"message":"m","path":["x"]}',
      { path: ['latest'] },
    ],
    [
      'with a path that begins with an index',
      '{"message":"m","path":[0,"id"]}',
      { path: ['latest'] },
    ],
    ['with a path of nulls', '{"message":"m","path":[null,null]}', { path: ['latest'] }],
    ['with a path that gets odd', '{"message":"m","path":["latest",-1,0.5]}', { path: ['latest'] }],
    ['with a path of objects', '{"message":"m","path":["latest",{},"id"]}', { path: ['latest'] }],
    [
      'with a path past what exists',
      '{"message":"m","path":["latest","id","x"]}',
      { path: ['latest', 'id'] },
    ],
    [
      'with a text for its extensions',
      '{"message":"m","extensions":"abc"}',
      { extensions: ofPosts },
    ],
    [
      'with a list for its extensions',
      '{"message":"m","extensions":["a"]}',
      { extensions: ofPosts },
    ],
    [
      'with an object for its code',
      '{"message":"m","extensions":{"code":{}}}',
      { extensions: ofPosts },
    ],
  ])('an error %s is heard', async (_what, error, expected) => {
    await using graph = startOdd(`{"data":{"latest":null},"errors":[${error}]}`, way);
    const found = await graph.run('{ latest { id } greeting }');
    expect(found).toEqual({
      data: { latest: null, greeting: 'hello' },
      errors: [{ message: 'm', path: ['latest'], extensions: ofPosts, ...expected }],
    });
  });

  test.each([
    ['a list', '{"data":[]}'],
    ['a text', '{"data":"latest"}'],
    ['a number', '{"data":1}'],
    ['null without errors', '{"data":null}'],
    ['null with an empty list of errors', '{"data":null,"errors":[]}'],
    ['null with errors that are a text', '{"data":null,"errors":"no"}'],
    ['missing, and so are errors', '{"errors":[]}'],
  ])('data that are %s are no answer', async (_what, text) => {
    await using graph = startOdd(text, way);
    expect(await graph.run('{ latest { id } greeting }')).toEqual({
      data: { latest: null, greeting: 'hello' },
      errors: [noGraphql],
    });
  });

  test.each([
    ['errors that are a text', '"x"'],
    ['errors that are an object', '{}'],
    ['errors that are a number', '7'],
    ['no errors', '[]'],
  ])('data beside %s are answered', async (_what, errors) => {
    await using graph = startOdd(`{"data":{"latest":{"id":"1"}},"errors":${errors}}`, way);
    expect(await graph.run('{ latest { id } }')).toEqual({ data: { latest: { id: '1' } } });
  });

  test.each([
    ['a text', '"x"'],
    ['a list', '[]'],
    ['a number', '0'],
    ['false', 'false'],
  ])('an entity that is %s is said to be missing', async (_what, entity) => {
    await using graph = startOdd(`{"data":{"_entities":[${entity}]}}`, way);
    expect(await graph.run('{ user { name best { id } } }')).toEqual({
      data: { user: { name: 'One', best: null } },
      errors: [
        {
          message: 'Subgraph "posts" did not answer for every entity.',
          path: ['user'],
          extensions: ofPosts,
        },
      ],
    });
  });

  test('an error beside extensions of an answer that are no object is understood', async () => {
    await using graph = startOdd('{"data":{"latest":{"id":"1"}},"extensions":"x"}', way);
    expect(await graph.run('{ latest { id } }')).toEqual({ data: { latest: { id: '1' } } });
  });

  test('of more errors than a response can hold the first thousand are passed on, and their number', async () => {
    const errors = Array.from({ length: 1_500 }, (_, n) => `{"message":"${n}"}`);
    await using graph = startOdd(`{"data":{"latest":null},"errors":[${errors}]}`, way);
    const found = await graph.run('{ latest { id } }');
    expect(found.data).toEqual({ latest: null });
    expect(found.errors).toHaveLength(1_001);
    expect(found.errors?.[999]).toEqual({ message: '999', path: ['latest'], extensions: ofPosts });
    expect(found.errors?.[1_000]).toEqual({
      message: 'Subgraph "posts" gave 500 more errors.',
      extensions: ofPosts,
    });
  });

  test('an error of a whole fetch of entities stands once, where they are', async () => {
    await using graph = startOdd('{"data":{"_entities":null},"errors":[{"message":"m"}]}', way);
    expect(await graph.run('{ users { name count } }')).toEqual({
      data: { users: null },
      errors: [{ message: 'm', path: ['users'], extensions: ofPosts }],
    });
  });

  test('an answer without data because of one field tells nothing of the others of the fetch', async () => {
    const text = '{"data":null,"errors":[{"message":"none left","path":["newest"]}]}';
    await using graph = startOdd(text, way);
    for (const query of ['{ total newest { id } }', '{ newest { id } total }']) {
      expect(await graph.run(query)).toEqual({
        data: null,
        errors: [{ message: 'none left', path: ['newest'], extensions: ofPosts }],
      });
    }
  });

  test('-0 is 0', async () => {
    await using graph = startOdd('{"data":{"total":-0,"rate":-0.0,"any":-0}}', way);
    const query = '{ total rate any }';
    const { body } = await graph.gateway.respond({ query, identity: null, languages: '' });
    expect(body.toString()).toMatch(/^{"data":{"total":0,"rate":0,"any":0}}$/);
    // To `Object.is`, as `toEqual` compares, -0 is another number.
    expect(await graph.run(query)).toEqual({ data: { total: 0, rate: 0, any: 0 } });
  });

  test('numbers next to -0 stay as they are', async () => {
    await using graph = startOdd('{"data":{"total":-10,"rate":-0.05,"any":[-1,0]}}', way);
    expect(await graph.run('{ total rate any }')).toEqual({
      data: { total: -10, rate: -0.05, any: [-1, 0] },
    });
  });
});

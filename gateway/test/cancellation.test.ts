import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startHttp } from '../src/http.ts';
import { answerOf, startFace } from './face.ts';
import { type Answer, answerText, startHttpTester } from './subgraph-server.ts';

const first = {
  sdl: 'type Query { user: User  slow: Int } type User @key(fields: "id") { id: ID! }',
};
const second = { sdl: 'type User @key(fields: "id") { id: ID!  age: Int }' };
const user = '{"data":{"user":{"__typename":"User","id":"1"}}}';

/** Never answers; says when it was asked, and when who asked has gone. */
function silent() {
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const answer: Answer = (request, response) => {
    response.once('close', () => left.resolve());
    asked.resolve();
    request.resume();
  };
  return { answer, asked: asked.promise, left: left.promise };
}

function ask(url: string, query: string, signal?: AbortSignal) {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    ...(signal && { signal }),
  });
}

test('a client that goes away ends the requests to subgraphs, and no more are sent', async () => {
  const { answer, asked, left } = silent();
  await using graph = await startHttpTester({ first: { ...first, answer }, second });
  const face = await startHttp(graph.gateway, { port: 0 });
  const client = new AbortController();
  const response = ask(face.url, '{ user { age } }', client.signal);
  await asked;
  client.abort();
  await expect(response).rejects.toThrow(/abort/);
  await left;
  await face.close();
  expect(graph.servers.second?.requests).toEqual([]);
});

test('a client that goes away between two waves ends the second', async () => {
  const { answer, asked, left } = silent();
  await using graph = await startHttpTester({
    first: { ...first, answer: (_request, response) => answerText(response, user) },
    second: { ...second, answer },
  });
  const face = await startHttp(graph.gateway, { port: 0 });
  const client = new AbortController();
  const response = ask(face.url, '{ user { age } }', client.signal);
  await asked;
  client.abort();
  await expect(response).rejects.toThrow(/abort/);
  await left;
  await face.close();
});

test('what one client leaves, another still gets', async () => {
  const waiting: (() => void)[] = [];
  const both = Promise.withResolvers<void>();
  const answer: Answer = (_request, response) => {
    waiting.push(() => answerText(response, '{"data":{"slow":1,"x":1}}'));
    if (waiting.length === 2) both.resolve();
  };
  await using graph = await startHttpTester({ first: { ...first, answer }, second });
  const face = await startHttp(graph.gateway, { port: 0 });
  const client = new AbortController();
  const leaving = ask(face.url, '{ slow }', client.signal);
  const staying = ask(face.url, '{ x: slow }');
  await both.promise;
  client.abort();
  await expect(leaving).rejects.toThrow(/abort/);
  for (const release of waiting) release();
  const { data } = await answerOf(await staying);
  expect(data).toEqual({ x: 1 });
  await face.close();
});

test('a subgraph in this process is told by its signal', async () => {
  const asked = Promise.withResolvers<AbortSignal>();
  const slow = {
    sdl: 'type Query { slow: Int  next: Int }',
    resolvers: {
      Query: {
        slow: (_parent: unknown, _args: unknown, { signal }: { signal: AbortSignal }) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', resolve);
            asked.resolve(signal);
          }),
      },
    },
  };
  await using face = await startFace({ slow });
  const client = new AbortController();
  const response = ask(face.url, '{ slow }', client.signal);
  const signal = await asked.promise;
  expect(signal.aborted).toBe(false);
  client.abort();
  await expect(response).rejects.toThrow(/abort/);
  if (!signal.aborted) await once(signal, 'abort');
  await face.close();
});

test.each([
  ['spliced', false],
  ['merged', true],
])('a request that is over before it begins asks nobody (%s)', async (_how, isPlain) => {
  await using graph = await startHttpTester({ first, second }, { isPlain });
  const signal = AbortSignal.abort();
  for (const field of ['user', 'slow']) {
    const query = field === 'user' ? '{ user { age } }' : '{ slow }';
    expect(await graph.run(query, { signal })).toEqual({
      data: { [field]: null },
      errors: [
        {
          message: 'The request was cancelled.',
          path: [field],
          extensions: { code: 'REQUEST_CANCELLED', subgraph: 'first' },
        },
      ],
    });
  }
  expect(graph.servers.first?.requests).toEqual([]);
});

test('a mutation that is left in the middle does not go on to its next field', async () => {
  const { answer, asked, left } = silent();
  const one = { sdl: 'type Query { a: Int } type Mutation { one: Int }' };
  const two = { sdl: 'type Mutation { two: Int }' };
  await using graph = await startHttpTester({ one: { ...one, answer }, two });
  const client = new AbortController();
  const result = graph.run('mutation { one two }', { signal: client.signal });
  await asked;
  client.abort();
  const { data, errors } = await result;
  expect(data).toEqual({ one: null, two: null });
  expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
    [['one'], 'REQUEST_CANCELLED'],
    [['two'], 'REQUEST_CANCELLED'],
  ]);
  await left;
  expect(graph.servers.two?.requests).toEqual([]);
});

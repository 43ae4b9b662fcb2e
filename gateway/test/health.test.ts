import { expect, test } from 'vitest';
import { startHttp } from '../src/http.ts';
import { startFace } from './face.ts';
import { startHttpTester } from './subgraph-server.ts';
import { startTester } from './tester.ts';

const a = { sdl: 'type Query { a: Int }' };
const b = { sdl: 'type Query { b: Int }' };

test('a gateway that listens is live and ready, and says so without asking a subgraph', async () => {
  await using face = await startFace({ a, b });
  const { origin } = new URL(face.url);
  for (const [path, status] of [
    ['/health', 'live'],
    ['/health/live', 'live'],
    ['/health/ready', 'ready'],
  ]) {
    const response = await fetch(origin + path);
    expect([response.status, await response.json()]).toEqual([200, { status }]);
    const head = await fetch(origin + path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  }
  expect((await fetch(`${origin}/health/live`, { method: 'POST' })).status).toBe(404);
  expect(face.tester.calls).toEqual([]);
});

test('a gateway told to check its subgraphs is ready when all of them answer', async () => {
  await using graph = await startHttpTester({ a, b });
  const face = await startHttp(graph.gateway, { port: 0, checkSubgraphs: true });
  const { origin } = new URL(face.url);
  const readiness = async () => {
    const response = await fetch(`${origin}/health/ready`);
    return [response.status, await response.json()];
  };
  try {
    expect(await readiness()).toEqual([200, { status: 'ready' }]);
    expect(graph.servers.b?.requests.map(({ body }) => body)).toEqual(['{"query":"{__typename}"}']);
    await graph.servers.b?.stop();
    expect(await readiness()).toEqual([503, { status: 'unreachable', subgraphs: ['b'] }]);
    await graph.servers.a?.stop();
    expect(await readiness()).toEqual([503, { status: 'unreachable', subgraphs: ['a', 'b'] }]);
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
  } finally {
    await face.close();
  }
});

test('a subgraph that answers with an error is reachable only if the error is one of GraphQL', async () => {
  const refusing = {
    ...a,
    answer: (_request: unknown, response: import('node:http').ServerResponse) =>
      response.writeHead(400).end('{"errors":[{"message":"no"}]}'),
  };
  const broken = {
    ...b,
    answer: (_request: unknown, response: import('node:http').ServerResponse) =>
      response.writeHead(502).end('<h1>Bad gateway</h1>'),
  };
  await using graph = await startHttpTester({ a: refusing, b: broken });
  expect(await graph.gateway.unreachable()).toEqual(['b']);
});

test('a subgraph that answers with something else than GraphQL is not reachable', async () => {
  const page = {
    ...b,
    answer: (_request: unknown, response: import('node:http').ServerResponse) =>
      response.writeHead(200).end('<h1>Please log in</h1>'),
  };
  await using graph = await startHttpTester({ a, b: page });
  expect(await graph.gateway.unreachable()).toEqual(['b']);
});

test('a subgraph that never answers is unreachable after a while, and is told that nobody waits', async () => {
  const left = Promise.withResolvers<void>();
  const silent = {
    ...b,
    answer: (_request: unknown, response: import('node:http').ServerResponse) =>
      void response.once('close', () => left.resolve()),
  };
  await using graph = await startHttpTester({ a, b: silent }, { probeTimeout: 300 });
  expect(await graph.gateway.unreachable()).toEqual(['b']);
  await left.promise;
});

test('a subgraph in this process that heeds no signal is not waited for', async () => {
  await using graph = startTester(
    { a },
    {
      probeTimeout: 10,
      transport: () => ({ wants: 'values', send: () => new Promise(() => {}) }),
    },
  );
  expect(await graph.gateway.unreachable()).toEqual(['a']);
});

test('however many ask whether a subgraph answers, it is asked once at a time', async () => {
  let answer = (): void => {};
  let asked = 0;
  await using graph = startTester(
    { a },
    {
      transport: () => ({
        wants: 'values',
        async send() {
          asked++;
          await new Promise<void>((resolve) => {
            answer = resolve;
          });
          return { values: { data: { __typename: 'Query' } } };
        },
      }),
    },
  );
  const probes = Array.from({ length: 5 }, () => graph.gateway.unreachable());
  expect(asked).toBe(1);
  answer();
  expect(await Promise.all(probes)).toEqual(Array.from({ length: 5 }, () => []));
  const later = graph.gateway.unreachable();
  expect(asked).toBe(2);
  answer();
  expect(await later).toEqual([]);
});

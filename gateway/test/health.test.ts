import { expect, test } from 'vitest';
import { startHttp } from '../src/http.ts';
import { startFace } from './face.ts';
import { startHttpTester } from './subgraph-server.ts';

const a = { sdl: 'type Query { a: Int }' };
const b = { sdl: 'type Query { b: Int }' };

test('a gateway that listens is live and ready, and says so without asking a subgraph', async () => {
  await using face = await startFace({ a, b });
  const { origin } = new URL(face.url);
  for (const [path, status] of [
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

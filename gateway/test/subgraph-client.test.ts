import { verifyIdentity } from '@network/schema/identity';
import { describe, expect, test } from 'vitest';
import { createHttpTransports } from '../src/gateway.ts';
import { serveSubgraph, startHttpTester } from './subgraph-server.ts';

const secret = 'a secret of the platform, thirty-two';
const identity = {
  subject: 'anna',
  roles: [{ role: 'R' }],
  claims: { mail: 'a@b' },
  scopes: ['s'],
};
const me = { sdl: 'type Query { me: String }', resolvers: { Query: { me: () => 'me' } } };

function tokenIn(headers: { authorization?: string | undefined } | undefined): string {
  return /^Bearer (.+)$/.exec(headers?.authorization ?? '')?.[1] ?? '';
}

describe('a subgraph behind HTTP', () => {
  test('gets the reader as a token signed for it alone', async () => {
    await using graph = await startHttpTester({ me }, { http: { secret } });
    await graph.run('{ me }', { identity });
    const token = tokenIn(graph.servers.me?.requests[0]?.headers);
    const seen = verifyIdentity(token, { secret, audience: 'me' });
    expect(seen).toMatchObject({ subject: 'anna', roles: [{ role: 'R' }] });
    expect(seen?.exp).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) + 60);
    expect(verifyIdentity(token, { secret, audience: 'another' })).toBeNull();
    expect(verifyIdentity(token, { secret: 'another', audience: 'me' })).toBeNull();
    expect(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).not.toContain('a@b');
  });

  test('gets a token that ends with the login at the latest', async () => {
    await using graph = await startHttpTester({ me }, { http: { secret } });
    const exp = Math.floor(Date.now() / 1000) + 5;
    await graph.run('{ me }', { identity: { ...identity, exp } });
    const token = tokenIn(graph.servers.me?.requests[0]?.headers);
    expect(verifyIdentity(token, { secret, audience: 'me' })?.exp).toBe(exp);
  });

  test('gets no token of the public, nor one that a client forged by a forwarded header', async () => {
    await using graph = await startHttpTester({ me }, { http: { secret } });
    await graph.run('{ me }');
    await graph.run('{ me }', { identity, headers: { authorization: 'Bearer forged' } });
    const [first, second] = graph.servers.me?.requests ?? [];
    expect(first?.headers).not.toHaveProperty('authorization');
    const seen = verifyIdentity(tokenIn(second?.headers), { secret, audience: 'me' });
    expect(seen?.subject).toBe('anna');
  });

  test('gets nothing of the reader when there is no secret', async () => {
    await using graph = await startHttpTester({ me });
    await graph.run('{ me }', { identity });
    expect(graph.servers.me?.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('gets JSON, the languages, and the headers that are passed on, which change nothing else', async () => {
    await using graph = await startHttpTester({ me });
    const headers = { 'x-tenant': 'a', 'content-type': 'text/plain', accept: 'text/html' };
    await graph.run('{ me }', { languages: 'zh, ar;q=0.5', headers });
    const request = graph.servers.me?.requests.at(-1);
    expect(request?.headers).toMatchObject({
      'x-tenant': 'a',
      'accept-language': 'zh, ar;q=0.5',
      'content-type': 'application/json',
      accept: 'application/json',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({ query: '{me}', variables: {} });
  });

  test('is asked over connections that are kept', async () => {
    const sockets = new Set<unknown>();
    const answer: Parameters<typeof startHttpTester>[0][string]['answer'] = (request, response) => {
      sockets.add(request.socket);
      response.end('{"data":{"me":"me"}}');
    };
    await using graph = await startHttpTester({ me: { ...me, answer } });
    for (let n = 0; n < 20; n++) expect((await graph.run('{ me }')).data).toEqual({ me: 'me' });
    expect(sockets.size).toBeLessThan(5);
  });

  test('is not waited for when its transports are closed', async () => {
    const asked = Promise.withResolvers<void>();
    await using server = await serveSubgraph({ ...me, answer: () => asked.resolve() });
    const transports = createHttpTransports();
    const answer = transports.to('me', server.url).send({
      subgraph: 'me',
      query: '{me}',
      isMutation: false,
      variables: {},
      body: Buffer.from('{"query":"{me}"}'),
      identity: null,
      languages: '',
    });
    const refused = expect(answer).rejects.toThrow('Subgraph "me" could not be reached.');
    await asked.promise;
    await transports.close();
    await refused;
  });
});

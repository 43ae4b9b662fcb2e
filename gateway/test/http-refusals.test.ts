import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createGateway } from '../src/gateway.ts';
import { startHttp } from '../src/http.ts';
import { book, exchange, messageOf, startFace, written } from './face.ts';
import { compose } from './tester.ts';

describe('a body', () => {
  test.each([
    ['nothing', '', 'The body is not JSON.'],
    ['half of an object', '{"query":"{ title }"', 'The body is not JSON.'],
    [
      'a batch',
      '[{"query":"{ title }"}]',
      'The body must be one JSON object; batches are not served.',
    ],
    ['null', 'null', 'The body must be one JSON object; batches are not served.'],
    ['a text', '"{ title }"', 'The body must be one JSON object; batches are not served.'],
    ['an object without a query', '{}', '"query" must be a text.'],
    ['an empty query', '{"query":""}', '"query" must be a text.'],
    ['a query that is a list', '{"query":["{ title }"]}', '"query" must be a text.'],
    [
      'an operation name that is a number',
      '{"query":"{title}","operationName":1}',
      '"operationName" must be a text.',
    ],
    [
      'variables that are a list',
      '{"query":"{title}","variables":[]}',
      '"variables" must be an object.',
    ],
    [
      'variables that are a text',
      '{"query":"{title}","variables":"{}"}',
      '"variables" must be an object.',
    ],
    [
      'extensions that are a text',
      '{"query":"{title}","extensions":"{}"}',
      '"extensions" must be an object.',
    ],
  ])('of %s is refused with the reason', async (_what, body, message) => {
    await using face = await startFace({ book });
    const response = await face.post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(face.tester.calls).toEqual([]);
  });

  test('that is not UTF-8 is refused, not guessed at', async () => {
    await using face = await startFace({ book });
    const headers = { 'content-type': 'application/json' };
    const body = Buffer.from('{"query":"{ title(of: \\"é\\") }"}', 'latin1');
    const response = await face.send('', { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toBe('The body is not UTF-8.');
    const replaced = await face.post({ query: '{ title(of: "\uFFFD") }' });
    expect(await replaced.json()).toEqual({ data: { title: 'Title \uFFFD' } });
  });

  test('that is compressed is refused with the reason', async () => {
    await using face = await startFace({ book });
    const response = await face.send('', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync('{"query":"{ title }"}'),
    });
    expect(response.status).toBe(415);
    expect(await messageOf(response)).toMatch(/Content-Encoding/);
  });

  test('of as many bytes as allowed is read, one more is refused', async () => {
    await using face = await startFace({ book }, { limits: { bodyBytes: 100 } });
    const body = (bytes: number) => '{"query":"{ title }"}'.padEnd(bytes, ' ');
    expect((await face.post(body(100))).status).toBe(200);
    const response = await face.post(body(101));
    expect(response.status).toBe(413);
    expect(response.headers.get('connection')).toBe('close');
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'The operation exceeds the limit "bodyBytes": 101 found, 100 allowed.',
          extensions: {
            code: 'OPERATION_LIMIT_EXCEEDED',
            limit: 'bodyBytes',
            allowed: 100,
            found: 101,
          },
        },
      ],
    });
  });

  test('is not read further than the limit when it does not say how long it is', async () => {
    await using face = await startFace({ book }, { limits: { bodyBytes: 100 } });
    const answer = await exchange(
      face.url,
      `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${'40\r\n'.concat('a'.repeat(64), '\r\n').repeat(3)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"limit":"bodyBytes","allowed":100');
  });

  test('is not waited for when it takes too long to arrive', async () => {
    await using face = await startFace({ book }, { http: { requestTimeout: 20 } });
    const answer = await exchange(
      face.url,
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(face.tester.calls).toEqual([]);
  });
});

describe('a page of another site', () => {
  const mutation = '{"query":"mutation { write(text: \\"a\\") }"}';

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])('cannot send a mutation as "%s"', async (type) => {
    await using face = await startFace({ book });
    written.length = 0;
    const answer = await exchange(
      face.url,
      `POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${type && `Content-Type: ${type}\r\n`}Content-Length: ${mutation.length}\r\n\r\n${mutation}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
    expect(answer).toContain('A POST must have the content type application/json');
    expect(written).toEqual([]);
  });

  test('can when it asked first, as its header shows', async () => {
    await using face = await startFace({ book });
    written.length = 0;
    const headers = { 'content-type': 'text/plain', 'graphql-require-preflight': '1' };
    expect((await face.post(mutation, headers)).status).toBe(200);
    expect(written).toEqual(['a']);
  });

  test.each([
    ['application/json;charset=UTF-8', 200],
    ['Application/JSON ; charset="utf-8"', 200],
    ['application/json; charset=iso-8859-1', 415],
    ['application/jsonp', 415],
    ['text/plain; application/json', 415],
  ])('cannot hide behind a type like "%s"', async (type, status) => {
    await using face = await startFace({ book });
    const response = await face.post({ query: '{ title }' }, { 'content-type': type });
    expect(response.status).toBe(status);
  });

  test('reads nothing unless its origin is allowed', async () => {
    await using closed = await startFace({ book });
    await using some = await startFace(
      { book },
      { http: { cors: { origins: ['https://a.test'] } } },
    );
    await using open = await startFace({ book }, { http: { cors: { origins: '*' } } });
    const allowed = async (
      face: typeof open,
      origin: string,
      body: unknown = { query: '{title}' },
    ) => (await face.post(body, { origin })).headers.get('access-control-allow-origin');
    expect(await allowed(closed, 'https://a.test')).toBeNull();
    expect(await allowed(some, 'https://a.test')).toBe('https://a.test');
    expect(await allowed(some, 'https://a.test', 'not JSON')).toBe('https://a.test');
    expect(await allowed(some, 'https://a.test.evil')).toBeNull();
    expect(await allowed(some, 'null')).toBeNull();
    expect(await allowed(open, 'https://b.test')).toBe('*');
    const response = await some.post({ query: '{title}' }, { origin: 'https://b.test' });
    expect(response.headers.get('vary')).toContain('Origin');
  });

  test('gets leave by a preflight only from an allowed origin', async () => {
    await using face = await startFace(
      { book },
      { http: { cors: { origins: ['https://a.test'] } } },
    );
    const preflight = (origin: string) =>
      face.send('', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-headers': 'authorization, content-type' },
      });
    const granted = await preflight('https://a.test');
    expect(granted.status).toBe(204);
    expect(granted.headers.get('access-control-allow-origin')).toBe('https://a.test');
    expect(granted.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS');
    expect(granted.headers.get('access-control-allow-headers')).toBe('authorization, content-type');
    const refused = await preflight('https://b.test');
    expect(refused.headers.has('access-control-allow-origin')).toBe(false);
    expect(refused.headers.has('access-control-allow-headers')).toBe(false);
  });
});

describe('another request', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'HEAD'])(
    'by %s is refused with what is allowed',
    async (method) => {
      await using face = await startFace({ book });
      const response = await face.send('', { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, POST, OPTIONS');
    },
  );

  test.each(['', '/', '/graphql/', '/graphqlx', '/GRAPHQL', '/graphql/explorer/x.js'])(
    'to "%s" finds nothing',
    async (path) => {
      await using face = await startFace({ book });
      const response = await fetch(new URL(face.url).origin + path, { method: 'POST', body: '{}' });
      expect(response.status).toBe(404);
      expect(await messageOf(response)).toBe('There is nothing here. GraphQL is at /graphql.');
    },
  );

  test.each([
    ['an address that is none', 'GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    [
      'a port that is none',
      'GET http://x:99999/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['no host', 'GET /graphql HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['not HTTP', 'EHLO example.org\r\n\r\n', 400],
    [
      'two lengths',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
      400,
    ],
    [
      'a length and chunks',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'a line break in a header',
      'GET /graphql HTTP/1.1\r\nHost: x\r\nX-A: a\n\nb\r\nConnection: close\r\n\r\n',
      400,
    ],
    [
      'headers without end',
      `GET /graphql HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ['TRACE', 'TRACE /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
  ])('with %s is refused, and the next is answered', async (_what, request, status) => {
    await using face = await startFace({ book });
    const answer = await exchange(face.url, request);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/\n\s+at |node:|\.ts/);
    expect((await face.post({ query: '{ title }' })).status).toBe(200);
  });

  test('by a proxy, with the whole address, is answered', async () => {
    await using face = await startFace({ book });
    const request =
      'GET http://any.test/graphql?query={title} HTTP/1.1\r\nHost: any.test\r\nConnection: close\r\n\r\n';
    expect(await exchange(face.url, request)).toContain('{"data":{"title":"Title 1"}}');
  });
});

test('a fault of the gateway is reported without its inside', async () => {
  const gateway = createGateway({
    supergraph: compose({ book }),
    transport: () => ({
      wants: 'values',
      send() {
        throw new Error('the inside of a secret table');
      },
    }),
  });
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on('warning', listen);
  const face = await startHttp(gateway, { port: 0 });
  try {
    const response = await fetch(face.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: '{"query":"{ title }"}',
    });
    expect(await response.json()).toEqual({
      errors: [{ message: 'The gateway failed.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(warnings.map(({ message }) => message)).toContain('the inside of a secret table');
  } finally {
    process.off('warning', listen);
    await face.close();
    await gateway.close();
  }
});

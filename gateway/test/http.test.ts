import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startHttp } from '../src/http.ts';
import { answerOf, book, exchange, messageOf, startFace, written } from './face.ts';

const jsonType = 'application/json; charset=utf-8';
const graphqlType = 'application/graphql-response+json; charset=utf-8';

describe('an operation', () => {
  test('sent with POST is answered as JSON', async () => {
    await using face = await startFace({ book });
    const response = await face.post({
      query: 'query A { title } query B($of: ID!) { pages(of: $of) }',
      operationName: 'B',
      variables: { of: '7' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(jsonType);
    expect(await response.json()).toEqual({ data: { pages: 12 } });
  });

  test('may leave operation name, variables and extensions null', async () => {
    await using face = await startFace({ book });
    const response = await face.post({
      query: '{ title }',
      operationName: null,
      variables: null,
      extensions: null,
    });
    expect(await response.json()).toEqual({ data: { title: 'Title 1' } });
  });

  test('sent with GET is answered alike', async () => {
    await using face = await startFace({ book });
    const search = new URLSearchParams({
      query: 'query A { title } query B($of: ID!) { t: title(of: $of) }',
      operationName: 'B',
      variables: '{"of":"é"}',
    });
    const response = await face.send(`?${search}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { t: 'Title é' } });
  });

  test('that is a mutation is refused with GET, and nothing is written', async () => {
    await using face = await startFace({ book });
    written.length = 0;
    const response = await face.send(`?query=${encodeURIComponent('mutation{write(text:"a")}')}`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await response.json()).toEqual({
      errors: [
        { message: 'A mutation must be sent with POST.', extensions: { code: 'NOT_A_QUERY' } },
      ],
    });
    expect(written).toEqual([]);
    expect(face.tester.calls).toEqual([]);
  });

  test('carries characters of every script both ways', async () => {
    await using face = await startFace({ book });
    const of = 'مهاجر 移民 👩‍👩‍👧 \u2028 "\\';
    const response = await face.post({
      query: 'query($of: ID) { title(of: $of) }',
      variables: { of },
    });
    expect(await response.json()).toEqual({ data: { title: `Title ${of}` } });
  });

  test('tells subgraphs which languages the client reads', async () => {
    await using face = await startFace({ book });
    const response = await face.post(
      { query: '{ languages }' },
      { 'accept-language': 'ar, zh;q=0.5' },
    );
    expect(await response.json()).toEqual({ data: { languages: 'ar, zh;q=0.5' } });
  });
});

describe('the media type of an answer', () => {
  test.each([
    ['*/*', jsonType],
    ['application/json', jsonType],
    ['application/graphql-response+json', graphqlType],
    ['APPLICATION/GRAPHQL-RESPONSE+JSON', jsonType],
    [
      'application/graphql-response+json; charset=utf-8, application/json; charset=utf-8',
      graphqlType,
    ],
    ['application/graphql-response+json, application/json;q=0.9', graphqlType],
    ['application/json, application/graphql-response+json;q=0.9', jsonType],
    ['application/graphql-response+json;q=0, */*', jsonType],
    ['application/graphql-response+jsonp', jsonType],
    ['image/png', jsonType],
  ])('for "Accept: %s" is %s', async (accept, type) => {
    await using face = await startFace({ book });
    const response = await face.post({ query: '{ title }' }, { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
  });

  test('decides the status of an operation that is not executed', async () => {
    await using face = await startFace({ book });
    const refused = [
      { query: '{ title' },
      { query: '{ nothing }' },
      { query: 'query($of: ID!) { pages(of: $of) }', variables: {} },
      { query: 'query A { title }', operationName: 'B' },
      { query: 'query A { title } query B { title }' },
      { query: 'subscription { title }' },
    ];
    const accept = 'application/graphql-response+json';
    for (const body of refused) {
      const legacy = await face.post(body);
      const current = await face.post(body, { accept });
      expect([legacy.status, current.status]).toEqual([200, 400]);
      const answer = await answerOf(legacy);
      expect(answer).not.toHaveProperty('data');
      expect(answer.errors[0]?.extensions.code).toMatch(/^[A-Z_]+$/);
      expect(await current.json()).toEqual(answer);
    }
  });

  test('does not change the status of an answer with data', async () => {
    await using face = await startFace({ book });
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const response = await face.post({ query: '{ title broken }' }, { accept });
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        data: { title: 'Title 1', broken: null },
        errors: [
          {
            message: 'The pages are stuck.',
            path: ['broken'],
            extensions: { code: 'SUBGRAPH_ERROR', subgraph: 'book' },
          },
        ],
      });
    }
  });

  test('and languages, logins and forwarded headers are what answers vary by', async () => {
    await using plain = await startFace({ book });
    await using forwarding = await startFace(
      { book },
      { http: { forwardHeaders: ['X-Tenant', 'Authorization'] } },
    );
    const vary = async (face: typeof plain, body: unknown) =>
      (await face.post(body)).headers.get('vary');
    expect(await vary(plain, { query: '{ title }' })).toBe(
      'Accept, Accept-Language, Authorization',
    );
    expect(await vary(plain, [])).toBe('Accept, Accept-Language, Authorization');
    expect(await vary(forwarding, { query: '{ title }' })).toBe(
      'Accept, Accept-Language, Authorization, x-tenant',
    );
  });
});

describe('a GET', () => {
  test.each([
    ['without a query', '', '"query" must be a text.'],
    ['with variables that are not JSON', '?query={title}&variables={', '"variables" is not JSON.'],
    [
      'with variables that are a list',
      '?query={title}&variables=[]',
      '"variables" must be an object.',
    ],
    [
      'with extensions that are not JSON',
      '?query={title}&extensions=x',
      '"extensions" is not JSON.',
    ],
  ])('%s is refused with the reason', async (_what, after, message) => {
    await using face = await startFace({ book });
    const response = await face.send(after);
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toBe(message);
  });
});

describe('headers of the client', () => {
  test('reach subgraphs only if they are to be forwarded', async () => {
    await using face = await startFace(
      { book },
      { http: { forwardHeaders: ['X-Tenant', 'X-None'] } },
    );
    const response = await face.post(
      { query: '{ headers }' },
      { 'x-tenant': 'a', cookie: 'secret=1', 'x-other': 'b' },
    );
    expect(await response.json()).toEqual({ data: { headers: '{"x-tenant":"a"}' } });
  });

  test('named like parts of objects are only names', async () => {
    await using face = await startFace(
      { book },
      { http: { forwardHeaders: ['constructor', '__proto__'] } },
    );
    const response = await face.post({ query: '{ headers }' });
    expect(await response.json()).toEqual({ data: { headers: '{}' } });
  });

  test('with a login are refused where nobody vouches for logins', async () => {
    await using face = await startFace({ book });
    const response = await face.post({ query: '{ title }' }, { authorization: 'Bearer a.b.c' });
    expect(response.status).toBe(401);
    expect(await messageOf(response)).toBe('Logins are not accepted here.');
  });

  test('with a login are passed on where subgraphs are to judge them', async () => {
    await using face = await startFace({ book }, { http: { forwardHeaders: ['authorization'] } });
    const response = await face.post({ query: '{ headers }' }, { authorization: 'Basic YTpi' });
    expect(await response.json()).toEqual({
      data: { headers: '{"authorization":"Basic YTpi"}' },
    });
  });
});

describe('a text sent once', () => {
  const query = '{ title(of: "kept") }';
  const extensions = {
    persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') },
  };

  test('is named by its hash afterwards, with POST and with GET', async () => {
    await using face = await startFace({ book });
    const unknown = await face.post({ extensions });
    expect(unknown.status).toBe(200);
    expect(await unknown.json()).toEqual({
      errors: [
        { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
      ],
    });
    const data = { title: 'Title kept' };
    expect(await (await face.post({ query, extensions })).json()).toEqual({ data });
    expect(await (await face.post({ extensions })).json()).toEqual({ data });
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    expect(await (await face.send(`?${search}`)).json()).toEqual({ data });
  });

  test('is not kept under the hash of another', async () => {
    await using face = await startFace({ book });
    const response = await face.post({ query: '{ title }', extensions });
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toBe('The hash is not that of the query.');
    expect(await messageOf(await face.post({ extensions }))).toBe('PersistedQueryNotFound');
  });

  test('that is a mutation is refused with GET all the same', async () => {
    await using face = await startFace({ book });
    written.length = 0;
    const text = 'mutation { write(text: "a") }';
    const sha256Hash = createHash('sha256').update(text).digest('hex');
    const named = { persistedQuery: { version: 1, sha256Hash } };
    await face.post({ query: text, extensions: named });
    expect(written).toEqual(['a']);
    const search = new URLSearchParams({ extensions: JSON.stringify(named) });
    expect((await face.send(`?${search}`)).status).toBe(405);
    expect(written).toEqual(['a']);
  });
});

/** A field whose answer waits for `release`. */
function slowWord() {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const slow = {
    sdl: 'type Query { slow: String }',
    resolvers: {
      Query: {
        async slow() {
          isAsked();
          await released;
          return 'done';
        },
      },
    },
  };
  return { slow, asked, release };
}

test('a gateway that closes answers what is under way, and then nothing more', async () => {
  const { slow, asked, release } = slowWord();
  await using face = await startFace({ slow });
  const answer = face.post({ query: '{ slow }' });
  await asked;
  const closed = face.close();
  await expect(face.post({ query: '{ slow }' })).rejects.toThrow();
  release();
  const response = await answer;
  expect(await response.json()).toEqual({ data: { slow: 'done' } });
  expect(response.headers.get('connection')).toBe('close');
  await closed;
});

test('a gateway that closes does not wait for ever: after a time the rest is cut off', async () => {
  const { slow, asked, release } = slowWord();
  await using face = await startFace({ slow }, { http: { closeTimeout: 20 } });
  const answer = face.post({ query: '{ slow }' });
  const refused = expect(answer).rejects.toThrow();
  await asked;
  await face.close();
  await refused;
  release();
});

async function connectTo(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.setEncoding('utf8');
  await once(socket, 'connect');
  return socket;
}

const get = (query: string) => `GET /graphql?query=${query} HTTP/1.1\r\nHost: x\r\n\r\n`;

test('a connection on which nothing was asked does not keep a gateway open', async () => {
  await using face = await startFace({ book });
  const socket = await connectTo(face.url);
  await face.close();
  if (!socket.closed) await once(socket, 'close');
  expect(socket.bytesRead).toBe(0);
});

describe('a request of which only a part arrives does not keep a gateway open', () => {
  test.each([
    [
      'a part of its body',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 10000\r\n\r\n{',
      /^HTTP\/1\.1 100 /,
    ],
    [
      'a part of its headers, after another',
      `${get('{title}')}POST /graphql HTTP/1.1\r\nHost:`,
      /^HTTP\/1\.1 200 /,
    ],
  ])('be it %s', async (_what, text, heard) => {
    await using face = await startFace({ book }, { http: { arrivalTimeout: 20 } });
    const socket = await connectTo(face.url);
    socket.write(text);
    const [answer] = await once(socket, 'data');
    expect(answer).toMatch(heard);
    await face.close();
    if (!socket.closed) await once(socket, 'close');
  });

  test('and the one before it on the same connection is answered', async () => {
    const { slow, asked, release } = slowWord();
    await using face = await startFace({ slow });
    const received = exchange(face.url, `${get('{slow}')}POST /graphql HTTP/1.1\r\nHost:`);
    await asked;
    const closed = face.close();
    release();
    expect(await received).toContain('{"data":{"slow":"done"}}');
    await closed;
  });
});

test('an address that is taken is an error of the start', async () => {
  await using face = await startFace({ book });
  const port = Number(new URL(face.url).port);
  await expect(startHttp(face.tester.gateway, { port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

// Goes in: a gateway and an address. Comes out: GraphQL over HTTP on it, with the explorer page and health endpoints.
// Verifies logins and follows the media types of the GraphQL over HTTP specification. Executes nothing itself.
//
// It stands on node:http: Fastify's router makes functions from strings and does not start under
// `--disallow-code-generation-from-strings`, under which this gateway runs.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createPersistedTexts, type PersistedTexts } from './cache.ts';
import { createCancellation } from './cancellation.ts';
import { codes, type ResponseError, requestError } from './errors.ts';
import { createExplorer, type Explorer, type ExplorerOptions, explorerPolicy } from './explorer.ts';
import { errorsOf, type Gateway } from './gateway.ts';
import {
  acceptsGraphqlResponse,
  type Parameters,
  readBody,
  readGet,
  readPost,
  UnreadableMedia,
} from './http-request.ts';
import { createVerifier, type IssuerOptions, type VerifyToken } from './identity.ts';
import type { Identity } from './transport.ts';

export interface HttpOptions {
  host?: string | undefined;
  /** 0 takes a free one. */
  port: number;
  explorer?: ExplorerOptions | undefined;
  /** Without an issuer a login is refused, not passed over. */
  issuer?: IssuerOptions | undefined;
  cors?: { origins: readonly string[] | '*' } | undefined;
  /** Names of client headers that subgraphs get. */
  forwardHeaders?: readonly string[] | undefined;
  /** `/health/ready` also asks every subgraph. */
  checkSubgraphs?: boolean | undefined;
  /** Milliseconds in which a request must have arrived whole; Node answers 408 otherwise. Default 30,000. */
  requestTimeout?: number | undefined;
  /** Milliseconds that a close waits for requests under way before it cuts them off. Default 25,000. */
  closeTimeout?: number | undefined;
  /** Of these, milliseconds for the rest of a request of which only a part has arrived. Default 5,000. */
  arrivalTimeout?: number | undefined;
}

export interface HttpFace {
  /** The GraphQL endpoint. */
  url: string;
  /**
   * Takes no new connections, answers the requests under way, then closes, with or without their answers when the
   * timeouts are over. The gateway itself stays open.
   */
  close(): Promise<void>;
}

interface Face {
  gateway: Gateway;
  options: HttpOptions;
  /** Lower case. */
  forwardHeaders: readonly string[];
  /** Client headers that an answer may depend on. */
  vary: string;
  verify: VerifyToken | null;
  texts: PersistedTexts;
  explorer: Explorer | null;
  isClosing: boolean;
}

type Headers = Record<string, string>;

const endpoint = '/graphql';
const filesUnder = `${endpoint}/explorer/`;
const json = 'application/json; charset=utf-8';
const graphqlResponse = 'application/graphql-response+json; charset=utf-8';
const varied = ['Accept', 'Accept-Language', 'Authorization'];
const persistedKept = 5_000;
/** Longer than the usual idle time of a load balancer, which must be the one to close. */
const keepAliveMilliseconds = 65_000;
/** How often Node looks for requests that take too long to arrive. */
const mostCheckMilliseconds = 5_000;

export async function startHttp(gateway: Gateway, options: HttpOptions): Promise<HttpFace> {
  const forwardHeaders = (options.forwardHeaders ?? []).map((name) => name.toLowerCase());
  const known = varied.map((name) => name.toLowerCase());
  const face: Face = {
    gateway,
    options,
    forwardHeaders,
    vary: [...varied, ...forwardHeaders.filter((name) => !known.includes(name))].join(', '),
    verify: options.issuer ? await createVerifier(options.issuer) : null,
    texts: createPersistedTexts(persistedKept),
    explorer: options.explorer ? createExplorer(options.explorer) : null,
    isClosing: false,
  };
  const { requestTimeout = 30_000, closeTimeout = 25_000, arrivalTimeout = 5_000 } = options;
  const connections = new Map<Socket, IncomingMessage[]>();
  const server = createServer(
    {
      requestTimeout,
      connectionsCheckingInterval: Math.min(requestTimeout, mostCheckMilliseconds),
    },
    (request, response) => {
      const { socket } = request;
      const requests = connections.get(socket) ?? [];
      requests.push(request);
      response.once('close', () => {
        requests.splice(requests.indexOf(request), 1);
        if (face.isClosing && requests.length === 0) socket.destroy();
      });
      route(face, request, response).catch((error) => {
        if (response.headersSent) response.destroy();
        else sendErrors(response, 500, { errors: errorsOf(error) });
      });
    },
  );
  server.keepAliveTimeout = keepAliveMilliseconds;
  server.on('connection', (socket) => {
    connections.set(socket, []);
    socket.once('close', () => connections.delete(socket));
  });
  const { host = '127.0.0.1', port } = options;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  const { address, family, port: actual } = server.address() as AddressInfo;
  const name = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${name}:${actual}${endpoint}`,
    close() {
      face.isClosing = true;
      const closeThose = (isDone: (requests: readonly IncomingMessage[]) => boolean) => {
        for (const [socket, requests] of connections) if (isDone(requests)) socket.destroy();
      };
      // Nothing is under way for a request that does not arrive.
      const arrival = setTimeout(
        () => closeThose((requests) => !requests.some(({ complete }) => complete)),
        arrivalTimeout,
      );
      const end = setTimeout(() => server.closeAllConnections(), closeTimeout);
      return new Promise((resolve, reject) => {
        server.close((error) => {
          clearTimeout(arrival);
          clearTimeout(end);
          if (error) reject(error);
          else resolve();
        });
        // Node itself would wait for connections that were only opened.
        closeThose((requests) => requests.length === 0);
      });
    },
  };
}

async function route(face: Face, request: IncomingMessage, response: ServerResponse) {
  const { method, url = '/' } = request;
  // A connection kept alive must not outlast the server.
  if (face.isClosing) response.setHeader('connection', 'close');
  if (method === 'POST' && url === endpoint) return answerPost(face, request, response);

  const address = URL.parse(url, 'http://localhost');
  if (!address) return sendErrors(response, 400, { errors: [problem('This is no address.')] });
  const { pathname, searchParams } = address;
  if (pathname === endpoint) {
    if (method === 'POST') return answerPost(face, request, response);
    if (method === 'OPTIONS') return answerPreflight(face, request, response);
    if (method !== 'GET') {
      const headers = { ...responseHeaders(face, request), allow: 'GET, POST, OPTIONS' };
      return sendErrors(response, 405, { errors: [problem('Send GET or POST.')], headers });
    }
    // The editor keeps its query in the address, so that a page with one is still a page.
    const wantsPage = request.headers.accept?.includes('text/html');
    if (face.explorer && wantsPage) return sendPage(face, face.explorer, response);
    return answerGet(face, request, { response, searchParams });
  }
  const isRead = method === 'GET' || method === 'HEAD';
  if (isRead && (pathname === '/' || pathname === `${endpoint}/`)) {
    response.setHeader('location', endpoint);
    return send(response, 307, { body: '' });
  }
  if (isRead && (pathname === '/health/live' || pathname === '/health')) {
    return send(response, 200, { body: '{"status":"live"}' });
  }
  if (isRead && pathname === '/health/ready') return sendReadiness(face, response);
  if (method === 'GET' && face.explorer && pathname.startsWith(filesUnder)) {
    return sendFile(face.explorer, request, { response, name: pathname.slice(filesUnder.length) });
  }
  const errors = [problem(`There is nothing here. GraphQL is at ${endpoint}.`)];
  return sendErrors(response, 404, { errors });
}

async function answerPost(face: Face, request: IncomingMessage, response: ServerResponse) {
  let parameters: Parameters;
  try {
    const body = await readBody(request, face.gateway.limits.bodyBytes);
    parameters = readPost(request, body, face.texts);
  } catch (error) {
    return sendUnread(face, request, { response, error });
  }
  return answer(face, request, { response, parameters });
}

async function answerGet(
  face: Face,
  request: IncomingMessage,
  { response, searchParams }: { response: ServerResponse; searchParams: URLSearchParams },
) {
  let parameters: Parameters;
  try {
    parameters = readGet(searchParams, face.texts);
  } catch (error) {
    return sendUnread(face, request, { response, error });
  }
  return answer(face, request, { response, parameters });
}

/** A request that is not one of GraphQL. */
function sendUnread(
  face: Face,
  request: IncomingMessage,
  { response, error }: { response: ServerResponse; error: unknown },
): void {
  const errors = errorsOf(error);
  const { code, limit } = errors[0]?.extensions ?? {};
  const headers = responseHeaders(face, request);
  let status = error instanceof UnreadableMedia ? 415 : 400;
  // Clients of persisted queries read this error as an answer.
  if (code === codes.persistedUnknown) status = 200;
  else if (limit === 'bodyBytes') status = 413;
  if (status === 413 || face.isClosing) headers.connection = 'close';
  sendErrors(response, status, { errors, headers });
}

async function answer(
  face: Face,
  request: IncomingMessage,
  { response, parameters }: { response: ServerResponse; parameters: Parameters },
) {
  const headers = responseHeaders(face, request);
  const { signal, cancel } = createCancellation();
  let done: (() => void) | undefined;
  response.once('close', () => {
    if (done) done();
    if (!response.writableFinished) cancel();
  });
  const { authorization } = request.headers;
  let identity: Identity | null = null;
  if (authorization !== undefined && !isForSubgraphs(face)) {
    try {
      identity = await identify(face, authorization);
    } catch (error) {
      const errors = errorsOf(error);
      const isRefused = errors[0]?.extensions?.code === codes.unauthenticated;
      if (isRefused) headers['www-authenticate'] = 'Bearer error="invalid_token"';
      return sendErrors(response, isRefused ? 401 : 503, { errors, headers });
    }
  }
  const { body, release, kind } = await face.gateway.respond({
    ...parameters,
    identity,
    languages: request.headers['accept-language'] ?? '',
    headers: face.forwardHeaders.length > 0 ? forwarded(face, request) : undefined,
    signal,
    queriesOnly: request.method === 'GET',
  });
  if (kind === 'not-a-query') headers.allow = 'POST';
  if (face.isClosing) headers.connection = 'close';
  const failed = headers['content-type'] === graphqlResponse ? 400 : 200;
  const status = kind === 'executed' ? 200 : kind === 'not-a-query' ? 405 : failed;
  done = release;
  send(response, status, { headers, body });
}

/** Without an issuer of its own, a gateway that is told to pass logins on leaves them to its subgraphs. */
function isForSubgraphs(face: Face): boolean {
  return face.verify === null && face.forwardHeaders.includes('authorization');
}

async function identify(face: Face, authorization: string): Promise<Identity> {
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
  if (token === undefined || !face.verify) {
    const message = face.verify ? 'The login is not valid.' : 'Logins are not accepted here.';
    throw requestError(message, codes.unauthenticated);
  }
  return face.gateway.identify(await face.verify(token));
}

function responseHeaders(face: Face, request: IncomingMessage): Headers {
  const type = acceptsGraphqlResponse(request.headers.accept) ? graphqlResponse : json;
  const headers: Headers = { 'content-type': type, vary: face.vary };
  if (face.options.cors) allowOrigin(face, request, headers);
  return headers;
}

function allowOrigin(face: Face, request: IncomingMessage, headers: Headers): void {
  const { cors } = face.options;
  const { origin } = request.headers;
  if (!cors || origin === undefined) return;
  if (cors.origins === '*') headers['access-control-allow-origin'] = '*';
  else {
    headers.vary = `${face.vary}, Origin`;
    if (cors.origins.includes(origin)) headers['access-control-allow-origin'] = origin;
  }
}

function answerPreflight(face: Face, request: IncomingMessage, response: ServerResponse): void {
  const headers: Headers = { vary: face.vary };
  allowOrigin(face, request, headers);
  if (headers['access-control-allow-origin'] !== undefined) {
    headers['access-control-allow-methods'] = 'GET, POST, OPTIONS';
    headers['access-control-allow-headers'] =
      request.headers['access-control-request-headers'] ?? 'content-type';
    headers['access-control-max-age'] = '86400';
  }
  response.writeHead(204, headers);
  response.end();
}

function forwarded(face: Face, request: IncomingMessage): Headers {
  const headers: Headers = {};
  for (const name of face.forwardHeaders) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

async function sendReadiness(face: Face, response: ServerResponse) {
  if (face.isClosing) return send(response, 503, { body: '{"status":"closing"}' });
  const subgraphs = face.options.checkSubgraphs ? await face.gateway.unreachable() : [];
  if (subgraphs.length === 0) return send(response, 200, { body: '{"status":"ready"}' });
  const body = JSON.stringify({ status: 'unreachable', subgraphs });
  return send(response, 503, { body });
}

async function sendPage(face: Face, explorer: Explorer, response: ServerResponse) {
  const page = await explorer.page(endpoint);
  const headers = {
    'content-type': page.type,
    'content-security-policy': explorerPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
    vary: face.vary,
  };
  send(response, 200, { headers, body: page.body });
}

async function sendFile(
  explorer: Explorer,
  request: IncomingMessage,
  { response, name }: { response: ServerResponse; name: string },
) {
  const accepted = request.headers['accept-encoding'];
  const file = await explorer.file(name, typeof accepted === 'string' ? accepted : '');
  if (!file) return sendErrors(response, 404, { errors: [problem('There is no such file.')] });
  const headers: Headers = {
    'content-type': file.type,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    vary: 'Accept-Encoding',
  };
  if (file.encoding) headers['content-encoding'] = file.encoding;
  send(response, 200, { headers, body: file.body });
}

function problem(message: string): ResponseError {
  return { message, extensions: { code: codes.badInput } };
}

function sendErrors(
  response: ServerResponse,
  status: number,
  { errors, headers = {} }: { errors: readonly ResponseError[]; headers?: Headers },
): void {
  send(response, status, { headers, body: JSON.stringify({ errors }) });
}

function send(
  response: ServerResponse,
  status: number,
  { headers = {}, body }: { headers?: Headers; body: string | Buffer },
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  headers['content-type'] ??= json;
  headers['content-length'] = String(bytes.length);
  response.writeHead(status, headers);
  response.end(bytes);
}

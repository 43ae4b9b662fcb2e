// Goes in: one request to one subgraph. Comes out: the bytes of its answer. The only file that speaks HTTP to a subgraph:
// kept-alive connections, a deadline, cancellation, the reader's identity as a signed token. Does not parse answers.

import type { Socket } from 'node:net';
import { signIdentity } from '@network/schema/identity';
import { type Dispatcher, Pool } from 'undici';
import { onAbort } from './cancellation.ts';
import { cancelled, codes, SubgraphFailure } from './errors.ts';
import type { SubgraphRequest, Transport } from './transport.ts';

export interface HttpTransportOptions {
  /** Milliseconds until an answer must be complete. */
  timeout?: number;
  /** Bytes of an answer. */
  maxAnswerBytes?: number;
  /** Signs the identity for subgraphs of this platform; without it no identity is sent. */
  secret?: string | undefined;
}

export const httpDefaults = {
  timeout: 30_000,
  maxAnswerBytes: 256 * 1024 * 1024,
} as const;

/** To one origin. */
const connections = 128;

/** One for all subgraphs of a gateway: those of one origin share its connections. */
export interface HttpTransports {
  to(subgraph: string, url: string): Transport;
  /** Cuts off what is under way: close first what waits for it. */
  close(): Promise<void>;
}

export function createHttpTransports(options: HttpTransportOptions = {}): HttpTransports {
  const { timeout, maxAnswerBytes } = { ...httpDefaults, ...options };
  const deadlines = createDeadlines(timeout);
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string): Pool => {
    let pool = pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, {
        connections,
        // Ours is the one deadline; undici's own timers would only cost.
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: origin.startsWith('http:') ? { timeout, onread } : { timeout },
        keepAliveTimeout: 30_000,
      });
      pools.set(origin, pool);
    }
    return pool;
  };
  return {
    to(subgraph, url) {
      const address = new URL(url);
      const target: Target = {
        pool: poolOf(address.origin),
        path: `${address.pathname}${address.search}`,
        subgraph,
        deadlines,
        timeout,
        maxAnswerBytes,
      };
      return {
        wants: 'bytes',
        send: (request) => post(target, request, headersOf(request, options.secret)),
      };
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/**
 * All connections read into this one place, and what has come is copied from there at once. Otherwise Node takes 64 KB
 * anew for every read, and hands most of it back: a third of the gateway's memory under load.
 */
const onread = {
  buffer: Buffer.allocUnsafeSlow(64 * 1024),
  callback(this: Socket, length: number, buffer: Uint8Array): boolean {
    return this.push(Buffer.from(buffer.subarray(0, length)));
  },
};

const plainHeaders = { 'content-type': 'application/json', accept: 'application/json' };

function headersOf(request: SubgraphRequest, secret: string | undefined): Record<string, string> {
  const { identity, languages } = request;
  const isSigned = secret !== undefined && identity !== null;
  if (!request.headers && languages === '' && !isSigned) return plainHeaders;
  const headers: Record<string, string> = { ...request.headers, ...plainHeaders };
  if (languages !== '') headers['accept-language'] = languages;
  if (isSigned) {
    const { subject, roles, exp } = identity;
    const reader = { subject, roles, ...(exp !== undefined && { exp }) };
    headers.authorization = `Bearer ${signIdentity(reader, { secret, audience: request.subgraph })}`;
  }
  return headers;
}

interface Target {
  pool: Dispatcher;
  path: string;
  subgraph: string;
  deadlines: Deadlines;
  timeout: number;
  maxAnswerBytes: number;
}

function post(
  target: Target,
  request: SubgraphRequest,
  headers: Record<string, string>,
): Promise<{ bytes: Buffer }> {
  const { subgraph, maxAnswerBytes } = target;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let failure: SubgraphFailure | null = null;
    let isOver = false;
    let leave: (() => void) | null = null;
    let place = -1;
    let first: Buffer | null = null;
    let chunks: Buffer[] | null = null;
    let bytes = 0;
    let status = 0;

    const stop = (reason: SubgraphFailure): void => {
      if (isOver) return;
      failure = reason;
      if (controller) controller.abort(reason);
      finish();
    };
    const finish = (): void => {
      if (isOver) return;
      isOver = true;
      if (place >= 0) target.deadlines.leave(place);
      if (leave) leave();
      if (failure) {
        reject(failure);
        return;
      }
      const whole = chunks ? Buffer.concat(chunks, bytes) : (first ?? noBytes);
      if (status >= 300 && !isGraphql(whole)) {
        const message = `Subgraph "${subgraph}" answered with status ${status}.`;
        reject(new SubgraphFailure(message, codes.unavailable));
      } else resolve({ bytes: whole });
    };
    if (request.signal) {
      leave = onAbort(request.signal, () => stop(cancelled()));
      if (isOver) return;
    }
    place = target.deadlines.add(() => {
      const message = `Subgraph "${subgraph}" did not answer within ${target.timeout} ms.`;
      stop(new SubgraphFailure(message, codes.timeout));
    });

    target.pool.dispatch(
      { path: target.path, method: 'POST', headers, body: request.body },
      {
        onRequestStart(started) {
          controller = started;
          if (isOver) started.abort(failure ?? cancelled());
        },
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          bytes += chunk.length;
          if (bytes > maxAnswerBytes) {
            const message = `Subgraph "${subgraph}" answered with more than ${maxAnswerBytes} bytes.`;
            stop(new SubgraphFailure(message, codes.unavailable));
          } else if (chunks) chunks.push(chunk);
          else if (first) chunks = [first, chunk];
          else first = chunk;
        },
        onResponseEnd: finish,
        onResponseError() {
          failure ??= new SubgraphFailure(
            `Subgraph "${subgraph}" could not be reached.`,
            codes.unavailable,
          );
          finish();
        },
      },
    );
  });
}

const noBytes = Buffer.alloc(0);

/**
 * One timer for all requests, which all have the same time. They stand in places that are used again: in a Set or a Map,
 * whose tables are made anew all the time, what has long been answered stays in memory until the next great collection.
 */
interface Deadlines {
  /** Gives the place, to be left when the request is over. */
  add(pass: () => void): number;
  leave(place: number): void;
}

function createDeadlines(timeout: number): Deadlines {
  const open: ({ at: number; pass(): void } | null)[] = [];
  const free: number[] = [];
  let timer: NodeJS.Timeout | null = null;
  const arm = (delay: number): void => {
    timer = setTimeout(check, delay);
    // Connections keep the process alive while there is something to wait for.
    timer.unref();
  };
  const check = (): void => {
    timer = null;
    const time = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const deadline of [...open]) {
      if (!deadline) continue;
      if (deadline.at <= time) deadline.pass();
      else next = Math.min(next, deadline.at);
    }
    if (next === Number.POSITIVE_INFINITY) return;
    // Who was told may have asked again already: that is due last.
    if (timer) clearTimeout(timer);
    arm(Math.ceil(next - time));
  };
  return {
    add(pass) {
      const place = free.pop() ?? open.length;
      open[place] = { at: performance.now() + timeout, pass };
      if (!timer) arm(timeout);
      return place;
    },
    leave(place) {
      open[place] = null;
      free.push(place);
    },
  };
}

/** GraphQL over HTTP: errors of the request come with a status of 400 and more, and are GraphQL all the same. Redirects
 * are not followed: an address that moved is to be given anew. */
function isGraphql(bytes: Buffer): boolean {
  try {
    const answer: unknown = JSON.parse(bytes.toString('utf8'));
    return (
      typeof answer === 'object' && answer !== null && ('errors' in answer || 'data' in answer)
    );
  } catch {
    return false;
  }
}

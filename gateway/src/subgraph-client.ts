// Goes in: one request to one subgraph. Comes out: the text of its answer. The only file that speaks HTTP to a subgraph:
// kept-alive connections, a deadline, cancellation, the reader's identity as a signed token. Does not parse answers.

import { signIdentity } from '@network/schema/identity';
import { Agent, type Dispatcher } from 'undici';
import { codes, SubgraphFailure } from './errors.ts';
import type { SubgraphRequest, Transport } from './transport.ts';

export interface HttpTransportOptions {
  /** Milliseconds until an answer must be complete. */
  timeout?: number;
  /** Connections to one subgraph. */
  connections?: number;
  /** Bytes of an answer. */
  maxAnswerBytes?: number;
  /** Signs the identity for subgraphs of this platform; without it no identity is sent. */
  secret?: string | undefined;
}

export const httpDefaults = {
  timeout: 30_000,
  connections: 128,
  maxAnswerBytes: 256 * 1024 * 1024,
} as const;

/** One for all subgraphs of a gateway: they share the agent and its connections. */
export interface HttpTransports {
  to(subgraph: string, url: string): Transport;
  close(): Promise<void>;
}

export function createHttpTransports(options: HttpTransportOptions = {}): HttpTransports {
  const { timeout, connections, maxAnswerBytes } = { ...httpDefaults, ...options };
  const agent = new Agent({
    connections,
    // Ours is the one deadline; undici's own timers would only cost.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout },
    keepAliveTimeout: 30_000,
  });
  return {
    to(subgraph, url) {
      const address = new URL(url);
      const target = { origin: address.origin, path: `${address.pathname}${address.search}` };
      return {
        wants: 'text',
        send: (request) =>
          post(agent, target, {
            headers: headersOf(request, options.secret),
            request,
            subgraph,
            timeout,
            maxAnswerBytes,
          }),
      };
    },
    close: () => agent.close(),
  };
}

function headersOf(request: SubgraphRequest, secret: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {
    ...request.headers,
    'content-type': 'application/json',
    accept: 'application/json',
  };
  if (request.languages !== '') headers['accept-language'] = request.languages;
  if (secret !== undefined && request.identity) {
    const { subject, roles, exp } = request.identity;
    const identity = { subject, roles, ...(exp !== undefined && { exp }) };
    headers.authorization = `Bearer ${signIdentity(identity, { secret, audience: request.subgraph })}`;
  }
  return headers;
}

interface Call {
  headers: Record<string, string>;
  request: SubgraphRequest;
  subgraph: string;
  timeout: number;
  maxAnswerBytes: number;
}

function post(
  agent: Dispatcher,
  target: { origin: string; path: string },
  call: Call,
): Promise<{ text: string }> {
  const { request, subgraph, timeout, maxAnswerBytes } = call;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let failure: SubgraphFailure | null = null;
    let isOver = false;
    const chunks: Buffer[] = [];
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
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', cancel);
      const [first] = chunks;
      const whole = chunks.length === 1 && first ? first : Buffer.concat(chunks, bytes);
      const text = failure ? '' : whole.toString('utf8');
      if (status >= 400 && !failure && !isGraphql(text)) {
        const message = `Subgraph "${subgraph}" answered with status ${status}.`;
        failure = new SubgraphFailure(message, codes.unavailable);
      }
      if (failure) reject(failure);
      else resolve({ text });
    };
    const timer = setTimeout(() => {
      const message = `Subgraph "${subgraph}" did not answer within ${timeout} ms.`;
      stop(new SubgraphFailure(message, codes.timeout));
    }, timeout);
    const cancel = (): void => {
      stop(new SubgraphFailure('The request was cancelled.', codes.cancelled));
    };
    if (request.signal?.aborted) return cancel();
    request.signal?.addEventListener('abort', cancel);

    agent.dispatch(
      {
        origin: target.origin,
        path: target.path,
        method: 'POST',
        headers: call.headers,
        body: request.body,
      },
      {
        onRequestStart(started) {
          controller = started;
          if (isOver) started.abort(failure ?? new Error('over'));
        },
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          bytes += chunk.length;
          if (bytes > maxAnswerBytes) {
            const message = `Subgraph "${subgraph}" answered with more than ${maxAnswerBytes} bytes.`;
            stop(new SubgraphFailure(message, codes.unavailable));
            return;
          }
          chunks.push(chunk);
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

/** GraphQL over HTTP: errors of the request come with a status of 400 and more, and are GraphQL all the same. */
function isGraphql(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return (
      typeof answer === 'object' && answer !== null && ('errors' in answer || 'data' in answer)
    );
  } catch {
    return false;
  }
}

// Goes in: one HTTP request. Comes out: what it asks, in the terms of the GraphQL over HTTP specification, or a
// RequestError. Bodies are read once and up to a limit. Verifies nothing and executes nothing.

import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { PersistedTexts } from './cache.ts';
import { codes, RequestError, requestError } from './errors.ts';
import { limitError } from './limits.ts';

export interface Parameters {
  query: string;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>>;
}

/** Headers that a page of another site cannot send without asking first. */
const preflightHeaders = [
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-apollo-operation-name',
];
const noVariables: Readonly<Record<string, unknown>> = {};

/** The body is in a media type or an encoding that is not read here. */
export class UnreadableMedia extends RequestError {
  constructor(message: string) {
    super([{ message, extensions: { code: codes.badInput } }]);
  }
}

/** The whole body as text; rejects with the limit's error when it is longer. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    if (request.headers['content-encoding'] !== undefined) {
      reject(new UnreadableMedia('Bodies are read only as they are: send no Content-Encoding.'));
      return;
    }
    const stated = Number(request.headers['content-length'] ?? 0);
    if (stated > maxBytes) {
      reject(limitError('bodyBytes', maxBytes, stated));
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        request.removeAllListeners('data');
        reject(limitError('bodyBytes', maxBytes, bytes));
      } else chunks.push(chunk);
    });
    request.on('end', () => {
      const [first] = chunks;
      const whole = chunks.length === 1 && first ? first : Buffer.concat(chunks, bytes);
      const text = whole.toString('utf8');
      if (text.includes('\uFFFD') && !isUtf8(whole)) {
        reject(requestError('The body is not UTF-8.', codes.badInput));
      } else resolve(text);
    });
    request.on('error', () => reject(requestError('The body cannot be read.', codes.badInput)));
  });
}

/**
 * A POST. Only what a browser lets other sites send after a preflight is accepted: JSON by its type, or any body with
 * one of the headers that need one.
 */
export function readPost(
  request: IncomingMessage,
  body: string,
  texts: PersistedTexts,
): Parameters {
  const type = request.headers['content-type'] ?? '';
  const isJson = type === 'application/json' || isJsonInUtf8(type);
  if (!isJson && !preflightHeaders.some((name) => request.headers[name] !== undefined)) {
    throw new UnreadableMedia('A POST must have the content type application/json, in UTF-8.');
  }
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    throw requestError('The body is not JSON.', codes.badInput);
  }
  if (!isObject(given)) {
    throw requestError('The body must be one JSON object; batches are not served.', codes.badInput);
  }
  return readParameters(given, texts);
}

function isJsonInUtf8(type: string): boolean {
  const [name = '', ...parameters] = type.toLowerCase().split(';');
  if (name.trim() !== 'application/json') return false;
  return parameters.every((parameter) => {
    const [key = '', value = ''] = parameter.split('=');
    return key.trim() !== 'charset' || /^"?utf-?8"?$/.test(value.trim());
  });
}

export function readGet(search: URLSearchParams, texts: PersistedTexts): Parameters {
  const given: Record<string, unknown> = {};
  for (const name of ['query', 'operationName', 'variables', 'extensions']) {
    const text = search.get(name);
    if (text === null) continue;
    if (name === 'query' || name === 'operationName') {
      given[name] = text;
      continue;
    }
    try {
      given[name] = JSON.parse(text);
    } catch {
      throw requestError(`"${name}" is not JSON.`, codes.badInput);
    }
  }
  return readParameters(given, texts);
}

function readParameters(given: Record<string, unknown>, texts: PersistedTexts): Parameters {
  const { operationName, variables, extensions } = given;
  const query = extensions ? persisted(given.query, extensions, texts) : given.query;
  if (typeof query !== 'string' || query === '') {
    throw requestError('"query" must be a text.', codes.badInput);
  }
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw requestError('"operationName" must be a text.', codes.badInput);
  }
  if (variables !== undefined && variables !== null && !isObject(variables)) {
    throw requestError('"variables" must be an object.', codes.badInput);
  }
  return {
    query,
    operationName: operationName || undefined,
    variables: variables ?? noVariables,
  };
}

function persisted(query: unknown, extensions: unknown, texts: PersistedTexts): unknown {
  if (!isObject(extensions)) {
    throw requestError('"extensions" must be an object.', codes.badInput);
  }
  const entry = extensions.persistedQuery;
  if (!isObject(entry) || typeof entry.sha256Hash !== 'string') return query;
  if (typeof query !== 'string') {
    const text = texts.find(entry.sha256Hash);
    if (text !== undefined) return text;
    // Clients know the case by exactly this message: they then send the text once.
    throw requestError('PersistedQueryNotFound', codes.persistedUnknown);
  }
  if (!texts.remember(entry.sha256Hash, query)) {
    throw requestError('The hash is not that of the query.', codes.badInput);
  }
  return query;
}

/** Whether a client's `Accept` wants `application/graphql-response+json` at least as much as plain JSON. */
export function acceptsGraphqlResponse(accept: string | undefined): boolean {
  if (!accept?.includes('graphql-response')) return false;
  const wanted = new Map<string, number>();
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    wanted.set(type, quality === undefined ? 1 : Number(quality.slice(2)) || 0);
  }
  const own = wanted.get('application/graphql-response+json') ?? 0;
  return own > 0 && own >= (wanted.get('application/json') ?? 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

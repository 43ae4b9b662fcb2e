// Goes in: one request to one subgraph. Comes out: its answer, as bytes or as values.
// Only the contract stands here; `subgraph-client.ts` (HTTP) and `in-process.ts` are the two sides of it.

import type { ResponseError } from './errors.ts';

/** A verified reader. Roles mean nothing to the gateway: it passes them on. */
export interface Identity {
  subject: string;
  roles: readonly unknown[];
  /** Seconds since 1970 after which the login is over. */
  exp?: number;
  claims?: Record<string, unknown>;
  /** What `@requiresScopes` is judged by. */
  scopes?: readonly string[];
}

export interface SubgraphRequest {
  subgraph: string;
  /** The operation's text: the same string object at every run of a compiled operation. */
  query: string;
  isMutation: boolean;
  /** Empty for a transport that wants bytes: everything is in `body` then. */
  variables: Readonly<Record<string, unknown>>;
  /** The whole request as JSON; empty for a transport that wants values. */
  body: Buffer;
  identity: Identity | null;
  /** The client's `Accept-Language`, '' if it sent none. */
  languages: string;
  /** Headers of the client that are passed on, names in lower case. */
  headers?: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal | undefined;
}

export interface SubgraphResult {
  data?: unknown;
  errors?: readonly Partial<ResponseError>[] | undefined;
}

/** Either the answer's JSON, not yet parsed, or its values. Both may be shared or frozen: nobody writes to them. */
export type SubgraphAnswer =
  | { readonly bytes: Buffer; readonly values?: undefined }
  | { readonly values: SubgraphResult; readonly bytes?: undefined };

export interface Transport {
  /** What the transport sends: the request's JSON, or its document and variables. */
  readonly wants: 'bytes' | 'values';
  /** Rejects with a SubgraphFailure when there is no GraphQL answer. May answer at once, without a promise. */
  send(request: SubgraphRequest): Promise<SubgraphAnswer> | SubgraphAnswer;
  close?(): Promise<void>;
}

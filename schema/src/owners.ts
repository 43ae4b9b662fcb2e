// Asking the owner of another subgraph's record, as the reader or writer of this request: what they may not see is unknown.
// The question is always `_entities`; only the way there differs: a function in one process, HTTP between processes.

import { type ExecutionResult, GraphQLError } from 'graphql';
import { type Identity, signIdentity } from './identity.ts';
import { ownerOf, type SubgraphName, subgraphs } from './subgraphs.ts';

/**
 * Asks for records of a type by id: each with the fields of `selection` (GraphQL text, may be empty), null where there
 * is none or this reader may not see it. Throws `OWNER_UNAVAILABLE` when the owner cannot be reached or fails.
 */
export type Ask = <T = { id: string }>(
  type: string,
  ids: readonly string[],
  selection?: string,
) => Promise<(T | null)[]>;

export interface OwnerRequest {
  query: string;
  variables: Record<string, unknown>;
  identity: Identity | null;
  acceptLanguage: string;
}

/** How a request reaches a subgraph. */
export type OwnerCall = (subgraph: SubgraphName, request: OwnerRequest) => Promise<ExecutionResult>;

/** The `ask` of one request: who asks and in which language is fixed, the way to the owners is given. */
export function createAsk(call: OwnerCall, identity: Identity | null, acceptLanguage = ''): Ask {
  return async <T>(type: string, ids: readonly string[], selection = '') => {
    if (ids.length === 0) return [];
    const owner = ownerOf(type);
    if (owner === undefined) throw new Error(`no subgraph owns ${type}`);
    const key = type === 'Viewer' ? 'subject' : 'id';
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${key} ${selection} } } }`;
    const representations = ids.map((id) => ({ __typename: type, [key]: id }));
    let result: ExecutionResult;
    try {
      result = await call(owner, {
        query,
        variables: { representations },
        identity,
        acceptLanguage,
      });
    } catch (cause) {
      throw unavailable(owner, cause);
    }
    const entities = result.data?._entities as (T | null)[] | undefined;
    if (result.errors?.length || !entities) throw unavailable(owner, result.errors?.[0]);
    return entities;
  };
}

/** Which of the ids name no record that this reader may see. */
export async function missing(ask: Ask, type: string, ids: readonly string[]): Promise<string[]> {
  const distinct = [...new Set(ids)];
  const found = await ask(type, distinct);
  return distinct.filter((_, index) => found[index] === null);
}

/** The way to owners that run as services of their own. Bounded to five seconds; no retries, since the writer can. */
export function callOverHttp(secret: string, urlOf: (subgraph: SubgraphName) => string): OwnerCall {
  return async (subgraph, { query, variables, identity, acceptLanguage }) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (acceptLanguage) headers['accept-language'] = acceptLanguage;
    if (identity)
      headers.authorization = `Bearer ${signIdentity(identity, { secret, audience: subgraph })}`;
    const response = await fetch(urlOf(subgraph), {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(5000),
    });
    return (await response.json()) as ExecutionResult;
  };
}

/** Where each subgraph listens when it runs as its own service on this machine. */
export function localUrlOf(subgraph: SubgraphName): string {
  const entry = subgraphs.find((known) => known.name === subgraph);
  return `http://127.0.0.1:${entry?.port}/graphql`;
}

function unavailable(owner: string, cause: unknown): GraphQLError {
  return new GraphQLError(
    `The subgraph ${owner} has to be asked about a record named here and cannot be reached. Nothing was written; try again.`,
    {
      extensions: { code: 'OWNER_UNAVAILABLE', owner },
      ...(cause instanceof Error && { originalError: cause }),
    },
  );
}

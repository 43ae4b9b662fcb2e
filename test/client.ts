// The platform as a client sees it: over HTTP with graphql-request, on an injected clock, with tokens of the
// development issuer.

import { type Platform, type PlatformOptions, startPlatform } from '@network/platform';
import { GraphQLClient } from 'graphql-request';
import { type Issuer, roleClaimOf } from '../platform/src/issuer.ts';

/** A running graph, whatever it runs on. */
export interface TestGraph extends AsyncDisposable {
  /** The GraphQL endpoint. */
  url: string;
  clock: { now: Date };
  /** A client of the public, wanting a language. */
  anybody: (languages?: string) => Client;
  /** A client with a login; roles as the token command takes them: `PUBLISHER:RegionalNetwork:asia-pacific`. */
  login: (subject: string, ...roles: string[]) => Promise<Client>;
  /** The token of such a login. */
  tokenOf: (subject: string, ...roles: string[]) => Promise<string>;
}

/** All in one process. */
export interface TestPlatform extends TestGraph {
  platform: Platform;
}

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of what it asked for
  data: any;
  errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions?: Record<string, unknown>;
  }[];
}

export type Client = (query: string, variables?: Record<string, unknown>) => Promise<Answer>;

export async function startTestPlatform(
  now = '2021-03-01T12:00:00.000Z',
  options: PlatformOptions = {},
): Promise<TestPlatform> {
  const clock = { now: new Date(now) };
  const platform = await startPlatform({ now: () => clock.now, identityTtl: 0, ...options });
  return {
    platform,
    clock,
    url: platform.url,
    ...clientsOf(platform.url, platform.issuer),
    [Symbol.asyncDispose]: () => platform.close(),
  };
}

/** Clients of a graph whose logins the development issuer gives. */
export function clientsOf(
  url: string,
  issuer: Issuer | null,
): Pick<TestGraph, 'anybody' | 'login' | 'tokenOf'> {
  const tokenOf: TestGraph['tokenOf'] = (subject, ...roles) => {
    if (!issuer) throw new Error('another issuer vouches for logins');
    return issuer.token(subject, { roles: roles.map(roleClaimOf) });
  };
  return {
    anybody: (languages = '') => clientOf(url, { 'accept-language': languages }),
    login: async (...who) => clientOf(url, { authorization: `Bearer ${await tokenOf(...who)}` }),
    tokenOf,
  };
}

/** A client of any GraphQL endpoint; errors are answered, not thrown. */
export function clientOf(url: string, headers: Record<string, string> = {}): Client {
  const client = new GraphQLClient(url, { headers, errorPolicy: 'all' });
  return async (query, variables = {}) => {
    const { data, errors } = await client.rawRequest(query, variables);
    return { data, ...(errors && { errors: errors as unknown as NonNullable<Answer['errors']> }) };
  };
}

/** The record of a mutation's payload; fails with its problems when it was refused. */
export function written(answer: Answer, field: string) {
  const payload = answer.data?.[field];
  if (!payload?.record) {
    throw new Error(`${field} was refused: ${JSON.stringify(payload?.problems ?? answer.errors)}`);
  }
  return payload.record;
}

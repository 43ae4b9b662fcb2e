// The platform as a client sees it: over HTTP with graphql-request, on an injected clock, with tokens of the
// development issuer.

import { type Platform, type PlatformOptions, startPlatform } from '@network/platform';
import { GraphQLClient } from 'graphql-request';
import { roleClaimOf } from '../platform/src/issuer.ts';

export interface TestPlatform extends AsyncDisposable {
  platform: Platform;
  clock: { now: Date };
  /** A client of the public, wanting a language. */
  anybody: (languages?: string) => Client;
  /** A client with a login; roles as the token command takes them: `PUBLISHER:RegionalNetwork:asia-pacific`. */
  login: (subject: string, ...roles: string[]) => Promise<Client>;
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
  const client = (headers: Record<string, string>) => clientOf(platform.url, headers);
  return {
    platform,
    clock,
    anybody: (languages = '') => client({ 'accept-language': languages }),
    login: async (subject, ...roles) => {
      const token = await platform.issuer.token(subject, { roles: roles.map(roleClaimOf) });
      return client({ authorization: `Bearer ${token}` });
    },
    [Symbol.asyncDispose]: () => platform.close(),
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

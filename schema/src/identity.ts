// Who asks, as the gateway tells a subgraph: an object in one process, the same object in a signed token between processes.
// The token is a JWT (HS256) signed with the platform's secret, for one audience (the subgraph), valid for 60 seconds.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** A verified reader. `roles` are plain records; only the subgraphs give them a meaning (`roles.ts`). */
export interface Identity {
  /** Stable identifier of the person or machine, as the issuer gives it. */
  subject: string;
  roles: readonly unknown[];
  /** Seconds since 1970 after which the login is over, as the issuer stated it. */
  exp?: number;
}

/** The platform itself: what reads role grants and the feed of changes. */
export const systemIdentity: Identity = { subject: 'system', roles: [{ role: 'SYSTEM' }] };

export interface SigningOptions {
  secret: string;
  /** The subgraph the token is for. */
  audience: string;
  /** Milliseconds since 1970, by the machine's clock. */
  now?: number;
}

const lifetime = 60;
const header = base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }));

/** Gives a token that says to one subgraph who asks. */
export function signIdentity(identity: Identity, options: SigningOptions): string {
  const seconds = Math.floor((options.now ?? Date.now()) / 1000);
  const claims = {
    sub: identity.subject,
    roles: identity.roles,
    aud: options.audience,
    exp: Math.min(seconds + lifetime, identity.exp ?? Number.POSITIVE_INFINITY),
  };
  const content = `${header}.${base64url(JSON.stringify(claims))}`;
  return `${content}.${signature(content, options.secret)}`;
}

/** Reads a token back; null when it is forged, for somebody else, over, or no token at all. */
export function verifyIdentity(token: string, options: SigningOptions): Identity | null {
  const [head, body, given, more] = token.split('.');
  if (head !== header || !body || !given || more !== undefined) return null;
  const expected = Buffer.from(signature(`${head}.${body}`, options.secret));
  const received = Buffer.from(given);
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) return null;
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as {
    sub: string;
    roles: unknown[];
    aud: string;
    exp: number;
  };
  if (claims.aud !== options.audience) return null;
  if (claims.exp <= Math.floor((options.now ?? Date.now()) / 1000)) return null;
  return { subject: claims.sub, roles: claims.roles, exp: claims.exp };
}

function signature(content: string, secret: string): string {
  return createHmac('sha256', secret).update(content).digest('base64url');
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

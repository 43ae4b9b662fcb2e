// Goes in: a bearer token, or a subject whose token was verified. Comes out: who asks, with the roles that hold now.
// Verified tokens are kept until they expire, a subject's roles for a short time. Gives roles no meaning.

import { createHash, createSecretKey } from 'node:crypto';
import {
  createRemoteJWKSet,
  importJWK,
  importSPKI,
  type JWK,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { createCache } from './cache.ts';
import { codes, RequestError } from './errors.ts';
import type { Gateway, GatewayOptions } from './gateway.ts';
import type { Identity } from './transport.ts';

export interface IssuerOptions {
  /** Address of the issuer's keys. */
  jwksUrl?: string | undefined;
  /** One key instead, as of a development issuer: a JWK, a public key in PEM, or a shared secret (HS256). */
  key?: JWK | string | undefined;
  issuer?: string | undefined;
  audience?: string | undefined;
  /** A claim whose list counts as roles, beside those of the identity operation. */
  rolesClaim?: string | undefined;
}

/** What a valid token says. */
export interface Verified {
  subject: string;
  exp?: number;
  claims: Record<string, unknown>;
  scopes: readonly string[];
  roles: readonly unknown[];
}

/** Rejects with a RequestError (code UNAUTHENTICATED) for a token that is not valid. */
export type VerifyToken = (token: string) => Promise<Verified>;

const tokensKept = 10_000;
const asymmetric = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

export function createVerifier(options: IssuerOptions): VerifyToken {
  const key = keyOf(options);
  const verified = createCache<Verified>(tokensKept);
  const checks = {
    ...(options.issuer !== undefined && { issuer: options.issuer }),
    ...(options.audience !== undefined && { audience: options.audience }),
  };
  const verify = async (token: string): Promise<Verified> => {
    const { key: found, algorithms } = await key;
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, found as never, { ...checks, algorithms }));
    } catch (error) {
      const isExpired = (error as { code?: string }).code === 'ERR_JWT_EXPIRED';
      throw unauthenticated(isExpired ? 'The login is over.' : 'The login is not valid.');
    }
    if (typeof payload.sub !== 'string') throw unauthenticated('The login names no subject.');
    const claim = options.rolesClaim === undefined ? undefined : payload[options.rolesClaim];
    return {
      subject: payload.sub,
      ...(payload.exp !== undefined && { exp: payload.exp }),
      claims: { ...payload },
      scopes: scopesOf(payload),
      roles: Array.isArray(claim) ? claim : [],
    };
  };
  return async (token) => {
    // The digest, not the token: a memory dump of the cache must not hold logins.
    const digest = createHash('sha256').update(token).digest('base64');
    const known = await verified.get(digest, () => verify(token));
    if (known.exp !== undefined && known.exp * 1000 <= Date.now()) {
      throw unauthenticated('The login is over.');
    }
    return known;
  };
}

async function keyOf(options: IssuerOptions): Promise<{ key: unknown; algorithms: string[] }> {
  if (options.jwksUrl !== undefined) {
    return { key: createRemoteJWKSet(new URL(options.jwksUrl)), algorithms: asymmetric };
  }
  const { key } = options;
  if (key === undefined) throw new Error('An issuer needs a JWKS address or a key.');
  if (typeof key !== 'string') {
    const isShared = key.kty === 'oct';
    return {
      key: await importJWK(key, isShared ? 'HS256' : key.alg),
      algorithms: isShared ? ['HS256'] : asymmetric,
    };
  }
  if (key.includes('BEGIN PUBLIC KEY')) {
    return { key: await importPublicKey(key), algorithms: asymmetric };
  }
  return { key: createSecretKey(Buffer.from(key, 'utf8')), algorithms: ['HS256'] };
}

async function importPublicKey(pem: string): Promise<unknown> {
  for (const algorithm of ['RS256', 'ES256', 'ES384', 'EdDSA']) {
    try {
      return await importSPKI(pem, algorithm);
    } catch {
      // The key is of another kind; the next algorithm tells.
    }
  }
  throw new Error('The public key is of a kind that is not supported.');
}

/** `scope` as OAuth 2 writes it (one string), or a list. */
function scopesOf(payload: JWTPayload): string[] {
  const scope = payload.scope ?? payload.scp ?? payload.scopes;
  if (typeof scope === 'string') return scope.split(' ').filter((name) => name !== '');
  return Array.isArray(scope) ? scope.filter((name) => typeof name === 'string') : [];
}

function unauthenticated(message: string): RequestError {
  return new RequestError([{ message, extensions: { code: codes.unauthenticated } }]);
}

/** The identity under which the gateway asks for roles. */
const system: Identity = { subject: 'system', roles: [{ role: 'SYSTEM' }] };
const subjectsKept = 10_000;

/** Gives a verified subject its roles: those of the identity operation and those of its token, as far as they hold now. */
export function createRoles(
  gateway: Pick<Gateway, 'execute'>,
  options: Pick<GatewayOptions, 'identityOperation' | 'identityTtl' | 'now'>,
): (verified: Verified) => Promise<Identity> {
  const { identityOperation, identityTtl = 10_000, now = () => new Date() } = options;
  const known = new Map<string, { roles: Promise<readonly unknown[]>; until: number }>();

  const ask = async (subject: string): Promise<readonly unknown[]> => {
    if (identityOperation === undefined) return [];
    const { data, errors } = await gateway.execute({
      query: identityOperation,
      variables: { subject },
      identity: system,
      languages: '',
    });
    const roles = data?.roles;
    if (errors?.length || !Array.isArray(roles)) {
      known.delete(subject);
      throw new RequestError([
        {
          message: 'Your roles could not be read. Try again, or ask without a login.',
          extensions: { code: codes.unavailable },
        },
      ]);
    }
    return roles;
  };
  const rolesOf = (subject: string): Promise<readonly unknown[]> => {
    const entry = known.get(subject);
    const time = Date.now();
    if (entry && entry.until > time) return entry.roles;
    if (known.size >= subjectsKept) {
      for (const [key, { until }] of known) if (until <= time) known.delete(key);
      if (known.size >= subjectsKept) known.clear();
    }
    const roles = ask(subject);
    known.set(subject, { roles, until: time + identityTtl });
    roles.catch(() => known.delete(subject));
    return roles;
  };
  return async (verified) => {
    const roles = [...(await rolesOf(verified.subject)), ...verified.roles];
    const time = now();
    return {
      subject: verified.subject,
      roles: roles.filter((role) => holds(role, time)),
      claims: verified.claims,
      scopes: verified.scopes,
      ...(verified.exp !== undefined && { exp: verified.exp }),
    };
  };
}

/** `validFrom` and `validTo` are days (both included) or instants (the second excluded); null is open. */
function holds(role: unknown, time: Date): boolean {
  if (typeof role !== 'object' || role === null) return true;
  const { validFrom, validTo } = role as { validFrom?: unknown; validTo?: unknown };
  const instant = time.toISOString();
  const day = instant.slice(0, 10);
  if (typeof validFrom === 'string') {
    if (validFrom.length === 10 ? validFrom > day : Date.parse(validFrom) > time.getTime())
      return false;
  }
  if (typeof validTo === 'string') {
    if (validTo.length === 10 ? validTo < day : Date.parse(validTo) <= time.getTime()) return false;
  }
  return true;
}

// Goes in: a bearer token, or a subject whose token was verified. Comes out: who asks, with the roles that hold now.
// Verified tokens are kept until they expire, a subject's roles for a short time. Gives roles no meaning.

import { createHash, createSecretKey } from 'node:crypto';
import {
  createRemoteJWKSet,
  importJWK,
  importSPKI,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { createCache } from './cache.ts';
import { codes, RequestError, requestError } from './errors.ts';
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

/** Rejects when the issuer's key cannot be used. Its address is asked at the first login, not here. */
export async function createVerifier(options: IssuerOptions): Promise<VerifyToken> {
  const { key, algorithms } = await keyOf(options);
  const verified = createCache<Verified>(tokensKept);
  const checks = {
    // Without an end a login would stay valid for as long as it is kept here.
    requiredClaims: ['exp'],
    ...(options.issuer !== undefined && { issuer: options.issuer }),
    ...(options.audience !== undefined && { audience: options.audience }),
  };
  const verify = async (token: string): Promise<Verified> => {
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, key as never, { ...checks, algorithms }));
    } catch (error) {
      if (error instanceof RequestError) throw error;
      const isExpired = (error as { code?: string }).code === 'ERR_JWT_EXPIRED';
      throw unauthenticated(isExpired ? 'The login is over.' : 'The login is not valid.');
    }
    if (typeof payload.sub !== 'string' || payload.sub === '') {
      throw unauthenticated('The login names no subject.');
    }
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
    const keys = createRemoteJWKSet(new URL(options.jwksUrl));
    const find: JWTVerifyGetKey = async (header, token) => {
      try {
        return await keys(header, token);
      } catch (error) {
        // Keys that do not fit are the login's fault, keys that cannot be had are not.
        if (/^ERR_JWKS_(NO|MULTIPLE)_/.test((error as { code?: string }).code ?? '')) throw error;
        const message = 'Logins cannot be checked now. Try again, or ask without a login.';
        throw requestError(message, codes.unavailable);
      }
    };
    return { key: find, algorithms: asymmetric };
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
  return requestError(message, codes.unauthenticated);
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
      throw requestError(
        'Your roles could not be read. Try again, or ask without a login.',
        codes.unavailable,
      );
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
      roles: roles.filter((role) => !isSystem(role) && holds(role, time)),
      claims: verified.claims,
      scopes: verified.scopes,
      ...(verified.exp !== undefined && { exp: verified.exp }),
    };
  };
}

/** Nobody logs in as the system: that is the gateway's own way of asking. */
function isSystem(role: unknown): boolean {
  const name = typeof role === 'object' ? (role as { role?: unknown } | null)?.role : role;
  return name === 'SYSTEM';
}

/**
 * `validFrom` and `validTo` are days (both included) or instants (the second excluded); null is open. A role whose
 * dates cannot be read does not hold.
 */
function holds(role: unknown, time: Date): boolean {
  if (typeof role !== 'object' || role === null) return true;
  const { validFrom, validTo } = role as { validFrom?: unknown; validTo?: unknown };
  const from = startOf(validFrom);
  const to = startOf(validTo);
  if (from === undefined || to === undefined) return false;
  const now = time.getTime();
  if (from !== null && from > now) return false;
  return to === null || now < to + (isDay(validTo) ? day : 0);
}

const day = 86_400_000;

/** The first instant, in milliseconds; null if it is open, undefined if it cannot be read. */
function startOf(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null;
  const instant = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && value.length === 10;
}

// The development issuer: what a login service is in production, as a key in the data folder and a command that prints
// tokens. It is for one machine only: it refuses to start in production, and the platform then listens on loopback only.

import { roleNames, scopeTypes } from '@network/schema';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { keptSecret } from './kept-secret.ts';
import type { Logins } from './settings.ts';

const issuer = 'urn:network-graph:development-issuer';
const audience = 'network-graph';
const keyFile = 'development-issuer.json';

export interface Issuer {
  /** What the gateway verifies its tokens by. */
  logins: Logins;
  /** A token for a subject, with roles in its `roles` claim, valid for some hours. */
  token: (subject: string, options?: TokenOptions) => Promise<string>;
}

export interface TokenOptions {
  roles?: readonly RoleClaim[];
  hours?: number;
}

/** A role as a token carries it; the graph's own grants (`grantRole`) are added to these. */
export interface RoleClaim {
  role: string;
  scope: { type: string; id: string } | null;
}

/**
 * Who vouches for logins: an issuer that is given, or the development issuer. Throws when the development issuer would
 * listen on an address that others can reach: its logins are this machine's alone.
 */
export async function openLogins(
  given: Logins | null,
  { host, folder }: { host: string; folder: string | null },
): Promise<{ issuer: Issuer | null; logins: Logins }> {
  if (given) return { issuer: null, logins: given };
  if (!/^(localhost|::1|127(\.\d{1,3}){3})$/.test(host)) {
    throw new Error(
      `HOST is ${host}: with the development issuer on, the platform listens on loopback addresses only.`,
    );
  }
  const opened = await openIssuer(folder);
  return { issuer: opened, logins: opened.logins };
}

/**
 * Opens the issuer whose key lies in a folder, making the key on first use; without a folder the key lives only in
 * this process. Throws when `NODE_ENV` is `production`.
 */
export async function openIssuer(folder: string | null): Promise<Issuer> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'The development issuer does not run in production: set ISSUER_JWKS, ISSUER and ISSUER_AUDIENCE to a real issuer.',
    );
  }
  const jwk = folder === null ? await newKey() : await keyIn(folder);
  const key = await importJWK(jwk, 'ES256');
  const { d: _, ...publicKey } = jwk;
  return {
    logins: { issuer, audience, key: publicKey, rolesClaim: 'roles' },
    token: (subject, { roles = [], hours = 8 } = {}) =>
      new SignJWT({ roles })
        .setProtectedHeader({ alg: 'ES256', kid: 'development' })
        .setSubject(subject)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + Math.round(hours * 3600))
        .sign(key),
  };
}

/** A role written `PUBLISHER:RegionalNetwork:asia-pacific` or `SECRETARIAT`. Throws, saying which roles there are. */
export function roleClaimOf(text: string): RoleClaim {
  const [name, type, ...rest] = text.split(':');
  const role = roleNames.find((known) => known === name);
  if (!role) throw new Error(`"${text}" is no role of the Network: ${roleNames.join(', ')}.`);
  const types: readonly string[] = scopeTypes[role];
  if (types.length === 0) {
    if (type === undefined) return { role, scope: null };
    throw new Error(`"${text}": ${role} is not for one record.`);
  }
  const id = rest.join(':');
  if (type !== undefined && id !== '' && types.includes(type)) return { role, scope: { type, id } };
  throw new Error(`"${text}": ${role} is for one record, ${role}:${types.join('|')}:ID.`);
}

async function keyIn(folder: string): Promise<JWK> {
  const text = await keptSecret(folder, keyFile, async () => JSON.stringify(await newKey()));
  try {
    return JSON.parse(text) as JWK;
  } catch {
    throw new Error(
      `The key of the development issuer cannot be read: remove ${keyFile} from the data folder, and a new one is made.`,
    );
  }
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'ES256', kid: 'development' };
}

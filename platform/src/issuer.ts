// The development issuer: what a login service is in production, as a key in the data folder and a command that prints
// tokens. It is for one machine only: it refuses to start in production, and the platform then listens on loopback only.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';

export const issuerName = 'urn:network-graph:development-issuer';
export const audience = 'network-graph';

export interface Issuer {
  /** The public key that the gateway verifies with. */
  key: JWK;
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
 * Opens the issuer whose key lies in a folder, making the key on first use; without a folder the key lives only in
 * this process. Throws when `NODE_ENV` is `production`.
 */
export async function openIssuer(folder: string | null): Promise<Issuer> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'the development issuer does not run in production: set ISSUER_JWKS and ISSUER_AUDIENCE to a real issuer',
    );
  }
  const jwk = folder === null ? await newKey() : await keyIn(folder);
  const key = await importJWK(jwk, 'ES256');
  const { d: _, ...publicKey } = jwk;
  return {
    key: publicKey,
    token: (subject, { roles = [], hours = 8 } = {}) =>
      new SignJWT({ roles })
        .setProtectedHeader({ alg: 'ES256', kid: 'development' })
        .setSubject(subject)
        .setIssuer(issuerName)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + Math.round(hours * 3600))
        .sign(key),
  };
}

/** `PUBLISHER:RegionalNetwork:asia-pacific` or `SECRETARIAT`. */
export function roleClaimOf(text: string): RoleClaim {
  const [role = '', type, ...id] = text.split(':');
  return { role, scope: type ? { type, id: id.join(':') } : null };
}

async function keyIn(folder: string): Promise<JWK> {
  const file = join(folder, 'development-issuer.json');
  await mkdir(folder, { recursive: true });
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JWK;
  } catch {
    const key = await newKey();
    await writeFile(file, JSON.stringify(key), { mode: 0o600, flag: 'wx' }).catch(() => undefined);
    return JSON.parse(await readFile(file, 'utf8')) as JWK;
  }
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'ES256', kid: 'development' };
}

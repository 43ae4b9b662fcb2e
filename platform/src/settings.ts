// What the environment says, read once: where the data is, where to listen, who vouches for logins.

import { resolve } from 'node:path';
import type { HttpOptions } from '@network/gateway/http';

/** An issuer of logins, as the gateway takes it. */
export type Logins = NonNullable<HttpOptions['issuer']>;

export interface Settings {
  /** As `openStorage` takes it; a folder is absolute. */
  storageUrl: string;
  /** The folder of the embedded store, also where what is made at first use lies. */
  folder: string;
  host: string;
  port: number;
  /** Null: the development issuer is used. */
  logins: Logins | null;
}

const root = resolve(import.meta.dirname, '../..');

/** Throws an error that names the variable when one of them says what cannot be. Relative folders are the repository's. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const storageUrl = environment.STORAGE_URL || 'sqlite:./data';
  const named = /^sqlite:(?!:memory:)(.+)$/.exec(storageUrl)?.[1];
  const folder = resolve(root, named ?? './data');
  return {
    storageUrl: named === undefined ? storageUrl : `sqlite:${folder}`,
    folder,
    host: environment.HOST || '127.0.0.1',
    port: portOf(environment.PORT || '4000'),
    logins: loginsOf(environment),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new Error(`PORT is a number from 0 to 65535, not ${JSON.stringify(text)}.`);
}

/** The issuer and the audience are required: a provider signs tokens for others with the same keys. */
function loginsOf(environment: NodeJS.ProcessEnv): Logins | null {
  const { ISSUER_JWKS, ISSUER, ISSUER_AUDIENCE, ISSUER_ROLES_CLAIM } = environment;
  if (!ISSUER_JWKS) return null;
  if (!URL.canParse(ISSUER_JWKS)) throw new Error('ISSUER_JWKS is not an address.');
  if (!ISSUER || !ISSUER_AUDIENCE) {
    throw new Error('With ISSUER_JWKS, ISSUER and ISSUER_AUDIENCE say what a login has to state.');
  }
  return {
    jwksUrl: ISSUER_JWKS,
    issuer: ISSUER,
    audience: ISSUER_AUDIENCE,
    ...(ISSUER_ROLES_CLAIM && { rolesClaim: ISSUER_ROLES_CLAIM }),
  };
}

/** Why a program cannot start, in words for whoever started it. */
export function reasonOf(error: unknown): string {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  return code === 'EADDRINUSE' ? `Port ${port} is in use: set PORT to another one.` : message;
}

// Goes in: the command line and the environment. Comes out: typed values, read once; a ConfigError says what is wrong.
// The only file of the gateway that reads `process.env`.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { IssuerOptions } from './identity.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Sharing } from './sharing.ts';

export class ConfigError extends Error {}

export interface Config {
  /** SDL. */
  supergraph: string;
  host: string;
  port: number;
  /** Addresses that override the supergraph's. */
  subgraphs: ReadonlyMap<string, string>;
  limits: Partial<Limits>;
  timeout: number | undefined;
  sharing: Sharing | undefined;
  forwardHeaders: readonly string[];
  corsOrigins: readonly string[] | '*' | null;
  checkSubgraphs: boolean;
  hasExplorer: boolean;
  issuer: IssuerOptions | null;
  secret: string | undefined;
  identityOperation: string | undefined;
}

export const usage = `npm run gateway -- --supergraph FILE|URL [options]

  --supergraph FILE|URL     the supergraph's SDL
  --port N                  default 4000, or PORT; 0 takes a free one
  --host ADDRESS            default 127.0.0.1, or HOST
  --subgraph NAME=URL       another address for a subgraph; may be repeated, each name once
  --timeout MS              for one request to a subgraph; default 30000
  --share WHAT              identical queries under way are sent once: subgraphs (default), to subgraphs; clients, of
                            clients without a login too; nothing
  --forward-header NAME     pass a client's header on to subgraphs; may be repeated
  --cors ORIGIN             a web origin that may ask, or *; may be repeated
  --check-subgraphs         /health/ready asks every subgraph
  --no-explorer             no explorer page
  --limit NAME=N            ${Object.entries(defaultLimits)
    .map(([name, value]) => `${name} (${value})`)
    .join(', ')}; may be repeated, each name once
  --jwks URL                keys of the issuer of logins; without an issuer logins are refused
  --issuer NAME --audience NAME
                            what a login must state
  --roles-claim NAME        a claim of the login that holds roles
  --identity-operation FILE a query that gives a subject's roles
  --help                    this text

PLATFORM_SECRET in the environment signs the identity that subgraphs get.`;

/** null when the command line asks for help. */
export async function readConfig(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Config | null> {
  const values = parse(args);
  if (values.help) return null;
  if (values.supergraph === undefined) throw new ConfigError('--supergraph is missing.');
  const cors = values.cors ?? [];
  return {
    supergraph: await readText(values.supergraph, environment),
    host: values.host ?? (environment.HOST || '127.0.0.1'),
    port: readPort(values.port, environment.PORT),
    subgraphs: new Map(pairs('--subgraph', values.subgraph ?? []).map(checkUrl)),
    limits: readLimits(values.limit ?? []),
    timeout:
      values.timeout === undefined
        ? undefined
        : wholeNumber('--timeout', values.timeout, { from: 1, to: 600_000 }),
    sharing: values.share === undefined ? undefined : readSharing(values.share),
    forwardHeaders: (values['forward-header'] ?? []).map(checkHeader),
    corsOrigins: cors.length === 0 ? null : cors.includes('*') ? '*' : cors.map(checkOrigin),
    checkSubgraphs: values['check-subgraphs'] ?? false,
    hasExplorer: !values['no-explorer'],
    issuer: readIssuer(values),
    secret: environment.PLATFORM_SECRET || undefined,
    identityOperation:
      values['identity-operation'] === undefined
        ? undefined
        : await readText(values['identity-operation'], environment),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        supergraph: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        subgraph: { type: 'string', multiple: true },
        timeout: { type: 'string' },
        share: { type: 'string' },
        'forward-header': { type: 'string', multiple: true },
        cors: { type: 'string', multiple: true },
        'check-subgraphs': { type: 'boolean' },
        'no-explorer': { type: 'boolean' },
        limit: { type: 'string', multiple: true },
        jwks: { type: 'string' },
        issuer: { type: 'string' },
        audience: { type: 'string' },
        'roles-claim': { type: 'string' },
        'identity-operation': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}

function readPort(given: string | undefined, fromEnvironment: string | undefined): number {
  const range = { from: 0, to: 65_535 };
  if (given !== undefined) return wholeNumber('--port', given, range);
  return fromEnvironment ? wholeNumber('PORT', fromEnvironment, range) : 4000;
}

function readIssuer(values: ReturnType<typeof parse>): IssuerOptions | null {
  const { jwks, issuer, audience, 'roles-claim': rolesClaim } = values;
  if (jwks !== undefined) {
    if (!isHttpUrl(jwks)) throw new ConfigError(`--jwks: "${jwks}" is not an http address.`);
    return { jwksUrl: jwks, issuer, audience, rolesClaim };
  }
  for (const name of ['issuer', 'audience', 'roles-claim', 'identity-operation'] as const) {
    if (values[name] !== undefined) {
      throw new ConfigError(`--${name} says something about logins: give --jwks too.`);
    }
  }
  return null;
}

function readSharing(given: string): Sharing {
  if (given === 'nothing' || given === 'subgraphs' || given === 'clients') return given;
  throw new ConfigError(`--share ${given}: there are nothing, subgraphs, clients.`);
}

function readLimits(given: readonly string[]): Partial<Limits> {
  const limits: Partial<Limits> = {};
  for (const [name, value] of pairs('--limit', given)) {
    if (!Object.hasOwn(defaultLimits, name)) {
      const known = Object.keys(defaultLimits).join(', ');
      throw new ConfigError(`--limit ${name}: there are ${known}.`);
    }
    limits[name as keyof Limits] = wholeNumber(`--limit ${name}`, value, { from: 1, to: 2 ** 31 });
  }
  return limits;
}

function pairs(option: string, given: readonly string[]): [string, string][] {
  const names = new Set<string>();
  return given.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new ConfigError(`${option} ${text}: expected NAME=VALUE.`);
    const name = text.slice(0, at);
    if (names.has(name)) throw new ConfigError(`${option} ${name}: give it once.`);
    names.add(name);
    return [name, text.slice(at + 1)];
  });
}

function checkUrl([name, url]: [string, string]): [string, string] {
  if (isHttpUrl(url)) return [name, url];
  throw new ConfigError(`--subgraph ${name}: "${url}" is not an http address.`);
}

export function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

/** An origin is compared as a browser writes it: scheme and host, and a port if it is not the usual one. */
function checkOrigin(origin: string): string {
  if (isHttpUrl(origin) && new URL(origin).origin === origin) return origin;
  throw new ConfigError(`--cors ${origin}: expected an origin such as https://example.org, or *.`);
}

/** Headers of one connection, and those that the gateway writes itself. */
const ownHeaders = [
  'accept',
  'accept-encoding',
  'accept-language',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

function checkHeader(name: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    throw new ConfigError(`--forward-header "${name}": this is not the name of a header.`);
  }
  if (ownHeaders.includes(name.toLowerCase())) {
    throw new ConfigError(`--forward-header ${name}: the gateway sends this header itself.`);
  }
  return name;
}

function wholeNumber(
  option: string,
  text: string,
  { from, to }: { from: number; to: number },
): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= from && value <= to) return value;
  throw new ConfigError(`${option}: "${text}" is not a whole number from ${from} to ${to}.`);
}

/** The text of an address, or of a file: relative to where `npm run` was called, which is not where it runs. */
export async function readText(
  source: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  if (!/^https?:\/\//.test(source)) {
    const path = resolve(environment.INIT_CWD || '.', source);
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      throw new ConfigError(`"${path}" cannot be read: ${reasonOf(error)}.`);
    }
  }
  let reason: string;
  try {
    const response = await fetch(source, { signal: AbortSignal.timeout(30_000) });
    if (response.ok) return await response.text();
    reason = `status ${response.status}`;
  } catch (error) {
    const { message, cause } = error as Error;
    reason = cause instanceof Error && cause.message ? cause.message : message;
  }
  throw new ConfigError(`"${source}" cannot be fetched: ${reason}.`);
}

/** Why a file cannot be read. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    default:
      return message;
  }
}

/** What to say to whoever starts a program with a supergraph that cannot be loaded. */
export function unusable(error: unknown): ConfigError {
  if (error instanceof ConfigError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ConfigError(`The supergraph cannot be used: ${message}`);
}

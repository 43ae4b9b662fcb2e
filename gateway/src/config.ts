// Goes in: the command line and the environment. Comes out: typed values, read once; a ConfigError says what is wrong.
// The only file of the gateway that reads `process.env`.

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { IssuerOptions } from './identity.ts';
import { defaultLimits, type Limits } from './limits.ts';

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
  --subgraph NAME=URL       another address for a subgraph; may be repeated
  --timeout MS              for one request to a subgraph; default 30000
  --forward-header NAME     pass a client's header on to subgraphs; may be repeated
  --cors ORIGIN             a web origin that may ask, or *; may be repeated
  --check-subgraphs         /health/ready asks every subgraph
  --no-explorer             no explorer page
  --limit NAME=N            ${Object.entries(defaultLimits)
    .map(([name, value]) => `${name} (${value})`)
    .join(', ')}; may be repeated
  --jwks URL                keys of the issuer of logins; without an issuer logins are refused
  --issuer NAME --audience NAME
                            what a login must state
  --roles-claim NAME        a claim of the login that holds roles
  --identity-operation FILE a query that gives a subject's roles

PLATFORM_SECRET in the environment signs the identity that subgraphs get.`;

export async function readConfig(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Config> {
  const values = parse(args);
  if (values.supergraph === undefined) throw new ConfigError('--supergraph is missing.');
  const cors = values.cors ?? [];
  return {
    supergraph: await readText(values.supergraph),
    host: values.host ?? environment.HOST ?? '127.0.0.1',
    port: wholeNumber('--port', values.port ?? environment.PORT ?? '4000', { from: 0, to: 65_535 }),
    subgraphs: new Map(pairs('--subgraph', values.subgraph ?? []).map(checkUrl)),
    limits: readLimits(values.limit ?? []),
    timeout:
      values.timeout === undefined
        ? undefined
        : wholeNumber('--timeout', values.timeout, { from: 1, to: 600_000 }),
    forwardHeaders: values['forward-header'] ?? [],
    corsOrigins: cors.length === 0 ? null : cors.includes('*') ? '*' : cors,
    checkSubgraphs: values['check-subgraphs'] ?? false,
    hasExplorer: !values['no-explorer'],
    issuer:
      values.jwks === undefined
        ? null
        : {
            jwksUrl: values.jwks,
            issuer: values.issuer,
            audience: values.audience,
            rolesClaim: values['roles-claim'],
          },
    secret: environment.PLATFORM_SECRET,
    identityOperation:
      values['identity-operation'] === undefined
        ? undefined
        : await readText(values['identity-operation']),
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
      },
    }).values;
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}

function readLimits(given: readonly string[]): Partial<Limits> {
  const limits: Partial<Limits> = {};
  for (const [name, value] of pairs('--limit', given)) {
    if (!(name in defaultLimits)) {
      const known = Object.keys(defaultLimits).join(', ');
      throw new ConfigError(`--limit ${name}: there are ${known}.`);
    }
    limits[name as keyof Limits] = wholeNumber(`--limit ${name}`, value, { from: 1, to: 2 ** 31 });
  }
  return limits;
}

function pairs(option: string, given: readonly string[]): [string, string][] {
  return given.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new ConfigError(`${option} ${text}: expected NAME=VALUE.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

function checkUrl([name, url]: [string, string]): [string, string] {
  if (!URL.canParse(url)) throw new ConfigError(`--subgraph ${name}: "${url}" is not an address.`);
  return [name, url];
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

/** The text of a file or of an address. */
export async function readText(source: string): Promise<string> {
  if (!/^https?:\/\//.test(source)) {
    try {
      return await readFile(source, 'utf8');
    } catch {
      throw new ConfigError(`"${source}" cannot be read.`);
    }
  }
  try {
    const response = await fetch(source, { signal: AbortSignal.timeout(30_000) });
    if (response.ok) return await response.text();
  } catch {
    // Said below, with the address.
  }
  throw new ConfigError(`"${source}" cannot be fetched.`);
}

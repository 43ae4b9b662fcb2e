// Who takes part: how each gateway is started for a scenario, and what sharing means for it.

import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StartOptions } from './processes.ts';
import type { DatasetName } from './workload.ts';

/** `off`; identical requests to subgraphs in flight are shared; identical requests of clients too. */
export type Sharing = 'off' | 'subgraph' | 'client';

export type RowName =
  | 'ours'
  | 'ours in process'
  | 'ours before'
  | 'by hand'
  | 'by hand in process'
  | 'floor'
  | 'planning alone'
  | 'hive router'
  | 'hive gateway'
  | 'apollo gateway';

/** What a gateway is started with. */
export interface Setting {
  port: number;
  dataset: DatasetName;
  sharing: Sharing;
  /** Files. */
  supergraph: string;
  addresses: string;
  heavyAnswer: string;
  lightAnswer: string;
  /** For the gateway's own files. */
  folder: string;
}

export interface Row {
  name: RowName;
  /** What it is, for the report. */
  title: string;
  /** Null: it has no such sharing. */
  start(setting: Setting): Promise<Omit<StartOptions, 'core'> | null>;
  path: string;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;
const production = { NODE_ENV: 'production' };

function oursAt(root: string, options: { name: RowName; title: string }): Row {
  return {
    ...options,
    path: '/graphql',
    async start({ supergraph, port, sharing }) {
      const args = sharingArguments(root, sharing);
      if (!args) return null;
      return {
        command: node,
        args: [
          ...programOf(root),
          ...['--supergraph', supergraph, '--port', String(port), '--no-explorer', ...args],
        ],
        env: production,
      };
    },
  };
}

/** The gateway's program, with the flags that `npm run gateway` gives to Node. */
function programOf(root: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const words = String(scripts.gateway).split(' ');
  const flags = words.filter((word) => word.startsWith('--'));
  return [...flags, join(root, words.at(-1) ?? '')];
}

/** Null while the gateway's command line has no option for it. */
function sharingArguments(root: string, sharing: Sharing): string[] | null {
  const config = join(root, 'gateway/src/config.ts');
  const hasOption = existsSync(config) && readFileSync(config, 'utf8').includes('--share ');
  if (!hasOption) return sharing === 'off' ? [] : null;
  return ['--share', { off: 'nothing', subgraph: 'subgraphs', client: 'clients' }[sharing]];
}

function oursInProcessAt(root: string): Row {
  return {
    name: 'ours in process',
    title: 'ours, subgraphs in process (replayed objects)',
    path: '/graphql',
    async start({ port, supergraph, dataset, sharing }) {
      if (sharing !== 'off') return null;
      const program = here('gateways/ours-in-process.ts');
      return {
        command: node,
        args: [program, root, String(port), supergraph, dataset],
        env: production,
      };
    },
  };
}

const byHand: Row = {
  name: 'by hand',
  title: 'the same plan by hand (node:http, undici dispatch, JSON)',
  path: '/graphql',
  async start({ port, addresses, sharing }) {
    const program = here('gateways/by-hand.ts');
    const args = [program, '--port', String(port), '--addresses', addresses, '--sharing', sharing];
    return { command: node, args, env: production };
  },
};

const byHandInProcess: Row = {
  name: 'by hand in process',
  title: 'by hand, subgraphs in process (replayed objects)',
  path: '/graphql',
  async start({ port, dataset, sharing }) {
    if (sharing !== 'off') return null;
    const program = here('gateways/by-hand.ts');
    const args = [program, '--port', String(port), '--in-process', dataset];
    return { command: node, args, env: production };
  },
};

const floor: Row = {
  name: 'floor',
  title: 'floor: constant answer from node:http',
  path: '/graphql',
  async start({ port, heavyAnswer, lightAnswer, sharing }) {
    if (sharing === 'subgraph') return null;
    const args = [here('gateways/floor.ts'), String(port), heavyAnswer, lightAnswer];
    return { command: node, args, env: production };
  },
};

const planning: Row = {
  name: 'planning alone',
  title:
    'node:http that plans what is new with the native planner, and answers with constant bytes',
  path: '/graphql',
  async start({ port, supergraph, heavyAnswer, sharing }) {
    if (sharing !== 'off') return null;
    const args = [here('gateways/planner.ts'), String(port), supergraph, heavyAnswer];
    return { command: node, args, env: production };
  },
};

const apollo: Row = {
  name: 'apollo gateway',
  title: `@apollo/gateway ${versionOf('@apollo/gateway')} on @apollo/server ${versionOf('@apollo/server')}`,
  path: '/',
  async start({ port, supergraph, sharing }) {
    if (sharing !== 'off') return null;
    const args = [here('gateways/apollo.ts'), String(port), supergraph];
    return { command: node, args, env: production };
  },
};

const hiveGateway: Row = {
  name: 'hive gateway',
  title: `@graphql-hive/gateway ${versionOf('@graphql-hive/gateway')} with router-runtime ${versionOf('@graphql-hive/router-runtime')}`,
  path: '/graphql',
  async start({ port, supergraph, sharing }) {
    const config = here('gateways/hive-gateway.config.ts');
    const program = here('node_modules/@graphql-hive/gateway/dist/bin.js');
    return {
      command: node,
      args: [program, 'supergraph', '--config-path', config],
      env: {
        ...production,
        BENCH_PORT: String(port),
        BENCH_SUPERGRAPH: supergraph,
        BENCH_SHARING: sharing,
      },
      cwd: here('.'),
    };
  },
};

function hiveRouterAt(binary: string): Row {
  return {
    name: 'hive router',
    title: 'Hive Router (Rust), HIVE_ROUTER',
    path: '/graphql',
    async start({ port, supergraph, sharing, folder }) {
      const config = {
        supergraph: { source: 'file', path: supergraph },
        http: { host: '127.0.0.1', port },
        log: { level: 'error' },
        traffic_shaping: {
          max_connections_per_host: 128,
          all: { dedupe_enabled: sharing !== 'off' },
          router: { dedupe: { enabled: sharing === 'client' } },
        },
      };
      const file = join(folder, `hive-router-${port}.json`);
      await writeFile(file, JSON.stringify(config));
      return {
        command: binary,
        args: [],
        env: { ROUTER_CONFIG_FILE_PATH: file, ROUTER_HTTP_WORKERS: '1' },
        cwd: folder,
      };
    },
  };
}

function versionOf(name: string): string {
  const file = here(`node_modules/${name}/package.json`);
  if (!existsSync(file)) throw new Error(`${name} is not installed: run npm install in bench/.`);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}

export interface Participants {
  root: string;
  /** The root of the older sources to compare with. */
  before: { root: string; revision: string } | null;
  hiveRouter: string | null;
}

export function rowsOf({ root, before, hiveRouter }: Participants): Map<RowName, Row> {
  const rows = [
    oursAt(root, { name: 'ours', title: 'ours, over HTTP' }),
    ...(before
      ? [
          oursAt(before.root, {
            name: 'ours before',
            title: `ours at ${before.revision}, over HTTP`,
          }),
        ]
      : []),
    oursInProcessAt(root),
    byHand,
    byHandInProcess,
    floor,
    planning,
    ...(hiveRouter ? [hiveRouterAt(hiveRouter)] : []),
    hiveGateway,
    apollo,
  ];
  return new Map(rows.map((row) => [row.name, row]));
}

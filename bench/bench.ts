// The parts that every measurement needs: the replay, the client, a folder for files, the rows. Closing ends them all.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rowsOf } from './gateways.ts';
import { ask, firstMessage, type Pinned, startPinned, stopAll } from './processes.ts';
import type { ReplayReport } from './replay.ts';
import { unpack } from './revision.ts';
import { type Bench, clientCore } from './scenario.ts';
import { light } from './workload.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface BenchOptions {
  /** A git revision to compare with. */
  before: string | null;
  hiveRouter: string | null;
  /** Seconds. */
  budget: number;
  log(line: string): void;
}

export interface OpenBench extends Bench, AsyncDisposable {}

function checkMachine(): void {
  if (process.platform !== 'linux') throw new Error('The bench needs Linux: /proc and taskset.');
  if (cpus().length < 2) throw new Error('The bench needs two cores: one is the gateway’s.');
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Error('taskset is missing (util-linux).');
  }
}

function startHelper(file: string): Pinned {
  return startPinned({
    core: clientCore,
    command: process.execPath,
    args: [fileURLToPath(new URL(file, import.meta.url))],
    hasChannel: true,
  });
}

export async function openBench(options: BenchOptions): Promise<OpenBench> {
  checkMachine();
  const folder = await mkdtemp(join(tmpdir(), 'gateway-bench-'));
  const close = async () => {
    await stopAll();
    await rm(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close().then(() => process.exit(1)));
  }
  try {
    const before = options.before
      ? { root: await unpack(options.before, { root, folder }), revision: options.before }
      : null;
    const rows = rowsOf({ root, before, hiveRouter: options.hiveRouter });
    const replay = startHelper('replay.ts');
    const listening = await firstMessage<ReplayReport>(replay);
    if (listening.kind !== 'listening') throw new Error('The replay did not start.');
    const client = startHelper('load.ts');
    return {
      folder,
      replay,
      client,
      ports: listening.ports,
      rows,
      deadline: performance.now() + options.budget * 1_000,
      log: options.log,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface Capacity {
  /** Requests a second that the client and the replay manage together on their one core, with nothing between them. */
  heavyAnswer: number;
  smallAnswer: number;
}

/** What the other end of the measurement can do: no gateway can be measured beyond it. */
export async function measureCapacity(bench: Bench, seconds: number): Promise<Capacity> {
  const run = async (text: string, subgraph: 'products' | 'reviews'): Promise<number> => {
    const port = bench.ports[subgraph];
    const body = JSON.stringify({ query: text });
    const response = await fetch(`http://127.0.0.1:${port}/1x`, { method: 'POST', body });
    const answerBytes = Buffer.byteLength(await response.text());
    const load = { kind: 'load', port, path: '/1x', body, connections: 50, seconds, answerBytes };
    await ask(bench.client, { ...load, seconds: seconds / 2 });
    const report = await ask<{ requests: number; seconds: number }>(bench.client, load);
    return report.requests / report.seconds;
  };
  const representations = Array.from(
    { length: 8 },
    (_, n) => `{__typename:"Account",id:"account-${1_000 + n}"}`,
  );
  const largest = `{_entities(representations:[${representations}]){...on Account{reviews{id rating body
    product{upc reviews{id rating body author{id reviews{id rating body product{upc}}}}}}}}}`;
  return {
    heavyAnswer: await run(largest, 'reviews'),
    smallAnswer: await run(light.text, 'products'),
  };
}

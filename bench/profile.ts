// `node profile.ts [--row NAME] [--operation heavy|light] [--seconds N]`: where the processor time of one gateway goes.
// Samples of V8's profiler, after warming up, by source file (ours: a file is a stage) and by function.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBench, root } from './bench.ts';
import type { RowName } from './gateways.ts';
import type { FailureReport, LoadReport } from './load.ts';
import { ask } from './processes.ts';
import { table } from './report.ts';
import { type Bench, post, prepare, requestOf, startRow } from './scenario.ts';
import { heavy, light } from './workload.ts';

interface CallFrame {
  functionName: string;
  url: string;
  lineNumber: number;
}

/** The parts of a `.cpuprofile` that are read here; times are microseconds. */
interface Profile {
  nodes: { id: number; callFrame: CallFrame }[];
  samples: number[];
  timeDeltas: number[];
}

const { values: options } = parseArgs({
  options: {
    row: { type: 'string', default: 'ours' },
    operation: { type: 'string', default: 'heavy' },
    seconds: { type: 'string', default: '6' },
  },
});

/** The share of a profile at its beginning that is starting and warming up. */
const warmUpShare = 0.4;

function partOf({ url, functionName }: CallFrame): string {
  if (url === '') return functionName.startsWith('wasm') ? 'undici (parser)' : functionName;
  const packaged = /node_modules\/(?!.*node_modules\/)((?:@[^/]+\/)?[^/]+)/.exec(url);
  if (packaged) return `package ${packaged[1]}`;
  if (url.startsWith('node:')) return `node (${url.split('/')[0]?.slice(5)})`;
  if (url.startsWith('wasm:')) return 'undici (parser)';
  return decodeURI(url).replace(`file://${root}`, '');
}

function shares(profile: Profile, nameOf: (frame: CallFrame) => string): [string, number][] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const whole = profile.timeDeltas.reduce((sum, delta) => sum + delta, 0);
  const times = new Map<string, number>();
  let passed = 0;
  let counted = 0;
  for (const [n, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[n] ?? 0;
    passed += delta;
    const frame = frames.get(id);
    if (passed < whole * warmUpShare || !frame || frame.functionName === '(idle)') continue;
    const name = nameOf(frame);
    times.set(name, (times.get(name) ?? 0) + delta);
    counted += delta;
  }
  return Array.from(times, ([name, time]): [string, number] => [name, time / counted]).sort(
    ([, a], [, b]) => b - a,
  );
}

async function record(bench: Bench): Promise<Profile> {
  const operation = options.operation === 'light' ? light : heavy;
  const row = bench.rows.get(options.row as RowName);
  if (!row) throw new Error(`There is no ${options.row}.`);
  const setting = await prepare(bench, { dataset: '1x', subgraphs: 4 });
  const folder = join(bench.folder, 'profile');
  const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const started = await startRow(
    row,
    { ...setting, dataset: '1x', sharing: 'off', folder: bench.folder },
    flags,
  );
  if (!started) throw new Error(`${options.row} cannot be started.`);
  const answer = await post(started, operation.text);
  const report = await ask<LoadReport | FailureReport>(bench.client, {
    kind: 'load',
    port: started.port,
    path: row.path,
    body: requestOf(operation.text),
    connections: 50,
    seconds: Number(options.seconds),
    answerBytes: Buffer.byteLength(answer),
  });
  await started.process.stop();
  if (report.kind === 'failure') throw new Error(report.message);
  console.log(`${options.row}, ${operation.name}: ${report.requests} requests while profiled\n`);
  const [file] = await readdir(folder).catch(() => []);
  if (!file)
    throw new Error('No profile was written: the gateway does not end by itself on SIGTERM.');
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as Profile;
}

await using bench = await openBench({
  before: null,
  hiveRouter: null,
  budget: 60,
  log: console.error,
});
const profile = await record(bench);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const parts = shares(profile, partOf).filter(([, share]) => share > 0.003);
const functions = shares(profile, (frame) => {
  const line = frame.url === '' ? '' : `:${frame.lineNumber + 1}`;
  return `${frame.functionName || '(anonymous)'}  ${partOf(frame)}${line}`;
});
console.log(
  table(
    ['part', 'own time'],
    parts.map(([name, share]) => [name, percent(share)]),
  ),
);
console.log();
console.log(
  table(
    ['function', 'own time'],
    functions.slice(0, 25).map(([name, share]) => [name, percent(share)]),
  ),
);

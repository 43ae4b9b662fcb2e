// `node run.ts [--quick] [--only LIST] [--rows LIST] [--before REVISION] [--minutes N]`: all measurements in one run.
// Writes a text and a JSON file into `results/`. HIVE_ROUTER=path adds the Rust router.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureCapacity, openBench, root } from './bench.ts';
import { type ColdReport, measureCold } from './cold.ts';
import type { RowName } from './gateways.ts';
import { judge } from './musts.ts';
import type { OwnGraphReport } from './own-graph.ts';
import { firstMessage, startPinned } from './processes.ts';
import { coldText, headText, mustsText, ownGraphText, scenarioText } from './report.ts';
import {
  type Bench,
  gatewayCore,
  runScenario,
  type Scenario,
  type ScenarioResult,
  type Variant,
} from './scenario.ts';
import { heavy, light } from './workload.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rows: { type: 'string' },
    before: { type: 'string' },
    minutes: { type: 'string' },
  },
});

const standard: Variant = { name: 'standard', dataset: '1x', subgraphs: 4, sharing: 'off' };
const everyone: readonly RowName[] = [
  'ours',
  'ours before',
  'ours in process',
  'by hand',
  'by hand in process',
  'floor',
  'hive router',
  'hive gateway',
  'apollo gateway',
];
const overHttp: readonly RowName[] = [
  'ours',
  'ours before',
  'by hand',
  'hive router',
  'hive gateway',
  'apollo gateway',
];
const sharers: readonly RowName[] = ['ours', 'by hand', 'hive router', 'hive gateway'];
const planners: readonly RowName[] = ['ours', 'hive router', 'hive gateway', 'apollo gateway'];
const fiftyEach = [
  { operation: heavy, connections: 50 },
  { operation: light, connections: 50 },
];

/** Rounds, seconds of a sample, seconds of warming up; the quick run only shows that everything works. */
interface Effort {
  rounds: number;
  seconds: number;
  warmSeconds: number;
}

function scenarios(isQuick: boolean): Scenario[] {
  const effort = (full: Effort, quick: Effort) => (isQuick ? quick : full);
  const short = effort(
    { rounds: 3, seconds: 0.8, warmSeconds: 1 },
    { rounds: 2, seconds: 0.3, warmSeconds: 0.3 },
  );
  const sharing = effort({ rounds: 5, seconds: 0.8, warmSeconds: 1 }, short);
  const variants = (names: readonly string[], make: (name: string) => Partial<Variant>) =>
    names.map((name): Variant => ({ ...standard, ...make(name), name }));
  return [
    {
      name: 'main',
      title: 'Sharing off',
      variants: [standard],
      rows: everyone,
      loads: fiftyEach,
      ...effort(
        { rounds: 5, seconds: 1.2, warmSeconds: 1.5 },
        { rounds: 2, seconds: 0.4, warmSeconds: 0.5 },
      ),
    },
    {
      name: 'sharing-subgraph',
      title: 'Sharing identical subgraph requests in flight',
      variants: [{ ...standard, sharing: 'subgraph' }],
      rows: sharers,
      loads: isQuick ? fiftyEach.slice(0, 1) : fiftyEach,
      ...sharing,
    },
    {
      name: 'sharing-client',
      title: 'Sharing identical client requests too',
      variants: [{ ...standard, sharing: 'client' }],
      rows: [...sharers, 'floor'],
      loads: isQuick ? fiftyEach.slice(0, 1) : fiftyEach,
      ...sharing,
    },
    {
      name: 'sizes',
      title: 'Answers 10 and 100 times as large, and in several scripts',
      variants: [
        ...variants(isQuick ? ['1x', '10x'] : ['1x', '10x', '100x'], (name) => ({
          dataset: name as Variant['dataset'],
        })),
        ...variants(isQuick ? [] : ['languages'], () => ({ dataset: 'languages' })),
      ],
      rows: isQuick ? ['ours', 'by hand', 'hive router'] : overHttp,
      loads: [{ operation: heavy, connections: 2 }],
      ...short,
      // Few requests come through two connections: without more time the small answers would be the cold ones.
      warmSeconds: isQuick ? short.warmSeconds : 1.5,
    },
    {
      name: 'subgraphs',
      title: 'The same query with more subgraphs beside the four',
      variants: variants(isQuick ? ['5', '50'] : ['5', '20', '50'], (name) => ({
        subgraphs: Number(name),
      })),
      rows: isQuick ? ['ours', 'hive router'] : planners,
      loads: [{ operation: heavy, connections: 50 }],
      ...short,
    },
    {
      name: 'concurrency',
      title: 'One, fifty and five hundred connections',
      variants: [standard],
      rows: isQuick ? ['ours', 'by hand', 'hive router'] : overHttp,
      loads: [1, 50, 500].map((connections) => ({ operation: heavy, connections })),
      ...short,
    },
  ];
}

/** Of the parts; what no line of the musts needs stands last, where the time may be up. */
const order = [
  'main',
  'sharing-subgraph',
  'sharing-client',
  'cold',
  'own-graph',
  'sizes',
  'subgraphs',
  'concurrency',
] as const;

const coldRows: readonly RowName[] = [
  'planning alone',
  'ours',
  'hive router',
  'hive gateway',
  'apollo gateway',
];

async function measureOwnGraph(rounds: number): Promise<OwnGraphReport> {
  const program = fileURLToPath(new URL('own-graph.ts', import.meta.url));
  const child = startPinned({
    core: gatewayCore,
    command: process.execPath,
    args: [program, root, String(rounds), '60'],
    hasChannel: true,
  });
  try {
    return await firstMessage<OwnGraphReport>(child);
  } finally {
    await child.stop();
  }
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** What is wanted of a list on the command line; everything without one. */
function chosen<Name extends string>(list: string | undefined, names: readonly Name[]): Name[] {
  if (list === undefined) return [...names];
  const wanted = list.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !names.includes(name as Name));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: there are ${names.join(', ')}.`);
  return names.filter((name) => wanted.includes(name));
}

/** The share of the time after which nothing new is begun, so that what runs can end within it. */
const lastStart = 0.85;

async function main(): Promise<void> {
  const isQuick = options.quick;
  const all = scenarios(isQuick);
  const parts = chosen(options.only, order);
  const rows = chosen(options.rows, everyone);
  const hiveRouter = process.env.HIVE_ROUTER || null;
  if (hiveRouter && !existsSync(hiveRouter)) throw new Error(`HIVE_ROUTER: no file ${hiveRouter}.`);
  const minutes = Number(options.minutes ?? (isQuick ? 2 : 10));
  if (!(minutes > 0)) throw new Error(`--minutes ${options.minutes}: not a number of minutes.`);
  const budget = minutes * 60 * lastStart;
  const started = new Date();
  const log = (line: string) => console.error(line);

  await using bench = await openBench({ before: options.before ?? null, hiveRouter, budget, log });
  const capacity = await measureCapacity(bench, isQuick ? 0.4 : 1);
  const revision = `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') ? ' and changes' : ''}`;
  const lines = [
    `${started.toISOString().slice(0, 16)}Z, revision ${revision}${isQuick ? ', quick run: for a look, not for a record' : ''}`,
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}, load average ${loadavg()[0]?.toFixed(2)}`,
    ...(hiveRouter ? [] : ['without Hive Router: HIVE_ROUTER is not set']),
  ];
  const texts = [headText({ lines, rows: bench.rows, capacity })];
  console.log(texts[0]);
  const say = (text: string) => {
    texts.push(text);
    console.log(`\n${text}`);
  };

  const results: ScenarioResult[] = [];
  const cold: ColdReport[] = [];
  let ownGraph: OwnGraphReport | null = null;
  const leftOut: string[] = [];
  for (const part of parts) {
    if (performance.now() > bench.deadline) {
      leftOut.push(part);
      continue;
    }
    log(`… ${part}`);
    const scenario = all.find(({ name }) => name === part);
    if (scenario) {
      const wanted = scenario.rows.filter((row) => rows.includes(row));
      const result = await runScenario(bench, { ...scenario, rows: wanted });
      results.push(result);
      say(scenarioText(result));
    } else if (part === 'cold') {
      for (const subgraphs of isQuick ? [4] : [4, 20, 50]) {
        const report = await measureColdRows(bench, { rows, subgraphs, isQuick });
        cold.push(report);
        say(coldText(report));
      }
    } else {
      ownGraph = await tryOwnGraph(isQuick ? 3 : 25, say);
      if (ownGraph) say(ownGraphText(ownGraph));
    }
  }
  if (leftOut.length > 0) say(`left out, the time was up: ${leftOut.join(', ')}`);
  const measured = { scenarios: results, cold, ownGraph };
  say(mustsText(measured));

  const folder = fileURLToPath(new URL('results/', import.meta.url));
  await mkdir(folder, { recursive: true });
  const name = `${started.toISOString().slice(0, 19).replaceAll(':', '')}${isQuick ? '-quick' : ''}`;
  const facts = { started, revision, isQuick, node: process.version, cpu: cpus()[0]?.model };
  const record = { ...facts, capacity, ...measured, verdicts: judge(measured) };
  await writeFile(`${folder}${name}.json`, JSON.stringify(record, null, 1));
  await writeFile(`${folder}${name}.txt`, `${texts.join('\n\n')}\n`);
  log(
    `\nbench/results/${name}.txt and .json, after ${Math.round((Date.now() - started.getTime()) / 1_000)} s`,
  );
}

async function measureColdRows(
  bench: Bench,
  options: { rows: readonly RowName[]; subgraphs: number; isQuick: boolean },
): Promise<ColdReport> {
  const { rows, subgraphs, isQuick } = options;
  return measureCold(bench, {
    rows: coldRows.filter((row) => row === 'planning alone' || rows.includes(row)),
    operations: isQuick ? 10 : 40,
    warmSeconds: isQuick ? 0.5 : 2,
    subgraphs,
  });
}

async function tryOwnGraph(
  rounds: number,
  say: (text: string) => void,
): Promise<OwnGraphReport | null> {
  try {
    return await measureOwnGraph(rounds);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const line = reason.split('\n').find((text) => text.includes('Error')) ?? reason;
    say(`our own graph was not measured: ${line.slice(0, 200)}`);
    return null;
  }
}

await main();

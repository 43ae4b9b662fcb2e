// Goes in: who runs under which load. Comes out: samples, interleaved: in every round every gateway has its turn, so
// that whatever else the machine does falls on all of them. A gateway whose answer is not the right one is not timed.

import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Row, RowName, Setting, Sharing } from './gateways.ts';
import type { FailureReport, LoadReport } from './load.ts';
import {
  ask,
  coreBusySeconds,
  freePort,
  type Pinned,
  processorSeconds,
  residentMegabytes,
  startPinned,
} from './processes.ts';
import type { ReplayReport } from './replay.ts';
import { type Composed, compose } from './supergraph.ts';
import {
  type DatasetName,
  expectedAnswer,
  heavy,
  light,
  type Operation,
  type SubgraphName,
} from './workload.ts';

export const gatewayCore = 0;
export const clientCore = 1;

export interface Bench {
  folder: string;
  replay: Pinned;
  client: Pinned;
  ports: Readonly<Record<SubgraphName, number>>;
  rows: ReadonlyMap<RowName, Row>;
  /** Nothing new is begun after it: `performance.now()`. */
  deadline: number;
  log(line: string): void;
}

/** What a gateway is started for. Variants of one scenario run at the same time, so that they can be compared. */
export interface Variant {
  name: string;
  dataset: DatasetName;
  subgraphs: number;
  sharing: Sharing;
}

export interface Load {
  operation: Operation;
  connections: number;
}

export interface Scenario {
  name: string;
  title: string;
  variants: readonly Variant[];
  rows: readonly RowName[];
  loads: readonly Load[];
  rounds: number;
  /** Of one sample. */
  seconds: number;
  warmSeconds: number;
}

export interface Sample {
  row: RowName;
  variant: string;
  operation: string;
  connections: number;
  round: number;
  requests: number;
  perSecond: number;
  /** Processor time of the gateway for one request, in microseconds. */
  cpu: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  /** Resident megabytes of the gateway after the sample. */
  memory: number;
  subgraphRequests: number;
  /** Requests the replay had not seen before: they cost it time. */
  recorded: number;
  /** Share of its core that the gateway used. */
  gatewayBusy: number;
  /** Share of the other core that the client and the replay used. */
  clientBusy: number;
  /** Share of the gateway's core that went to anything else, interrupts included. */
  foreign: number;
}

export interface ScenarioResult {
  scenario: Scenario;
  samples: Sample[];
  /** Rows that could not take part, and why. */
  failures: { row: RowName; variant: string; reason: string }[];
  /** Rounds that were left out because the time was up. */
  roundsLeft: number;
  /** Of the machine over one minute, before and after. */
  loadAverage: [number, number];
}

interface Answer {
  operation: Operation;
  expected: unknown;
}

export interface Started {
  row: Row;
  process: Pinned;
  port: number;
}

/** A supergraph, and the files that gateways are started with. */
export type Prepared = Composed &
  Pick<Setting, 'supergraph' | 'addresses' | 'heavyAnswer' | 'lightAnswer'> & {
    /** The right answer to each operation. */
    expected: ReadonlyMap<Operation, unknown>;
  };

const preparations = new Map<string, Promise<Prepared>>();

type Graph = Pick<Variant, 'dataset' | 'subgraphs'>;

/** Made once for a dataset and a number of subgraphs. */
export function prepare(bench: Bench, graph: Graph): Promise<Prepared> {
  const key = `${graph.dataset}-${graph.subgraphs}`;
  const prepared = preparations.get(key) ?? makeGraph(bench, graph, join(bench.folder, key));
  preparations.set(key, prepared);
  return prepared;
}

async function makeGraph(bench: Bench, graph: Graph, folder: string): Promise<Prepared> {
  const { dataset, subgraphs } = graph;
  const addressOf = (name: string) =>
    `http://127.0.0.1:${bench.ports[name as SubgraphName] ?? bench.ports.accounts}/${dataset}`;
  const composed = compose(addressOf, { subgraphs });
  const expected = new Map(
    [heavy, light].map((operation) => [
      operation,
      expectedAnswer(composed.publicSdl, operation.text, dataset),
    ]),
  );
  const files = {
    supergraph: join(folder, 'supergraph.graphql'),
    addresses: join(folder, 'addresses.json'),
    heavyAnswer: join(folder, 'heavy.json'),
    lightAnswer: join(folder, 'light.json'),
  };
  const addresses = Object.fromEntries(Object.keys(bench.ports).map((n) => [n, addressOf(n)]));
  await mkdir(folder, { recursive: true });
  await writeFile(files.supergraph, composed.supergraphSdl);
  await writeFile(files.addresses, JSON.stringify(addresses));
  await writeFile(files.heavyAnswer, JSON.stringify(expected.get(heavy)));
  await writeFile(files.lightAnswer, JSON.stringify(expected.get(light)));
  return { ...composed, ...files, expected };
}

export const requestOf = (text: string) => JSON.stringify({ query: text });

export async function post(
  { port, row }: Pick<Started, 'port' | 'row'>,
  text: string,
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${row.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: requestOf(text),
    signal: AbortSignal.timeout(60_000),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`status ${response.status}: ${answer.slice(0, 300)}`);
  return answer;
}

const startSeconds = 60;

/** Starts a row's gateway and waits until it answers the light operation. Null: it has no such setting. */
export async function startRow(
  row: Row,
  setting: Omit<Setting, 'port'>,
  nodeFlags: readonly string[] = [],
): Promise<Started | null> {
  const port = await freePort();
  const options = await row.start({ ...setting, port });
  if (!options) return null;
  const args = [...nodeFlags, ...options.args];
  const started = { row, port, process: startPinned({ ...options, args, core: gatewayCore }) };
  const until = Date.now() + startSeconds * 1_000;
  for (;;) {
    try {
      await post(started, light.text);
      return started;
    } catch (error) {
      const isOver = started.process.hasEnded() || Date.now() > until;
      if (isOver) {
        await started.process.stop();
        throw new Error(`does not start: ${String(error)}\n${started.process.output()}`);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function check(started: Started, { operation, expected }: Answer): Promise<number> {
  const text = await post(started, operation.text);
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (!isDeepStrictEqual({ data, errors }, { errors: undefined, ...(expected as object) })) {
    const got = JSON.stringify(errors ?? data).slice(0, 300);
    throw new Error(`answers ${operation.name} wrongly: ${got}`);
  }
  return Buffer.byteLength(text);
}

async function counters(replay: Pinned): Promise<{ requests: number; recorded: number }> {
  const report = await ask<ReplayReport>(replay, { kind: 'counters' });
  if (report.kind !== 'counters') throw new Error('The replay answered out of order.');
  return report;
}

interface Member {
  row: Row;
  variant: Variant;
  started: Started;
  answers: readonly Answer[];
  /** Bytes of this gateway's own right answer to each operation. */
  bytes: Map<Operation, number>;
}

interface Turn {
  load: Load;
  round: number;
  seconds: number;
}

async function sample(bench: Bench, member: Member, turn: Turn): Promise<Sample> {
  const { started, bytes } = member;
  const { load, round, seconds } = turn;
  const { pid } = started.process;
  const helpers = [bench.replay.pid, bench.client.pid];
  const read = () => ({
    at: performance.now(),
    gateway: processorSeconds(pid),
    helpers: helpers.reduce((sum, each) => sum + processorSeconds(each), 0),
    core: coreBusySeconds(gatewayCore),
  });
  const seen = await counters(bench.replay);
  const before = read();
  const report = await ask<LoadReport | FailureReport>(bench.client, {
    kind: 'load',
    port: started.port,
    path: started.row.path,
    body: requestOf(load.operation.text),
    connections: load.connections,
    seconds,
    answerBytes: bytes.get(load.operation) ?? 0,
  });
  const after = read();
  if (report.kind === 'failure') throw new Error(report.message);
  if (report.wrong > 0) throw new Error(`${report.wrong} wrong answers under load`);
  const memory = residentMegabytes(pid);
  const now = await counters(bench.replay);
  const took = (after.at - before.at) / 1_000;
  const gatewaySeconds = after.gateway - before.gateway;
  return {
    row: member.row.name,
    variant: member.variant.name,
    operation: load.operation.name,
    connections: load.connections,
    round,
    requests: report.requests,
    perSecond: report.requests / report.seconds,
    cpu: (gatewaySeconds / report.requests) * 1e6,
    p50: report.p50,
    p95: report.p95,
    p99: report.p99,
    memory,
    subgraphRequests: (now.requests - seen.requests) / report.requests,
    recorded: now.recorded - seen.recorded,
    gatewayBusy: gatewaySeconds / took,
    clientBusy: (after.helpers - before.helpers) / took,
    foreign: Math.max(0, (after.core - before.core - gatewaySeconds) / took),
  };
}

async function startMember(
  bench: Bench,
  wanted: { row: Row; variant: Variant; loads: readonly Load[] },
): Promise<Member | null> {
  const { row, variant, loads } = wanted;
  const { expected, ...files } = await prepare(bench, variant);
  const { dataset, sharing } = variant;
  const started = await startRow(row, { ...files, dataset, sharing, folder: bench.folder });
  if (!started) return null;
  const operations = new Set(loads.map(({ operation }) => operation));
  const answers = Array.from(
    operations,
    (operation): Answer => ({
      operation,
      expected: expected.get(operation),
    }),
  );
  try {
    const bytes = new Map<Operation, number>();
    for (const answer of answers) bytes.set(answer.operation, await check(started, answer));
    return { row, variant, started, answers, bytes };
  } catch (error) {
    await started.process.stop();
    throw error;
  }
}

export async function runScenario(bench: Bench, scenario: Scenario): Promise<ScenarioResult> {
  const result: ScenarioResult = {
    scenario,
    samples: [],
    failures: [],
    roundsLeft: 0,
    loadAverage: [loadavg()[0] ?? 0, 0],
  };
  const members = new Set<Member>();
  const isOver = () => performance.now() > bench.deadline;
  const fail = (row: Row, variant: Variant, error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    bench.log(`  ${row.name} (${variant.name}): ${reason}`);
    result.failures.push({ row: row.name, variant: variant.name, reason });
  };
  /** Everyone's turn; the order moves on by one in each round. A gateway that fails is out. */
  const eachMember = async (first: number, turn: (member: Member) => Promise<void>) => {
    const order = [...members];
    for (let n = 0; n < order.length; n++) {
      const member = order[(first + n) % order.length] as Member;
      try {
        await turn(member);
      } catch (error) {
        members.delete(member);
        fail(member.row, member.variant, error);
        await member.started.process.stop();
      }
    }
  };
  const everyLoad = async (round: number, seconds: number) => {
    for (const load of scenario.loads) {
      await eachMember(Math.max(0, round), async (member) => {
        const taken = await sample(bench, member, { load, round, seconds });
        if (round >= 0) result.samples.push(taken);
      });
    }
  };

  try {
    for (const name of scenario.rows) {
      const row = bench.rows.get(name);
      if (!row) continue;
      for (const variant of scenario.variants) {
        if (isOver()) continue;
        try {
          const member = await startMember(bench, { row, variant, loads: scenario.loads });
          if (member) members.add(member);
          else fail(row, variant, 'it has no such setting');
        } catch (error) {
          fail(row, variant, error);
        }
      }
    }
    if (!isOver()) await everyLoad(-1, scenario.warmSeconds);
    for (let round = 0; round < scenario.rounds; round++) {
      if (isOver()) result.roundsLeft++;
      else await everyLoad(round, scenario.seconds);
    }
    // Again after the load: a gateway that shares or writes to what is not its own would show it here.
    await eachMember(0, async ({ started, answers }) => {
      for (const answer of answers) await check(started, answer);
    });
  } finally {
    for (const { started } of members) await started.process.stop();
  }
  result.loadAverage[1] = loadavg()[0] ?? 0;
  return result;
}

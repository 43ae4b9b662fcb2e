// What the first request of a new operation costs, and what planning alone costs beside it: in a loop, and in a server
// that does nothing else. A gateway is started twice: the first time so that the replay knows every request, the second
// time to be measured. Then all run at the same time and have their turns.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RowName } from './gateways.ts';
import type { FailureReport, LoadReport, SeriesReport } from './load.ts';
import type { PlanningReport } from './planning.ts';
import { ask, firstMessage, startPinned } from './processes.ts';
import {
  type Bench,
  gatewayCore,
  post,
  prepare,
  requestOf,
  type Started,
  startRow,
} from './scenario.ts';
import { medianOf } from './statistics.ts';
import { heavy, heavyVariant } from './workload.ts';

export interface ColdResult {
  row: RowName;
  /** The heavy operation as the first one after the start and one light request. Milliseconds, like all here. */
  firstAfterStart: number;
  /** A new operation on a gateway that has been busy, median. */
  first: number;
  /** The same operation again. */
  warm: number;
}

export interface ColdReport {
  subgraphs: number;
  planning: PlanningReport;
  rows: ColdResult[];
  failures: { row: RowName; reason: string }[];
}

export interface ColdOptions {
  rows: readonly RowName[];
  operations: number;
  warmSeconds: number;
  /** How many the supergraph has. */
  subgraphs: number;
}

const times = 5;

async function measurePlanning(bench: Bench, count: number): Promise<PlanningReport> {
  const { supergraph, publicSdl } = await prepare(bench, { dataset: '1x', subgraphs: count });
  const publicFile = join(bench.folder, `public-${count}.graphql`);
  await writeFile(publicFile, publicSdl);
  const program = fileURLToPath(new URL('planning.ts', import.meta.url));
  const child = startPinned({
    core: gatewayCore,
    command: process.execPath,
    args: [program, supergraph, publicFile],
    hasChannel: true,
  });
  try {
    return await firstMessage<PlanningReport>(child);
  } finally {
    await child.stop();
  }
}

async function series(started: Started, { bench, from, count }: Operations): Promise<number[][]> {
  const bodies = Array.from({ length: count }, (_, n) => requestOf(heavyVariant(from + n)));
  const report = await ask<SeriesReport | FailureReport>(bench.client, {
    kind: 'series',
    port: started.port,
    path: started.row.path,
    bodies,
    times,
  });
  if (report.kind === 'failure') throw new Error(report.message);
  if (report.wrong > 0) throw new Error(`${report.wrong} answers were not 200`);
  return report.latencies;
}

interface Operations {
  bench: Bench;
  from: number;
  count: number;
}

interface Member {
  row: RowName;
  started: Started;
  firstAfterStart: number;
  latencies: number[][];
}

/** A gateway that has been busy. */
async function warmed(bench: Bench, started: Started, seconds: number): Promise<Member> {
  const sent = performance.now();
  const answer = await post(started, heavy.text);
  const firstAfterStart = performance.now() - sent;
  const load = {
    kind: 'load',
    port: started.port,
    path: started.row.path,
    body: requestOf(heavy.text),
    connections: 10,
    seconds,
    answerBytes: Buffer.byteLength(answer),
  };
  const report = await ask<LoadReport | FailureReport>(bench.client, load);
  if (report.kind === 'failure') throw new Error(report.message);
  return { row: started.row.name, started, firstAfterStart, latencies: [] };
}

/** As many operations as a gateway is asked before the next one has its turn. */
const turn = 4;

export async function measureCold(bench: Bench, options: ColdOptions): Promise<ColdReport> {
  const { subgraphs } = options;
  const planning = await measurePlanning(bench, subgraphs);
  const report: ColdReport = { subgraphs, planning, rows: [], failures: [] };
  const prepared = await prepare(bench, { dataset: '1x', subgraphs });
  const setting = { ...prepared, dataset: '1x', sharing: 'off', folder: bench.folder } as const;
  const members = new Set<Member>();
  const fail = (row: RowName, error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    bench.log(`  ${row}: ${reason}`);
    report.failures.push({ row, reason });
  };
  try {
    for (const name of options.rows) {
      const row = bench.rows.get(name);
      if (!row) continue;
      try {
        const rehearsal = await startRow(row, setting);
        if (!rehearsal) continue;
        const all = { bench, from: 0, count: options.operations };
        await series(rehearsal, all).finally(() => rehearsal.process.stop());
        const started = await startRow(row, setting);
        if (!started) continue;
        try {
          members.add(await warmed(bench, started, options.warmSeconds));
        } catch (error) {
          await started.process.stop();
          throw error;
        }
      } catch (error) {
        fail(name, error);
      }
    }
    for (let from = 0; from < options.operations; from += turn) {
      for (const member of members) {
        const count = Math.min(turn, options.operations - from);
        try {
          member.latencies.push(...(await series(member.started, { bench, from, count })));
        } catch (error) {
          fail(member.row, error);
          members.delete(member);
          await member.started.process.stop();
        }
      }
    }
    for (const { row, firstAfterStart, latencies } of members) {
      const first = medianOf(latencies.map(([taken]) => taken ?? 0));
      const warm = medianOf(latencies.flatMap((taken) => taken.slice(1)));
      report.rows.push({ row, firstAfterStart, first, warm });
    }
  } finally {
    await Promise.all([...members].map(({ started }) => started.process.stop()));
  }
  return report;
}

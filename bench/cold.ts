// What the first request of a new operation costs, and what planning alone costs beside it.
// A gateway is started twice: the first time so that the replay knows every request, the second time to be measured.

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
  planning: PlanningReport;
  /** The same with more subgraphs. */
  planningAt: Record<number, PlanningReport>;
  rows: ColdResult[];
  failures: { row: RowName; reason: string }[];
}

export interface ColdOptions {
  rows: readonly RowName[];
  operations: number;
  warmSeconds: number;
  /** Sizes of supergraph for which planning is measured too. */
  subgraphs: readonly number[];
}

const times = 5;
const subgraphs = 4;

export async function measurePlanning(bench: Bench, count: number): Promise<PlanningReport> {
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

async function series(bench: Bench, started: Started, count: number): Promise<number[][]> {
  const bodies = Array.from({ length: count }, (_, n) => requestOf(heavyVariant(n)));
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

export async function measureCold(bench: Bench, options: ColdOptions): Promise<ColdReport> {
  const planning = await measurePlanning(bench, subgraphs);
  const planningAt: Record<number, PlanningReport> = {};
  for (const count of options.subgraphs) planningAt[count] = await measurePlanning(bench, count);
  const report: ColdReport = { planning, planningAt, rows: [], failures: [] };
  const prepared = await prepare(bench, { dataset: '1x', subgraphs });
  const setting = { ...prepared, dataset: '1x', sharing: 'off', folder: bench.folder } as const;
  for (const name of options.rows) {
    const row = bench.rows.get(name);
    if (!row) continue;
    try {
      const rehearsal = await startRow(row, setting);
      if (!rehearsal) continue;
      await series(bench, rehearsal, options.operations).finally(() => rehearsal.process.stop());
      const started = await startRow(row, setting);
      if (!started) continue;
      try {
        const sent = performance.now();
        const answer = await post(started, heavy.text);
        const firstAfterStart = performance.now() - sent;
        const load = {
          kind: 'load',
          port: started.port,
          path: row.path,
          body: requestOf(heavy.text),
          connections: 10,
          seconds: options.warmSeconds,
          answerBytes: Buffer.byteLength(answer),
        };
        await ask<LoadReport | FailureReport>(bench.client, load);
        const latencies = await series(bench, started, options.operations);
        report.rows.push({
          row: name,
          firstAfterStart,
          first: medianOf(latencies.map(([first]) => first ?? 0)),
          warm: medianOf(latencies.flatMap((taken) => taken.slice(1))),
        });
      } finally {
        await started.process.stop();
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      bench.log(`  ${name}: ${reason}`);
      report.failures.push({ row: name, reason });
    }
  }
  return report;
}

// The results as text: a table for each scenario, and the lines that must be reached.

import type { Capacity } from './bench.ts';
import type { ColdReport } from './cold.ts';
import type { Row, RowName } from './gateways.ts';
import { compare, judge, type Results, samplesOf } from './musts.ts';
import type { OwnGraphReport } from './own-graph.ts';
import type { Sample, ScenarioResult } from './scenario.ts';
import { medianOf, spreadOf } from './statistics.ts';

const whole = (value: number) => Math.round(value).toLocaleString('en');
const fine = (value: number) => (value >= 100 ? whole(value) : value.toFixed(value >= 10 ? 1 : 2));
const percent = (value: number) => `${Math.round(value * 100)} %`;

/** Columns as wide as they must be; the first is text, the others are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, n) =>
    Math.max(title.length, ...rows.map((row) => row[n]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((width, n) =>
        n === 0 ? (cells[n] ?? '').padEnd(width) : (cells[n] ?? '').padStart(width),
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(head), rule, ...rows.map(line)].join('\n');
}

const columns = [
  'req/s',
  'min–max',
  '× H',
  'CPU µs',
  'min–max',
  '× H by CPU',
  'p50 ms',
  'p95',
  'p99',
  'MB',
  'fetches',
  'core',
  'client core',
  'foreign',
];

function cellsOf(result: ScenarioResult, samples: readonly Sample[]): string[] {
  const [first] = samples;
  if (!first) return [];
  const { row, variant, operation, connections } = first;
  const of = (name: keyof Sample) => spreadOf(samples.map((sample) => Number(sample[name])));
  const load = { variant, operation, connections };
  const found = compare(result, { ...load, row }, { ...load, row: 'hive router' });
  const [perSecond, cpu] = [of('perSecond'), of('cpu')];
  return [
    fine(perSecond.median),
    `${fine(perSecond.least)}–${fine(perSecond.most)}`,
    found ? found.throughput.median.toFixed(2) : '',
    whole(cpu.median),
    `${whole(cpu.least)}–${whole(cpu.most)}`,
    found ? found.processor.median.toFixed(2) : '',
    fine(of('p50').median),
    fine(of('p95').median),
    fine(of('p99').median),
    whole(of('memory').median),
    fine(of('subgraphRequests').median),
    percent(of('gatewayBusy').median),
    percent(of('clientBusy').median),
    percent(of('foreign').median),
  ];
}

export function scenarioText(result: ScenarioResult): string {
  const { scenario } = result;
  const parts = [`## ${scenario.title}`];
  for (const { operation, connections } of scenario.loads) {
    const lines: string[][] = [];
    for (const row of scenario.rows) {
      for (const variant of scenario.variants) {
        const samples = samplesOf(result, {
          row,
          variant: variant.name,
          operation: operation.name,
          connections,
        });
        if (samples.length === 0) continue;
        const label = scenario.variants.length > 1 ? `${row}, ${variant.name}` : row;
        lines.push([label, ...cellsOf(result, samples)]);
      }
    }
    parts.push(`${operation.name}, ${connections} connections`);
    parts.push(lines.length > 0 ? table(['gateway', ...columns], lines) : 'nothing was measured');
  }
  for (const { row, variant, reason } of result.failures) {
    parts.push(`${row} (${variant}) took no part: ${reason.split('\n')[0]}`);
  }
  const recorded = result.samples.reduce((sum, sample) => sum + sample.recorded, 0);
  if (recorded > 0) parts.push(`${recorded} subgraph requests were new to the replay while timed`);
  if (result.roundsLeft > 0) parts.push(`${result.roundsLeft} rounds left out: the time was up`);
  parts.push(`load average ${result.loadAverage.map((load) => load.toFixed(2)).join(' → ')}`);
  return parts.join('\n\n');
}

export function coldText({ subgraphs, planning, rows, failures }: ColdReport): string {
  const alone = rows.find(({ row }) => row === 'planning alone');
  const { plan, parse, validate } = planning;
  return [
    `## A new operation with ${subgraphs} subgraphs, cold and warm (heavy, one connection, medians in ms)`,
    table(
      ['gateway', 'first after start', 'new operation', 'again', 'extra', 'extra / planning'],
      rows.map(({ row, firstAfterStart, first, warm }) => [
        row,
        fine(firstAfterStart),
        fine(first),
        fine(warm),
        fine(first - warm),
        alone ? fine((first - warm) / (alone.first - alone.warm)) : '',
      ]),
    ),
    [
      `in a loop: planning ${fine(plan)} ms, parsing ${fine(parse)}, validating ${fine(validate)} (graphql-js)`,
      ...failures.map(({ row, reason }) => `${row} took no part: ${reason.split('\n')[0]}`),
    ].join('\n'),
  ].join('\n\n');
}

export function ownGraphText({ gateway, monolith, answerBytes, isEqual }: OwnGraphReport): string {
  const ratio = medianOf(gateway.map((cpu, n) => cpu / (monolith[n] ?? Number.NaN)));
  return [
    '## Our own graph in one process, CPU ms for one query',
    table(
      ['', 'median', 'min', 'max'],
      (['gateway', 'one plain schema'] as const).map((label, n) => {
        const { median, least, most } = spreadOf(n === 0 ? gateway : monolith);
        return [label, fine(median), fine(least), fine(most)];
      }),
    ),
    `ratio ${ratio.toFixed(2)}; answer ${whole(answerBytes)} bytes; answers ${isEqual ? 'equal' : 'DIFFER: not judged'}`,
  ].join('\n\n');
}

export function mustsText(results: Results): string {
  const verdicts = judge(results);
  const word = { true: 'reached', false: 'NOT reached', null: 'not measured' };
  return [
    '## What must be reached',
    table(
      ['line', 'must', 'measured, median (min–max)', 'verdict', 'steer for'],
      verdicts.map(({ line, must, measured, isReached, steer }) => [
        line,
        must,
        measured,
        word[`${isReached}`],
        steer,
      ]),
    ),
    'R = @graphql-hive/gateway with router-runtime, A = @apollo/gateway, H = Hive Router; same run, same sharing.',
  ].join('\n\n');
}

export interface HeadFacts {
  lines: readonly string[];
  rows: ReadonlyMap<RowName, Row>;
  capacity: Capacity;
}

export function headText({ lines, rows, capacity }: HeadFacts): string {
  const titles = Array.from(rows.values(), ({ name, title }) => `  ${name}: ${title}`);
  return [
    '# Gateway bench',
    lines.join('\n'),
    `rows:\n${titles.join('\n')}`,
    `client and replay alone on their core: ${whole(capacity.smallAnswer)} small answers a second, ` +
      `${whole(capacity.heavyAnswer)} of the largest subgraph answer`,
    'fetches: subgraph requests for one query. core: share of its core the gateway used; under 90 % it was not\n' +
      'the limit, and ratios go by CPU. client core: the other core. foreign: anything else on the gateway’s core.',
  ].join('\n\n');
}

// What must be reached, line by line, judged from one run. Ratios are made pair by pair: two gateways in the same
// round, seconds apart; the median of the pairs is judged.

import type { ColdReport } from './cold.ts';
import type { RowName } from './gateways.ts';
import type { OwnGraphReport } from './own-graph.ts';
import type { Sample, ScenarioResult } from './scenario.ts';
import { medianOf, type Spread, spreadOf } from './statistics.ts';

export interface Selector {
  row: RowName;
  variant: string;
  operation: string;
  connections: number;
}

/** How many times more the subject does than the other; for costs, how many times more it takes. */
export interface Comparison {
  throughput: Spread;
  /** Of the other's processor time a request to the subject's. */
  processor: Spread;
  /** Throughput says what a gateway can do only if its core was the limit on both sides. */
  basis: 'throughput' | 'processor';
  pairs: number;
}

/** From this share of its core on, a gateway counts as the limit. */
const busy = 0.9;

export function samplesOf(result: ScenarioResult, selector: Partial<Selector>): Sample[] {
  return result.samples.filter((sample) =>
    Object.entries(selector).every(([name, value]) => sample[name as keyof Selector] === value),
  );
}

export function compare(
  result: ScenarioResult,
  subject: Selector,
  other: Selector,
): Comparison | null {
  const others = new Map(samplesOf(result, other).map((sample) => [sample.round, sample]));
  const pairs = samplesOf(result, subject).flatMap((sample) => {
    const paired = others.get(sample.round);
    return paired ? [{ sample, paired }] : [];
  });
  if (pairs.length === 0) return null;
  const isLimit = (samples: Sample[]) =>
    medianOf(samples.map(({ gatewayBusy }) => gatewayBusy)) >= busy;
  const areBusy =
    isLimit(pairs.map(({ sample }) => sample)) && isLimit(pairs.map(({ paired }) => paired));
  return {
    throughput: spreadOf(pairs.map(({ sample, paired }) => sample.perSecond / paired.perSecond)),
    processor: spreadOf(pairs.map(({ sample, paired }) => paired.cpu / sample.cpu)),
    basis: areBusy ? 'throughput' : 'processor',
    pairs: pairs.length,
  };
}

export interface Results {
  scenarios: readonly ScenarioResult[];
  cold: readonly ColdReport[];
  ownGraph: OwnGraphReport | null;
}

export interface Verdict {
  line: string;
  /** As written: `≥ 6 × R`. */
  must: string;
  steer: string;
  measured: string;
  /** Null: not measured in this run. */
  isReached: boolean | null;
}

const peerLetters = { R: 'hive gateway', A: 'apollo gateway', H: 'hive router' } as const;
type Peer = keyof typeof peerLetters;

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
const range = ({ median, least, most }: Spread, unit = '') =>
  `${round(median)}${unit} (${round(least)}–${round(most)})`;

const scenarioOf = (results: Results, name: string) =>
  results.scenarios.find(({ scenario }) => scenario.name === name) ?? null;

interface AgainstPeers {
  line: string;
  scenario: string;
  operation: string;
  subject?: RowName;
  least: Partial<Record<Peer, number>>;
  steer: string;
}

const againstPeers: readonly AgainstPeers[] = [
  {
    line: 'heavy, HTTP subgraphs, sharing off',
    scenario: 'main',
    operation: 'heavy',
    least: { R: 6, A: 12, H: 1 },
    steer: '1.4 × H, then 1.9 × H',
  },
  {
    line: 'light, HTTP subgraphs, sharing off',
    scenario: 'main',
    operation: 'light',
    least: { R: 7, H: 0.6 },
    steer: '1.0 × H',
  },
  {
    line: 'heavy, sharing subgraph requests',
    scenario: 'sharing-subgraph',
    operation: 'heavy',
    least: { H: 1.3 },
    steer: '2 × H',
  },
  {
    line: 'heavy, sharing client requests too',
    scenario: 'sharing-client',
    operation: 'heavy',
    least: { R: 2.5, H: 0.5 },
    steer: 'the node:http floor',
  },
  {
    line: 'heavy, subgraphs in process (replayed objects)',
    scenario: 'main',
    operation: 'heavy',
    subject: 'ours in process',
    least: { H: 2.5 },
    steer: '3 × H',
  },
];

function judgePeers(results: Results, goal: AgainstPeers): Verdict[] {
  const result = scenarioOf(results, goal.scenario);
  return Object.entries(goal.least).map(([letter, least]): Verdict => {
    const load = { variant: 'standard', operation: goal.operation, connections: 50 };
    const row = goal.subject ?? 'ours';
    const other = peerLetters[letter as Peer];
    const found = result && compare(result, { ...load, row }, { ...load, row: other });
    const verdict = {
      line: goal.line,
      must: `≥ ${least} × ${letter}`,
      steer: goal.steer,
    };
    if (!found) return { ...verdict, measured: '', isReached: null };
    const by = found.basis === 'throughput' ? 'requests a second' : 'processor time';
    const spread = found[found.basis];
    return {
      ...verdict,
      measured: `${range(spread)} by ${by}`,
      isReached: spread.median >= least,
    };
  });
}

interface Ceiling {
  line: string;
  most: number;
  unit: string;
  steer: string;
  measure(results: Results): Spread | null;
}

/** Processor time of ours in one variant against another of the same rounds. */
function growth(scenario: string, from: string, to: string): Ceiling['measure'] {
  return (results) => {
    const result = scenarioOf(results, scenario);
    if (!result) return null;
    const load = { row: 'ours', operation: 'heavy' } as const;
    const base = new Map(
      samplesOf(result, { ...load, variant: from }).map((sample) => [sample.round, sample.cpu]),
    );
    const ratios = samplesOf(result, { ...load, variant: to }).flatMap(({ round: at, cpu }) => {
      const before = base.get(at);
      return before === undefined ? [] : [cpu / before];
    });
    return ratios.length > 0 ? spreadOf(ratios) : null;
  };
}

/** What a new operation takes more than a known one, by what it takes more in a server that only plans. */
function newOperation(subgraphs: number): Ceiling {
  return {
    line: `first request of a new operation, over the same one again, ${subgraphs} subgraphs`,
    most: 1.5,
    unit: ' × planning alone',
    steer: '',
    measure({ cold }) {
      const rows = cold.find((report) => report.subgraphs === subgraphs)?.rows ?? [];
      const extra = (name: RowName) =>
        rows.filter(({ row }) => row === name).map(({ first, warm }) => first - warm)[0];
      const [ours, planning] = [extra('ours'), extra('planning alone')];
      if (ours === undefined || planning === undefined) return null;
      // Where a known operation took longer than a new one, nothing was measured.
      return ours > 0 && planning > 0 ? spreadOf([ours / planning]) : null;
    },
  };
}

const ceilings: readonly Ceiling[] = [
  {
    line: 'memory under the heavy load',
    most: 0.5,
    unit: ' × R',
    steer: '150 MB',
    measure(results) {
      const result = scenarioOf(results, 'main');
      if (!result) return null;
      const memory = (row: RowName) =>
        samplesOf(result, { row, operation: 'heavy' }).map((sample) => sample.memory);
      const [ours, peer] = [memory('ours'), memory('hive gateway')];
      if (ours.length === 0 || peer.length === 0) return null;
      return spreadOf(ours.map((value) => value / medianOf(peer)));
    },
  },
  {
    line: 'p99 / p50 under the heavy load',
    most: 2.5,
    unit: '',
    steer: '2',
    measure(results) {
      const result = scenarioOf(results, 'main');
      const samples = result ? samplesOf(result, { row: 'ours', operation: 'heavy' }) : [];
      return samples.length > 0 ? spreadOf(samples.map(({ p50, p99 }) => p99 / p50)) : null;
    },
  },
  ...[4, 20, 50].map(newOperation),
  {
    line: '10 × larger answers',
    most: 10.5,
    unit: ' × the CPU',
    steer: 'linear',
    measure: growth('sizes', '1x', '10x'),
  },
  {
    line: '10 × larger once more (100 × against 10 ×)',
    most: 10.5,
    unit: ' × the CPU',
    steer: 'linear',
    measure: growth('sizes', '10x', '100x'),
  },
  {
    line: '50 subgraphs instead of 5, same query',
    most: 1.1,
    unit: ' × the CPU',
    steer: 'flat',
    measure: growth('subgraphs', '5', '50'),
  },
  {
    line: 'our own graph, one process on SQLite, against one plain schema',
    most: 1.3,
    unit: ' × the CPU',
    steer: '1.0',
    measure({ ownGraph }) {
      if (!ownGraph?.isEqual) return null;
      const { gateway, monolith } = ownGraph;
      return spreadOf(gateway.map((cpu, n) => cpu / (monolith[n] ?? Number.NaN)));
    },
  },
];

export function judge(results: Results): Verdict[] {
  return [
    ...againstPeers.flatMap((goal) => judgePeers(results, goal)),
    ...ceilings.map((ceiling): Verdict => {
      const { line, steer, most, unit } = ceiling;
      const spread = ceiling.measure(results);
      const verdict = { line, must: `≤ ${most}${unit}`, steer };
      if (!spread) return { ...verdict, measured: '', isReached: null };
      return { ...verdict, measured: range(spread, unit), isReached: spread.median <= most };
    }),
  ];
}

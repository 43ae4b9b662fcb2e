// `node ways.ts`: what each way of answering costs, without HTTP: merged, spliced by closures, spliced by generated code;
// from bytes, as over HTTP, and from values, as in process. In turns in one process; processor time, garbage included.

import { setImmediate } from 'node:timers/promises';
import { createGateway } from '../gateway/src/gateway.ts';
import type { SubgraphAnswer, SubgraphRequest, Transport } from '../gateway/src/transport.ts';
import { table } from './report.ts';
import { medianOf } from './statistics.ts';
import { compose } from './supergraph.ts';
import {
  createSubgraph,
  type DatasetName,
  heavy,
  light,
  type Operation,
  type SubgraphName,
} from './workload.ts';

/** Answers what it was asked before with the same bytes or values. */
function replaying(name: SubgraphName, dataset: DatasetName, wants: Transport['wants']): Transport {
  const subgraph = createSubgraph(name, dataset);
  const known = new Map<string, SubgraphAnswer>();
  return {
    wants,
    async send({ query, variables, body }: SubgraphRequest) {
      const key =
        wants === 'bytes' ? body.toString('latin1') : query + JSON.stringify(variables).length;
      let answer = known.get(key);
      if (!answer) {
        const asked = wants === 'bytes' ? JSON.parse(body.toString()) : { query, variables };
        const text = JSON.stringify(subgraph.answer(asked));
        answer = wants === 'bytes' ? { bytes: Buffer.from(text) } : { values: JSON.parse(text) };
        known.set(key, answer);
      }
      return answer;
    },
  };
}

const ways = {
  merged: { isPlain: true },
  'spliced by closures': { generateAfter: Number.POSITIVE_INFINITY },
  'spliced by generated code': { generateAfter: 1 },
};
const rounds = 15;

async function measure(
  dataset: DatasetName,
  { operation, wants }: { operation: Operation; wants: Transport['wants'] },
): Promise<string[]> {
  const { supergraphSdl } = compose((name) => `http://${name}.invalid/`, { subgraphs: 4 });
  const gateways = Object.values(ways).map((options) =>
    createGateway({
      ...options,
      supergraph: supergraphSdl,
      sharing: 'nothing',
      transport: (name) => replaying(name as SubgraphName, dataset, wants),
    }),
  );
  const request = { query: operation.text, identity: null, languages: '' };
  const run = async (gateway: (typeof gateways)[number]) => {
    const { body, release } = await gateway.respond(request);
    const { length } = body;
    release?.();
    return length;
  };
  const [first] = gateways;
  const length = first ? await run(first) : 0;
  const times = Math.max(5, Math.round(20_000_000 / (length + 20_000)));
  const taken = gateways.map((): number[] => []);
  for (let round = -3; round < rounds; round++) {
    for (const [n, gateway] of gateways.entries()) {
      // Code is generated between requests.
      await setImmediate();
      const before = process.cpuUsage();
      for (let time = 0; time < times; time++) {
        if ((await run(gateway)) !== length) throw new Error('Two ways gave different answers.');
      }
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) taken[n]?.push((user + system) / times);
    }
  }
  const medians = taken.map(medianOf);
  return [
    `${operation.name}, ${dataset}, from ${wants}`,
    ...medians.map((median) => median.toFixed(median < 100 ? 1 : 0)),
    ...medians.slice(1).map((median) => (median / (medians[0] ?? 0)).toFixed(2)),
  ];
}

const rows: string[][] = [];
for (const wants of ['bytes', 'values'] as const) {
  rows.push(await measure('1x', { operation: light, wants }));
  for (const dataset of ['1x', 'languages', '10x'] as const) {
    rows.push(await measure(dataset, { operation: heavy, wants }));
  }
}
console.log('processor time for one answer, µs, and what part of merging it is\n');
console.log(table(['', ...Object.keys(ways), '× merged', '× merged'], rows));

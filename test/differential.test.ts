import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemas } from '@network/platform';
import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { difference } from '../gateway/test/differential/comparison.ts';
import { randomOperation } from '../gateway/test/differential/random-operation.ts';
import { createMonolith } from './monolith.ts';
import { startWithPublications } from './publications.ts';

const cases = Number(process.env.DIFFERENTIAL_CASES ?? 500);
const seed = Number(process.env.DIFFERENTIAL_SEED ?? Date.now() % 2 ** 31);

/** What arguments are given: records that are there, some that are not, and values that are refused. */
const values: Record<string, readonly unknown[]> = {
  id: [
    'objective-13',
    'thematic-2',
    'iom',
    'asia-pacific',
    'BGD',
    'executive-committee',
    'theme-2',
    '2026-07-alternatives',
    '2026-H1',
    'nobody',
  ],
  first: [3, 1, 0, 101, -1],
  after: [null, 'no cursor'],
  language: ['ZH', 'EN', 'AR'],
  objective: ['objective-13', 'objective-99'],
  theme: ['theme-2', 'theme-9'],
  workstream: ['thematic-2', 'nothing'],
  subject: ['thematic-2', 'sara'],
  round: ['2026-H1', '2019-H1'],
  // Only days that exist: a gateway knows no subgraph's scalars, and leaves it to them to refuse a value.
  asOf: ['2021-03-01', '2030-01-01'],
  year: [2020, 1999],
  unit: [{ type: 'REGIONAL_NETWORK', id: 'asia-pacific' }],
  number: [1, 7],
};

const readers = [
  null,
  { subject: 'sara', roles: [{ role: 'SECRETARIAT', scope: null }] },
  {
    subject: 'anna',
    roles: [{ role: 'PUBLISHER', scope: { type: 'RegionalNetwork', id: 'asia-pacific' } }],
  },
];

it(`${cases} random operations over the Network’s graph are answered as by one plain schema (seed ${seed})`, async () => {
  await using test = await startWithPublications();
  const { gateway, contextOf } = test.platform;
  const monolith = createMonolith(schemas, {
    api: readFileSync(join(import.meta.dirname, '../schema/sdl/api.graphql'), 'utf8'),
    contextOf,
  });
  let compared = 0;
  let withErrors = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200, size: 'max' }),
      fc.constantFrom(...readers),
      fc.constantFrom('', 'zh', 'ar, fr;q=0.5'),
      async (tape, identity, languages) => {
        const { text, variables } = randomOperation(gateway.schema, tape, {
          values,
          withMutations: false,
        });
        fc.pre(validate(monolith.schema, parse(text)).length === 0);
        const expected = await monolith.execute(text, { variables, identity, languages });
        const found = await gateway.execute({ query: text, variables, identity, languages });
        compared += 1;
        if (expected.errors) withErrors += 1;
        const differs = difference(expected, found);
        if (differs) throw new Error(`${text}\n${JSON.stringify(variables)}\n${differs}`);
      },
    ),
    { numRuns: cases, seed, maxSkipsPerRun: 100 },
  );
  expect(compared).toBeGreaterThanOrEqual(cases);
  expect(withErrors).toBeGreaterThan(0);
}, 600_000);

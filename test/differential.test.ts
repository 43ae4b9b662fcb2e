import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemas } from '@network/platform';
import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { difference } from '../gateway/test/differential/comparison.ts';
import {
  type ArgumentValues,
  randomOperation,
} from '../gateway/test/differential/random-operation.ts';
import { createMonolith } from './monolith.ts';
import { startWithPublications } from './publications.ts';

const cases = Number(process.env.DIFFERENTIAL_CASES ?? 500);
// In CI always the same, so that a change is judged and not the day; elsewhere another one each time.
const seed = Number(process.env.DIFFERENTIAL_SEED ?? (process.env.CI ? 11 : Date.now() % 2 ** 31));

/** What arguments are given: records that are there, some that are not, and values that are refused. */
const values: ArgumentValues = {
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

/** Records that are there, so that operations get far enough to join subgraphs. */
const found: ArgumentValues = {
  'objective.id': ['objective-13', 'objective-2'],
  'guidingPrinciple.id': ['principle-10'],
  'thematicArea.id': ['theme-2'],
  'region.id': ['asia-pacific'],
  'country.id': ['BGD', 'THA'],
  'countryNetwork.id': ['BGD'],
  'body.id': ['executive-committee'],
  'organization.id': ['iom', 'unicef', 'unhcr'],
  'regionalNetwork.id': ['asia-pacific', 'west-africa'],
  'statement.id': ['2026-07-alternatives'],
  'workingGroup.id': ['regular-pathways'],
  'workplan.id': ['workplan-2019'],
  'workstream.id': ['thematic-2', 'future-2', 'core-1.1'],
  'reportingRound.id': ['2026-H1'],
  first: [3, 1, 2],
  after: [null],
};

it.each([
  { what: 'wide', share: 0.5, tape: { maxLength: 200 }, options: { values } },
  {
    what: 'deep',
    share: 0.5,
    tape: { minLength: 150, maxLength: 500 },
    options: { values: { ...values, ...found }, depth: 8, prefersLinks: true },
  },
])(
  `$what random operations, $share of ${cases}, are answered as by one plain schema (seed ${seed})`,
  async ({ what, share, tape, options }) => {
    await using test = await startWithPublications();
    const { gateway, contextOf } = test.platform;
    const monolith = createMonolith(schemas, {
      api: readFileSync(join(import.meta.dirname, '../schema/sdl/api.graphql'), 'utf8'),
      contextOf,
    });
    const runs = Math.ceil(cases * share);
    const seen = { compared: 0, withErrors: 0, joining: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ ...tape, size: 'max' }),
        fc.constantFrom(...readers),
        fc.constantFrom('', 'zh', 'ar, fr;q=0.5'),
        async (bytes, identity, languages) => {
          const { text, variables } = randomOperation(gateway.schema, bytes, {
            ...options,
            withMutations: false,
          });
          fc.pre(validate(monolith.schema, parse(text)).length === 0);
          const expected = await monolith.execute(text, { variables, identity, languages });
          const answer = await gateway.execute({ query: text, variables, identity, languages });
          seen.compared += 1;
          if (expected.errors) seen.withErrors += 1;
          if ((await gateway.plan(text, undefined, variables)).includes('_entities'))
            seen.joining += 1;
          const differs = difference(expected, answer);
          if (differs) throw new Error(`${text}\n${JSON.stringify(variables)}\n${differs}`);
        },
      ),
      { numRuns: runs, seed, maxSkipsPerRun: 100 },
    );
    expect(seen.compared).toBeGreaterThanOrEqual(runs);
    if (what === 'wide') expect(seen.withErrors).toBeGreaterThan(0);
    else expect(seen.joining).toBeGreaterThan(runs / 10);
  },
  600_000,
);

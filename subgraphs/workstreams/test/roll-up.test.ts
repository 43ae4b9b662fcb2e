import type { TestSubgraph } from '@network/schema/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ReportedStatus,
  reportedStatuses,
  type StatusReportDocument,
  type StoredReportVersion,
} from '../src/documents.ts';
import { figuresOf } from '../src/roll-up.ts';
import {
  carryOut,
  content,
  countryPublisher,
  openRound,
  place,
  publisher,
  publishReport,
  reportId,
  secretariat,
  startedSubgraph,
  succeed,
  validator,
} from './network-records.ts';
import { countCalls } from './storage-calls.ts';

function published(status: ReportedStatus | null, asOf: string | null): StatusReportDocument {
  const current = {
    content: { isNil: status === null, status, asOf },
  } as StoredReportVersion;
  return { published: { visibility: 'PUBLIC', versions: [current] } } as StatusReportDocument;
}

const report = fc.oneof(
  fc.constant(null),
  fc.record({
    status: fc.option(fc.constantFrom(...reportedStatuses)),
    asOf: fc.constantFrom('2026-01-31', '2026-03-31', '2026-06-30'),
  }),
);

test('figures are made of the reports that are there, and of nothing else', () => {
  fc.assert(
    fc.property(fc.array(report, { maxLength: 12 }), (reports) => {
      const figures = figuresOf(
        reports.map((one) => one && published(one.status, one.status === null ? null : one.asOf)),
      );
      const there = reports.filter((one) => one !== null);
      const statuses = there.flatMap(({ status }) => (status === null ? [] : [status]));
      const rank = (status: ReportedStatus | null) =>
        status === null ? -1 : reportedStatuses.indexOf(status);
      expect(figures.expected).toBe(reports.length);
      expect(figures.reporting).toBe(there.length);
      expect(figures.nilReturns).toBe(there.length - statuses.length);
      expect(rank(figures.worst)).toBe(statuses.length ? Math.min(...statuses.map(rank)) : -1);
      expect(rank(figures.best)).toBe(statuses.length ? Math.max(...statuses.map(rank)) : -1);
      // The median is one that was reported, with no more than half of them below it or above it.
      const { median } = figures;
      if (median === null) expect(statuses).toEqual([]);
      else {
        expect(statuses).toContain(median);
        expect(statuses.filter((one) => rank(one) < rank(median)).length * 2).toBeLessThan(
          statuses.length,
        );
        expect(statuses.filter((one) => rank(one) > rank(median)).length * 2).toBeLessThanOrEqual(
          statuses.length,
        );
      }
      const days = there.filter(({ status }) => status !== null).map(({ asOf }) => asOf);
      expect(figures.oldestAsOf).toBe(days.sort()[0] ?? null);
      // Further units that have not reported change nothing but how many are expected.
      expect(
        figuresOf([
          ...reports.map(
            (one) => one && published(one.status, one.status === null ? null : one.asOf),
          ),
          null,
        ]),
      ).toEqual({
        ...figures,
        expected: figures.expected + 1,
      });
    }),
  );
});

test('of an even number the median is the worse of the two in the middle', () => {
  const reports = (['COMPLETED', 'PAUSED', 'ONGOING', 'NOT_STARTED'] as const).map((status) =>
    published(status, '2026-06-30'),
  );
  expect(figuresOf(reports)).toMatchObject({
    worst: 'PAUSED',
    median: 'NOT_STARTED',
    best: 'COMPLETED',
  });
});

const figures = 'expected reporting nilReturns worst median best oldestAsOf';

async function workstreamFigures(subgraph: TestSubgraph) {
  const { data, errors } = await subgraph.run(
    `{ workstream(id: "core-1.1") { rollUp { ${figures} } } }`,
    { as: secretariat },
  );
  expect(errors).toBeUndefined();
  return (data?.workstream as { rollUp: unknown }).rollUp;
}

const nothing = {
  expected: 5,
  reporting: 0,
  nilReturns: 0,
  worst: null,
  median: null,
  best: null,
  oldestAsOf: null,
};
const ongoing = {
  ...nothing,
  reporting: 1,
  worst: 'ONGOING',
  median: 'ONGOING',
  best: 'ONGOING',
  oldestAsOf: '2026-06-30',
};

test('a roll-up changes at publication, at no step before it, and again when a correction is published', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  expect(await workstreamFigures(subgraph)).toEqual(nothing);
  const id = reportId;
  await succeed(subgraph, 'saveStatusReport', { input: { ...place, ...content }, as: publisher });
  expect(await workstreamFigures(subgraph)).toEqual(nothing);
  await succeed(subgraph, 'submitStatusReport', { input: { id, version: 1 }, as: publisher });
  expect(await workstreamFigures(subgraph)).toEqual(nothing);
  await succeed(subgraph, 'validateStatusReport', { input: { id, version: 2 }, as: validator });
  expect(await workstreamFigures(subgraph)).toEqual(nothing);
  await succeed(subgraph, 'publishStatusReport', { input: { id, version: 3 }, as: validator });
  expect(await workstreamFigures(subgraph)).toEqual(ongoing);
  await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, version: 4, status: 'PAUSED' },
    as: publisher,
  });
  await succeed(subgraph, 'submitStatusReport', { input: { id, version: 5 }, as: publisher });
  await succeed(subgraph, 'validateStatusReport', { input: { id, version: 6 }, as: validator });
  expect(await workstreamFigures(subgraph)).toEqual(ongoing);
  await succeed(subgraph, 'publishStatusReport', { input: { id, version: 7 }, as: validator });
  expect(await workstreamFigures(subgraph)).toMatchObject({ worst: 'PAUSED', reporting: 1 });
});

test.each(['NETWORK', 'SECRETARIAT'])(
  'a report for %s is in no roll-up, whoever asks',
  async (visibility) => {
    await using subgraph = await startedSubgraph();
    await openRound(subgraph);
    await publishReport(subgraph, { input: { visibility } });
    expect(await workstreamFigures(subgraph)).toEqual(nothing);
  },
);

test('the figures of a workstream have a part for each region, those of a region one for each workstream', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  await publishReport(subgraph);
  await publishReport(subgraph, {
    input: {
      unit: { type: 'COUNTRY_NETWORK', id: 'BGD' },
      status: 'COMPLETED',
      progress: 100,
      asOf: '2026-03-31',
    },
    writer: countryPublisher,
  });
  const result = await subgraph.run(
    `{
      workstream(id: "core-1.1") { rollUp(round: "2026-H1") {
        round { id } workstream { id } regionalNetwork { id } ${figures}
        parts { regionalNetwork { id } workstream { id } ${figures} parts { expected } }
      } }
      _entities(representations: [{ __typename: "RegionalNetwork", id: "asia-pacific" }]) {
        ... on RegionalNetwork { rollUp {
          round { id } workstream { id } regionalNetwork { id } ${figures}
          parts { workstream { id } regionalNetwork { id } ${figures} }
        } }
      }
    }`,
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "rollUp": {
              "best": "COMPLETED",
              "expected": 4,
              "median": "ONGOING",
              "nilReturns": 0,
              "oldestAsOf": "2026-03-31",
              "parts": [
                {
                  "best": "COMPLETED",
                  "expected": 2,
                  "median": "ONGOING",
                  "nilReturns": 0,
                  "oldestAsOf": "2026-03-31",
                  "regionalNetwork": {
                    "id": "asia-pacific",
                  },
                  "reporting": 2,
                  "workstream": {
                    "id": "core-1.1",
                  },
                  "worst": "ONGOING",
                },
                {
                  "best": null,
                  "expected": 2,
                  "median": null,
                  "nilReturns": 0,
                  "oldestAsOf": null,
                  "regionalNetwork": {
                    "id": "asia-pacific",
                  },
                  "reporting": 0,
                  "workstream": {
                    "id": "thematic-2",
                  },
                  "worst": null,
                },
              ],
              "regionalNetwork": {
                "id": "asia-pacific",
              },
              "reporting": 2,
              "round": {
                "id": "2026-H1",
              },
              "workstream": null,
              "worst": "ONGOING",
            },
          },
        ],
        "workstream": {
          "rollUp": {
            "best": "COMPLETED",
            "expected": 5,
            "median": "ONGOING",
            "nilReturns": 0,
            "oldestAsOf": "2026-03-31",
            "parts": [
              {
                "best": "COMPLETED",
                "expected": 2,
                "median": "ONGOING",
                "nilReturns": 0,
                "oldestAsOf": "2026-03-31",
                "parts": [],
                "regionalNetwork": {
                  "id": "asia-pacific",
                },
                "reporting": 2,
                "workstream": {
                  "id": "core-1.1",
                },
                "worst": "ONGOING",
              },
              {
                "best": null,
                "expected": 3,
                "median": null,
                "nilReturns": 0,
                "oldestAsOf": null,
                "parts": [],
                "regionalNetwork": null,
                "reporting": 0,
                "workstream": {
                  "id": "core-1.1",
                },
                "worst": null,
              },
            ],
            "regionalNetwork": null,
            "reporting": 2,
            "round": {
              "id": "2026-H1",
            },
            "workstream": {
              "id": "core-1.1",
            },
            "worst": "ONGOING",
          },
        },
      },
    }
  `);
});

test('there is no roll-up of a round that is not there, has not opened or does not concern it', async () => {
  await using subgraph = await startedSubgraph({ now: '2026-06-30T00:00:00.000Z' });
  await openRound(subgraph);
  const result = await subgraph.run(
    `{
      pending: workstream(id: "core-1.1") { rollUp { expected } }
      named: workstream(id: "core-1.1") { rollUp(round: "2026-H1") { expected } }
      missing: workstream(id: "core-1.1") { rollUp(round: "1999") { expected } }
      unconcerned: workstream(id: "core-3") { rollUp(round: "2026-H1") { expected } }
      _entities(representations: [{ __typename: "RegionalNetwork", id: "europe" }]) {
        ... on RegionalNetwork { rollUp(round: "2026-H1") { expected } }
      }
    }`,
  );
  expect(result).toEqual({
    data: {
      pending: { rollUp: null },
      named: { rollUp: { expected: 5 } },
      missing: { rollUp: null },
      unconcerned: { rollUp: null },
      _entities: [{ rollUp: null }],
    },
  });
});

test('the roll-ups of all workstreams cost as many storage calls as that of one', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  await publishReport(subgraph);
  const calls = countCalls(subgraph.storage);
  await subgraph.run(
    `{ workstreams { edges { node { rollUp { ${figures} parts { expected } } } } } }`,
  );
  expect(calls.sort()).toEqual([
    'reportingRounds page',
    'statusReports getMany',
    'workstreams page',
  ]);
});

test('a report with a published version keeps it in the roll-up while a correction is returned', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const version = await publishReport(subgraph);
  await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, version, progress: 10 },
    as: publisher,
  });
  await succeed(subgraph, 'submitStatusReport', {
    input: { id: reportId, version: 5 },
    as: publisher,
  });
  const { record } = await carryOut(subgraph, 'returnStatusReport', {
    input: { id: reportId, version: 6, comments: { language: 'EN', text: 'Why less?' } },
    as: validator,
    select: 'state published { progress }',
  });
  expect(record).toEqual({ state: 'RETURNED', published: { progress: 40 } });
  expect(await workstreamFigures(subgraph)).toEqual(ongoing);
});

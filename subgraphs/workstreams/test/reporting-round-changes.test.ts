import { expect, test } from 'vitest';
import { carryOut, openRound, secretariat, startedSubgraph, succeed } from './network-records.ts';

const unit = `unit { __typename
  ... on RegionalNetwork { id } ... on CountryNetwork { id } ... on WorkingGroup { id } ... on Body { id }
}`;
const whole = `id frequency periodFrom periodTo opensAt dueAt state version
  units { ${unit} } workstreams { id }
  history { edges { node { type by onBehalfOf reason facts { name value } } } }`;

test('the secretariat gives a round more time, units and workstreams', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const record = await succeed(subgraph, 'changeReportingRound', {
    input: {
      id: '2026-H1',
      version: 1,
      dueAt: '2026-08-31T00:00:00Z',
      addUnits: [{ type: 'REGIONAL_NETWORK', id: 'europe' }],
      addWorkstreams: ['core-3'],
      reason: 'Europe asked to take part',
    },
    as: secretariat,
    select: whole,
  });
  expect(record).toMatchInlineSnapshot(`
    {
      "dueAt": "2026-08-31T00:00:00.000Z",
      "frequency": "HALF_YEARLY",
      "history": {
        "edges": [
          {
            "node": {
              "by": "sara",
              "facts": [
                {
                  "name": "opensAt",
                  "value": "2026-07-01T00:00:00.000Z",
                },
                {
                  "name": "dueAt",
                  "value": "2026-07-31T23:59:59.999Z",
                },
                {
                  "name": "units",
                  "value": "["RegionalNetwork.asia-pacific","CountryNetwork.BGD","CountryNetwork.ARM","WorkingGroup.regular-pathways","Body.secretariat"]",
                },
                {
                  "name": "workstreams",
                  "value": "["core-1.1","thematic-2"]",
                },
              ],
              "onBehalfOf": "Body.secretariat",
              "reason": null,
              "type": "opened",
            },
          },
          {
            "node": {
              "by": "sara",
              "facts": [
                {
                  "name": "dueAt",
                  "value": "{"before":"2026-07-31T23:59:59.999Z","after":"2026-08-31T00:00:00.000Z"}",
                },
                {
                  "name": "addedUnits",
                  "value": "["RegionalNetwork.europe"]",
                },
                {
                  "name": "addedWorkstreams",
                  "value": "["core-3"]",
                },
              ],
              "onBehalfOf": "Body.secretariat",
              "reason": "Europe asked to take part",
              "type": "changed",
            },
          },
        ],
      },
      "id": "2026-H1",
      "opensAt": "2026-07-01T00:00:00.000Z",
      "periodFrom": "2026-01-01",
      "periodTo": "2026-06-30",
      "state": "OPEN",
      "units": [
        {
          "unit": {
            "__typename": "RegionalNetwork",
            "id": "asia-pacific",
          },
        },
        {
          "unit": {
            "__typename": "CountryNetwork",
            "id": "BGD",
          },
        },
        {
          "unit": {
            "__typename": "CountryNetwork",
            "id": "ARM",
          },
        },
        {
          "unit": {
            "__typename": "WorkingGroup",
            "id": "regular-pathways",
          },
        },
        {
          "unit": {
            "__typename": "Body",
            "id": "secretariat",
          },
        },
        {
          "unit": {
            "__typename": "RegionalNetwork",
            "id": "europe",
          },
        },
      ],
      "version": 2,
      "workstreams": [
        {
          "id": "core-1.1",
        },
        {
          "id": "thematic-2",
        },
        {
          "id": "core-3",
        },
      ],
    }
  `);
});

test('a round is not changed with less time, twice the same, unknown records or without a reason', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const { record, problems } = await carryOut(subgraph, 'changeReportingRound', {
    input: {
      id: '2026-H1',
      version: 1,
      dueAt: '2026-07-30T00:00:00Z',
      addUnits: [
        { type: 'REGIONAL_NETWORK', id: 'asia-pacific' },
        { type: 'WORKING_GROUP', id: 'none' },
      ],
      addWorkstreams: ['core-1.1', 'core-9'],
      reason: ' ',
    },
    as: secretariat,
  });
  expect(record).toBeNull();
  expect(problems.map(({ code, path }) => `${code} ${path.join('.')}`)).toMatchInlineSnapshot(`
    [
      "INVALID_VALUE dueAt",
      "INVALID_VALUE addUnits.0",
      "INVALID_VALUE addWorkstreams.0",
      "UNKNOWN_RECORD addUnits.1.id",
      "UNKNOWN_RECORD addWorkstreams.1",
      "INVALID_VALUE reason",
    ]
  `);
});

test('a stale change of a round is refused with what changed', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const input = { id: '2026-H1', version: 1, addWorkstreams: ['core-3'], reason: 'Wanted' };
  await succeed(subgraph, 'changeReportingRound', { input, as: secretariat });
  const { problems } = await carryOut(subgraph, 'changeReportingRound', { input, as: secretariat });
  expect(problems).toMatchObject([
    { __typename: 'StaleWrite', currentVersion: 2, changes: [{ type: 'changed', by: 'sara' }] },
  ]);
});

test('a round that is not there cannot be changed', async () => {
  await using subgraph = await startedSubgraph();
  const { problems } = await carryOut(subgraph, 'changeReportingRound', {
    input: { id: '1999', version: 1, reason: 'Wanted' },
    as: secretariat,
  });
  expect(problems).toMatchObject([
    { __typename: 'UnknownRecord', type: 'ReportingRound', id: '1999' },
  ]);
});

import { expect, test } from 'vitest';
import {
  carryOut,
  openRound,
  publisher,
  round,
  secretariat,
  startedSubgraph,
} from './network-records.ts';

const unit = `unit { __typename
  ... on RegionalNetwork { id } ... on CountryNetwork { id } ... on WorkingGroup { id } ... on Body { id }
}`;
const whole = `id frequency periodFrom periodTo opensAt dueAt state version
  units { ${unit} } workstreams { id }
  history { edges { node { type by onBehalfOf reason facts { name value } } } }`;

test('the secretariat opens a round for units and workstreams', async () => {
  await using subgraph = await startedSubgraph();
  const payload = await carryOut(subgraph, 'openReportingRound', {
    input: round,
    as: secretariat,
    select: whole,
  });
  expect(payload).toMatchInlineSnapshot(`
    {
      "problems": [],
      "record": {
        "dueAt": "2026-07-31T23:59:59.999Z",
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
        ],
        "version": 1,
        "workstreams": [
          {
            "id": "core-1.1",
          },
          {
            "id": "thematic-2",
          },
        ],
      },
    }
  `);
});

test.each([
  ['2026-06-30T23:59:59.999Z', 'PENDING'],
  ['2026-07-01T00:00:00.000Z', 'OPEN'],
  ['2026-07-31T23:59:59.999Z', 'OPEN'],
  ['2026-08-01T00:00:00.000Z', 'CLOSED'],
])('at %s the round is %s', async (now, state) => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  subgraph.clock.now = new Date(now);
  const result = await subgraph.run('{ reportingRound(id: "2026-H1") { state } }');
  expect(result).toEqual({ data: { reportingRound: { state } } });
});

test('a round that is not there is null', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run('{ reportingRound(id: "2026-H1") { id } }');
  expect(result).toEqual({ data: { reportingRound: null } });
});

test('rounds are listed with the latest period first, and their history only for the secretariat', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  await openRound(subgraph, {
    id: '2026-H2',
    periodFrom: '2026-07-01',
    periodTo: '2026-12-31',
    opensAt: '2027-01-01T00:00:00Z',
    dueAt: '2027-01-31T23:59:59Z',
  });
  const result = await subgraph.run(
    '{ reportingRounds { edges { node { id state history { totalCount } } } totalCount } }',
    { as: publisher },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "reportingRounds": {
          "edges": [
            {
              "node": {
                "history": null,
                "id": "2026-H2",
                "state": "PENDING",
              },
            },
            {
              "node": {
                "history": null,
                "id": "2026-H1",
                "state": "OPEN",
              },
            },
          ],
          "totalCount": 2,
        },
      },
    }
  `);
});

test.each([
  ['a publisher', publisher],
  ['the public', undefined],
])('%s opens no round and changes none', async (_, as) => {
  await using subgraph = await startedSubgraph();
  const opened = await carryOut(subgraph, 'openReportingRound', {
    input: round,
    ...(as && { as }),
  });
  expect(opened).toMatchObject({
    record: null,
    problems: [{ __typename: 'NotAllowed', needed: ['SECRETARIAT'] }],
  });
  await openRound(subgraph);
  const changed = await carryOut(subgraph, 'changeReportingRound', {
    input: { id: '2026-H1', version: 1, dueAt: '2026-09-01T00:00:00Z', reason: 'More time' },
    ...(as && { as }),
  });
  expect(changed).toMatchObject({
    record: null,
    problems: [{ __typename: 'NotAllowed', needed: ['SECRETARIAT'] }],
  });
});

test('everything that is wrong with a round is said at once', async () => {
  await using subgraph = await startedSubgraph();
  const { record, problems } = await carryOut(subgraph, 'openReportingRound', {
    input: {
      ...round,
      id: 'second half',
      periodTo: '2025-12-31',
      dueAt: '2026-07-01T00:00:00.000Z',
      units: [
        { type: 'REGIONAL_NETWORK', id: 'atlantis' },
        { type: 'BODY', id: 'executive-committee' },
        { type: 'REGIONAL_NETWORK', id: 'europe' },
        { type: 'REGIONAL_NETWORK', id: 'europe' },
      ],
      workstreams: ['core-9', 'core-3', 'core-3'],
    },
    as: secretariat,
  });
  expect(record).toBeNull();
  expect(
    problems.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`),
  ).toMatchInlineSnapshot(`
    [
      "INVALID_VALUE id: "second half" cannot be the id of a round.",
      "INVALID_VALUE periodTo: Its end (2025-12-31) is not after its beginning (2026-01-01).",
      "INVALID_VALUE dueAt: Its end (2026-07-01T00:00:00.000Z) is not after its beginning (2026-07-01T00:00:00.000Z).",
      "INVALID_VALUE units.3: "RegionalNetwork.europe" stands twice.",
      "INVALID_VALUE workstreams.2: "core-3" stands twice.",
      "UNKNOWN_RECORD units.0.id: There is no RegionalNetwork with the id "atlantis".",
      "INVALID_VALUE units.1.id: Of the bodies only the secretariat reports.",
      "UNKNOWN_RECORD workstreams.0: There is no Workstream with the id "core-9".",
    ]
  `);
});

test('a round without units or workstreams is refused', async () => {
  await using subgraph = await startedSubgraph();
  const { problems } = await carryOut(subgraph, 'openReportingRound', {
    input: { ...round, units: [], workstreams: [] },
    as: secretariat,
  });
  expect(problems.map(({ path }) => path)).toEqual([['units'], ['workstreams']]);
});

test('an id is given once', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const { problems } = await carryOut(subgraph, 'openReportingRound', {
    input: round,
    as: secretariat,
  });
  expect(problems).toMatchObject([{ __typename: 'InvalidValue', path: ['id'] }]);
});

test('nothing is opened while the owner of a unit cannot be asked', async () => {
  await using subgraph = await startedSubgraph({ others: { CountryNetwork: null } });
  await expect(
    carryOut(subgraph, 'openReportingRound', { input: round, as: secretariat }),
  ).rejects.toMatchObject({ extensions: { code: 'OWNER_UNAVAILABLE' } });
  const result = await subgraph.run('{ reportingRounds { totalCount } }');
  expect(result).toEqual({ data: { reportingRounds: { totalCount: 0 } } });
});

test('a representation of a round gives the round, or null', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const { data } = await subgraph.run(
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on ReportingRound { id } } }',
    {
      variables: {
        of: [
          { __typename: 'ReportingRound', id: '2026-H1' },
          { __typename: 'ReportingRound', id: '1999' },
        ],
      },
    },
  );
  expect(data?._entities).toEqual([{ id: '2026-H1' }, null]);
});

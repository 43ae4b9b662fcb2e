import type { Identity } from '@network/schema';
import { reader, type TestSubgraph } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  content,
  countryPublisher,
  focalPoint,
  openRound,
  otherSecretariat,
  place,
  publisher,
  publisherAndValidator,
  publishReport,
  reportId,
  secretariat,
  startedSubgraph,
  succeed,
  validator,
} from './network-records.ts';

async function tasksOf(subgraph: TestSubgraph, as: Identity, fields = 'kind possibleActions') {
  const { data, errors } = await subgraph.run(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Viewer {
      reportTasks { totalCount edges { node { workstream { id } ${fields} } } }
    } } }`,
    { variables: { of: [{ __typename: 'Viewer', subject: as.subject }] }, as },
  );
  expect(errors).toBeUndefined();
  const [viewer] = data?._entities as [
    { reportTasks: { totalCount: number; edges: { node: Record<string, unknown> }[] } },
  ];
  expect(viewer.reportTasks.totalCount).toBe(viewer.reportTasks.edges.length);
  return viewer.reportTasks.edges.map(({ node }) => node);
}

const only = ['core-1.1'];

test('what a unit owes is due from the opening of the round', async () => {
  await using subgraph = await startedSubgraph({ now: '2026-06-30T23:59:59.999Z' });
  await openRound(subgraph);
  expect(await tasksOf(subgraph, publisher)).toEqual([]);
  subgraph.clock.now = new Date('2026-07-01T00:00:00.000Z');
  const fields = `kind round { id } unit { __typename ... on RegionalNetwork { id } } report { id } dueAt
    isOverdue isDelinquent possibleActions`;
  expect(await tasksOf(subgraph, publisher, fields)).toMatchInlineSnapshot(`
    [
      {
        "dueAt": "2026-07-31T23:59:59.999Z",
        "isDelinquent": false,
        "isOverdue": false,
        "kind": "DUE",
        "possibleActions": [
          "saveStatusReport",
          "fileNilReturn",
        ],
        "report": null,
        "round": {
          "id": "2026-H1",
        },
        "unit": {
          "__typename": "RegionalNetwork",
          "id": "asia-pacific",
        },
        "workstream": {
          "id": "core-1.1",
        },
      },
      {
        "dueAt": "2026-07-31T23:59:59.999Z",
        "isDelinquent": false,
        "isOverdue": false,
        "kind": "DUE",
        "possibleActions": [
          "saveStatusReport",
          "fileNilReturn",
        ],
        "report": null,
        "round": {
          "id": "2026-H1",
        },
        "unit": {
          "__typename": "RegionalNetwork",
          "id": "asia-pacific",
        },
        "workstream": {
          "id": "thematic-2",
        },
      },
    ]
  `);
  subgraph.clock.now = new Date('2026-09-15T00:00:00.000Z');
  expect(await tasksOf(subgraph, publisher, 'isOverdue isDelinquent')).toMatchObject([
    { isOverdue: true, isDelinquent: false },
    { isOverdue: true, isDelinquent: false },
  ]);
});

test('each step moves the task to whoever has to take the next one', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph, { workstreams: only });
  const id = reportId;
  const kinds = async () => ({
    publisher: (await tasksOf(subgraph, publisher)).map(({ kind }) => kind),
    validator: (await tasksOf(subgraph, validator)).map(({ kind }) => kind),
    secretariat: (await tasksOf(subgraph, secretariat)).map(({ kind }) => kind),
  });
  const own = ['DUE'];
  expect(await kinds()).toEqual({ publisher: ['DUE'], validator: [], secretariat: own });
  await succeed(subgraph, 'saveStatusReport', { input: { ...place, ...content }, as: publisher });
  expect(await kinds()).toEqual({ publisher: ['DRAFT'], validator: [], secretariat: own });
  await succeed(subgraph, 'submitStatusReport', { input: { id, version: 1 }, as: publisher });
  expect(await kinds()).toEqual({ publisher: [], validator: ['TO_VALIDATE'], secretariat: own });
  await succeed(subgraph, 'withdrawStatusReport', { input: { id, version: 2 }, as: publisher });
  expect(await kinds()).toEqual({ publisher: ['DRAFT'], validator: [], secretariat: own });
  await succeed(subgraph, 'saveStatusReport', { input: { ...place, version: 3 }, as: publisher });
  await succeed(subgraph, 'submitStatusReport', { input: { id, version: 4 }, as: publisher });
  await succeed(subgraph, 'returnStatusReport', {
    input: { id, version: 5, comments: { language: 'EN', text: 'More' } },
    as: validator,
  });
  expect(await kinds()).toEqual({ publisher: ['RETURNED'], validator: [], secretariat: own });
  await succeed(subgraph, 'saveStatusReport', { input: { ...place, version: 6 }, as: publisher });
  await succeed(subgraph, 'submitStatusReport', { input: { id, version: 7 }, as: publisher });
  await succeed(subgraph, 'validateStatusReport', { input: { id, version: 8 }, as: validator });
  expect(await kinds()).toEqual({
    publisher: ['TO_PUBLISH'],
    validator: ['TO_PUBLISH'],
    secretariat: own,
  });
  await succeed(subgraph, 'publishStatusReport', { input: { id, version: 9 }, as: publisher });
  expect(await kinds()).toEqual({ publisher: [], validator: [], secretariat: own });
});

test('a validator judges the countries of the region, the secretariat what is of no region', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph, { workstreams: only });
  const submit = async (unit: object, as: Identity) => {
    const { id } = await succeed(subgraph, 'saveStatusReport', {
      input: { ...place, ...content, unit },
      as,
    });
    await succeed(subgraph, 'submitStatusReport', { input: { id, version: 1 }, as });
  };
  await submit({ type: 'COUNTRY_NETWORK', id: 'BGD' }, countryPublisher);
  await submit(
    { type: 'COUNTRY_NETWORK', id: 'ARM' },
    reader('ara', ['PUBLISHER', 'CountryNetwork', 'ARM']),
  );
  await submit({ type: 'BODY', id: 'secretariat' }, secretariat);
  const waiting = async (as: Identity) =>
    (await tasksOf(subgraph, as, 'kind report { id }')).map(({ kind, report }) => [
      kind,
      (report as { id: string } | null)?.id,
    ]);
  expect(await waiting(validator)).toEqual([
    ['TO_VALIDATE', 'core-1.1.CountryNetwork.BGD.2026-H1'],
  ]);
  // What one submitted oneself is no task: another person has to judge it.
  expect(await waiting(secretariat)).toEqual([
    ['TO_VALIDATE', 'core-1.1.CountryNetwork.ARM.2026-H1'],
  ]);
  expect(await waiting(otherSecretariat)).toEqual([
    ['TO_VALIDATE', 'core-1.1.Body.secretariat.2026-H1'],
    ['TO_VALIDATE', 'core-1.1.CountryNetwork.ARM.2026-H1'],
  ]);
});

test('whoever is publisher and validator has one task to publish, not two', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph, { workstreams: only });
  const { id } = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, ...content },
    as: publisher,
  });
  await succeed(subgraph, 'submitStatusReport', { input: { id, version: 1 }, as: publisher });
  await succeed(subgraph, 'validateStatusReport', { input: { id, version: 2 }, as: validator });
  expect(await tasksOf(subgraph, publisherAndValidator)).toEqual([
    {
      kind: 'TO_PUBLISH',
      workstream: { id: 'core-1.1' },
      possibleActions: ['returnStatusReport', 'publishStatusReport'],
    },
  ]);
});

test('who has no part in reports has no tasks, and the tasks of others are nobody’s business', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  expect(await tasksOf(subgraph, focalPoint)).toEqual([]);
  for (const as of [focalPoint, undefined]) {
    const result = await subgraph.run(
      '{ _entities(representations: [{ __typename: "Viewer", subject: "ana" }]) { ... on Viewer { subject reportTasks { totalCount } } } }',
      as && { as },
    );
    expect(result).toEqual({ data: { _entities: [null] } });
  }
});

test('the assignments of a round show to each reader what they may see', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph, { workstreams: only });
  await publishReport(subgraph, {
    input: { unit: { type: 'COUNTRY_NETWORK', id: 'BGD' } },
    writer: countryPublisher,
  });
  await succeed(subgraph, 'saveStatusReport', { input: place, as: publisher });
  const assignments = async (as?: Identity) => {
    const { data } = await subgraph.run(
      `{ reportingRound(id: "2026-H1") { assignments(first: 3) { totalCount edges { node {
        unit { ... on RegionalNetwork { id } ... on CountryNetwork { id } } workstream { id }
        report { id } state isOverdue isDelinquent possibleActions
      } } } } }`,
      as && { as },
    );
    return (data?.reportingRound as { assignments: unknown }).assignments;
  };
  expect(await assignments()).toMatchInlineSnapshot(`
    {
      "edges": [
        {
          "node": {
            "isDelinquent": null,
            "isOverdue": null,
            "possibleActions": [],
            "report": null,
            "state": null,
            "unit": {
              "id": "asia-pacific",
            },
            "workstream": {
              "id": "core-1.1",
            },
          },
        },
        {
          "node": {
            "isDelinquent": null,
            "isOverdue": null,
            "possibleActions": [],
            "report": {
              "id": "core-1.1.CountryNetwork.BGD.2026-H1",
            },
            "state": null,
            "unit": {
              "id": "BGD",
            },
            "workstream": {
              "id": "core-1.1",
            },
          },
        },
        {
          "node": {
            "isDelinquent": null,
            "isOverdue": null,
            "possibleActions": [],
            "report": null,
            "state": null,
            "unit": {
              "id": "ARM",
            },
            "workstream": {
              "id": "core-1.1",
            },
          },
        },
      ],
      "totalCount": 5,
    }
  `);
  expect(await assignments(publisher)).toMatchInlineSnapshot(`
    {
      "edges": [
        {
          "node": {
            "isDelinquent": false,
            "isOverdue": false,
            "possibleActions": [
              "saveStatusReport",
              "fileNilReturn",
              "submitStatusReport",
            ],
            "report": {
              "id": "core-1.1.RegionalNetwork.asia-pacific.2026-H1",
            },
            "state": "DRAFT",
            "unit": {
              "id": "asia-pacific",
            },
            "workstream": {
              "id": "core-1.1",
            },
          },
        },
        {
          "node": {
            "isDelinquent": null,
            "isOverdue": null,
            "possibleActions": [],
            "report": {
              "id": "core-1.1.CountryNetwork.BGD.2026-H1",
            },
            "state": null,
            "unit": {
              "id": "BGD",
            },
            "workstream": {
              "id": "core-1.1",
            },
          },
        },
        {
          "node": {
            "isDelinquent": null,
            "isOverdue": null,
            "possibleActions": [],
            "report": null,
            "state": null,
            "unit": {
              "id": "ARM",
            },
            "workstream": {
              "id": "core-1.1",
            },
          },
        },
      ],
      "totalCount": 5,
    }
  `);
});

test('the assignments of a round can be narrowed to a unit and a workstream, and are not due before it opens', async () => {
  await using subgraph = await startedSubgraph({ now: '2026-06-01T00:00:00.000Z' });
  await openRound(subgraph);
  const result = await subgraph.run(
    `{ reportingRound(id: "2026-H1") {
      ofUnit: assignments(unit: { type: REGIONAL_NETWORK, id: "asia-pacific" }) { totalCount }
      onWorkstream: assignments(workstream: "thematic-2") { totalCount }
      one: assignments(unit: { type: REGIONAL_NETWORK, id: "asia-pacific" }, workstream: "thematic-2") {
        edges { node { state possibleActions } }
      }
    } }`,
    { as: publisher },
  );
  expect(result).toEqual({
    data: {
      reportingRound: {
        ofUnit: { totalCount: 2 },
        onWorkstream: { totalCount: 5 },
        one: { edges: [{ node: { state: 'NOT_DUE', possibleActions: [] } }] },
      },
    },
  });
});

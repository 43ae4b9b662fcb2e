import { expect, test } from 'vitest';
import {
  carryOut,
  content,
  openRound,
  place,
  publisher,
  publishReport,
  startedSubgraph,
  succeed,
  validator,
} from './network-records.ts';

const version = `number previous { number } state isNilReturn status narrative { text original } progress asOf
  evidence { url title { text } } visibility`;
const _whole = `id version state subject { __typename ... on Workstream { id } ... on Activity { id } }
  workstream { id } unit { __typename ... on RegionalNetwork { id } } round { id } dueAt
  published { number } working { ${version} } possibleActions`;

test('a nil return is submitted at once, and published it counts as a report', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const filed = await succeed(subgraph, 'fileNilReturn', {
    input: { ...place, narrative: { language: 'EN', text: 'No activity in the region' } },
    as: publisher,
    select: `id version state working { ${version} } history { edges { node { type } } }`,
  });
  expect(filed).toMatchInlineSnapshot(`
    {
      "history": {
        "edges": [
          {
            "node": {
              "type": "nilReturnFiled",
            },
          },
        ],
      },
      "id": "core-1.1.RegionalNetwork.asia-pacific.2026-H1",
      "state": "SUBMITTED",
      "version": 1,
      "working": {
        "asOf": null,
        "evidence": [],
        "isNilReturn": true,
        "narrative": {
          "original": "EN",
          "text": "No activity in the region",
        },
        "number": 1,
        "previous": null,
        "progress": null,
        "state": "SUBMITTED",
        "status": null,
        "visibility": "PUBLIC",
      },
    }
  `);
  const { id } = filed;
  await succeed(subgraph, 'validateStatusReport', { input: { id, version: 1 }, as: validator });
  await succeed(subgraph, 'publishStatusReport', { input: { id, version: 2 }, as: publisher });
  const { data } = await subgraph.run(
    `{ workstream(id: "core-1.1") {
      rollUp { reporting nilReturns worst median best oldestAsOf }
      latestReports { edges { node { published { isNilReturn } } } }
    } }`,
  );
  expect(data?.workstream).toEqual({
    rollUp: {
      reporting: 1,
      nilReturns: 1,
      worst: null,
      median: null,
      best: null,
      oldestAsOf: null,
    },
    latestReports: { edges: [{ node: { published: { isNilReturn: true } } }] },
  });
});

test('a draft can become a nil return, and a nil return that was returned a report', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const { id } = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, ...content, visibility: 'NETWORK' },
    as: publisher,
  });
  const nil = await succeed(subgraph, 'fileNilReturn', {
    input: { ...place, version: 1 },
    as: publisher,
    select: `state working { ${version} }`,
  });
  expect(nil.working).toMatchObject({
    number: 1,
    isNilReturn: true,
    status: null,
    visibility: 'NETWORK',
  });
  await succeed(subgraph, 'returnStatusReport', {
    input: { id, version: 2, comments: { language: 'EN', text: 'There is something' } },
    as: validator,
  });
  const again = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, version: 3, ...content },
    as: publisher,
    select: `working { ${version} }`,
  });
  expect(again.working).toMatchObject({ number: 2, isNilReturn: false, status: 'ONGOING' });
});

test('a published report is not made a nil return without a draft', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const published = await publishReport(subgraph);
  const { problems } = await carryOut(subgraph, 'fileNilReturn', {
    input: { ...place, version: published },
    as: publisher,
  });
  expect(problems).toMatchObject([
    { __typename: 'WrongState', state: 'PUBLISHED', possible: ['saveStatusReport'] },
  ]);
});

import { expect, test } from 'vitest';
import {
  carryOut,
  content,
  openRound,
  place,
  publisher,
  publishReport,
  reportId,
  startedSubgraph,
  succeed,
} from './network-records.ts';

const version = `number previous { number } state isNilReturn status narrative { text original } progress asOf
  evidence { url title { text } } visibility`;
const whole = `id version state subject { __typename ... on Workstream { id } ... on Activity { id } }
  workstream { id } unit { __typename ... on RegionalNetwork { id } } round { id } dueAt
  published { number } working { ${version} } possibleActions`;

test('a publisher begins a report, and nothing of it has to be complete', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const payload = await carryOut(subgraph, 'saveStatusReport', {
    input: place,
    as: publisher,
    select: whole,
  });
  expect(payload).toMatchInlineSnapshot(`
    {
      "problems": [],
      "record": {
        "dueAt": "2026-07-31T23:59:59.999Z",
        "id": "core-1.1.RegionalNetwork.asia-pacific.2026-H1",
        "possibleActions": [
          "saveStatusReport",
          "fileNilReturn",
          "submitStatusReport",
        ],
        "published": null,
        "round": {
          "id": "2026-H1",
        },
        "state": "DRAFT",
        "subject": {
          "__typename": "Workstream",
          "id": "core-1.1",
        },
        "unit": {
          "__typename": "RegionalNetwork",
          "id": "asia-pacific",
        },
        "version": 1,
        "working": {
          "asOf": null,
          "evidence": [],
          "isNilReturn": false,
          "narrative": null,
          "number": 1,
          "previous": null,
          "progress": null,
          "state": "DRAFT",
          "status": null,
          "visibility": "PUBLIC",
        },
        "workstream": {
          "id": "core-1.1",
        },
      },
    }
  `);
});

test('what is left out of a save stays, and null empties it', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const evidence = [
    { url: 'https://example.org/fund', title: { language: 'EN', text: 'The fund' } },
    { url: 'https://example.org/more' },
  ];
  await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, ...content, evidence, visibility: 'NETWORK' },
    as: publisher,
  });
  const record = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, version: 1, progress: 60, narrative: null },
    as: publisher,
    select: `version working { ${version} } history { edges { node { type facts { name value } } } }`,
  });
  expect(record).toMatchInlineSnapshot(`
    {
      "history": {
        "edges": [
          {
            "node": {
              "facts": [
                {
                  "name": "number",
                  "value": "1",
                },
                {
                  "name": "state",
                  "value": "{"before":"DUE","after":"DRAFT"}",
                },
                {
                  "name": "status",
                  "value": "{"before":null,"after":"ONGOING"}",
                },
                {
                  "name": "progress",
                  "value": "{"before":null,"after":40}",
                },
                {
                  "name": "asOf",
                  "value": "{"before":null,"after":"2026-06-30"}",
                },
                {
                  "name": "evidence",
                  "value": "{"before":[],"after":[{"url":"https://example.org/fund","title":{"original":"en","texts":{"en":"The fund"}}},{"url":"https://example.org/more","title":null}]}",
                },
                {
                  "name": "visibility",
                  "value": "{"before":"PUBLIC","after":"NETWORK"}",
                },
                {
                  "name": "narrativeHash",
                  "value": "{"before":null,"after":"3b91f4f454240d773c0056e5401a480b46814adc9defef161640b1a9a15dabbf"}",
                },
              ],
              "type": "saved",
            },
          },
          {
            "node": {
              "facts": [
                {
                  "name": "number",
                  "value": "1",
                },
                {
                  "name": "state",
                  "value": "{"before":"DRAFT","after":"DRAFT"}",
                },
                {
                  "name": "progress",
                  "value": "{"before":40,"after":60}",
                },
                {
                  "name": "narrativeHash",
                  "value": "{"before":"3b91f4f454240d773c0056e5401a480b46814adc9defef161640b1a9a15dabbf","after":null}",
                },
              ],
              "type": "saved",
            },
          },
        ],
      },
      "version": 2,
      "working": {
        "asOf": "2026-06-30",
        "evidence": [
          {
            "title": {
              "text": "The fund",
            },
            "url": "https://example.org/fund",
          },
          {
            "title": null,
            "url": "https://example.org/more",
          },
        ],
        "isNilReturn": false,
        "narrative": null,
        "number": 1,
        "previous": null,
        "progress": 60,
        "state": "DRAFT",
        "status": "ONGOING",
        "visibility": "NETWORK",
      },
    }
  `);
});

test('a report on an activity of the workstream can be written as well', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const record = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, subject: 'core-1.1-activity-2' },
    as: publisher,
    select: 'id subject { __typename ... on Activity { id } } workstream { id }',
  });
  expect(record).toEqual({
    id: 'core-1.1-activity-2.RegionalNetwork.asia-pacific.2026-H1',
    subject: { __typename: 'Activity', id: 'core-1.1-activity-2' },
    workstream: { id: 'core-1.1' },
  });
});

test('round and subject have to exist', async () => {
  await using subgraph = await startedSubgraph();
  const { problems } = await carryOut(subgraph, 'saveStatusReport', {
    input: { ...place, subject: 'core-9' },
    as: publisher,
  });
  expect(problems).toMatchObject([
    { __typename: 'UnknownRecord', type: 'ReportingRound', id: '2026-H1', path: ['round'] },
    { __typename: 'UnknownRecord', type: 'Workstream', id: 'core-9', path: ['subject'] },
  ]);
});

test('only what is owed in the round can be reported, and everything that is wrong is said at once', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph, { units: [{ type: 'REGIONAL_NETWORK', id: 'europe' }] });
  const { record, problems } = await carryOut(subgraph, 'saveStatusReport', {
    input: {
      ...place,
      version: 3,
      subject: 'core-3',
      progress: 101,
      narrative: { language: 'EN', text: `${'x'.repeat(20_001)}` },
      evidence: [{ url: 'https://example.org/', title: { language: 'EN', text: 'two\nlines' } }],
    },
    as: publisher,
  });
  expect(record).toBeNull();
  expect(
    problems.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`),
  ).toMatchInlineSnapshot(`
    [
      "INVALID_VALUE version: Nothing has been saved, so there is no version.",
      "INVALID_VALUE unit.id: RegionalNetwork.asia-pacific owes no reports in this round.",
      "INVALID_VALUE subject: No reports on core-3 are owed in this round.",
      "INVALID_VALUE narrative.text: The text has 20001 characters; at most 20000 are allowed.",
      "INVALID_VALUE progress: 101 is no per cent.",
      "INVALID_VALUE evidence.0.title.text: The text has to stand on one line.",
    ]
  `);
});

test.each([
  ['an empty text', ''],
  ['blanks', ' \n\t'],
  ['a control character', 'a\u0000b'],
  ['half a character', 'a\ud800'],
])('%s is no narrative', async (_, text) => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const { problems } = await carryOut(subgraph, 'saveStatusReport', {
    input: { ...place, narrative: { language: 'EN', text } },
    as: publisher,
  });
  expect(problems).toMatchObject([{ __typename: 'InvalidValue', path: ['narrative', 'text'] }]);
});

test('more than fifty links are refused', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const { problems } = await carryOut(subgraph, 'saveStatusReport', {
    input: {
      ...place,
      evidence: Array.from({ length: 51 }, () => ({ url: 'https://example.org/' })),
    },
    as: publisher,
  });
  expect(problems).toMatchObject([{ __typename: 'InvalidValue', path: ['evidence'] }]);
});

test('nothing is saved before the round opens, and late reports are', async () => {
  await using subgraph = await startedSubgraph({ now: '2026-06-30T23:59:59.999Z' });
  await openRound(subgraph);
  const early = await carryOut(subgraph, 'saveStatusReport', { input: place, as: publisher });
  expect(early.problems).toMatchObject([
    { __typename: 'WrongState', state: 'NOT_DUE', possible: [], path: ['round'] },
  ]);
  subgraph.clock.now = new Date('2026-10-01T00:00:00.000Z');
  const late = await carryOut(subgraph, 'saveStatusReport', {
    input: place,
    as: publisher,
    select: 'isOverdue isDelinquent',
  });
  expect(late.record).toEqual({ isOverdue: true, isDelinquent: true });
});

test('a save against an older version, or none, is refused with what changed', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  await succeed(subgraph, 'saveStatusReport', { input: place, as: publisher });
  await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, version: 1, status: 'PAUSED', narrative: content.narrative },
    as: publisher,
  });
  const stale = await carryOut(subgraph, 'saveStatusReport', {
    input: { ...place, version: 1, status: 'ONGOING' },
    as: publisher,
  });
  expect(stale).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "__typename": "StaleWrite",
          "changes": [
            {
              "by": "ana",
              "facts": [
                {
                  "name": "number",
                  "value": "1",
                },
                {
                  "name": "state",
                  "value": "{"before":"DRAFT","after":"DRAFT"}",
                },
                {
                  "name": "status",
                  "value": "{"before":null,"after":"PAUSED"}",
                },
                {
                  "name": "narrativeHash",
                  "value": "{"before":null,"after":"3b91f4f454240d773c0056e5401a480b46814adc9defef161640b1a9a15dabbf"}",
                },
              ],
              "type": "saved",
            },
          ],
          "code": "STALE_WRITE",
          "currentVersion": 2,
          "message": "This was written against version 1; the record is at version 2. Read it again and decide.",
          "path": [
            "version",
          ],
        },
      ],
      "record": null,
    }
  `);
  const unseen = await carryOut(subgraph, 'saveStatusReport', { input: place, as: publisher });
  expect(unseen.problems).toMatchObject([
    {
      __typename: 'StaleWrite',
      currentVersion: 2,
      changes: [{ type: 'saved' }, { type: 'saved' }],
    },
  ]);
});

test('a save while the report waits for a validator is refused with what is possible', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const { id } = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, ...content },
    as: publisher,
  });
  await succeed(subgraph, 'submitStatusReport', { input: { id, version: 1 }, as: publisher });
  const { problems } = await carryOut(subgraph, 'saveStatusReport', {
    input: { ...place, version: 2 },
    as: publisher,
  });
  expect(problems).toMatchObject([
    { __typename: 'WrongState', state: 'SUBMITTED', possible: ['withdrawStatusReport'] },
  ]);
});

test('a save after publication begins the next version with what is published', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const published = await publishReport(subgraph);
  const record = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, version: published, progress: 55 },
    as: publisher,
    select: whole,
  });
  expect(record).toMatchObject({
    state: 'DRAFT',
    published: { number: 1 },
    working: { number: 2, previous: { number: 1 }, status: 'ONGOING', progress: 55 },
  });
});

test('a wrong link, day or number never reaches the report', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  for (const wrong of [
    { evidence: [{ url: 'javascript:alert(1)' }] },
    { asOf: '2026-02-30' },
    { progress: 1.5 },
    { status: 'UNKNOWN' },
  ]) {
    await expect(
      carryOut(subgraph, 'saveStatusReport', { input: { ...place, ...wrong }, as: publisher }),
    ).rejects.toThrow();
  }
  const result = await subgraph.run(`{ statusReport(id: "${reportId}") { id } }`, {
    as: publisher,
  });
  expect(result).toEqual({ data: { statusReport: null } });
});

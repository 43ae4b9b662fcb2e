import { expect, test } from 'vitest';
import {
  asiaPacific,
  focalPoint,
  id,
  lastRoundOf,
  leadTo,
  membersOf,
  objection,
  position,
  recordOf,
  revised,
  secretariat,
  setClock,
  start,
  startStory,
  stranger,
  text,
  write,
} from './story.ts';

test('the ledger keeps every position, and the last of an organization counts', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  await position(story, 'ilo', 'CLEARED');
  setClock(story, start, 1000);
  await position(story, 'iom', 'OBJECTION', {
    paragraphs: [1],
    reason: 'Too vague.',
    amendment: 'all migrants',
  });
  expect(await recordOf(story)).toMatchObject({ state: 'OBJECTED' });
  setClock(story, start, 2000);
  await position(story, 'iom', 'CLEARED');
  expect(await recordOf(story)).toMatchObject({ state: 'CLEARANCE' });
  const query = `{ statement(id: "${id}") { work { rounds { outcome awaiting { id } positions { edges { node {
    number organization { id } position effect isLate at textHash paragraphs reason amendment resolution givenBy
  } } } } } } }`;
  expect(await story.run(query, { as: focalPoint('ohchr') })).toMatchInlineSnapshot(`
    {
      "data": {
        "statement": {
          "work": {
            "rounds": [
              {
                "awaiting": [
                  {
                    "id": "ohchr",
                  },
                ],
                "outcome": "OPEN",
                "positions": {
                  "edges": [
                    {
                      "node": {
                        "amendment": null,
                        "at": "2021-03-01T12:00:00.000Z",
                        "effect": "STANDS",
                        "givenBy": "focal-ilo",
                        "isLate": false,
                        "number": 1,
                        "organization": {
                          "id": "ilo",
                        },
                        "paragraphs": [],
                        "position": "CLEARED",
                        "reason": null,
                        "resolution": null,
                        "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                      },
                    },
                    {
                      "node": {
                        "amendment": "all migrants",
                        "at": "2021-03-01T12:00:01.000Z",
                        "effect": "REPLACED",
                        "givenBy": "focal-iom",
                        "isLate": false,
                        "number": 2,
                        "organization": {
                          "id": "iom",
                        },
                        "paragraphs": [
                          1,
                        ],
                        "position": "OBJECTION",
                        "reason": "Too vague.",
                        "resolution": null,
                        "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                      },
                    },
                    {
                      "node": {
                        "amendment": null,
                        "at": "2021-03-01T12:00:02.000Z",
                        "effect": "STANDS",
                        "givenBy": "focal-iom",
                        "isLate": false,
                        "number": 3,
                        "organization": {
                          "id": "iom",
                        },
                        "paragraphs": [],
                        "position": "CLEARED",
                        "reason": null,
                        "resolution": null,
                        "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                      },
                    },
                  ],
                },
              },
            ],
          },
        },
      },
    }
  `);
});

test('a position names the text that was read, and an objection its paragraphs and reason', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  const problemsOf = async (kind: string, more: object) =>
    (await position(story, 'iom', kind, { ...more })).problems.map(
      ({ code, path }) => `${code} ${path.join('.')}`,
    );
  expect(await problemsOf('CLEARED', { textHash: 'another' })).toEqual(['INVALID_VALUE textHash']);
  expect(await problemsOf('OBJECTION', {})).toEqual([
    'INVALID_VALUE paragraphs',
    'INVALID_VALUE reason',
  ]);
  expect(
    await problemsOf('OBJECTION', { paragraphs: [1], wholeText: true, reason: 'No.' }),
  ).toEqual(['INVALID_VALUE paragraphs']);
  expect(await problemsOf('OBJECTION', { paragraphs: [3, 0], reason: 'No.' })).toEqual([
    'INVALID_VALUE paragraphs.0',
    'INVALID_VALUE paragraphs.1',
  ]);
  expect(await problemsOf('OBJECTION', { paragraphs: [1, 1], reason: 'No.' })).toEqual([
    'INVALID_VALUE paragraphs.1',
  ]);
  expect(await problemsOf('OBJECTION', { paragraphs: [1, 2, 1], reason: 'No.' })).toEqual([
    'INVALID_VALUE paragraphs',
  ]);
  expect(await problemsOf('CLEARED_WITH_MINOR_COMMENTS', {})).toEqual(['INVALID_VALUE reason']);
  expect(await problemsOf('CLEARED', { paragraphs: [1], amendment: 'other words' })).toEqual([
    'INVALID_VALUE paragraphs',
    'INVALID_VALUE amendment',
  ]);
  expect(await problemsOf('CLEARED', { reason: 'x'.repeat(5_001) })).toEqual([
    'INVALID_VALUE reason',
  ]);
  expect((await lastRoundOf(story)).positions.edges).toEqual([]);
});

test('only focal points of the organizations asked give positions, each for their own', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  const { textHash } = await lastRoundOf(story);
  const give = (as: typeof stranger | undefined, organization: string, statementId: string = id) =>
    write(story, 'givePosition', {
      ...(as && { as }),
      input: { statementId, organization, position: 'CLEARED', textHash },
    });
  const notAllowed = { problems: [{ code: 'NOT_ALLOWED', path: ['organization'] }] };
  const unknown = { problems: [{ code: 'UNKNOWN_RECORD', path: ['statementId'] }] };
  expect(await give(focalPoint('iom'), 'ilo')).toMatchObject(notAllowed);
  expect(await give(secretariat, 'ilo')).toMatchObject(notAllowed);
  expect(await give(asiaPacific, 'ilo')).toMatchObject(notAllowed);
  const both = { ...asiaPacific, roles: [...asiaPacific.roles, ...focalPoint('who').roles] };
  expect(await give(both, 'who')).toMatchObject(notAllowed);
  expect(await give(focalPoint('who'), 'who')).toMatchObject(unknown);
  expect(await give(stranger, 'ilo')).toMatchObject(unknown);
  expect(await give(undefined, 'ilo')).toMatchObject(unknown);
  expect(await give(focalPoint('iom'), 'iom', 'atlantis')).toMatchObject(unknown);
  expect(await give(focalPoint('iom'), 'iom')).toMatchObject({ problems: [] });
});

test('an organization speaks at most twenty times in a round', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  for (let count = 0; count < 20; count++) await position(story, 'iom', 'CLEARED');
  expect(await position(story, 'iom', 'CLEARED')).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['organization'] }],
  });
});

test('minor comments hold the text back until the secretariat has settled them', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  const settle = (organization: string, resolution: string) =>
    revised(story, 'resolveMinorComments', { organization, resolution });
  expect(await settle('iom', 'Done.')).toMatchObject({ problems: [{ code: 'WRONG_STATE' }] });
  await position(story, 'ilo', 'CLEARED');
  await position(story, 'ohchr', 'CLEARED');
  await position(story, 'iom', 'CLEARED_WITH_MINOR_COMMENTS', { reason: 'A comma in 1.' });
  expect(await recordOf(story)).toMatchObject({ state: 'CLEARANCE' });
  const { problems } = await settle('ilo', ' ');
  expect(problems).toMatchObject([
    { code: 'INVALID_VALUE', path: ['resolution'] },
    { code: 'INVALID_VALUE', path: ['organization'], allowed: ['iom'] },
  ]);
  expect(await settle('iom', 'Agreed to leave it.')).toMatchObject({
    record: { state: 'CLEARED' },
  });
  const query = `{ statement(id: "${id}") { work { rounds { positions { edges { node { organization { id } resolution } } } } } } }`;
  expect((await story.run(query, { as: focalPoint('ilo') })).data).toMatchObject({
    statement: {
      work: {
        rounds: [
          { positions: { edges: [{}, {}, { node: { resolution: 'Agreed to leave it.' } }] } },
        ],
      },
    },
  });
});

test('a setting keeps from addressees what the others say until the round is over', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const proposed = { language: 'EN', text: 'Hidden' };
  await write(story, 'proposeStatement', {
    as: secretariat,
    input: {
      id: 'hidden',
      title: proposed,
      track: 'STANDARD',
      settings: { positionsShown: 'AFTER_CLOSE' },
    },
  });
  const save = { ...text, paragraphs: [{ text: 'A.' }] };
  await write(story, 'saveStatementText', {
    as: secretariat,
    input: { statementId: 'hidden', version: 1, ...save },
  });
  await write(story, 'openClearance', {
    as: secretariat,
    input: { statementId: 'hidden', version: 2 },
  });
  const query = `{ statement(id: "hidden") { state textHash work { rounds {
    outcome awaiting { id } positions { totalCount edges { node { organization { id } } } }
  } } } }`;
  const seenBy = async (organization: string) =>
    (await story.run(query, { as: focalPoint(organization) })).data?.statement as never as {
      textHash: string;
    };
  const { textHash } = await seenBy('iom');
  const give = (organization: string, more: object) =>
    write(story, 'givePosition', {
      as: focalPoint(organization),
      input: { statementId: 'hidden', organization, textHash, ...more },
    });
  await give('ilo', { position: 'CLEARED' });
  await give('ohchr', { position: 'OBJECTION', wholeText: true, reason: 'No.' });
  expect(await seenBy('ilo')).toMatchObject({
    state: 'CLEARANCE',
    work: {
      rounds: [
        {
          outcome: 'OPEN',
          awaiting: null,
          positions: { totalCount: 1, edges: [{ node: { organization: { id: 'ilo' } } }] },
        },
      ],
    },
  });
  expect(await seenBy('iom')).toMatchObject({
    state: 'CLEARANCE',
    work: { rounds: [{ outcome: 'OPEN', positions: { totalCount: 0, edges: [] } }] },
  });
  expect(await give('iom', { position: 'CLEARED' })).toMatchObject({
    record: { state: 'OBJECTED' },
  });
  expect(await seenBy('ilo')).toMatchObject({
    state: 'OBJECTED',
    work: { rounds: [{ outcome: 'OBJECTED', awaiting: [], positions: { totalCount: 3 } }] },
  });
});

test('nobody objects to silence while there is none', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARED');
  expect(await objection(story, 'iom')).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'CLEARED', possible: ['givePosition'] }],
  });
});

test('positions that arrive together are all kept, in one order', async () => {
  await using story = await startStory();
  story.others.Body['executive-committee'] = membersOf(
    Array.from({ length: 20 }, (_, index) => `organization-${index}`),
  );
  await leadTo(story, 'CLEARANCE');
  const given = await Promise.all(
    Array.from({ length: 20 }, (_, index) => position(story, `organization-${index}`, 'CLEARED')),
  );
  expect(given.flatMap(({ problems }) => problems)).toEqual([]);
  const { positions } = await lastRoundOf(story);
  expect(new Set(positions.edges.map(({ node }) => node.organization.id)).size).toBe(20);
  expect(await recordOf(story)).toMatchObject({ state: 'CLEARED' });
});

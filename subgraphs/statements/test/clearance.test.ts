import { expect, test } from 'vitest';
import {
  asiaPacific,
  committee,
  deadline,
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

test('opening clearance freezes the text and asks the committee’s members of that day', async () => {
  await using story = await startStory();
  await leadTo(story, 'WRITTEN');
  const { version } = await recordOf(story);
  const query = `mutation ($input: OpenClearanceInput!) {
    openClearance(input: $input) {
      problems { code }
      record { state version possibleActions work { rounds {
        number kind outcome textVersion textHash addressees { id } awaiting { id }
        openedAt dueBy zone dueByInZone authority reason extensions { at } positions { totalCount }
      } } }
    }
  }`;
  const input = {
    statementId: id,
    version,
    dueBy: '2021-03-03T18:00:00+01:00',
    zone: 'Europe/Zurich',
  };
  const result = await story.run(query, { as: secretariat, variables: { input } });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "openClearance": {
          "problems": [],
          "record": {
            "possibleActions": [
              "inviteToStatement",
              "recallStatementText",
              "abandonStatement",
            ],
            "state": "CLEARANCE",
            "version": 5,
            "work": {
              "rounds": [
                {
                  "addressees": [
                    {
                      "id": "ilo",
                    },
                    {
                      "id": "iom",
                    },
                    {
                      "id": "ohchr",
                    },
                  ],
                  "authority": null,
                  "awaiting": [
                    {
                      "id": "ilo",
                    },
                    {
                      "id": "iom",
                    },
                    {
                      "id": "ohchr",
                    },
                  ],
                  "dueBy": "2021-03-03T17:00:00.000Z",
                  "dueByInZone": "2021-03-03T18:00:00.000+01:00",
                  "extensions": [],
                  "kind": "CLEARANCE",
                  "number": 1,
                  "openedAt": "2021-03-01T12:00:00.000Z",
                  "outcome": "OPEN",
                  "positions": {
                    "totalCount": 0,
                  },
                  "reason": null,
                  "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                  "textVersion": 1,
                  "zone": "Europe/Zurich",
                },
              ],
            },
          },
        },
      },
    }
  `);
  story.others.Body['executive-committee'] = membersOf([...committee, 'who']);
  expect(await position(story, 'who', 'CLEARED')).toMatchObject({
    problems: [{ code: 'UNKNOWN_RECORD' }],
  });
});

test('clearance is opened by the secretariat on a text with a contact, for a body with members', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const open = (more: Record<string, unknown> = {}) => revised(story, 'openClearance', more);
  expect(await open()).toMatchObject({ problems: [{ code: 'WRONG_STATE', state: 'DRAFTING' }] });
  await revised(story, 'saveStatementText', {
    ...text,
    paragraphs: [{ text: 'A.' }],
    mediaContacts: [],
  });
  expect(await open()).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', message: 'The text has no media contact.' }],
  });
  await revised(story, 'saveStatementText', { ...text, paragraphs: [{ text: 'A.' }] });
  expect(await open({ body: 'atlantis' })).toMatchObject({
    problems: [{ code: 'UNKNOWN_RECORD', path: ['body'] }],
  });
  expect(await open({ body: 'secretariat' })).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['body'] }],
  });
  expect(await open({ dueBy: start, zone: 'Mars/Base' })).toMatchObject({
    problems: [
      { code: 'INVALID_VALUE', path: ['dueBy'] },
      { code: 'INVALID_VALUE', path: ['zone'] },
    ],
  });
  expect(await open({ dueBy: '9999-12-31T23:59:59-14:00' })).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['dueBy'] }],
  });
  const input = { statementId: id, version: 1 };
  expect(await write(story, 'openClearance', { as: asiaPacific, input })).toMatchObject({
    problems: [{ code: 'NOT_ALLOWED' }],
  });
  expect(await write(story, 'openClearance', { as: stranger, input })).toMatchObject({
    problems: [{ code: 'UNKNOWN_RECORD' }],
  });
  expect(await open()).toMatchObject({ record: { state: 'CLEARANCE' } });
});

test('clearance is not opened when the members cannot be asked for, or are not all named', async () => {
  await using story = await startStory();
  await leadTo(story, 'WRITTEN');
  const edges = [{ node: { organization: { id: 'iom' } } }, { node: { organization: null } }];
  story.others.Body['executive-committee'] = {
    members: { edges, pageInfo: { hasNextPage: false } },
  };
  await expect(revised(story, 'openClearance')).rejects.toThrow('is not named');
  story.others.Body['executive-committee'] = {
    members: { ...membersOf(['iom']).members, pageInfo: { hasNextPage: true } },
  };
  expect(await revised(story, 'openClearance')).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['body'] }],
  });
  Object.assign(story.others, { Body: null });
  await expect(revised(story, 'openClearance')).rejects.toMatchObject({
    extensions: { code: 'OWNER_UNAVAILABLE' },
  });
  expect(await recordOf(story)).toMatchObject({ state: 'DRAFTING' });
});

test('silence is not consent: with the last day long past, the text is still not cleared', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  await position(story, 'ilo', 'CLEARED');
  await position(story, 'iom', 'NO_POSITION');
  setClock(story, '2022-01-01T00:00:00.000Z');
  expect(await recordOf(story)).toMatchObject({ state: 'CLEARANCE' });
  expect(await revised(story, 'openSilence', { deadline, zone: 'UTC' })).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'CLEARANCE' }],
  });
  await position(story, 'ohchr', 'RECUSED');
  expect(await recordOf(story)).toMatchObject({ state: 'CLEARED' });
});

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

test('after an objection a new text goes through a new round, and the old round stays', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  await position(story, 'iom', 'OBJECTION', { wholeText: true, reason: 'No.' });
  expect(await revised(story, 'saveStatementText', { ...text, title: 'Better' })).toMatchObject({
    record: { state: 'DRAFTING' },
  });
  expect(await position(story, 'iom', 'CLEARED')).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'DRAFTING' }],
  });
  const shown = `{ statement(id: "${id}") { title { text } work { versions { totalCount } rounds { number outcome textVersion positions { totalCount } } } } }`;
  expect((await story.run(shown, { as: focalPoint('iom') })).data?.statement).toEqual({
    title: { text: text.title },
    work: {
      versions: { totalCount: 1 },
      rounds: [{ number: 1, outcome: 'OBJECTED', textVersion: 1, positions: { totalCount: 1 } }],
    },
  });
  story.others.Body['executive-committee'] = membersOf(['ilo', 'who']);
  expect(await revised(story, 'openClearance')).toMatchObject({ record: { state: 'CLEARANCE' } });
  expect((await story.run(shown, { as: focalPoint('iom') })).data?.statement).toMatchObject({
    title: { text: text.title },
    work: { rounds: [{ number: 1 }] },
  });
  expect((await story.run(shown, { as: focalPoint('who') })).data?.statement).toMatchObject({
    title: { text: 'Better' },
    work: { versions: { totalCount: 1 }, rounds: [{ number: 2, textVersion: 2 }] },
  });
  expect((await story.run(shown, { as: focalPoint('ilo') })).data?.statement).toMatchObject({
    title: { text: 'Better' },
    work: { versions: { totalCount: 2 }, rounds: [{ number: 1 }, { number: 2 }] },
  });
  expect(await position(story, 'iom', 'CLEARED')).toMatchObject({
    problems: [{ code: 'NOT_ALLOWED' }],
  });
});

test('the secretariat can call a text back, with a reason', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARED');
  expect(await revised(story, 'recallStatementText', { reason: '' })).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['reason'] }],
  });
  expect(
    await revised(story, 'recallStatementText', { reason: 'A figure was wrong.' }),
  ).toMatchObject({ record: { state: 'DRAFTING' } });
  const query = `{ statement(id: "${id}") { work { rounds { outcome reason } } } }`;
  expect((await story.run(query, { as: focalPoint('iom') })).data?.statement).toEqual({
    work: { rounds: [{ outcome: 'RECALLED', reason: 'A figure was wrong.' }] },
  });
  expect(await position(story, 'iom', 'CLEARED')).toMatchObject({
    problems: [{ code: 'WRONG_STATE' }],
  });
  expect(await revised(story, 'openClearance')).toMatchObject({ record: { state: 'CLEARANCE' } });
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

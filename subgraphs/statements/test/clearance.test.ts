import { expect, test } from 'vitest';
import {
  asiaPacific,
  committee,
  deadline,
  focalPoint,
  id,
  leadTo,
  membersOf,
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

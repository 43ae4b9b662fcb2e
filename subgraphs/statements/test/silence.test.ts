import { expect, test } from 'vitest';
import {
  asiaPacific,
  committee,
  deadline,
  done,
  focalPoint,
  id,
  lastRoundOf,
  leadTo,
  membersOf,
  objection,
  position,
  recordOf,
  revised,
  type Story,
  secretariat,
  setClock,
  start,
  startStory,
  stranger,
  text,
  write,
} from './story.ts';

const zone = 'Europe/Zurich';

test('a cleared text is put to the committee’s members of that day in silence', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARED');
  story.others.Body['executive-committee'] = membersOf([...committee, 'who']);
  await revised(story, 'openSilence', { deadline, zone });
  const query = `{ statement(id: "${id}") { state possibleActions version textHash work { rounds {
    number kind outcome textHash addressees { id } awaiting { id } openedAt dueBy dueByInZone zone
  } } } }`;
  expect(await story.run(query, { as: focalPoint('who') })).toMatchInlineSnapshot(`
    {
      "data": {
        "statement": {
          "possibleActions": [
            "objectToSilence",
          ],
          "state": "SILENCE",
          "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
          "version": 9,
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
                  {
                    "id": "who",
                  },
                ],
                "awaiting": null,
                "dueBy": "2021-03-05T17:00:00.000Z",
                "dueByInZone": "2021-03-05T18:00:00.000+01:00",
                "kind": "SILENCE",
                "number": 2,
                "openedAt": "2021-03-01T12:00:00.000Z",
                "outcome": "OPEN",
                "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                "zone": "Europe/Zurich",
              },
            ],
          },
        },
      },
    }
  `);
});

test('silence is opened only on a text that everybody asked has cleared', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARED');
  const open = () => revised(story, 'openSilence', { deadline, zone });
  await position(story, 'iom', 'CLEARED_WITH_MINOR_COMMENTS', { reason: 'A comma.' });
  expect(await open()).toMatchObject({ problems: [{ code: 'WRONG_STATE', state: 'CLEARANCE' }] });
  await position(story, 'iom', 'OBJECTION', { wholeText: true, reason: 'No.' });
  expect(await open()).toMatchObject({ problems: [{ code: 'WRONG_STATE', state: 'OBJECTED' }] });
  await position(story, 'iom', 'RECUSED');
  expect(await open()).toMatchObject({ record: { state: 'SILENCE' } });
  expect(await position(story, 'iom', 'CLEARED')).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'SILENCE', possible: ['objectToSilence'] }],
  });
});

test('silence lasts at least 72 hours to the millisecond, unless a setting says otherwise', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARED');
  const open = (instant: string, more: object = {}) =>
    revised(story, 'openSilence', { deadline: instant, zone, ...more });
  const tooEarly = { problems: [{ code: 'INVALID_VALUE', path: ['deadline'] }] };
  expect(await open('2021-03-04T11:59:59.999Z')).toMatchObject(tooEarly);
  expect(await open('2021-05-30T12:00:00.001Z')).toMatchObject(tooEarly);
  expect(await open(deadline, { zone: 'CET-1', authority: 'The Coordinator' })).toMatchObject({
    problems: [
      { code: 'INVALID_VALUE', path: ['zone'] },
      { code: 'INVALID_VALUE', path: ['authority'] },
    ],
  });
  expect(await open('2021-03-04T13:00:00.000+01:00')).toMatchObject({
    record: { state: 'SILENCE' },
  });
});

test('an expedited round is shorter, on a stated authority and for a stated reason', async () => {
  await using story = await startStory();
  await done(story, 'proposeStatement', {
    as: secretariat,
    input: { id, title: { language: 'EN', text: 'Urgent' }, track: 'EXPEDITED' },
  });
  await revised(story, 'saveStatementText', { ...text, paragraphs: [{ text: 'A.' }] });
  await revised(story, 'openClearance');
  for (const organization of committee) await position(story, organization, 'CLEARED');
  const open = (more: object) =>
    revised(story, 'openSilence', { deadline: '2021-03-02T12:00:00.000Z', zone: 'UTC', ...more });
  expect(await open({})).toMatchObject({
    problems: [
      { code: 'INVALID_VALUE', path: ['authority'] },
      { code: 'INVALID_VALUE', path: ['reason'] },
    ],
  });
  const authority = 'The Coordinator';
  expect(await open({ authority, reason: 'A ship is sinking.' })).toMatchObject({
    record: { state: 'SILENCE' },
  });
  const query = `{ statement(id: "${id}") { work { rounds { authority reason } } } }`;
  expect((await story.run(query, { as: focalPoint('iom') })).data?.statement).toEqual({
    work: {
      rounds: [
        { authority: null, reason: null },
        { authority, reason: 'A ship is sinking.' },
      ],
    },
  });
});

test.each([
  [-1, 'BROKEN', 'BROKE_SILENCE', false],
  [0, 'BROKEN', 'BROKE_SILENCE', false],
  [1, 'ADOPTED', 'LATE', true],
] as const)(
  'an objection %i ms from the deadline leaves the statement %s',
  async (offset, state, effect, isLate) => {
    await using story = await startStory();
    await leadTo(story, 'SILENCE');
    setClock(story, deadline, offset);
    expect(await objection(story, 'iom')).toMatchObject({ record: { state }, problems: [] });
    const { outcome, positions } = await lastRoundOf(story);
    expect(outcome).toBe(state);
    expect(positions.edges).toMatchObject([
      { node: { organization: { id: 'iom' }, effect, isLate, at: story.clock.now.toISOString() } },
    ]);
    setClock(story, '2022-01-01T00:00:00.000Z');
    expect(await recordOf(story)).toMatchObject({ state });
  },
);

test.each([
  [-1, 'SILENCE'],
  [0, 'SILENCE'],
  [1, 'ADOPTED'],
] as const)(
  '%i ms from the deadline an unbroken round is in %s, though nothing was written',
  async (offset, state) => {
    await using story = await startStory();
    await leadTo(story, 'SILENCE');
    const { version } = await recordOf(story);
    setClock(story, deadline, offset);
    expect(await recordOf(story)).toMatchObject({ state, version });
  },
);

test('the first objection ends the round for good; others in time are shown behind it', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  await objection(story, 'ilo', { paragraphs: [2] });
  setClock(story, start, 1);
  await objection(story, 'iom');
  setClock(story, deadline, 1);
  await objection(story, 'ohchr');
  const { outcome, positions } = await lastRoundOf(story);
  expect(outcome).toBe('BROKEN');
  expect(positions.edges.map(({ node }) => [node.organization.id, node.effect])).toEqual([
    ['ilo', 'BROKE_SILENCE'],
    ['iom', 'AFTER_END'],
    ['ohchr', 'LATE'],
  ]);
  expect(await revised(story, 'issueStatement', { zone })).toMatchObject({
    problems: [
      {
        code: 'WRONG_STATE',
        state: 'BROKEN',
        possible: ['inviteToStatement', 'saveStatementText', 'openClearance', 'abandonStatement'],
      },
    ],
  });
});

test('after a broken round the text goes through clearance and silence anew', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  await objection(story, 'ilo');
  expect(await revised(story, 'openSilence', { deadline, zone })).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'BROKEN' }],
  });
  await revised(story, 'saveStatementText', { ...text, title: 'Better' });
  await revised(story, 'openClearance');
  for (const organization of committee) await position(story, organization, 'CLEARED');
  await revised(story, 'openSilence', { deadline: '2021-03-20T12:00:00.000Z', zone });
  setClock(story, '2021-03-20T12:00:00.001Z');
  const query = `{ statement(id: "${id}") { state title { text } record { textHash } textHash work { rounds { number kind outcome textVersion } } } }`;
  const { data } = await story.run(query, { as: secretariat });
  expect(data?.statement).toMatchObject({
    state: 'ADOPTED',
    title: { text: 'Better' },
    record: { textHash: (data?.statement as { textHash: string }).textHash },
    work: {
      rounds: [
        { number: 1, kind: 'CLEARANCE', outcome: 'CLEARED', textVersion: 1 },
        { number: 2, kind: 'SILENCE', outcome: 'BROKEN', textVersion: 1 },
        { number: 3, kind: 'CLEARANCE', outcome: 'CLEARED', textVersion: 2 },
        { number: 4, kind: 'SILENCE', outcome: 'ADOPTED', textVersion: 2 },
      ],
    },
  });
});

test('an objection needs a place, a reason, and the text that was put', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  const problemsOf = async (more: object) =>
    (await objection(story, 'iom', { ...more })).problems.map(
      ({ code, path }) => `${code} ${path.join('.')}`,
    );
  expect(await problemsOf({})).toEqual(['INVALID_VALUE paragraphs']);
  expect(await problemsOf({ wholeText: true, reason: ' ' })).toEqual(['INVALID_VALUE reason']);
  expect(await problemsOf({ wholeText: true, textHash: 'another' })).toEqual([
    'INVALID_VALUE textHash',
  ]);
  expect(await recordOf(story)).toMatchObject({ state: 'SILENCE' });
});

test('only focal points of addressees object', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  const { textHash } = await lastRoundOf(story);
  const object = (as: typeof stranger | undefined, organization: string) =>
    write(story, 'objectToSilence', {
      ...(as && { as }),
      input: { statementId: id, organization, textHash, reason: 'No.', wholeText: true },
    });
  for (const as of [secretariat, asiaPacific, focalPoint('ilo')]) {
    expect(await object(as, 'iom')).toMatchObject({ problems: [{ code: 'NOT_ALLOWED' }] });
  }
  for (const as of [stranger, undefined, focalPoint('who')]) {
    expect(await object(as, 'who')).toMatchObject({ problems: [{ code: 'UNKNOWN_RECORD' }] });
  }
  expect(await recordOf(story)).toMatchObject({ state: 'SILENCE' });
});

test('a role that has ended gives no right to object', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  const { textHash } = await lastRoundOf(story);
  const scope = { type: 'Organization', id: 'iom' };
  const as = {
    subject: 'former',
    roles: [{ role: 'FOCAL_POINT', scope, validTo: '2021-02-28' }],
  };
  const input = { statementId: id, organization: 'iom', textHash, reason: 'No.', wholeText: true };
  expect(await write(story, 'objectToSilence', { as, input })).toMatchObject({
    problems: [{ code: 'UNKNOWN_RECORD' }],
  });
});

test('a round is extended before its deadline, to a later one, with a reason', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  const later = '2021-03-10T17:00:00.000Z';
  const extend = (instant: string, reason = 'A holiday.') =>
    revised(story, 'extendSilence', { deadline: instant, reason });
  expect(await extend(deadline, '')).toMatchObject({
    problems: [
      { code: 'INVALID_VALUE', path: ['deadline'] },
      { code: 'INVALID_VALUE', path: ['reason'] },
    ],
  });
  setClock(story, deadline);
  expect(await extend(later)).toMatchObject({ record: { state: 'SILENCE' } });
  setClock(story, deadline, 1);
  expect(await recordOf(story)).toMatchObject({ state: 'SILENCE' });
  const query = `{ statement(id: "${id}") { work { rounds { number dueBy extensions { at from to reason } } } } }`;
  expect((await story.run(query, { as: focalPoint('iom') })).data?.statement).toMatchObject({
    work: {
      rounds: [
        { number: 1 },
        {
          number: 2,
          dueBy: later,
          extensions: [{ at: deadline, from: deadline, to: later, reason: 'A holiday.' }],
        },
      ],
    },
  });
  setClock(story, later, 1);
  expect(await extend('2021-03-20T00:00:00.000Z')).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'ADOPTED' }],
  });
});

test('an objection that loses a race is judged by the time at which it is written', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  setClock(story, deadline);
  const { textHash } = await lastRoundOf(story);
  beforeNextReplace(story, async () => {
    setClock(story, deadline, 1);
    const scheduled = await revised(story, 'scheduleStatement', {
      at: '2021-03-08T09:00:00Z',
      zone,
    });
    expect(scheduled).toMatchObject({ record: { state: 'EMBARGOED' } });
  });
  const input = { statementId: id, organization: 'iom', textHash, reason: 'No.', wholeText: true };
  expect(await write(story, 'objectToSilence', { as: focalPoint('iom'), input })).toMatchObject({
    record: { state: 'EMBARGOED' },
    problems: [],
  });
  expect((await lastRoundOf(story)).positions.edges).toMatchObject([
    { node: { effect: 'LATE', isLate: true } },
  ]);
});

test('an issue that loses a race against an objection is refused as stale', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  const { textHash } = await lastRoundOf(story);
  setClock(story, deadline, 1);
  beforeNextReplace(story, async () => {
    const as = focalPoint('iom');
    const late = { statementId: id, organization: 'iom', textHash, reason: 'No.', wholeText: true };
    await done(story, 'objectToSilence', { as, input: late });
  });
  expect(await revised(story, 'issueStatement', { zone })).toMatchObject({
    record: null,
    problems: [{ code: 'STALE_WRITE', changes: [{ type: 'objected', by: 'focal-iom' }] }],
  });
  expect(await recordOf(story)).toMatchObject({ state: 'ADOPTED' });
});

test('a clock that runs behind never writes before what is written already', async () => {
  await using story = await startStory();
  await leadTo(story, 'ADOPTED');
  await revised(story, 'scheduleStatement', { at: '2021-03-08T09:00:00Z', zone });
  setClock(story, deadline, -1);
  await objection(story, 'iom');
  expect((await lastRoundOf(story)).positions.edges).toMatchObject([
    { node: { effect: 'LATE', at: '2021-03-05T17:00:00.001Z' } },
  ]);
});

/** Lets somebody else write between a read and the next write that is made of it. */
function beforeNextReplace({ storage }: Story, interlude: () => Promise<void>): void {
  const open = storage.collection;
  storage.collection = (definition, visible) => {
    const collection = open(definition, visible);
    const replace = collection.replace.bind(collection);
    collection.replace = async (document, event) => {
      storage.collection = open;
      collection.replace = replace;
      await interlude();
      return replace(document, event);
    };
    return collection;
  };
}

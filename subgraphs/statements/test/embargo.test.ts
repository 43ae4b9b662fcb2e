import type { Identity } from '@network/schema';
import { expect, test } from 'vitest';
import { answersAbout, listsSeenBy, mutationNames } from './outsider.ts';
import { remittances, solidarity } from './sources.ts';
import {
  asiaPacific,
  committee,
  deadline,
  done,
  embargo,
  focalPoint,
  id,
  lastRoundOf,
  leadTo,
  objection,
  position,
  recordOf,
  revised,
  secretariat,
  setClock,
  startStory,
  stranger,
  text,
  write,
} from './story.ts';

const zone = 'Europe/Zurich';
const outsiders: [string, Identity | undefined][] = [
  ['the public', undefined],
  ['a reader without roles', stranger],
  ['the focal point of an organization that was not asked', focalPoint('who')],
];

test.each(outsiders)(
  'one millisecond before the instant nothing distinguishes the statement from none for %s',
  async (_, as) => {
    await using story = await startStory([solidarity, remittances]);
    await using without = await startStory([solidarity, remittances]);
    await leadTo(story, 'EMBARGOED');
    for (const each of [story, without]) setClock(each, embargo, -1);
    expect(await listsSeenBy(story, as)).toBe(await listsSeenBy(without, as));
    const hidden = await answersAbout(story, id, as);
    expect(hidden).toBe(await answersAbout(story, 'never-written', as));
    expect(hidden).toBe(await answersAbout(without, id, as));
    for (const name of mutationNames) expect(hidden).toContain(name);
  },
);

test.each([0, 1])(
  '%i ms from the instant it exists for everybody on every path at once',
  async (offset) => {
    await using story = await startStory([solidarity, remittances]);
    await leadTo(story, 'EMBARGOED');
    setClock(story, embargo, offset);
    for (const [, as] of outsiders) {
      const seen = JSON.parse(await listsSeenBy(story, as)).data;
      const ids = (list: { edges: { node: { id: string } }[] }) =>
        list.edges.map(({ node }) => node.id);
      expect(ids(seen.statements)).toEqual([id, 'solidarity', 'remittances']);
      expect(seen.statements.totalCount).toBe(3);
      expect(ids(seen.byObjective)).toEqual([id, 'solidarity']);
      expect(ids(seen.byYear)).toEqual([id]);
      expect(ids(seen.byBoth)).toEqual([id]);
      expect(ids(seen.proposedStatements)).toEqual([]);
      const [thirteen, fifteen, , iom] = seen._entities;
      expect(ids(thirteen.statements)).toEqual([id, 'solidarity']);
      expect(ids(fifteen.asks)).toEqual([`${id}/ask-1`, 'solidarity/ask-1', 'solidarity/ask-2']);
      expect(fifteen.asks.totalCount).toBe(3);
      expect(ids(iom.statements)).toEqual([id]);
      const { data } = await story.run(
        `{ statement(id: "${id}") { state } _entities(representations: [{ __typename: "Statement", id: "${id}" }]) { ... on Statement { state } } }`,
        { ...(as && { as }) },
      );
      expect(data).toEqual({ statement: { state: 'ISSUED' }, _entities: [{ state: 'ISSUED' }] });
    }
  },
);

test('a cursor that was handed out before the instant goes on rightly behind it', async () => {
  await using story = await startStory([solidarity, remittances]);
  await leadTo(story, 'EMBARGOED');
  const page = async (after: string | null) => {
    const { data } = await story.run(
      'query ($after: String) { statements(first: 1, after: $after) { edges { cursor node { id } } } }',
      { variables: { after } },
    );
    return (data as never as { statements: { edges: { cursor: string; node: { id: string } }[] } })
      .statements.edges[0];
  };
  const first = await page(null);
  expect(first?.node.id).toBe('solidarity');
  setClock(story, embargo);
  expect((await page(first?.cursor ?? null))?.node.id).toBe('remittances');
  expect((await page(null))?.node.id).toBe(id);
});

test.each(['DRAFTING', 'WRITTEN', 'CLEARANCE', 'CLEARED', 'SILENCE', 'ADOPTED'] as const)(
  'a statement that has come to %s does not exist for outsiders, however late it is',
  async (station) => {
    await using story = await startStory([solidarity]);
    await using without = await startStory([solidarity]);
    await leadTo(story, station);
    for (const each of [story, without]) setClock(each, '2030-01-01T00:00:00.000Z');
    for (const [, as] of outsiders) {
      expect(await listsSeenBy(story, as)).toBe(await listsSeenBy(without, as));
      expect(await answersAbout(story, id, as)).toBe(await answersAbout(without, id, as));
    }
  },
);

test('those who were asked, and the secretariat, know the instant; contributors do not', async () => {
  await using story = await startStory();
  await leadTo(story, 'EMBARGOED');
  const query = `{ statement(id: "${id}") {
    state shownAs title { text } record { textHash } date issuedAt
    work { part embargo { until untilInZone zone setAt reason } }
  } statements { totalCount } }`;
  const seenBy = async (as: Identity) => (await story.run(query, { as })).data;
  expect(await seenBy(focalPoint('iom'))).toMatchInlineSnapshot(`
    {
      "statement": {
        "date": null,
        "issuedAt": null,
        "record": {
          "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
        },
        "shownAs": "WORKING",
        "state": "EMBARGOED",
        "title": {
          "text": "Vaccines for all, migrants included",
        },
        "work": {
          "embargo": {
            "reason": null,
            "setAt": "2021-03-05T17:00:00.001Z",
            "until": "2021-03-08T09:00:00.000Z",
            "untilInZone": "2021-03-08T10:00:00.000+01:00",
            "zone": "Europe/Zurich",
          },
          "part": "ADDRESSEE",
        },
      },
      "statements": {
        "totalCount": 0,
      },
    }
  `);
  expect(await seenBy(secretariat)).toMatchObject({
    statement: { state: 'EMBARGOED', work: { part: 'SECRETARIAT', embargo: { until: embargo } } },
  });
  expect(await seenBy(asiaPacific)).toMatchObject({
    statement: {
      state: 'ADOPTED',
      shownAs: 'NOTICE',
      record: null,
      work: { part: 'CONTRIBUTOR', embargo: null },
    },
  });
});

test('only an adopted statement is scheduled or issued', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  setClock(story, deadline);
  for (const [name, more] of [
    ['scheduleStatement', { at: embargo, zone }],
    ['issueStatement', { zone }],
  ] as const) {
    expect(await revised(story, name, more)).toMatchObject({
      problems: [{ code: 'WRONG_STATE', state: 'SILENCE' }],
    });
  }
  setClock(story, deadline, 1);
  expect(await revised(story, 'issueStatement', { zone: 'Nowhere' })).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['zone'] }],
  });
  expect(await revised(story, 'issueStatement', { zone })).toMatchObject({
    record: { state: 'ISSUED', possibleActions: [] },
  });
  expect(await revised(story, 'issueStatement', { zone })).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'ISSUED' }],
  });
});

test('the date is that of the calendar in the zone that was named', async () => {
  await using story = await startStory();
  await leadTo(story, 'ADOPTED');
  const at = '2021-03-31T22:30:00.000Z';
  await revised(story, 'scheduleStatement', { at, zone: 'Europe/Zurich' });
  setClock(story, at);
  const query = `{ statement(id: "${id}") { date issuedAt } }`;
  expect((await story.run(query)).data?.statement).toEqual({ date: '2021-04-01', issuedAt: at });
});

test('an instant of issue is at most 366 days ahead, and one that is past means now', async () => {
  await using story = await startStory();
  await leadTo(story, 'ADOPTED');
  for (const at of ['2022-03-07T17:00:00Z', '9999-12-31T23:59:59.999-14:00']) {
    expect(await revised(story, 'scheduleStatement', { at, zone })).toMatchObject({
      problems: [{ code: 'INVALID_VALUE', path: ['at'] }],
    });
  }
  expect(
    await revised(story, 'scheduleStatement', { at: '2020-01-01T00:00:00Z', zone }),
  ).toMatchObject({ record: { state: 'ISSUED' } });
  const { data } = await story.run(`{ statement(id: "${id}") { issuedAt } }`);
  expect(data?.statement).toEqual({ issuedAt: '2021-03-05T17:00:00.001Z' });
});

test('the instant is moved with a reason, to later or earlier, until it has come', async () => {
  await using story = await startStory();
  await leadTo(story, 'EMBARGOED');
  const move = (at: string, more: object = { reason: 'The launch moved.' }) =>
    revised(story, 'scheduleStatement', { at, zone, ...more });
  const later = '2021-03-09T09:00:00.000Z';
  expect(await move(later, {})).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['reason'] }],
  });
  expect(await move(later)).toMatchObject({ record: { state: 'EMBARGOED' } });
  setClock(story, embargo);
  expect((await story.run(`{ statement(id: "${id}") { id } }`)).data).toEqual({ statement: null });
  expect(await revised(story, 'issueStatement', { zone, reason: 'It has leaked.' })).toMatchObject({
    record: { state: 'ISSUED' },
  });
  expect(await move(later)).toMatchObject({ problems: [{ code: 'WRONG_STATE', state: 'ISSUED' }] });
  const query = `{ statement(id: "${id}") { issuedAt history(first: 100) { edges { node { type reason } } } } }`;
  const { data } = await story.run(query, { as: secretariat });
  expect(data?.statement).toMatchObject({ issuedAt: embargo });
  const events = (data as never as { statement: { history: { edges: { node: object }[] } } })
    .statement.history.edges;
  expect(events.slice(-3).map(({ node }) => node)).toEqual([
    { type: 'scheduled', reason: null },
    { type: 'rescheduled', reason: 'The launch moved.' },
    { type: 'issued', reason: 'It has leaked.' },
  ]);
});

test('only the secretariat schedules and issues', async () => {
  await using story = await startStory();
  await leadTo(story, 'ADOPTED');
  const input = { statementId: id, version: 1, zone, at: embargo };
  for (const as of [asiaPacific, focalPoint('iom')]) {
    expect(await write(story, 'scheduleStatement', { as, input })).toMatchObject({
      problems: [{ code: 'NOT_ALLOWED' }],
    });
    expect(
      await write(story, 'issueStatement', { as, input: { statementId: id, version: 1, zone } }),
    ).toMatchObject({ problems: [{ code: 'NOT_ALLOWED' }] });
  }
});

test('a position text is adopted by decision, once everybody asked has cleared it', async () => {
  await using story = await startStory();
  await done(story, 'proposeStatement', {
    as: secretariat,
    input: { id, title: { language: 'EN', text: 'Talking points' }, track: 'POSITION' },
  });
  const { mediaContacts: _, ...withoutContacts } = text;
  await revised(story, 'saveStatementText', { ...withoutContacts, paragraphs: [{ text: 'A.' }] });
  await revised(story, 'openClearance');
  const decide = (reason: string) => revised(story, 'adoptStatement', { reason });
  expect(await decide('The Coordinator agreed.')).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'CLEARANCE' }],
  });
  for (const organization of committee) await position(story, organization, 'CLEARED');
  expect(await decide('')).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['reason'] }],
  });
  expect(await decide('The Coordinator agreed.')).toMatchObject({ record: { state: 'ADOPTED' } });
  expect(
    await position(story, 'iom', 'OBJECTION', { wholeText: true, reason: 'No.' }),
  ).toMatchObject({ problems: [{ code: 'WRONG_STATE', state: 'ADOPTED' }] });
  expect(await revised(story, 'issueStatement', { zone })).toMatchObject({
    record: { state: 'ISSUED' },
  });
  const query = `{ statement(id: "${id}") { record { track adoptedBy } } }`;
  expect((await story.run(query)).data?.statement).toEqual({
    record: { track: 'POSITION', adoptedBy: 'DECISION' },
  });
});

test('other texts are not adopted by decision', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARED');
  expect(await revised(story, 'adoptStatement', { reason: 'Quickly.' })).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'CLEARED' }],
  });
});

test('a late objection to an issued statement is kept, and the public sees nothing of it', async () => {
  await using story = await startStory();
  await leadTo(story, 'EMBARGOED');
  setClock(story, embargo);
  const query = `{ statement(id: "${id}") { id state textHash version work { part } record { textHash adoptedAt } } }`;
  const before = JSON.stringify(await story.run(query));
  expect(await objection(story, 'iom')).toMatchObject({
    record: { state: 'ISSUED' },
    problems: [],
  });
  expect((await lastRoundOf(story)).positions.edges).toMatchObject([{ node: { isLate: true } }]);
  expect(JSON.stringify(await story.run(query))).toBe(before);
  expect(await recordOf(story)).toMatchObject({ state: 'ISSUED' });
});

import { schemas } from '@network/platform';
import { execute, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform, written } from './client.ts';
import { clearStatement, draftStatement, executiveCommittee, mutate } from './one-voice.ts';

const start = '2026-09-01T09:00:00.000Z';
const deadline = '2026-09-08T09:00:00.000Z';
const embargo = '2026-09-10T12:00:00.000Z';
const id = '2026-09-alternatives-to-detention';

const at = (test: TestPlatform, instant: string, milliseconds = 0) => {
  test.clock.now = new Date(Date.parse(instant) + milliseconds);
};

async function silent(test: TestPlatform) {
  const draft = await draftStatement(test, id);
  await clearStatement(draft);
  const open = await draft.step('openSilence', { deadline, zone: 'Europe/Zurich' });
  expect(open.state).toBe('SILENCE');
  return draft;
}

it('two networks’ contributions become one text, cleared by nine, adopted in silence, issued under embargo', async () => {
  await using test = await startTestPlatform(start);
  const draft = await draftStatement(test, id);
  const cleared = await clearStatement(draft);
  expect(cleared.state).toBe('CLEARED');
  const [clearance] = cleared.work.rounds;
  expect(clearance.addressees.map((one: { id: string }) => one.id).sort()).toEqual(
    [...executiveCommittee].sort(),
  );
  expect(
    clearance.positions.edges.every(
      (edge: { node: { textHash: string } }) => edge.node.textHash === cleared.textHash,
    ),
  ).toBe(true);

  await draft.step('openSilence', { deadline, zone: 'Europe/Zurich' });
  const stateAt = async (instant: string, milliseconds: number) => {
    at(test, instant, milliseconds);
    const { data } = await draft.secretariat('query ($id: ID!) { statement(id: $id) { state } }', {
      id,
    });
    return data.statement.state;
  };
  expect(await stateAt(deadline, 0)).toBe('SILENCE');
  expect(await stateAt(deadline, 1)).toBe('ADOPTED');

  const scheduled = await draft.step('scheduleStatement', { at: embargo, zone: 'Europe/Zurich' });
  expect(scheduled.state).toBe('EMBARGOED');
  const asPublic = () =>
    test.anybody('en')(
      `query ($id: ID!) { statement(id: $id) { state issuedAt textHash title { text } paragraphs { number text { text } textHash } record { textHash adoptedAt clearedAt adoptedBy } work { track } history { totalCount } } }`,
      { id },
    );
  at(test, embargo, -1);
  expect((await asPublic()).data.statement).toBeNull();
  at(test, embargo);
  const { data } = await asPublic();
  expect(data.statement).toMatchObject({
    state: 'ISSUED',
    issuedAt: embargo,
    textHash: cleared.textHash,
    title: { text: 'Alternatives to detention work' },
    record: { textHash: cleared.textHash, adoptedBy: 'SILENCE' },
    work: null,
    history: null,
  });
  expect(data.statement.paragraphs).toHaveLength(3);
});

describe('an objection', () => {
  const object = async (test: TestPlatform, organization: string, textHash: string) => {
    const client = await test.login(
      `focal-${organization}`,
      `FOCAL_POINT:Organization:${organization}`,
    );
    return mutate(client, 'objectToSilence', {
      statementId: id,
      organization,
      textHash,
      paragraphs: [2],
      reason: 'It says too little about children.',
    });
  };
  const secretariatSees = async (test: TestPlatform) => {
    const secretariat = await test.login('sara', 'SECRETARIAT');
    const { data } = await secretariat(
      'query ($id: ID!) { statement(id: $id) { state textHash work { rounds { kind outcome positions { edges { node { effect isLate organization { id } } } } } } } }',
      { id },
    );
    const silence = data.statement.work.rounds.find(
      (round: { kind: string }) => round.kind === 'SILENCE',
    );
    return {
      state: data.statement.state,
      textHash: data.statement.textHash,
      outcome: silence.outcome,
      positions: silence.positions.edges.map((edge: { node: unknown }) => edge.node),
    };
  };

  it.each([
    ['one millisecond before the deadline', -1],
    ['at the deadline', 0],
  ])('%s breaks the round at once', async (_, milliseconds) => {
    await using test = await startTestPlatform(start);
    await silent(test);
    const { textHash } = await secretariatSees(test);
    at(test, deadline, milliseconds);
    written(await object(test, 'unhcr', textHash), 'objectToSilence');
    expect(await secretariatSees(test)).toMatchObject({
      state: 'BROKEN',
      outcome: 'BROKEN',
      positions: [{ effect: 'BROKE_SILENCE', isLate: false, organization: { id: 'unhcr' } }],
    });
    at(test, deadline, 1);
    expect((await secretariatSees(test)).state).toBe('BROKEN');
  });

  it('one millisecond after the deadline changes nothing and is shown as late', async () => {
    await using test = await startTestPlatform(start);
    await silent(test);
    const { textHash } = await secretariatSees(test);
    at(test, deadline, 1);
    written(await object(test, 'unhcr', textHash), 'objectToSilence');
    expect(await secretariatSees(test)).toMatchObject({
      state: 'ADOPTED',
      outcome: 'ADOPTED',
      positions: [{ effect: 'LATE', isLate: true, organization: { id: 'unhcr' } }],
    });
  });
});

describe('under embargo, for the public', () => {
  /** What the public can ask that names an id, and what lists statements. */
  const byId = [
    'query ($id: ID!) { statement(id: $id) { id title { text } } }',
    'query ($id: ID!) { statement(id: $id) { work { track } history { totalCount } record { textHash } } }',
    'mutation ($id: ID!) { givePosition(input: { statementId: $id, organization: "iom", textHash: "0", position: CLEARED }) { record { id } problems { __typename code message path } } }',
    'mutation ($id: ID!) { issueStatement(input: { statementId: $id, version: 3, zone: "UTC" }) { record { id } problems { __typename code message path } } }',
    'mutation ($id: ID!) { contributeToStatement(input: { statementId: $id, onBehalfOf: { type: ORGANIZATION, id: "iom" }, text: { language: EN, text: "x" } }) { record { id } problems { __typename code message path } } }',
    'mutation ($id: ID!) { proposeStatement(input: { id: $id, title: { language: EN, text: "x" }, track: STANDARD }) { record { id } problems { __typename code message path } } }',
    'query ($id: ID!) { _entities(representations: [{ __typename: "Statement", id: $id }]) { __typename } }',
  ];
  const lists = [
    '{ statements(first: 100) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } } } }',
    '{ statements(first: 100, objective: "objective-13") { totalCount edges { cursor node { id } } } }',
    '{ objective(id: "objective-13") { statements { totalCount pageInfo { endCursor hasNextPage } edges { node { id } } } asks { totalCount edges { node { text { text } } } } } }',
    '{ organization(id: "iom") { statements { totalCount edges { node { id } } } } }',
    '{ proposedStatements { totalCount edges { node { id } } } }',
  ];

  const bytes = async (url: string, query: string, variables: Record<string, unknown>) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return `${response.status} ${await response.text()}`;
  };

  it('it answers like one that was never written on every path, byte for byte, until the instant', async () => {
    await using test = await startTestPlatform(start);
    const { url } = test.platform;
    const listsBefore = await Promise.all(lists.map((query) => bytes(url, query, {})));
    const draft = await silent(test);
    at(test, deadline, 1);
    await draft.step('scheduleStatement', { at: embargo, zone: 'UTC' });
    at(test, embargo, -1);
    const never = '2026-09-alternatives-to-nothingness';
    for (const query of byId) {
      const hidden = await bytes(url, query, { id });
      const missing = await bytes(url, query, { id: never });
      expect(hidden.replaceAll(id, 'ID'), query).toBe(missing.replaceAll(never, 'ID'));
    }
    expect(await Promise.all(lists.map((query) => bytes(url, query, {})))).toEqual(listsBefore);

    const entity = async (statementId: string) => {
      const result = await execute({
        schema: schemas.statements,
        document: parse(
          'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Statement { id title { text } } } }',
        ),
        variableValues: { r: [{ __typename: 'Statement', id: statementId }] },
        contextValue: test.platform.contextOf('statements', null, ''),
      });
      return JSON.stringify(result).replaceAll(statementId, 'ID');
    };
    expect(await entity(id)).toBe(await entity(never));
    expect(await entity(id)).toBe('{"data":{"_entities":[null]}}');

    at(test, embargo);
    expect(await entity(id)).toContain('Alternatives to detention work');
    expect(await bytes(url, byId[0] ?? '', { id })).toContain('Alternatives to detention work');
    const after = await Promise.all(lists.map((query) => bytes(url, query, {})));
    for (const [index, answer] of after.slice(0, 3).entries()) {
      expect(answer, lists[index]).not.toBe(listsBefore[index]);
      expect(answer, lists[index]).toContain(id);
    }
  });

  it('its readers are the secretariat and those who were asked; a stranger with a login is like the public', async () => {
    await using test = await startTestPlatform(start);
    const draft = await silent(test);
    at(test, deadline, 1);
    await draft.step('scheduleStatement', { at: embargo, zone: 'UTC' });
    const read = 'query ($id: ID!) { statement(id: $id) { id } }';
    const seenBy = async (subject: string, ...roles: string[]) =>
      (await (await test.login(subject, ...roles))(read, { id })).data.statement?.id ?? null;
    expect(await seenBy('sara', 'SECRETARIAT')).toBe(id);
    expect(await seenBy('focal-iom', 'FOCAL_POINT:Organization:iom')).toBe(id);
    expect(await seenBy('stranger')).toBeNull();
    expect(await seenBy('focal-wfp', 'FOCAL_POINT:Organization:wfp')).toBeNull();
    expect(await seenBy('publisher', 'PUBLISHER:RegionalNetwork:west-africa')).toBeNull();
  });
});

import { expect, it } from 'vitest';
import { startTestPlatform, written } from './client.ts';
import { act, openRound, publishReport, round, save } from './reports.ts';

const asiaPacific = { type: 'REGIONAL_NETWORK', id: 'asia-pacific' };
const now = '2026-07-01T09:00:00.000Z';

const narrative = (text: string) => ({ language: 'EN', text });

/** The secretariat has opened a round; a publisher and a validator of Asia-Pacific have logged in. */
async function setUp() {
  const test = await startTestPlatform(now);
  const secretariat = await test.login('sara', 'SECRETARIAT');
  await openRound(secretariat);
  return {
    test,
    secretariat,
    publisher: await test.login('anna', 'PUBLISHER:RegionalNetwork:asia-pacific'),
    validator: await test.login('viktor', 'VALIDATOR:RegionalNetwork:asia-pacific'),
    anybody: test.anybody(),
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  };
}

const rollUp = `query ($round: ID) {
  workstream(id: "thematic-2") { rollUp(round: $round) { expected reporting worst median best oldestAsOf } }
  regionalNetwork(id: "asia-pacific") { rollUp(round: $round) { expected reporting worst } }
}`;

it('a report goes from the network’s draft through comments to publication, and the roll-up changes only then', async () => {
  await using set = await setUp();
  const { publisher, validator, anybody, test } = set;
  const rolled = async () => (await anybody(rollUp, { round })).data;
  const before = await rolled();
  expect(before).toEqual({
    workstream: {
      rollUp: {
        expected: 1,
        reporting: 0,
        worst: null,
        median: null,
        best: null,
        oldestAsOf: null,
      },
    },
    regionalNetwork: { rollUp: { expected: 2, reporting: 0, worst: null } },
  });

  const tasks = `{ me { subject reportTasks { totalCount edges { node { kind isOverdue dueAt possibleActions workstream { id } unit { ... on RegionalNetwork { id } } report { id } } } } } }`;
  const owed = await publisher(tasks);
  expect(owed.data.me.reportTasks.totalCount).toBe(2);
  expect(owed.data.me.reportTasks.edges[0].node).toMatchObject({
    kind: 'DUE',
    isOverdue: false,
    workstream: { id: 'thematic-2' },
    unit: { id: 'asia-pacific' },
    report: null,
  });

  const draft = written(
    await save(publisher, {
      unit: asiaPacific,
      subject: 'thematic-2',
      status: 'ONGOING',
      narrative: narrative('Two peer exchanges were held.'),
      asOf: '2026-06-30',
    }),
    'saveStatusReport',
  );
  expect(draft.state).toBe('DRAFT');
  expect(draft.possibleActions).toContain('submitStatusReport');
  const { id } = draft;
  const step = async (client: typeof publisher, action: string, input: Record<string, unknown>) =>
    written(await act(client, action, { id, ...input }), `${action}StatusReport`);

  let { version } = await step(publisher, 'submit', { version: draft.version });
  ({ version } = await step(validator, 'return', {
    version,
    comments: narrative('Which countries took part?'),
  }));
  const redrafted = written(
    await save(publisher, {
      unit: asiaPacific,
      subject: 'thematic-2',
      version,
      status: 'ONGOING',
      narrative: narrative('Two peer exchanges were held with five countries.'),
      asOf: '2026-06-30',
    }),
    'saveStatusReport',
  );
  ({ version } = await step(publisher, 'submit', { version: redrafted.version }));

  expect((await validator(tasks)).data.me.reportTasks.edges[0].node).toMatchObject({
    kind: 'TO_VALIDATE',
    report: { id },
  });
  ({ version } = await step(validator, 'validate', { version }));
  expect(await rolled()).toEqual(before);
  expect(
    (await anybody('query ($id: ID!) { statusReport(id: $id) { id } }', { id })).data.statusReport,
  ).toBeNull();

  test.clock.now = new Date('2026-07-02T09:00:00.000Z');
  ({ version } = await step(validator, 'publish', { version }));
  expect(await rolled()).toEqual({
    workstream: {
      rollUp: {
        expected: 1,
        reporting: 1,
        worst: 'ONGOING',
        median: 'ONGOING',
        best: 'ONGOING',
        oldestAsOf: '2026-06-30',
      },
    },
    regionalNetwork: { rollUp: { expected: 2, reporting: 1, worst: 'ONGOING' } },
  });
  const published = await anybody(
    'query ($id: ID!) { statusReport(id: $id) { state published { number narrative { text } publishedAt } version working { number } } }',
    { id },
  );
  expect(published.data.statusReport).toEqual({
    state: 'PUBLISHED',
    published: {
      number: 2,
      narrative: { text: 'Two peer exchanges were held with five countries.' },
      publishedAt: '2026-07-02T09:00:00.000Z',
    },
    version: null,
    working: null,
  });
});

it('a stale write is refused with what changed, and nothing is lost', async () => {
  await using set = await setUp();
  const { publisher } = set;
  const input = { unit: asiaPacific, subject: 'thematic-2', status: 'ONGOING', asOf: '2026-06-30' };
  const first = written(
    await save(publisher, { ...input, narrative: narrative('First.') }),
    'saveStatusReport',
  );
  const second = written(
    await save(publisher, { ...input, version: first.version, narrative: narrative('Second.') }),
    'saveStatusReport',
  );
  const stale = await save(publisher, {
    ...input,
    version: first.version,
    narrative: narrative('Third.'),
  });
  expect(stale.data.saveStatusReport).toMatchObject({
    record: null,
    problems: [
      {
        __typename: 'StaleWrite',
        code: 'STALE_WRITE',
        path: ['version'],
        currentVersion: second.version,
        changes: [{ sequence: second.version, by: 'anna' }],
      },
    ],
  });
  const { data } = await publisher(
    'query ($id: ID!) { statusReport(id: $id) { version working { narrative { text } } } }',
    {
      id: first.id,
    },
  );
  expect(data.statusReport).toEqual({
    version: second.version,
    working: { narrative: { text: 'Second.' } },
  });
});

it('a correction supersedes, and the first version stays readable for everybody', async () => {
  await using set = await setUp();
  const { publisher, validator, anybody, test } = set;
  const id = await publishReport(
    { publisher, validator },
    { unit: 'asia-pacific', subject: 'thematic-2', status: 'ONGOING', narrative: 'Two exchanges.' },
  );
  test.clock.now = new Date('2026-07-05T09:00:00.000Z');
  await publishReport(
    {
      publisher: async (query, variables) => publisher(query, await withVersion(variables)),
      validator,
    },
    {
      unit: 'asia-pacific',
      subject: 'thematic-2',
      status: 'PAUSED',
      narrative: 'One exchange; the second was put off.',
    },
  );
  async function withVersion(variables: Record<string, unknown> = {}) {
    const input = variables.input as { subject?: string };
    if (!input.subject) return variables;
    const { data } = await publisher('query ($id: ID!) { statusReport(id: $id) { version } }', {
      id,
    });
    return { input: { ...input, version: data.statusReport.version } };
  }
  const { data } = await anybody(
    `query ($id: ID!) { statusReport(id: $id) {
      isCorrected
      published { number status }
      versions { totalCount edges { node { number state status narrative { text } supersededAt } } }
      versionNumbered(number: 1) { narrative { text } }
    } }`,
    { id },
  );
  expect(data.statusReport).toMatchObject({
    isCorrected: true,
    published: { number: 2, status: 'PAUSED' },
    versions: { totalCount: 2 },
    versionNumbered: { narrative: { text: 'Two exchanges.' } },
  });
});

it('a publisher of another region is refused: drafts do not exist for them, published reports are not theirs', async () => {
  await using set = await setUp();
  const { publisher, validator, secretariat, test } = set;
  written(
    await secretariat(
      `mutation { registerRegionalNetwork(input: { id: "west-africa", name: { language: EN, text: "Regional network for West Africa" }, reason: "Established" }) { record { id } problems { message path } } }`,
    ),
    'registerRegionalNetwork',
  );
  written(
    await secretariat(
      `mutation { grantRole(input: { subject: "omar", role: PUBLISHER, scope: { type: REGIONAL_NETWORK, id: "west-africa" }, reason: "Named by the network" }) { record { id } problems { message path } } }`,
    ),
    'grantRole',
  );
  const omar = await test.login('omar');
  expect((await omar('{ me { roles { role scope { id } } } }')).data.me.roles).toEqual([
    { role: 'PUBLISHER', scope: { id: 'west-africa' } },
  ]);
  const refused = await save(omar, {
    unit: asiaPacific,
    subject: 'thematic-2',
    status: 'PAUSED',
    narrative: narrative('Not mine.'),
    asOf: '2026-06-30',
  });
  expect(refused.data.saveStatusReport).toMatchObject({
    record: null,
    problems: [
      {
        __typename: 'NotAllowed',
        needed: expect.arrayContaining([expect.stringContaining('asia-pacific')]),
      },
    ],
  });

  const draft = written(
    await save(publisher, {
      unit: asiaPacific,
      subject: 'thematic-2',
      status: 'ONGOING',
      narrative: narrative('Ours.'),
      asOf: '2026-06-30',
    }),
    'saveStatusReport',
  );
  const submitting = (id: string) => act(omar, 'submit', { id, version: draft.version });
  const hidden = await submitting(draft.id);
  const never = await submitting('thematic-2.RegionalNetwork.asia-pacific.2020-H1');
  expect(hidden.data.submitStatusReport.problems[0].__typename).toBe('UnknownRecord');
  expect(JSON.stringify(hidden).replaceAll(draft.id, 'ID')).toBe(
    JSON.stringify(never).replaceAll('thematic-2.RegionalNetwork.asia-pacific.2020-H1', 'ID'),
  );

  const id = await publishReport(
    { publisher, validator },
    { unit: 'asia-pacific', subject: 'thematic-5', status: 'ONGOING', narrative: 'Published.' },
  );
  const visible = await act(omar, 'submit', { id, version: 4 });
  expect(visible.data.submitStatusReport).toMatchObject({
    record: null,
    problems: [{ __typename: 'NotAllowed' }],
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from './client.ts';

let test: TestPlatform;
// biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of what it asked for
let ask: (query: string) => Promise<any>;

beforeAll(async () => {
  test = await startTestPlatform();
  const client = test.anybody('en');
  ask = async (query) => {
    const { data, errors } = await client(query);
    expect(errors).toBeUndefined();
    return data;
  };
});
afterAll(() => test[Symbol.asyncDispose]());

it('004 has 23 workstreams: 8 core, 6 thematic, 9 future, of these 6 thematic and 3 cross-cutting', async () => {
  const data = await ask(`{
    all: workstreams(first: 0) { totalCount }
    core: workstreams(first: 0, component: CORE) { totalCount }
    thematic: workstreams(first: 0, component: THEMATIC) { totalCount }
    future: workstreams(first: 0, component: FUTURE_THEMATIC) { totalCount }
    crossCutting: workstreams(first: 0, component: FUTURE_CROSS_CUTTING) { totalCount }
  }`);
  expect(
    Object.values(data as Record<string, { totalCount: number }>).map((one) => one.totalCount),
  ).toEqual([23, 8, 6, 6, 3]);
});

it('of the 14 adopted ones 8 are ongoing and 6 in preparation; a seventh in preparation, with resource mobilisation, is a future one', async () => {
  const { workstreams } = await ask(
    '{ workstreams(first: 100) { edges { node { id component status resourceMobilisation } } } }',
  );
  type Row = { id: string; component: string; status: string; resourceMobilisation: boolean };
  const rows: Row[] = workstreams.edges.map((edge: { node: Row }) => edge.node);
  const adopted = rows.filter((row) => ['CORE', 'THEMATIC'].includes(row.component));
  expect(adopted.filter((row) => row.status === 'ONGOING')).toHaveLength(8);
  expect(adopted.filter((row) => row.status === 'IN_PREPARATION')).toHaveLength(6);
  expect(rows.filter((row) => !adopted.includes(row) && row.status === 'IN_PREPARATION')).toEqual([
    {
      id: 'future-4',
      component: 'FUTURE_THEMATIC',
      status: 'IN_PREPARATION',
      resourceMobilisation: true,
    },
  ]);
});

it('the thematic workstreams cover 12 objectives, with the future ones all 23', async () => {
  const { coverage } = await ask(
    '{ coverage { uncovered { number } uncoveredByAny { number } objectives { objective { number } isCoveredByActive } } }',
  );
  const covered = coverage.objectives
    .filter((one: { isCoveredByActive: boolean }) => one.isCoveredByActive)
    .map((one: { objective: { number: number } }) => one.objective.number);
  expect(covered).toEqual([1, 5, 6, 7, 10, 12, 13, 15, 16, 18, 19, 21]);
  expect(coverage.uncovered.map((one: { number: number }) => one.number)).toEqual([
    2, 3, 4, 8, 9, 11, 14, 17, 20, 22, 23,
  ]);
  expect(coverage.uncoveredByAny).toEqual([]);
});

it('objectives stand in the order of the source, the main one first', async () => {
  const { workstream } = await ask(
    '{ workstream(id: "thematic-2") { mainObjective { number } objectives { number } } }',
  );
  expect(workstream).toEqual({
    mainObjective: { number: 13 },
    objectives: [{ number: 13 }, { number: 7 }, { number: 10 }],
  });
});

it('what 004 leaves open as “XX” is to be determined, with its words', async () => {
  const { workstream } = await ask(
    '{ workstream(id: "thematic-4") { activities { edges { node { number quantities { kind minimum words { translations { language text } } } } } } } }',
  );
  const open = workstream.activities.edges
    .map((edge: { node: { number: number; quantities: { kind: string }[] } }) => edge.node)
    .filter((activity: { quantities: { kind: string }[] }) =>
      activity.quantities.some(({ kind }) => kind === 'TO_BE_DETERMINED'),
    );
  expect(open).toMatchObject([
    {
      number: 4,
      quantities: [
        {
          kind: 'TO_BE_DETERMINED',
          minimum: null,
          words: {
            translations: expect.arrayContaining([
              { language: 'ZH', text: expect.stringContaining('XX') },
            ]),
          },
        },
      ],
    },
  ]);
});

it('the Executive Committee has the nine members of 001’s summary, joined on no stated day', async () => {
  const { body } = await ask(
    '{ body(id: "executive-committee") { members(first: 20) { totalCount edges { node { validFrom organization { id } } } } } }',
  );
  expect(body.members.totalCount).toBe(9);
  expect(
    body.members.edges.every((edge: { node: { validFrom: null } }) => edge.node.validFrom === null),
  ).toBe(true);
});

it('the Asia-Pacific network has the 19 members of 002, footnote 1', async () => {
  const { regionalNetwork } = await ask(
    '{ regionalNetwork(id: "asia-pacific") { members(first: 100) { totalCount } } }',
  );
  expect(regionalNetwork.members.totalCount).toBe(19);
});

it('country networks are the one named and six pilots; the totals are figures with their citation', async () => {
  const data = await ask(`{
    countryNetworks { totalCount edges { node { id } } }
    pilots { edges { node { country { id } } } }
    regionalNetworkFigures { edges { node { value qualifier citations { at } } } }
    countryNetworkFigures { edges { node { value qualifier citations { at } } } }
  }`);
  expect(data.countryNetworks).toEqual({ totalCount: 1, edges: [{ node: { id: 'BGD' } }] });
  expect(
    data.pilots.edges
      .map((edge: { node: { country: { id: string } } }) => edge.node.country.id)
      .sort(),
  ).toEqual(['ARM', 'BIH', 'GEO', 'MAR', 'THA', 'UKR']);
  const figures = [...data.regionalNetworkFigures.edges, ...data.countryNetworkFigures.edges].map(
    (edge: { node: { value: number; qualifier: string } }) => [
      edge.node.value,
      edge.node.qualifier,
    ],
  );
  expect(figures).toEqual(
    expect.arrayContaining([
      [6, 'EXACT'],
      [50, 'MORE_THAN'],
      [27, 'EXACT'],
    ]),
  );
});

it('the statement of 8 July 2020 has 14 paragraphs and five contacts as printed, without a stated consent', async () => {
  const { statements } = await ask(
    '{ statements(first: 100) { totalCount edges { node { date hasFullText place { text } paragraphs { number isBoilerplate } mediaContacts { name phones emails consent } asks { paragraph { number } } } } } }',
  );
  expect(statements.totalCount).toBe(3);
  const [whole, ...mentioned] = statements.edges
    .map((edge: { node: { hasFullText: boolean } }) => edge.node)
    .sort(
      (a: { hasFullText: boolean }, b: { hasFullText: boolean }) =>
        Number(b.hasFullText) - Number(a.hasFullText),
    );
  expect(whole.date).toBe('2020-07-08');
  expect(whole.paragraphs).toHaveLength(14);
  expect(whole.mediaContacts).toHaveLength(5);
  expect(whole.mediaContacts.map((contact: { consent: string }) => contact.consent)).toEqual(
    new Array(5).fill('NOT_STATED'),
  );
  expect(whole.asks.length).toBeGreaterThan(0);
  expect(mentioned.map((one: { paragraphs: unknown[] }) => one.paragraphs.length)).toEqual([0, 0]);
});

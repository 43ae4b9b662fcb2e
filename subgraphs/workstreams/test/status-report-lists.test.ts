import { reader, type TestSubgraph } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  countryPublisher,
  openRound,
  place,
  publishReport,
  reportId,
  round,
  secretariat,
  startedSubgraph,
} from './network-records.ts';
import { countCalls } from './storage-calls.ts';

const bangladesh = { type: 'COUNTRY_NETWORK', id: 'BGD' };
const europe = { type: 'REGIONAL_NETWORK', id: 'europe' };
const secondHalf = {
  id: '2026-H2',
  periodFrom: '2026-07-01',
  periodTo: '2026-12-31',
  opensAt: '2027-01-01T00:00:00Z',
  dueAt: '2027-01-31T23:59:59Z',
};

/** Asia-Pacific has reported in both halves of the year, Europe and Bangladesh only in the first. */
async function withReports(): Promise<TestSubgraph> {
  const subgraph = await startedSubgraph();
  const european = reader('eve', ['PUBLISHER', 'RegionalNetwork', 'europe']);
  const europeanJudge = reader('eva', ['VALIDATOR', 'RegionalNetwork', 'europe']);
  const units = [...round.units, europe];
  await openRound(subgraph, { units });
  await publishReport(subgraph);
  await publishReport(subgraph, { input: { subject: 'thematic-2' } });
  await publishReport(subgraph, { input: { subject: 'core-1.1-activity-1' } });
  await publishReport(subgraph, {
    input: { unit: europe },
    writer: european,
    judge: europeanJudge,
  });
  await publishReport(subgraph, { input: { unit: bangladesh }, writer: countryPublisher });
  subgraph.clock.now = new Date('2027-01-05T09:00:00.000Z');
  await openRound(subgraph, { ...secondHalf, units });
  await publishReport(subgraph, {
    input: { round: '2026-H2', status: 'COMPLETED', progress: 100, asOf: '2026-12-31' },
  });
  await publishReport(subgraph, {
    input: { round: '2026-H2', unit: europe, asOf: '2026-12-31', visibility: 'NETWORK' },
    writer: european,
    judge: europeanJudge,
  });
  return subgraph;
}

const asia1 = 'core-1.1.RegionalNetwork.asia-pacific.2026-H1';
const asia2 = 'core-1.1.RegionalNetwork.asia-pacific.2026-H2';
const asiaOnThematic = 'thematic-2.RegionalNetwork.asia-pacific.2026-H1';
const asiaOnActivity = 'core-1.1-activity-1.RegionalNetwork.asia-pacific.2026-H1';
const europe1 = 'core-1.1.RegionalNetwork.europe.2026-H1';
const europe2 = 'core-1.1.RegionalNetwork.europe.2026-H2';
const bangladesh1 = 'core-1.1.CountryNetwork.BGD.2026-H1';

interface Listed {
  edges: { cursor: string; node: { id: string } }[];
  totalCount: number;
}

test('lists of published reports, by subject, unit and round', async () => {
  await using subgraph = await withReports();
  const asked = async (variables: Record<string, unknown>, as = {}) => {
    const { data, errors } = await subgraph.run(
      `query ($subject: ID, $unit: ReportingUnitInput, $round: ID) {
        statusReports(subject: $subject, unit: $unit, round: $round) { edges { node { id } } totalCount }
      }`,
      { variables, ...as },
    );
    expect(errors).toBeUndefined();
    const { edges, totalCount } = data?.statusReports as Listed;
    expect(totalCount).toBe(edges.length);
    return edges.map(({ node }) => node.id);
  };
  const firstHalf = [asia1, europe1, bangladesh1].sort();
  expect(await asked({})).toEqual([
    asia2,
    ...[asia1, europe1, bangladesh1, asiaOnActivity, asiaOnThematic].sort().reverse(),
  ]);
  expect(await asked({}, { as: secretariat })).toHaveLength(7);
  expect(await asked({ subject: 'core-1.1' })).toEqual([asia2, ...firstHalf.toReversed()]);
  expect(await asked({ unit: place.unit })).toEqual([
    asia2,
    ...[asia1, asiaOnActivity, asiaOnThematic].sort().reverse(),
  ]);
  expect(await asked({ subject: 'core-1.1', unit: place.unit })).toEqual([asia2, asia1]);
  expect(await asked({ round: '2026-H2' })).toEqual([asia2]);
  expect(await asked({ round: '2026-H2' }, { as: secretariat })).toEqual([asia2, europe2]);
  expect(await asked({ round: '2026-H1', subject: 'core-1.1' })).toEqual(firstHalf);
  expect(await asked({ round: '2026-H1', unit: place.unit })).toEqual(
    [asia1, asiaOnActivity, asiaOnThematic].sort(),
  );
  expect(await asked({ round: '2026-H1', unit: place.unit, subject: 'core-1.1' })).toEqual([asia1]);
  expect(await asked({ subject: 'core-9' })).toEqual([]);
});

test('the latest report of each unit is the public one of the latest period', async () => {
  await using subgraph = await withReports();
  const latest = async (args: string) => {
    const { data } = await subgraph.run(
      `{ workstream(id: "core-1.1") { latestReports${args} {
        edges { cursor node { id } } totalCount pageInfo { hasNextPage }
      } } }`,
      { as: secretariat },
    );
    return (data?.workstream as { latestReports: Listed }).latestReports;
  };
  const all = await latest('');
  // Europe’s report of the second half is not public, so that of the first is the latest that everybody may read.
  expect(all.edges.map(({ node }) => node.id)).toEqual([bangladesh1, asia2, europe1]);
  expect(all.totalCount).toBe(3);
  const regional = await latest('(unitType: REGIONAL_NETWORK)');
  expect(regional.edges.map(({ node }) => node.id)).toEqual([asia2, europe1]);
  const first = await latest('(first: 1)');
  const second = await latest(`(first: 1, after: "${first.edges[0]?.cursor}")`);
  expect(second.edges.map(({ node }) => node.id)).toEqual([asia2]);
});

test('the latest reports of twenty workstreams cost two more storage calls than none, and two for sixteen more', async () => {
  await using subgraph = await withReports();
  const calls = countCalls(subgraph.storage);
  const { data, errors } = await subgraph.run(
    '{ workstreams { edges { node { id latestReports { edges { node { id } } totalCount } } } } }',
  );
  expect(errors).toBeUndefined();
  expect(calls).toEqual([
    'workstreams page',
    'statusReports countBy',
    'statusReports pagePerParent',
  ]);
  const { edges } = data?.workstreams as {
    edges: { node: { id: string; latestReports: Listed } }[];
  };
  expect(edges.map(({ node }) => [node.id, node.latestReports.totalCount])).toEqual([
    ['core-1.1', 3],
    ['core-3', 0],
    ['thematic-2', 1],
    ['thematic-3', 0],
    ['future-2', 0],
  ]);
});

test('networks, groups, workstreams and activities name their published reports', async () => {
  await using subgraph = await withReports();
  const { data, errors } = await subgraph.run(
    `query ($of: [_Any!]!) {
      _entities(representations: $of) {
        ... on RegionalNetwork { statusReports { edges { node { id } } totalCount } }
        ... on CountryNetwork { statusReports { edges { node { id } } totalCount } }
        ... on WorkingGroup { statusReports { edges { node { id } } totalCount } }
      }
      workstream(id: "core-1.1") { reports(first: 2) { edges { node { id } } totalCount } }
      activity(id: "core-1.1-activity-1") { reports { edges { node { id } } totalCount } }
    }`,
    {
      variables: {
        of: [
          { __typename: 'RegionalNetwork', id: 'europe' },
          { __typename: 'CountryNetwork', id: 'BGD' },
          { __typename: 'WorkingGroup', id: 'regular-pathways' },
        ],
      },
    },
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    _entities: [
      { statusReports: { edges: [{ node: { id: europe1 } }], totalCount: 1 } },
      { statusReports: { edges: [{ node: { id: bangladesh1 } }], totalCount: 1 } },
      { statusReports: { edges: [], totalCount: 0 } },
    ],
    workstream: {
      reports: { edges: [{ node: { id: asia2 } }, { node: { id: europe1 } }], totalCount: 4 },
    },
    activity: { reports: { edges: [{ node: { id: asiaOnActivity } }], totalCount: 1 } },
  });
});

test('a report is found by its id, and fifty representations cost one storage call', async () => {
  await using subgraph = await withReports();
  const calls = countCalls(subgraph.storage);
  const of = Array.from({ length: 50 }, (_, index) => ({
    __typename: 'StatusReport',
    id: index === 3 ? reportId : `core-${index}.RegionalNetwork.europe.2026-H1`,
  }));
  const { data } = await subgraph.run(
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on StatusReport { id } } }',
    { variables: { of } },
  );
  expect((data?._entities as unknown[])[3]).toEqual({ id: reportId });
  expect(calls).toEqual(['statusReports getMany']);
});

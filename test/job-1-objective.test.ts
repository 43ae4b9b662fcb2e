import { expect, it } from 'vitest';
import { defaultQuery } from '../platform/src/default-query.ts';
import { startWithPublications } from './publications.ts';

interface Text {
  text: string;
  language: string;
  isFallback: boolean;
}

/** Every text of an answer that was asked for with its language. */
function textsOf(value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(textsOf);
  return 'isFallback' in value ? [value as Text, ...inner] : inner;
}

const query = `query Objective13 {
  objective(id: "objective-13") {
    number
    title { ...Served }
    workstreams(first: 10) {
      totalCount
      edges { node {
        id
        title { ...Served }
        leads { party { __typename ... on Organization { id name { ...Served } } } }
        participants { party { __typename ... on Organization { id name { ...Served } } } }
        activities(first: 10) { totalCount edges { node { number text { ...Served } } } }
        latestReports(unitType: REGIONAL_NETWORK) { totalCount edges { node {
          unit { __typename ... on RegionalNetwork { id name { ...Served } } }
          published { status narrative { ...Served } publishedAt }
        } } }
      } }
    }
    organizations(first: 20) { totalCount edges { node { id acronym } } }
    statements { totalCount edges { node { id textHash title { ...Served } } } }
    asks { totalCount edges { node { text { ...Served } statement { id } } } }
  }
}
fragment Served on LocalizedText { text language isFallback }`;

it('one question about objective 13 is answered across five subgraphs, in English and in Chinese', async () => {
  await using test = await startWithPublications();
  const english = await test.anybody('en')(query);
  expect(english.errors).toBeUndefined();
  const { objective } = english.data;
  expect(objective.title).toEqual({
    text: expect.stringMatching(/detention only as a measure of last resort/),
    language: 'EN',
    isFallback: false,
  });
  expect(objective.workstreams.totalCount).toBe(2);
  const [thematic, future] = objective.workstreams.edges.map(
    (edge: { node: unknown }) => edge.node,
  );
  expect(thematic.id).toBe('thematic-2');
  expect(future.id).toBe('future-2');
  const ids = (parties: { party: { id: string } }[]) => parties.map(({ party }) => party.id);
  expect(ids(thematic.leads)).toEqual(['unicef', 'unhcr', 'iom']);
  expect(ids(thematic.participants)).toEqual(['ohchr', 'unodc', 'un-habitat']);
  expect(thematic.activities.totalCount).toBe(4);
  expect(thematic.latestReports.totalCount).toBe(2);
  expect(
    thematic.latestReports.edges
      .map(({ node }: { node: { unit: { id: string }; published: { narrative: Text } } }) => [
        node.unit.id,
        node.published.narrative.text,
      ])
      .sort(),
  ).toEqual([
    ['asia-pacific', 'Peer exchanges were held.'],
    ['west-africa', 'A good practice was documented.'],
  ]);
  expect(objective.organizations.totalCount).toBe(8);
  expect(
    objective.organizations.edges.map((edge: { node: { id: string } }) => edge.node.id),
  ).toEqual(
    expect.arrayContaining([
      'unicef',
      'unhcr',
      'iom',
      'ohchr',
      'unodc',
      'un-habitat',
      'wfp',
      'unfpa',
    ]),
  );
  expect(objective.statements).toMatchObject({
    totalCount: 1,
    edges: [
      { node: { id: '2026-07-alternatives', textHash: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ],
  });
  expect(objective.asks).toMatchObject({
    totalCount: 1,
    edges: [
      {
        node: {
          text: { text: 'Use alternatives to detention.' },
          statement: { id: '2026-07-alternatives' },
        },
      },
    ],
  });

  const chinese = await test.anybody('zh-CN, en;q=0.5')(query);
  expect(chinese.errors).toBeUndefined();
  const workstream = chinese.data.objective.workstreams.edges[0].node;
  expect(workstream.title).toEqual({
    text: '提倡和采用其他办法来取代拘留',
    language: 'ZH',
    isFallback: false,
  });
  expect(workstream.leads[0].party.name.language).toBe('ZH');
  const reported = workstream.latestReports.edges[0].node.published.narrative;
  expect(reported).toMatchObject({ language: 'EN', isFallback: true });
  for (const { language, isFallback } of textsOf(chinese.data))
    expect(isFallback).toBe(language !== 'ZH');
  const french = textsOf(english.data).filter(({ language }) => language === 'FR');
  expect(french).toEqual([
    { text: 'Réseau régional pour l’Afrique de l’Ouest', language: 'FR', isFallback: true },
  ]);
});

it('the query that the explorer opens on has an answer in every branch', async () => {
  await using test = await startWithPublications();
  const { data, errors } = await test.anybody('en')(defaultQuery);
  expect(errors).toBeUndefined();
  const empty = (value: unknown): boolean =>
    Array.isArray(value)
      ? value.length === 0
      : typeof value === 'object' && value !== null && Object.values(value).some(empty);
  const { workstreams, ...rest } = data.objective;
  expect(empty(rest)).toBe(false);
  expect(empty(workstreams.edges[0])).toBe(false);
});

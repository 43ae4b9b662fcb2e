import { expect, test } from 'vitest';
import { workstreams } from '../src/documents.ts';
import { startedSubgraph, workstream } from './network-records.ts';
import { countCalls } from './storage-calls.ts';

test('a workstream answers with everything that the workplan says of it', async () => {
  await using subgraph = await startedSubgraph();
  const party = `party { __typename
    ... on Organization { id } ... on Body { id } ... on StakeholderGroup { id } ... on NamedRole { role name { text } }
  } qualifier { text }`;
  const result = await subgraph.run(
    `{ workstream(id: "core-1.1") {
      id workplan { id } component number position heading(language: ZH) { text } title { text } summary { text }
      objectives { id } mainObjective { id } themes { id } timeFrame { kind latest words { text } }
      leads { ${party} } leadsAsStated { text } participants { ${party} } participantsAsStated { text }
      interested { ${party} } interestedAsStated { text }
      status statusAsStated { text } resourceMobilisation notes { text { text } } citations { at }
    } }`,
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "workstream": {
          "citations": [
            {
              "at": "table of core-1.1",
            },
          ],
          "component": "CORE",
          "heading": {
            "text": "1. 建立一个能力建设机制",
          },
          "id": "core-1.1",
          "interested": [],
          "interestedAsStated": null,
          "leads": [
            {
              "party": {
                "__typename": "Body",
                "id": "secretariat",
              },
              "qualifier": {
                "text": "until the unit is set up",
              },
            },
          ],
          "leadsAsStated": {
            "text": "The secretariat leads until the unit is set up.",
          },
          "mainObjective": null,
          "notes": [],
          "number": "1.1",
          "objectives": [],
          "participants": [
            {
              "party": {
                "__typename": "NamedRole",
                "name": {
                  "text": "All members of the Network",
                },
                "role": "ALL_MEMBERS",
              },
              "qualifier": null,
            },
          ],
          "participantsAsStated": null,
          "position": 1,
          "resourceMobilisation": false,
          "status": "ONGOING",
          "statusAsStated": null,
          "summary": null,
          "themes": [],
          "timeFrame": {
            "kind": "BY",
            "latest": "2020-07-31",
            "words": {
              "text": "By July 2020",
            },
          },
          "title": {
            "text": "The title of core-1.1",
          },
          "workplan": {
            "id": "workplan-2019",
          },
        },
      },
    }
  `);
});

test('objectives come in the order of the workplan, the main one first', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run(
    '{ workstream(id: "thematic-2") { objectives { id } mainObjective { id } themes { id } summary { text } } }',
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "workstream": {
          "mainObjective": {
            "id": "objective-13",
          },
          "objectives": [
            {
              "id": "objective-13",
            },
            {
              "id": "objective-7",
            },
            {
              "id": "objective-10",
            },
          ],
          "summary": {
            "text": "Alternatives that lower the risks",
          },
          "themes": [
            {
              "id": "theme-2",
            },
          ],
        },
      },
    }
  `);
});

test('a workstream that is not there is null', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run('{ workstream(id: "core-9") { id } }');
  expect(result).toEqual({ data: { workstream: null } });
});

const list = `query ($component: WorkstreamComponent, $status: WorkstreamStatus, $objective: ID, $theme: ID, $first: Int, $after: String) {
  workstreams(component: $component, status: $status, objective: $objective, theme: $theme, first: $first, after: $after) {
    edges { cursor node { id } } totalCount
  }
}`;

interface Listed {
  edges: { cursor: string; node: { id: string } }[];
  totalCount: number;
}

test.each([
  [{}, ['core-1.1', 'core-3', 'thematic-2', 'thematic-3', 'future-2']],
  [{ component: 'CORE' }, ['core-1.1', 'core-3']],
  [{ status: 'IN_PREPARATION' }, ['thematic-2', 'thematic-3']],
  [{ component: 'THEMATIC', status: 'IN_PREPARATION' }, ['thematic-2', 'thematic-3']],
  [{ component: 'CORE', status: 'INTEREST' }, []],
  [{ objective: 'objective-13' }, ['thematic-2', 'future-2']],
  [{ theme: 'theme-2' }, ['thematic-2', 'thematic-3', 'future-2']],
  [{ objective: 'objective-13', theme: 'theme-4' }, ['future-2']],
  [{ objective: 'objective-7', component: 'THEMATIC' }, ['thematic-2', 'thematic-3']],
  [{ theme: 'theme-2', status: 'INTEREST' }, ['future-2']],
  [
    {
      objective: 'objective-13',
      theme: 'theme-2',
      component: 'THEMATIC',
      status: 'IN_PREPARATION',
    },
    ['thematic-2'],
  ],
  [{ objective: '' }, []],
  [{ theme: 'objective-13' }, []],
])('lists of workstreams for %j', async (variables, ids) => {
  await using subgraph = await startedSubgraph();
  const { data, errors } = await subgraph.run(list, { variables });
  expect(errors).toBeUndefined();
  const { edges, totalCount } = data?.workstreams as Listed;
  expect(edges.map(({ node }) => node.id)).toEqual(ids);
  expect(totalCount).toBe(ids.length);
});

test('the second page goes on where the first one ends', async () => {
  await using subgraph = await startedSubgraph();
  const first = await subgraph.run(list, { variables: { first: 2 } });
  const { edges } = first.data?.workstreams as Listed;
  const second = await subgraph.run(list, {
    variables: { first: 2, after: edges.at(-1)?.cursor },
  });
  const rest = second.data?.workstreams as Listed;
  expect(rest.edges.map(({ node }) => node.id)).toEqual(['thematic-2', 'thematic-3']);
});

test('a cursor of another list is refused', async () => {
  await using subgraph = await startedSubgraph();
  const { errors } = await subgraph.run(list, { variables: { after: 'elsewhere' } });
  expect(errors?.[0]?.extensions).toEqual({ code: 'INVALID_CURSOR', argument: 'after' });
});

test('fifty representations of workstreams with their activities cost two storage calls', async () => {
  await using subgraph = await startedSubgraph();
  await subgraph.storage.collection(workstreams, {}).load(
    Array.from({ length: 50 }, (_, index) =>
      workstream({ _id: `thematic-${index + 100}`, component: 'THEMATIC', position: index + 100 }),
    ),
    { at: '2026-01-01T00:00:00.000Z', by: 'system' },
  );
  const calls = countCalls(subgraph.storage);
  const of = Array.from({ length: 50 }, (_, index) => ({
    __typename: 'Workstream',
    id: `thematic-${index + 100}`,
  }));
  const { data, errors } = await subgraph.run(
    `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Workstream { id activities(first: 3) { edges { node { id } } } }
    } }`,
    { variables: { of } },
  );
  expect(errors).toBeUndefined();
  expect(data?._entities).toHaveLength(50);
  expect(calls).toEqual(['workstreams getMany', 'activities pagePerParent']);
});

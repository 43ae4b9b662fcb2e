import { expect, test } from 'vitest';
import { startedSubgraph } from './network-records.ts';
import { countCalls } from './storage-calls.ts';

const objectives = (...ids: string[]) => ({
  of: ids.map((id) => ({ __typename: 'Objective', id })),
});

test('an objective names the workstreams that serve it, or only those that name it first', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Objective {
      id
      workstreams { edges { node { id } } totalCount }
      main: workstreams(mainOnly: true) { edges { node { id } } totalCount }
    } } }`,
    { variables: objectives('objective-13', 'objective-7', 'objective-23') },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "id": "objective-13",
            "main": {
              "edges": [
                {
                  "node": {
                    "id": "thematic-2",
                  },
                },
              ],
              "totalCount": 1,
            },
            "workstreams": {
              "edges": [
                {
                  "node": {
                    "id": "thematic-2",
                  },
                },
                {
                  "node": {
                    "id": "future-2",
                  },
                },
              ],
              "totalCount": 2,
            },
          },
          {
            "id": "objective-7",
            "main": {
              "edges": [],
              "totalCount": 0,
            },
            "workstreams": {
              "edges": [
                {
                  "node": {
                    "id": "thematic-2",
                  },
                },
                {
                  "node": {
                    "id": "thematic-3",
                  },
                },
              ],
              "totalCount": 2,
            },
          },
          {
            "id": "objective-23",
            "main": {
              "edges": [],
              "totalCount": 0,
            },
            "workstreams": {
              "edges": [],
              "totalCount": 0,
            },
          },
        ],
      },
    }
  `);
});

test('an objective names each organization once: those that lead, then those that take part, then those interested', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Objective {
      organizations { edges { node { id } } totalCount }
      page: organizations(first: 1) { edges { node { id } } pageInfo { hasNextPage } }
      interested: organizations(as: [INTERESTED]) { edges { node { id } } }
      involved: organizations(as: [INTERESTED, LEAD]) { edges { node { id } } }
    } } }`,
    { variables: objectives('objective-13') },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "interested": {
              "edges": [
                {
                  "node": {
                    "id": "wfp",
                  },
                },
                {
                  "node": {
                    "id": "iom",
                  },
                },
              ],
            },
            "involved": {
              "edges": [
                {
                  "node": {
                    "id": "unicef",
                  },
                },
                {
                  "node": {
                    "id": "iom",
                  },
                },
                {
                  "node": {
                    "id": "wfp",
                  },
                },
              ],
            },
            "organizations": {
              "edges": [
                {
                  "node": {
                    "id": "unicef",
                  },
                },
                {
                  "node": {
                    "id": "iom",
                  },
                },
                {
                  "node": {
                    "id": "ohchr",
                  },
                },
                {
                  "node": {
                    "id": "wfp",
                  },
                },
              ],
              "totalCount": 4,
            },
            "page": {
              "edges": [
                {
                  "node": {
                    "id": "unicef",
                  },
                },
              ],
              "pageInfo": {
                "hasNextPage": true,
              },
            },
          },
        ],
      },
    }
  `);
});

test('all objectives with their workstreams, organizations and coverage cost as many storage calls as one', async () => {
  await using subgraph = await startedSubgraph();
  const calls = countCalls(subgraph.storage);
  const ids = Array.from({ length: 23 }, (_, index) => `objective-${index + 1}`);
  const { errors } = await subgraph.run(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Objective {
      workstreams { edges { node { id } } totalCount } organizations { edges { node { id } } } coverage { isCoveredByActive }
    } } }`,
    { variables: objectives(...ids) },
  );
  expect(errors).toBeUndefined();
  expect(calls.sort()).toEqual([
    'workplans page',
    'workstreams countPerParent',
    'workstreams pagePerParent',
    'workstreams pagePerParent',
  ]);
});

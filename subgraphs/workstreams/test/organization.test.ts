import { expect, test } from 'vitest';
import { startedSubgraph } from './network-records.ts';

test('an organization names its workstreams, in any way or in one', async () => {
  await using subgraph = await startedSubgraph();
  const workstreams = (as: string) => `workstreams${as} { edges { node { id } } totalCount }`;
  const result = await subgraph.run(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Organization {
      id ${workstreams('')}
      lead: ${workstreams('(as: LEAD)')}
      participant: ${workstreams('(as: PARTICIPANT)')}
      interested: ${workstreams('(as: INTERESTED)')}
    } } }`,
    {
      variables: { of: ['iom', 'ohchr', 'itu'].map((id) => ({ __typename: 'Organization', id })) },
    },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "id": "iom",
            "interested": {
              "edges": [
                {
                  "node": {
                    "id": "future-2",
                  },
                },
              ],
              "totalCount": 1,
            },
            "lead": {
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
            "participant": {
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
                {
                  "node": {
                    "id": "future-2",
                  },
                },
              ],
              "totalCount": 3,
            },
          },
          {
            "id": "ohchr",
            "interested": {
              "edges": [],
              "totalCount": 0,
            },
            "lead": {
              "edges": [
                {
                  "node": {
                    "id": "thematic-3",
                  },
                },
              ],
              "totalCount": 1,
            },
            "participant": {
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
                    "id": "thematic-3",
                  },
                },
              ],
              "totalCount": 2,
            },
          },
          {
            "id": "itu",
            "interested": {
              "edges": [],
              "totalCount": 0,
            },
            "lead": {
              "edges": [],
              "totalCount": 0,
            },
            "participant": {
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

test('a thematic area names its workstreams', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ThematicArea {
      id workstreams(first: 2) { edges { node { id } } totalCount pageInfo { hasNextPage } }
    } } }`,
    { variables: { of: ['theme-2', 'theme-5'].map((id) => ({ __typename: 'ThematicArea', id })) } },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "id": "theme-2",
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
              "pageInfo": {
                "hasNextPage": true,
              },
              "totalCount": 3,
            },
          },
          {
            "id": "theme-5",
            "workstreams": {
              "edges": [],
              "pageInfo": {
                "hasNextPage": false,
              },
              "totalCount": 0,
            },
          },
        ],
      },
    }
  `);
});

import { readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { smallNetwork } from './fixtures.ts';

test('a body has its members of today, in the order in which they were stated', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(`{ body(id: "executive-committee") {
    id kind version name { text } citations { at }
    members { totalCount edges { node { organization { id acronym } validFrom validTo citations { at } } } }
  } }`);
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "body": {
          "citations": [
            {
              "at": "summary",
            },
          ],
          "id": "executive-committee",
          "kind": "EXECUTIVE_COMMITTEE",
          "members": {
            "edges": [
              {
                "node": {
                  "citations": [
                    {
                      "at": "summary",
                    },
                  ],
                  "organization": {
                    "acronym": "ILO",
                    "id": "ilo",
                  },
                  "validFrom": null,
                  "validTo": null,
                },
              },
              {
                "node": {
                  "citations": [
                    {
                      "at": "summary",
                    },
                  ],
                  "organization": {
                    "acronym": "IOM",
                    "id": "iom",
                  },
                  "validFrom": null,
                  "validTo": null,
                },
              },
            ],
            "totalCount": 2,
          },
          "name": {
            "text": "Executive Committee",
          },
          "version": 1,
        },
      },
    }
  `);
});

test('members are judged for the day that is asked for, first and last day included', async () => {
  await using subgraph = await smallNetwork();
  const membersOn = async (day: string) => {
    const result = await subgraph.run(
      `query ($day: Date) { body(id: "executive-committee") {
        members(asOf: $day) { edges { node { organization { id } } } }
      } }`,
      { variables: { day } },
    );
    const { members } = result.data?.body as {
      members: { edges: { node: { organization: { id: string } } }[] };
    };
    return members.edges.map(({ node }) => node.organization.id).join(' ');
  };
  expect({
    '2019-06-30': await membersOn('2019-06-30'),
    '2019-07-01': await membersOn('2019-07-01'),
    '2020-12-31': await membersOn('2020-12-31'),
    '2021-01-01': await membersOn('2021-01-01'),
    '2021-06-01': await membersOn('2021-06-01'),
  }).toMatchInlineSnapshot(`
    {
      "2019-06-30": "ilo iom",
      "2019-07-01": "ilo iom who",
      "2020-12-31": "ilo iom who",
      "2021-01-01": "ilo iom",
      "2021-06-01": "ilo iom unhcr",
    }
  `);
});

test('a day that does not exist is refused before anything is read', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(
    '{ body(id: "network") { members(asOf: "2021-02-29") { totalCount } } }',
  );
  expect(result.errors?.[0]?.message).toContain('"2021-02-29"');
});

test('members are paged, and the organizations of a page are read together', async () => {
  await using subgraph = await smallNetwork();
  const reads = readsOf(subgraph.storage);
  const query = `query ($after: String) { body(id: "executive-committee") {
    members(first: 1, after: $after) { edges { node { organization { id } } } pageInfo { hasNextPage endCursor } }
  } }`;
  const first = await subgraph.run(query);
  const { members } = first.data?.body as { members: { pageInfo: { endCursor: string } } };
  const second = await subgraph.run(query, { variables: { after: members.pageInfo.endCursor } });
  expect([first, second]).toMatchInlineSnapshot(`
    [
      {
        "data": {
          "body": {
            "members": {
              "edges": [
                {
                  "node": {
                    "organization": {
                      "id": "ilo",
                    },
                  },
                },
              ],
              "pageInfo": {
                "endCursor": "MA",
                "hasNextPage": true,
              },
            },
          },
        },
      },
      {
        "data": {
          "body": {
            "members": {
              "edges": [
                {
                  "node": {
                    "organization": {
                      "id": "iom",
                    },
                  },
                },
              ],
              "pageInfo": {
                "endCursor": "MQ",
                "hasNextPage": false,
              },
            },
          },
        },
      },
    ]
  `);
  reads.length = 0;
  await subgraph.run(
    '{ bodies { edges { node { members { edges { node { organization { id } } } } } } } }',
  );
  expect(reads).toEqual(['bodies.page', 'organizations.getMany']);
});

test('bodies come by id and by kind; one that does not exist is null', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(`{
    all: bodies { totalCount edges { node { id } } }
    committees: bodies(kind: EXECUTIVE_COMMITTEE) { totalCount edges { node { id } } }
    nobody: body(id: "nobody") { id }
  }`);
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "all": {
          "edges": [
            {
              "node": {
                "id": "executive-committee",
              },
            },
            {
              "node": {
                "id": "mptf-steering-committee",
              },
            },
            {
              "node": {
                "id": "network",
              },
            },
          ],
          "totalCount": 3,
        },
        "committees": {
          "edges": [
            {
              "node": {
                "id": "executive-committee",
              },
            },
          ],
          "totalCount": 1,
        },
        "nobody": null,
      },
    }
  `);
});

test('an entity of a body answers its members, as another subgraph asks for them', async () => {
  await using subgraph = await smallNetwork();
  const reads = readsOf(subgraph.storage);
  const result = await subgraph.run(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Body {
      id members(first: 100) { edges { node { organization { id } } } }
    } } }`,
    {
      variables: {
        r: ['executive-committee', 'nobody', 'network'].map((id) => ({ __typename: 'Body', id })),
      },
    },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "id": "executive-committee",
            "members": {
              "edges": [
                {
                  "node": {
                    "organization": {
                      "id": "ilo",
                    },
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "iom",
                    },
                  },
                },
              ],
            },
          },
          null,
          {
            "id": "network",
            "members": {
              "edges": [],
            },
          },
        ],
      },
    }
  `);
  expect(reads).toEqual(['bodies.getMany', 'organizations.getMany']);
});

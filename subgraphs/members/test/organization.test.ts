import { readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { smallNetwork } from './fixtures.ts';

test('an organization has its names, its kind and the bodies of which it is a member today', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(`{ organization(id: "iom") {
    id acronym name { text } kind unSystem version source { text }
    citations { document { id } at }
    bodies { totalCount edges { node { body { id } organization { id } validFrom validTo } } }
  } }`);
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "organization": {
          "acronym": "IOM",
          "bodies": {
            "edges": [
              {
                "node": {
                  "body": {
                    "id": "executive-committee",
                  },
                  "organization": {
                    "id": "iom",
                  },
                  "validFrom": null,
                  "validTo": null,
                },
              },
              {
                "node": {
                  "body": {
                    "id": "mptf-steering-committee",
                  },
                  "organization": {
                    "id": "iom",
                  },
                  "validFrom": "2019-05-08",
                  "validTo": null,
                },
              },
            ],
            "totalCount": 2,
          },
          "citations": [
            {
              "at": "summary",
              "document": {
                "id": "001",
              },
            },
          ],
          "id": "iom",
          "kind": "UN_RELATED_ORGANIZATION",
          "name": {
            "text": "Organization IOM",
          },
          "source": null,
          "unSystem": true,
          "version": 1,
        },
      },
    }
  `);
});

test('the bodies of an organization are judged for the day that is asked for', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(`{
    who: organization(id: "who") {
      today: bodies { totalCount }
      then: bodies(asOf: "2020-12-31") { edges { node { body { id } validTo } } }
      before: bodies(asOf: "2019-06-30") { totalCount }
    }
    unhcr: organization(id: "unhcr") {
      today: bodies { totalCount }
      later: bodies(asOf: "2021-06-01") { edges { node { body { id } validFrom } } }
    }
  }`);
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "unhcr": {
          "later": {
            "edges": [
              {
                "node": {
                  "body": {
                    "id": "executive-committee",
                  },
                  "validFrom": "2021-06-01",
                },
              },
            ],
          },
          "today": {
            "totalCount": 0,
          },
        },
        "who": {
          "before": {
            "totalCount": 0,
          },
          "then": {
            "edges": [
              {
                "node": {
                  "body": {
                    "id": "executive-committee",
                  },
                  "validTo": "2020-12-31",
                },
              },
            ],
          },
          "today": {
            "totalCount": 0,
          },
        },
      },
    }
  `);
});

test('the bodies of many organizations are read in one storage call', async () => {
  await using subgraph = await smallNetwork();
  const reads = readsOf(subgraph.storage);
  await subgraph.run(
    '{ organizations { edges { node { bodies { edges { node { body { id } } } } } } } }',
  );
  expect(reads).toEqual(['organizations.page', 'bodies.pagePerParent']);
});

test('organizations come by id, narrowed by kind and by system, alone and together', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(`{
    all: organizations(first: 2) { totalCount edges { node { id } } pageInfo { hasNextPage } }
    agencies: organizations(kind: UN_SPECIALIZED_AGENCY) { totalCount edges { node { id } } }
    outside: organizations(unSystem: false) { totalCount edges { node { id } } }
    none: organizations(kind: UN_SPECIALIZED_AGENCY, unSystem: false) { totalCount edges { node { id } } }
    unknown: organization(id: "atlantis") { id }
  }`);
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "agencies": {
          "edges": [
            {
              "node": {
                "id": "ilo",
              },
            },
            {
              "node": {
                "id": "who",
              },
            },
          ],
          "totalCount": 2,
        },
        "all": {
          "edges": [
            {
              "node": {
                "id": "ilo",
              },
            },
            {
              "node": {
                "id": "interpol",
              },
            },
          ],
          "pageInfo": {
            "hasNextPage": true,
          },
          "totalCount": 5,
        },
        "none": {
          "edges": [],
          "totalCount": 0,
        },
        "outside": {
          "edges": [
            {
              "node": {
                "id": "interpol",
              },
            },
          ],
          "totalCount": 1,
        },
        "unknown": null,
      },
    }
  `);
});

test('50 representations of organizations are one storage call', async () => {
  await using subgraph = await smallNetwork();
  const reads = readsOf(subgraph.storage);
  const ids = ['iom', 'who', ...Array.from({ length: 48 }, (_, index) => `nobody-${index}`)];
  const result = await subgraph.run(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Organization { acronym } } }',
    { variables: { r: ids.map((id) => ({ __typename: 'Organization', id })) } },
  );
  expect((result.data?._entities as unknown[]).slice(0, 3)).toEqual([
    { acronym: 'IOM' },
    { acronym: 'WHO' },
    null,
  ]);
  expect(reads).toEqual(['organizations.getMany']);
});

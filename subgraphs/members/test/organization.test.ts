import { readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { problems, publisher, secretariat, smallNetwork } from './fixtures.ts';

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

const register = `mutation ($input: RegisterOrganizationInput!) { registerOrganization(input: $input) {
  record {
    id acronym name { text language } kind unSystem source { text } citations { at } version
    history { edges { node { type by reason } } }
  }
  ${problems}
} }`;

const fao = {
  id: 'fao',
  acronym: 'FAO',
  name: { language: 'EN', text: 'Food and Agriculture Organization' },
  kind: 'UN_SPECIALIZED_AGENCY',
  source: { language: 'EN', text: 'Letter of 3 February 2021.' },
  reason: 'It joins the regional network.',
};

test('the secretariat registers an organization, with the reason in its history', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(register, { variables: { input: fao }, as: secretariat });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "registerOrganization": {
          "problems": [],
          "record": {
            "acronym": "FAO",
            "citations": [],
            "history": {
              "edges": [
                {
                  "node": {
                    "by": "sara",
                    "reason": "It joins the regional network.",
                    "type": "registered",
                  },
                },
              ],
            },
            "id": "fao",
            "kind": "UN_SPECIALIZED_AGENCY",
            "name": {
              "language": "EN",
              "text": "Food and Agriculture Organization",
            },
            "source": {
              "text": "Letter of 3 February 2021.",
            },
            "unSystem": true,
            "version": 1,
          },
        },
      },
    }
  `);
});

test('the kind says whether a registered organization is in the United Nations system', async () => {
  await using subgraph = await smallNetwork();
  const input = { ...fao, id: 'ifrc', kind: 'OTHER_INTERNATIONAL_ORGANIZATION' };
  await subgraph.run(register, { variables: { input }, as: secretariat });
  const result = await subgraph.run('{ organizations(unSystem: false) { edges { node { id } } } }');
  expect(result.data).toEqual({
    organizations: { edges: [{ node: { id: 'ifrc' } }, { node: { id: 'interpol' } }] },
  });
});

test('nobody but the secretariat registers an organization, and nothing is stored', async () => {
  await using subgraph = await smallNetwork();
  const results = await Promise.all(
    [undefined, publisher].map((as) =>
      subgraph.run(register, { variables: { input: fao }, ...(as && { as }) }),
    ),
  );
  expect(results[0]).toEqual(results[1]);
  expect(results[0]).toMatchInlineSnapshot(`
    {
      "data": {
        "registerOrganization": {
          "problems": [
            {
              "__typename": "NotAllowed",
              "code": "NOT_ALLOWED",
              "message": "Only the secretariat registers organizations.",
              "needed": [
                "SECRETARIAT",
              ],
              "path": [],
            },
          ],
          "record": null,
        },
      },
    }
  `);
  expect(await subgraph.run('{ organization(id: "fao") { id } }')).toEqual({
    data: { organization: null },
  });
});

test('everything that is wrong with a registration is said at once', async () => {
  await using subgraph = await smallNetwork();
  const input = {
    id: 'Food & Agriculture',
    acronym: ' ',
    name: { language: 'EN', text: 'Food\nand Agriculture' },
    kind: 'UN_SPECIALIZED_AGENCY',
    source: { language: 'EN', text: 'x'.repeat(2_001) },
    reason: 'bell \u0007',
  };
  const result = await subgraph.run(register, { variables: { input }, as: secretariat });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "registerOrganization": {
          "problems": [
            {
              "__typename": "InvalidValue",
              "allowed": [
                "lower-case letters, digits and single hyphens between them, at most 60 characters: west-africa",
              ],
              "code": "INVALID_VALUE",
              "message": ""Food & Agriculture" cannot be an id.",
              "path": [
                "id",
              ],
            },
            {
              "__typename": "InvalidValue",
              "allowed": [
                "1 to 30 characters",
                "one line",
              ],
              "code": "INVALID_VALUE",
              "message": "The text is empty.",
              "path": [
                "acronym",
              ],
            },
            {
              "__typename": "InvalidValue",
              "allowed": [
                "1 to 300 characters",
                "one line",
              ],
              "code": "INVALID_VALUE",
              "message": "The text has to stand on one line.",
              "path": [
                "name",
                "text",
              ],
            },
            {
              "__typename": "InvalidValue",
              "allowed": [
                "1 to 2000 characters",
                "line breaks and tabs",
              ],
              "code": "INVALID_VALUE",
              "message": "The text has 2001 characters; at most 2000 are allowed.",
              "path": [
                "source",
                "text",
              ],
            },
            {
              "__typename": "InvalidValue",
              "allowed": [
                "1 to 2000 characters",
                "line breaks and tabs",
              ],
              "code": "INVALID_VALUE",
              "message": "The text has control characters.",
              "path": [
                "reason",
              ],
            },
          ],
          "record": null,
        },
      },
    }
  `);
});

test('an id that is taken is refused', async () => {
  await using subgraph = await smallNetwork();
  const input = { ...fao, id: 'iom' };
  const result = await subgraph.run(register, { variables: { input }, as: secretariat });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "registerOrganization": {
          "problems": [
            {
              "__typename": "InvalidValue",
              "allowed": [
                "an id that is not in use",
              ],
              "code": "INVALID_VALUE",
              "message": "The id "iom" is taken.",
              "path": [
                "id",
              ],
            },
          ],
          "record": null,
        },
      },
    }
  `);
});

test('the history of an organization is for the secretariat alone', async () => {
  await using subgraph = await smallNetwork();
  const query = '{ organization(id: "iom") { history { totalCount edges { node { type by } } } } }';
  expect(await subgraph.run(query, { as: publisher })).toEqual({
    data: { organization: { history: null } },
  });
  expect((await subgraph.run(query, { as: secretariat })).data).toEqual({
    organization: {
      history: { totalCount: 1, edges: [{ node: { type: 'loaded', by: 'system' } }] },
    },
  });
});

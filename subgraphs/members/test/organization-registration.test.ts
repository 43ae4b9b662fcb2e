import { expect, test } from 'vitest';
import { problems, publisher, secretariat, smallNetwork } from './fixtures.ts';

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

import { type Payload, problems } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { asiaPacific, publisher, secretariat, startedWith } from './network-records.ts';

const register = `mutation ($input: RegisterRegionalNetworkInput!) {
  registerRegionalNetwork(input: $input) {
    record {
      id name { text language } region { id } source { text } version citations { at }
      members { edges { node { organization { id } validFrom validTo source { text } citations { at } } } }
      history { edges { node { sequence at type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

const westAfrica = {
  id: 'west-africa',
  name: { language: 'FR', text: 'Réseau régional pour l’Afrique de l’Ouest' },
  regionId: 'west-africa',
  members: [{ organizationId: 'iom', validFrom: '2020-01-01' }, { organizationId: 'unhcr' }],
  source: { language: 'EN', text: 'Letter of the regional network of 3 February 2021' },
  reason: 'Asked for by the network',
};

test('the secretariat registers a regional network with its members', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const result = await subgraph.run(register, {
    variables: { input: westAfrica },
    as: secretariat,
  });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "registerRegionalNetwork": {
          "problems": [],
          "record": {
            "citations": [],
            "history": {
              "edges": [
                {
                  "node": {
                    "at": "2021-03-01T12:00:00.000Z",
                    "by": "sofia",
                    "facts": [
                      {
                        "name": "region",
                        "value": "west-africa",
                      },
                      {
                        "name": "members",
                        "value": "[{"organization":"iom","validFrom":"2020-01-01","validTo":null},{"organization":"unhcr","validFrom":null,"validTo":null}]",
                      },
                    ],
                    "reason": "Asked for by the network",
                    "sequence": 1,
                    "type": "registered",
                  },
                },
              ],
            },
            "id": "west-africa",
            "members": {
              "edges": [
                {
                  "node": {
                    "citations": [],
                    "organization": {
                      "id": "iom",
                    },
                    "source": {
                      "text": "Letter of the regional network of 3 February 2021",
                    },
                    "validFrom": "2020-01-01",
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "citations": [],
                    "organization": {
                      "id": "unhcr",
                    },
                    "source": {
                      "text": "Letter of the regional network of 3 February 2021",
                    },
                    "validFrom": null,
                    "validTo": null,
                  },
                },
              ],
            },
            "name": {
              "language": "FR",
              "text": "Réseau régional pour l’Afrique de l’Ouest",
            },
            "region": {
              "id": "west-africa",
            },
            "source": {
              "text": "Letter of the regional network of 3 February 2021",
            },
            "version": 1,
          },
        },
      },
    }
  `);
});

test('a network can be registered without members and without a source', async () => {
  await using subgraph = await startedWith([]);
  const { members: _, source: __, ...input } = westAfrica;
  const query = `mutation ($input: RegisterRegionalNetworkInput!) {
    registerRegionalNetwork(input: $input) { record { id source { text } members { totalCount } } problems { code } }
  }`;
  expect(
    await subgraph.run(query, { variables: { input }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "registerRegionalNetwork": {
          "problems": [],
          "record": {
            "id": "west-africa",
            "members": {
              "totalCount": 0,
            },
            "source": null,
          },
        },
      },
    }
  `);
});

test.each([
  ['the public', undefined],
  ['a publisher', publisher],
] as const)('%s may register nothing, and learns nothing else', async (_, as) => {
  await using subgraph = await startedWith([asiaPacific]);
  const variables = { input: { ...westAfrica, id: 'asia-pacific', regionId: 'atlantis' } };
  const result = await subgraph.run(register, { variables, ...(as && { as }) });
  expect(result).toEqual({
    data: {
      registerRegionalNetwork: {
        record: null,
        problems: [
          {
            code: 'NOT_ALLOWED',
            message: 'Only the secretariat registers regional networks and their members.',
            path: [],
            needed: ['SECRETARIAT'],
          },
        ],
      },
    },
  });
});

test('all problems of a registration are named at once, and nothing is written', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const input = {
    id: 'West Africa',
    name: { language: 'EN', text: 'Two\nlines' },
    regionId: 'atlantis',
    members: [
      { organizationId: 'iom', validFrom: '2020-01-01', validTo: '2019-12-31' },
      { organizationId: 'nobody' },
      { organizationId: 'wfp', validFrom: '2020-01-01', validTo: '2020-06-30' },
      { organizationId: 'wfp', validFrom: '2020-06-30' },
    ],
    source: { language: 'EN', text: '  ' },
    reason: 'a\u0000b',
  };
  expect(
    await subgraph.run(register, { variables: { input }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "registerRegionalNetwork": {
          "problems": [
            {
              "allowed": [
                "lower-case letters, digits and single hyphens between them, at most 60 characters: west-africa",
              ],
              "code": "INVALID_VALUE",
              "message": ""West Africa" cannot be an id.",
              "path": [
                "id",
              ],
            },
            {
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
              "allowed": [
                "2020-01-01 or a later day",
              ],
              "code": "INVALID_VALUE",
              "message": "The membership would end on 2019-12-31, before it begins on 2020-01-01.",
              "path": [
                "members",
                "0",
                "validTo",
              ],
            },
            {
              "allowed": [
                "an organization, or days, without a membership",
              ],
              "code": "INVALID_VALUE",
              "message": ""wfp" is a member already from 2020-01-01 to 2020-06-30.",
              "path": [
                "members",
                "3",
                "organizationId",
              ],
            },
            {
              "allowed": [
                "1 to 2000 characters",
                "line breaks and tabs",
              ],
              "code": "INVALID_VALUE",
              "message": "The text is empty.",
              "path": [
                "source",
                "text",
              ],
            },
            {
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
            {
              "code": "UNKNOWN_RECORD",
              "id": "atlantis",
              "message": "There is no Region with the id "atlantis".",
              "path": [
                "regionId",
              ],
              "type": "Region",
            },
            {
              "code": "UNKNOWN_RECORD",
              "id": "nobody",
              "message": "There is no Organization with the id "nobody".",
              "path": [
                "members",
                "1",
                "organizationId",
              ],
              "type": "Organization",
            },
          ],
          "record": null,
        },
      },
    }
  `);
  expect(await subgraph.storage.changes(null, 1000)).toHaveLength(2);
});

test.each([
  [
    'a name of 301 characters',
    { name: { language: 'EN', text: 'x'.repeat(301) } },
    ['name', 'text'],
  ],
  ['a reason of 2001 characters', { reason: 'x'.repeat(2001) }, ['reason']],
  ['a half character', { name: { language: 'EN', text: 'x\ud800' } }, ['name', 'text']],
  ['an id of 61 characters', { id: 'x'.repeat(61) }, ['id']],
  [
    '201 members',
    {
      members: Array.from({ length: 201 }, (_, index) => ({
        organizationId: `organization-${index}`,
      })),
    },
    ['members'],
  ],
])('%s is refused with the bound', async (_, change, path) => {
  await using subgraph = await startedWith([]);
  const variables = { input: { ...westAfrica, ...change } };
  const { data } = await subgraph.run(register, { variables, as: secretariat });
  const { record, problems } = data?.registerRegionalNetwork as Payload;
  expect(record).toBeNull();
  expect(problems).toContainEqual(expect.objectContaining({ code: 'INVALID_VALUE', path }));
});

test('an id that is taken is refused', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const variables = { input: { ...westAfrica, id: 'asia-pacific' } };
  expect(await subgraph.run(register, { variables, as: secretariat })).toMatchInlineSnapshot(`
    {
      "data": {
        "registerRegionalNetwork": {
          "problems": [
            {
              "allowed": [
                "an id that is not in use",
              ],
              "code": "INVALID_VALUE",
              "message": "The id "asia-pacific" is taken.",
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

test('a region that has a network gets no second one', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const variables = { input: { ...westAfrica, regionId: 'asia-pacific' } };
  expect(await subgraph.run(register, { variables, as: secretariat })).toMatchInlineSnapshot(`
    {
      "data": {
        "registerRegionalNetwork": {
          "problems": [
            {
              "allowed": [
                "a region without a regional network",
              ],
              "code": "INVALID_VALUE",
              "message": "The region has a regional network already: "asia-pacific".",
              "path": [
                "regionId",
              ],
            },
          ],
          "record": null,
        },
      },
    }
  `);
});

test.each([
  ['Region', { Region: null, Organization: { iom: {}, unhcr: {} } }],
  ['Organization', { Region: { 'west-africa': {} }, Organization: null }],
])('while the owner of %s is out of reach nothing is registered', async (_, others) => {
  await using subgraph = await startedWith([], others);
  const { data, errors } = await subgraph.run(register, {
    variables: { input: westAfrica },
    as: secretariat,
  });
  expect(data?.registerRegionalNetwork ?? null).toBeNull();
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['OWNER_UNAVAILABLE']);
  expect(await subgraph.run('{ regionalNetworks { totalCount } }')).toEqual({
    data: { regionalNetworks: { totalCount: 0 } },
  });
});

test('a network whose region the graph does not have is registered without one', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const { regionId: _, ...input } = westAfrica;
  const { data } = await subgraph.run(register, { variables: { input }, as: secretariat });
  expect(data?.registerRegionalNetwork).toMatchObject({
    record: { id: 'west-africa', region: null },
    problems: [],
  });
});

import { expect, test } from 'vitest';
import { add, end, interpol, iomLeaves } from './body-writes.ts';
import { secretariat, smallNetwork } from './fixtures.ts';

test('the secretariat adds a member from a day on', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(add, { variables: { input: interpol }, as: secretariat });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "addBodyMember": {
          "problems": [],
          "record": {
            "history": {
              "edges": [
                {
                  "node": {
                    "by": "system",
                    "facts": [
                      {
                        "name": "seed",
                        "value": "c7955a7a00496a73424e025c6fdd8e16d833adc62582727a91aad1cd4a8978d8",
                      },
                    ],
                    "reason": null,
                    "sequence": 1,
                    "type": "loaded",
                  },
                },
                {
                  "node": {
                    "by": "sara",
                    "facts": [
                      {
                        "name": "organization",
                        "value": "interpol",
                      },
                      {
                        "name": "validFrom",
                        "value": "2021-05-01",
                      },
                      {
                        "name": "validTo",
                        "value": "null",
                      },
                    ],
                    "reason": "Agreed by the principals.",
                    "sequence": 2,
                    "type": "memberAdded",
                  },
                },
              ],
            },
            "id": "executive-committee",
            "members": {
              "edges": [
                {
                  "node": {
                    "organization": {
                      "id": "ilo",
                    },
                    "source": null,
                    "validFrom": null,
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "iom",
                    },
                    "source": null,
                    "validFrom": null,
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "interpol",
                    },
                    "source": {
                      "text": "Minutes of 26 February 2021.",
                    },
                    "validFrom": "2021-05-01",
                    "validTo": null,
                  },
                },
              ],
            },
            "version": 2,
          },
        },
      },
    }
  `);
});

test('a member that was added is found from the organization', async () => {
  await using subgraph = await smallNetwork();
  await subgraph.run(add, { variables: { input: interpol }, as: secretariat });
  const result = await subgraph.run(`{ organization(id: "interpol") {
    today: bodies { totalCount } later: bodies(asOf: "2021-05-01") { edges { node { body { id } } } }
  } }`);
  expect(result.data).toEqual({
    organization: {
      today: { totalCount: 0 },
      later: { edges: [{ node: { body: { id: 'executive-committee' } } }] },
    },
  });
});

test('an organization that left comes back for other days, not for the same', async () => {
  await using subgraph = await smallNetwork();
  const who = { ...interpol, organizationId: 'who' };
  const again = await subgraph.run(add, {
    variables: { input: { ...who, validFrom: '2020-12-31' } },
    as: secretariat,
  });
  expect(again).toMatchInlineSnapshot(`
    {
      "data": {
        "addBodyMember": {
          "problems": [
            {
              "__typename": "InvalidValue",
              "allowed": [
                "an organization, or days, without a membership",
              ],
              "code": "INVALID_VALUE",
              "message": ""who" is a member already from 2019-07-01 to 2020-12-31.",
              "path": [
                "organizationId",
              ],
            },
          ],
          "record": null,
        },
      },
    }
  `);
  const back = await subgraph.run(add, {
    variables: { input: { ...who, validFrom: '2021-01-01' } },
    as: secretariat,
  });
  expect(back.data?.addBodyMember).toMatchObject({ record: { version: 2 }, problems: [] });
});

test('everything that is wrong with a membership is said at once', async () => {
  await using subgraph = await smallNetwork();
  const input = {
    ...interpol,
    organizationId: 'atlantis',
    validTo: '2021-04-30',
    source: { language: 'EN', text: '\t' },
    reason: 'x'.repeat(2_001),
  };
  const result = await subgraph.run(add, { variables: { input }, as: secretariat });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "addBodyMember": {
          "problems": [
            {
              "__typename": "InvalidValue",
              "allowed": [
                "2021-05-01 or a later day",
              ],
              "code": "INVALID_VALUE",
              "message": "The membership would end on 2021-04-30, before it begins on 2021-05-01.",
              "path": [
                "validTo",
              ],
            },
            {
              "__typename": "InvalidValue",
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
              "__typename": "InvalidValue",
              "allowed": [
                "1 to 2000 characters",
                "line breaks and tabs",
              ],
              "code": "INVALID_VALUE",
              "message": "The text has 2001 characters; at most 2000 are allowed.",
              "path": [
                "reason",
              ],
            },
            {
              "__typename": "UnknownRecord",
              "code": "UNKNOWN_RECORD",
              "id": "atlantis",
              "message": "There is no Organization with the id "atlantis".",
              "path": [
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
});

test('the secretariat ends a membership; the days on which it held stay', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(end, { variables: { input: iomLeaves }, as: secretariat });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "endBodyMembership": {
          "problems": [],
          "record": {
            "members": {
              "edges": [
                {
                  "node": {
                    "organization": {
                      "id": "ilo",
                    },
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "iom",
                    },
                    "validTo": "2021-03-31",
                  },
                },
              ],
            },
            "version": 2,
          },
        },
      },
    }
  `);
  const after = await subgraph.run(`{ body(id: "executive-committee") {
    last: members(asOf: "2021-03-31") { totalCount } next: members(asOf: "2021-04-01") { totalCount }
  } }`);
  expect(after.data).toEqual({ body: { last: { totalCount: 2 }, next: { totalCount: 1 } } });
});

test('a membership that is over, or never was, cannot be ended', async () => {
  await using subgraph = await smallNetwork();
  for (const [organizationId, state] of [
    ['who', 'MEMBERSHIP_ENDED'],
    ['interpol', 'NO_MEMBER'],
    ['atlantis', 'NO_MEMBER'],
  ] as const) {
    const input = { ...iomLeaves, organizationId };
    const result = await subgraph.run(end, { variables: { input }, as: secretariat });
    expect(result.data?.endBodyMembership).toMatchObject({
      record: null,
      problems: [{ __typename: 'WrongState', state, possible: ['addBodyMember'] }],
    });
  }
});

test('a membership does not end before it begins', async () => {
  await using subgraph = await smallNetwork();
  const input = { ...iomLeaves, organizationId: 'unhcr', validTo: '2021-05-31', reason: '' };
  const result = await subgraph.run(end, { variables: { input }, as: secretariat });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "endBodyMembership": {
          "problems": [
            {
              "__typename": "InvalidValue",
              "allowed": [
                "2021-06-01 or a later day",
              ],
              "code": "INVALID_VALUE",
              "message": "The membership would end on 2021-05-31, before it begins on 2021-06-01.",
              "path": [
                "validTo",
              ],
            },
            {
              "__typename": "InvalidValue",
              "allowed": [
                "1 to 2000 characters",
                "line breaks and tabs",
              ],
              "code": "INVALID_VALUE",
              "message": "The text is empty.",
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

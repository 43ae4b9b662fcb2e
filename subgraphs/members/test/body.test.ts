import type { Identity } from '@network/schema';
import { readsOf, type TestSubgraph } from '@network/schema/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodies } from '../src/documents.ts';
import { problems, publisher, secretariat, smallNetwork } from './fixtures.ts';

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

const add = `mutation ($input: AddBodyMemberInput!) { addBodyMember(input: $input) {
  record {
    id version
    members(asOf: "2021-05-01") { edges { node { organization { id } validFrom validTo source { text } } } }
    history { edges { node { sequence type by reason facts { name value } } } }
  }
  ${problems}
} }`;

const interpol = {
  bodyId: 'executive-committee',
  version: 1,
  organizationId: 'interpol',
  validFrom: '2021-05-01',
  source: { language: 'EN', text: 'Minutes of 26 February 2021.' },
  reason: 'Agreed by the principals.',
};

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

const end = `mutation ($input: EndBodyMembershipInput!) { endBodyMembership(input: $input) {
  record { version members { edges { node { organization { id } validTo } } } }
  ${problems}
} }`;

const iomLeaves = {
  bodyId: 'executive-committee',
  version: 1,
  organizationId: 'iom',
  validTo: '2021-03-31',
  reason: 'The composition was reviewed.',
};

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

const writes: [name: string, mutation: string, input: { bodyId: string; version: number }][] = [
  ['addBodyMember', add, interpol],
  ['endBodyMembership', end, iomLeaves],
];

for (const [name, mutation, input] of writes) {
  const payload = async (subgraph: TestSubgraph, given: object, as?: Identity) =>
    (await subgraph.run(mutation, { variables: { input: given }, ...(as && { as }) })).data?.[name];

  test(`${name}: nobody but the secretariat may, and nothing is stored`, async () => {
    await using subgraph = await smallNetwork();
    for (const as of [undefined, publisher]) {
      expect(await payload(subgraph, input, as)).toMatchObject({
        record: null,
        problems: [{ __typename: 'NotAllowed', needed: ['SECRETARIAT'] }],
      });
    }
    const [stored] = await subgraph.storage.collection(bodies, {}).getMany([input.bodyId]);
    expect(stored?.version).toBe(1);
  });

  test(`${name}: a body that does not exist is an unknown record`, async () => {
    await using subgraph = await smallNetwork();
    expect(await payload(subgraph, { ...input, bodyId: 'nobody' }, secretariat)).toMatchObject({
      record: null,
      problems: [{ __typename: 'UnknownRecord', type: 'Body', id: 'nobody', path: ['bodyId'] }],
    });
  });

  test(`${name}: a stale version is refused with what changed since`, async () => {
    await using subgraph = await smallNetwork();
    const first = {
      ...interpol,
      organizationId: 'unhcr',
      validFrom: '2020-01-01',
      validTo: '2020-02-01',
    };
    await subgraph.run(add, { variables: { input: first }, as: secretariat });
    expect(await payload(subgraph, input, secretariat)).toMatchObject({
      record: null,
      problems: [
        {
          __typename: 'StaleWrite',
          path: ['version'],
          currentVersion: 2,
          changes: [{ sequence: 2, type: 'memberAdded', by: 'sara' }],
        },
      ],
    });
  });
}

test('of two writes made against one version, one is stored and the other is told what happened', async () => {
  await using subgraph = await smallNetwork();
  const results = await Promise.all([
    subgraph.run(add, { variables: { input: interpol }, as: secretariat }),
    subgraph.run(end, { variables: { input: iomLeaves }, as: secretariat }),
  ]);
  const outcomes = results.map(({ data }) => {
    const [payload] = Object.values(data ?? {}) as { problems: { __typename: string }[] }[];
    return payload?.problems.map(({ __typename }) => __typename);
  });
  expect(outcomes.sort()).toEqual([[], ['StaleWrite']]);
});

test('however members come and go, none is a member twice on one day and none is forgotten', async () => {
  const day = fc.constantFrom('2021-01-01', '2021-02-01', '2021-03-01', '2021-04-01', null);
  const command = fc.record({
    isAdding: fc.boolean(),
    organizationId: fc.constantFrom('iom', 'who'),
    validFrom: day,
    validTo: day,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
      await using subgraph = await smallNetwork();
      const read = async () => {
        const [body] = await subgraph.storage.collection(bodies, {}).getMany(['network']);
        if (!body) throw new Error('the body is gone');
        return body;
      };
      for (const { isAdding, organizationId, validFrom, validTo } of commands) {
        const before = await read();
        const input = {
          bodyId: 'network',
          version: before.version,
          organizationId,
          reason: 'Review.',
        };
        await (isAdding
          ? subgraph.run(add, {
              variables: { input: { ...input, validFrom, validTo } },
              as: secretariat,
            })
          : subgraph.run(end, {
              variables: { input: { ...input, validTo: validTo ?? '2021-05-01' } },
              as: secretariat,
            }));
        const after = await read();
        expect(after.members.length).toBeGreaterThanOrEqual(before.members.length);
        before.members.forEach(({ organization, validFrom: from }, position) => {
          expect(after.members[position]).toMatchObject({ organization, validFrom: from });
        });
        for (const asOf of ['2020-12-31', '2021-01-01', '2021-02-15', '2021-03-01', '2021-06-01']) {
          const result = await subgraph.run(
            'query ($asOf: Date) { body(id: "network") { members(asOf: $asOf) { edges { node { organization { id } } } } } }',
            { variables: { asOf } },
          );
          const { members } = result.data?.body as {
            members: { edges: { node: { organization: { id: string } } }[] };
          };
          const ids = members.edges.map(({ node }) => node.organization.id);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }
    }),
    { numRuns: 25 },
  );
});

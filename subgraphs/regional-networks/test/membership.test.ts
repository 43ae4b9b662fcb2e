import { verifyChain } from '@network/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regionalNetworks } from '../src/documents.ts';
import {
  asiaPacific,
  networkOf,
  type Payload,
  problems,
  problemsIn,
  publisher,
  secretariat,
  startedWith,
} from './network-records.ts';

const add = `mutation ($input: AddRegionalNetworkMembersInput!) {
  addRegionalNetworkMembers(input: $input) {
    record {
      version
      members(asOf: "2021-07-01") { edges { node { organization { id } validFrom validTo source { text } } } }
      history { edges { node { sequence at type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

const addUnhcr = {
  regionalNetworkId: 'asia-pacific',
  version: 1,
  members: [{ organizationId: 'unhcr', validFrom: '2021-03-15' }],
  source: { language: 'EN', text: 'Meeting of 12 March 2021' },
  reason: 'Joined at the annual meeting',
};

test('the secretariat adds members, and the organization names the network from that day on', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  expect(
    await subgraph.run(add, { variables: { input: addUnhcr }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "addRegionalNetworkMembers": {
          "problems": [],
          "record": {
            "history": {
              "edges": [
                {
                  "node": {
                    "at": "2021-01-01T00:00:00.000Z",
                    "by": "system",
                    "facts": [
                      {
                        "name": "seed",
                        "value": "3ca7ff4f13d75bab91176838e8069556326462e117e086c719313b81aa376c78",
                      },
                    ],
                    "reason": null,
                    "sequence": 1,
                    "type": "loaded",
                  },
                },
                {
                  "node": {
                    "at": "2021-03-01T12:00:00.000Z",
                    "by": "sofia",
                    "facts": [
                      {
                        "name": "members",
                        "value": "[{"organization":"unhcr","validFrom":"2021-03-15","validTo":null}]",
                      },
                    ],
                    "reason": "Joined at the annual meeting",
                    "sequence": 2,
                    "type": "membersAdded",
                  },
                },
              ],
            },
            "members": {
              "edges": [
                {
                  "node": {
                    "organization": {
                      "id": "escap",
                    },
                    "source": null,
                    "validFrom": null,
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "wfp",
                    },
                    "source": null,
                    "validFrom": "2020-06-01",
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "iom",
                    },
                    "source": null,
                    "validFrom": "2021-02-01",
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "who",
                    },
                    "source": null,
                    "validFrom": "2021-06-01",
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "unhcr",
                    },
                    "source": {
                      "text": "Meeting of 12 March 2021",
                    },
                    "validFrom": "2021-03-15",
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
  const query = `{
    _entities(representations: [{ __typename: "Organization", id: "unhcr" }]) {
      ... on Organization {
        before: regionalNetworks(asOf: "2021-03-14") { totalCount }
        after: regionalNetworks(asOf: "2021-03-15") { totalCount }
      }
    }
  }`;
  expect(await subgraph.run(query)).toEqual({
    data: { _entities: [{ before: { totalCount: 0 }, after: { totalCount: 1 } }] },
  });
});

test('a member is not added twice for the same day', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const members = [
    { organizationId: 'escap' },
    { organizationId: 'iom', validFrom: '2020-12-31', validTo: '2021-01-31' },
    { organizationId: 'iom', validFrom: '2021-01-01', validTo: '2021-01-31' },
  ];
  const variables = { input: { ...addUnhcr, members } };
  expect(await subgraph.run(add, { variables, as: secretariat })).toMatchInlineSnapshot(`
    {
      "data": {
        "addRegionalNetworkMembers": {
          "problems": [
            {
              "allowed": [
                "an organization, or days, without a membership",
              ],
              "code": "INVALID_VALUE",
              "message": ""escap" is a member already from an unstated day to an unstated day.",
              "path": [
                "members",
                "0",
                "organizationId",
              ],
            },
            {
              "allowed": [
                "an organization, or days, without a membership",
              ],
              "code": "INVALID_VALUE",
              "message": ""iom" is a member already from 2019-05-01 to 2020-12-31.",
              "path": [
                "members",
                "1",
                "organizationId",
              ],
            },
            {
              "allowed": [
                "an organization, or days, without a membership",
              ],
              "code": "INVALID_VALUE",
              "message": ""iom" is a member already from 2020-12-31 to 2021-01-31.",
              "path": [
                "members",
                "2",
                "organizationId",
              ],
            },
          ],
          "record": null,
        },
      },
    }
  `);
});

test('an empty list of members and an unknown organization are refused', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const run = async (members: object[]) => {
    const variables = { input: { ...addUnhcr, members } };
    const { data } = await subgraph.run(add, { variables, as: secretariat });
    return (data?.addRegionalNetworkMembers as Payload).problems;
  };
  expect(await run([])).toMatchInlineSnapshot(`
    [
      {
        "allowed": [
          "1 to 200 entries",
        ],
        "code": "INVALID_VALUE",
        "message": "The list has 0 entries.",
        "path": [
          "members",
        ],
      },
    ]
  `);
  expect(await run([{ organizationId: 'nobody' }])).toMatchInlineSnapshot(`
    [
      {
        "code": "UNKNOWN_RECORD",
        "id": "nobody",
        "message": "There is no Organization with the id "nobody".",
        "path": [
          "members",
          "0",
          "organizationId",
        ],
        "type": "Organization",
      },
    ]
  `);
});

test('an unknown network is unknown to everybody, before anybody’s role is looked at', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const variables = { input: { ...addUnhcr, regionalNetworkId: 'atlantis' } };
  const asPublic = await subgraph.run(add, { variables });
  expect(asPublic).toMatchInlineSnapshot(`
    {
      "data": {
        "addRegionalNetworkMembers": {
          "problems": [
            {
              "code": "UNKNOWN_RECORD",
              "id": "atlantis",
              "message": "There is no RegionalNetwork with the id "atlantis".",
              "path": [
                "regionalNetworkId",
              ],
              "type": "RegionalNetwork",
            },
          ],
          "record": null,
        },
      },
    }
  `);
  expect(await subgraph.run(add, { variables, as: secretariat })).toEqual(asPublic);
});

test('a publisher of the network may not add members', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const { data } = await subgraph.run(add, { variables: { input: addUnhcr }, as: publisher });
  expect((data?.addRegionalNetworkMembers as Payload).problems).toMatchObject([
    { code: 'NOT_ALLOWED', needed: ['SECRETARIAT'] },
  ]);
});

test('a write against an older version is refused with what changed since', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  await subgraph.run(add, { variables: { input: addUnhcr }, as: secretariat });
  const members = [{ organizationId: 'who', validTo: '2020-01-01' }];
  const variables = { input: { ...addUnhcr, members } };
  expect(await subgraph.run(add, { variables, as: secretariat })).toMatchInlineSnapshot(`
    {
      "data": {
        "addRegionalNetworkMembers": {
          "problems": [
            {
              "changes": [
                {
                  "by": "sofia",
                  "reason": "Joined at the annual meeting",
                  "sequence": 2,
                  "type": "membersAdded",
                },
              ],
              "code": "STALE_WRITE",
              "currentVersion": 2,
              "message": "This was written against version 1; the record is at version 2. Read it again and decide.",
              "path": [
                "version",
              ],
            },
          ],
          "record": null,
        },
      },
    }
  `);
});

test('of two writes at the same moment one is refused as stale', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const answers = await Promise.all([
    subgraph.run(add, { variables: { input: addUnhcr }, as: secretariat }),
    subgraph.run(add, { variables: { input: addUnhcr }, as: secretariat }),
  ]);
  const codes = answers.flatMap(({ data }) =>
    (data?.addRegionalNetworkMembers as Payload).problems.map(({ code }) => code),
  );
  expect(codes).toEqual(['STALE_WRITE']);
});

const end = `mutation ($input: EndRegionalNetworkMembershipInput!) {
  endRegionalNetworkMembership(input: $input) {
    record {
      version
      before: members(asOf: "2021-03-31") { edges { node { organization { id } validFrom validTo } } }
      after: members(asOf: "2021-04-01") { edges { node { organization { id } } } }
      history { edges { node { sequence type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

const endIom = {
  regionalNetworkId: 'asia-pacific',
  version: 1,
  organizationId: 'iom',
  validTo: '2021-03-31',
  reason: 'Leaves at its own wish',
};

test('a membership ends on its last day and stays readable before it', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  expect(
    await subgraph.run(end, { variables: { input: endIom }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "endRegionalNetworkMembership": {
          "problems": [],
          "record": {
            "after": {
              "edges": [
                {
                  "node": {
                    "organization": {
                      "id": "escap",
                    },
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "wfp",
                    },
                  },
                },
              ],
            },
            "before": {
              "edges": [
                {
                  "node": {
                    "organization": {
                      "id": "escap",
                    },
                    "validFrom": null,
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "wfp",
                    },
                    "validFrom": "2020-06-01",
                    "validTo": null,
                  },
                },
                {
                  "node": {
                    "organization": {
                      "id": "iom",
                    },
                    "validFrom": "2021-02-01",
                    "validTo": "2021-03-31",
                  },
                },
              ],
            },
            "history": {
              "edges": [
                {
                  "node": {
                    "by": "system",
                    "facts": [
                      {
                        "name": "seed",
                        "value": "3ca7ff4f13d75bab91176838e8069556326462e117e086c719313b81aa376c78",
                      },
                    ],
                    "reason": null,
                    "sequence": 1,
                    "type": "loaded",
                  },
                },
                {
                  "node": {
                    "by": "sofia",
                    "facts": [
                      {
                        "name": "organization",
                        "value": "iom",
                      },
                      {
                        "name": "validFrom",
                        "value": "2021-02-01",
                      },
                      {
                        "name": "validTo",
                        "value": "2021-03-31",
                      },
                    ],
                    "reason": "Leaves at its own wish",
                    "sequence": 2,
                    "type": "membershipEnded",
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

test('an organization that left can come back', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  await subgraph.run(end, { variables: { input: endIom }, as: secretariat });
  const members = [{ organizationId: 'iom', validFrom: '2021-04-01' }];
  const variables = { input: { ...addUnhcr, version: 2, members } };
  const { data } = await subgraph.run(add, { variables, as: secretariat });
  expect((data?.addRegionalNetworkMembers as Payload).problems).toEqual([]);
});

test.each([
  [
    'an unknown network',
    { regionalNetworkId: 'atlantis' },
    secretariat,
    ['UNKNOWN_RECORD regionalNetworkId'],
  ],
  ['a publisher', {}, publisher, ['NOT_ALLOWED ']],
  ['an older version', { version: 0 }, secretariat, ['STALE_WRITE version']],
  ['no member', { organizationId: 'unhcr' }, secretariat, ['WRONG_STATE organizationId']],
  [
    'a last day before the first, without a reason',
    { validTo: '2021-01-31', reason: '' },
    secretariat,
    ['INVALID_VALUE validTo', 'INVALID_VALUE reason'],
  ],
])('%s: no membership ends', async (_, change, as, expected) => {
  await using subgraph = await startedWith([asiaPacific]);
  const variables = { input: { ...endIom, ...change } };
  const { data } = await subgraph.run(end, { variables, as });
  expect((data?.endRegionalNetworkMembership as Payload).record).toBeNull();
  expect(problemsIn(data?.endRegionalNetworkMembership)).toEqual(expected);
});

test('a membership that has its last day cannot end again', async () => {
  await using subgraph = await startedWith([
    networkOf('asia-pacific', [['iom', null, '2020-12-31']]),
  ]);
  const { data } = await subgraph.run(end, { variables: { input: endIom }, as: secretariat });
  expect(data?.endRegionalNetworkMembership).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "code": "WRONG_STATE",
          "message": "Every membership of "iom" has its last day already.",
          "path": [
            "organizationId",
          ],
          "possible": [
            "addRegionalNetworkMembers",
          ],
          "state": "MEMBERSHIP_ENDED",
        },
      ],
      "record": null,
    }
  `);
});

test('whatever is added and ended, no organization is a member twice on a day, and the chain of events holds', async () => {
  const day = fc
    .integer({ min: 1, max: 20 })
    .map((number) => `2021-01-${String(number).padStart(2, '0')}`);
  const organizationId = fc.constantFrom('iom', 'wfp');
  const option = fc.option(day, { nil: undefined });
  const action = fc.oneof(
    fc.record({
      members: fc.array(fc.record({ organizationId, validFrom: option, validTo: option }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    fc.record({ organizationId, validTo: day }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
      await using subgraph = await startedWith([networkOf('asia-pacific', [])]);
      const collection = subgraph.storage.collection(regionalNetworks, {});
      let version = 1;
      for (const change of actions) {
        const variables = {
          input: { regionalNetworkId: 'asia-pacific', version, reason: 'a test', ...change },
        };
        const query = 'members' in change ? add : end;
        const { data, errors } = await subgraph.run(query, { variables, as: secretariat });
        expect(errors).toBeUndefined();
        const payload = Object.values(data ?? {})[0] as Payload;
        if (payload.record) version += 1;
        expect(payload.record === null).toBe(payload.problems.length > 0);
      }
      const [network] = await collection.getMany(['asia-pacific']);
      expect(network?.version).toBe(version);
      expect(
        verifyChain(await subgraph.storage.history(regionalNetworks, 'asia-pacific')),
      ).toBeUndefined();
      for (let number = 1; number <= 21; number++) {
        const asOf = `2021-01-${String(number).padStart(2, '0')}`;
        const { data } = await subgraph.run(
          'query ($asOf: Date) { regionalNetwork(id: "asia-pacific") { members(asOf: $asOf) { edges { node { organization { id } } } } } }',
          { variables: { asOf } },
        );
        const edges = (data as unknown as Members).regionalNetwork.members.edges;
        const ids = edges.map(({ node }) => node.organization.id);
        expect(new Set(ids).size).toBe(ids.length);
      }
    }),
    { numRuns: 40 },
  );
});

interface Members {
  regionalNetwork: { members: { edges: { node: { organization: { id: string } } }[] } };
}

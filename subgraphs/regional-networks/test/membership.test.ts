import type { Payload } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { add, addUnhcr } from './membership-writes.ts';
import { asiaPacific, publisher, secretariat, startedWith } from './network-records.ts';

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

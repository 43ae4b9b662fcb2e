import { type Payload, problemsIn } from '@network/schema/testing';
import { verifyChain } from '@network/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regionalNetworks } from '../src/documents.ts';
import { add, addUnhcr, end, endIom } from './membership-writes.ts';
import { asiaPacific, networkOf, publisher, secretariat, startedWith } from './network-records.ts';

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

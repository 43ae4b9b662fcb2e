import { type Payload, problems, problemsIn } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { asiaPacific, networkOf, publisher, secretariat, startedWith } from './network-records.ts';

const assign = `mutation ($input: AssignRegionalNetworkInput!) {
  assignRegionalNetwork(input: $input) {
    record {
      id version region { id }
      history { edges { node { sequence type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

const toWestAfrica = {
  regionalNetworkId: 'asia-pacific',
  version: 1,
  regionId: 'west-africa',
  reason: 'The region is in the graph now',
};

test('the secretariat says for which region a network is, and the region names it', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const { data } = await subgraph.run(assign, {
    variables: { input: toWestAfrica },
    as: secretariat,
  });
  expect(data?.assignRegionalNetwork).toMatchInlineSnapshot(`
    {
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
                    "name": "before",
                    "value": "asia-pacific",
                  },
                  {
                    "name": "after",
                    "value": "west-africa",
                  },
                ],
                "reason": "The region is in the graph now",
                "sequence": 2,
                "type": "assigned",
              },
            },
          ],
        },
        "id": "asia-pacific",
        "region": {
          "id": "west-africa",
        },
        "version": 2,
      },
    }
  `);
  const query = `{
    _entities(representations: [
      { __typename: "Region", id: "asia-pacific" }, { __typename: "Region", id: "west-africa" }
    ]) { ... on Region { regionalNetwork { id } } }
  }`;
  expect(await subgraph.run(query)).toEqual({
    data: { _entities: [{ regionalNetwork: null }, { regionalNetwork: { id: 'asia-pacific' } }] },
  });
});

test('a network keeps its region when it is assigned to it again, and can be left without one', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  for (const [index, regionId] of ['asia-pacific', null].entries()) {
    const variables = { input: { ...toWestAfrica, version: index + 1, regionId } };
    const { data } = await subgraph.run(assign, { variables, as: secretariat });
    expect(data?.assignRegionalNetwork).toMatchObject({
      record: { region: regionId === null ? null : { id: regionId } },
      problems: [],
    });
  }
});

test.each([
  [
    'an unknown network',
    { regionalNetworkId: 'atlantis' },
    secretariat,
    ['UNKNOWN_RECORD regionalNetworkId'],
  ],
  ['the network’s publisher', {}, publisher, ['NOT_ALLOWED ']],
  ['another version', { version: 2 }, secretariat, ['STALE_WRITE version']],
  [
    'the region of another network',
    { regionId: 'south-asia' },
    secretariat,
    ['INVALID_VALUE regionId'],
  ],
  [
    'an unknown region, without a reason',
    { regionId: 'atlantis', reason: '' },
    secretariat,
    ['INVALID_VALUE reason', 'UNKNOWN_RECORD regionId'],
  ],
])('%s: no network is assigned', async (_, change, as, expected) => {
  await using subgraph = await startedWith([asiaPacific, networkOf('south-asia', [])]);
  const variables = { input: { ...toWestAfrica, ...change } };
  const { data } = await subgraph.run(assign, { variables, as });
  expect((data?.assignRegionalNetwork as Payload).record).toBeNull();
  expect(problemsIn(data?.assignRegionalNetwork)).toEqual(expected);
});

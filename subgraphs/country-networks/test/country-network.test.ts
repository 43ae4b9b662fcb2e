import { reader, readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  bangladesh,
  networkOf,
  pilotIn,
  publisher,
  secretariat,
  startedWith,
} from './network-records.ts';

test('a country network answers what the sources say of it', async () => {
  await using subgraph = await startedWith({ networks: [bangladesh] });
  const query = `{
    countryNetwork(id: "BGD") {
      id name { text language status } country { id } regionalNetwork { id } establishedOn
      facts { text { text language isFallback } citations { at quote language } }
      source { text } citations { document { id } at } version history { totalCount }
    }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "countryNetwork": {
          "citations": [
            {
              "at": "¶83",
              "document": {
                "id": "001",
              },
            },
          ],
          "country": {
            "id": "BGD",
          },
          "establishedOn": null,
          "facts": [
            {
              "citations": [
                {
                  "at": "¶83",
                  "language": "ZH",
                  "quote": "提出证据来支持干预措施",
                },
              ],
              "text": {
                "isFallback": true,
                "language": "ZH",
                "text": "提出证据来支持干预措施",
              },
            },
          ],
          "history": null,
          "id": "BGD",
          "name": {
            "language": "EN",
            "status": "UNOFFICIAL",
            "text": "Country network in Bangladesh",
          },
          "regionalNetwork": null,
          "source": null,
          "version": 1,
        },
      },
    }
  `);
});

test('there is no country network where none is registered', async () => {
  await using subgraph = await startedWith({ networks: [bangladesh] });
  expect(await subgraph.run('{ countryNetwork(id: "KEN") { id } }')).toEqual({
    data: { countryNetwork: null },
  });
});

test('country networks are listed by id, all or those of a regional network', async () => {
  await using subgraph = await startedWith({
    networks: [
      networkOf('THA', 'asia-pacific'),
      networkOf('KEN', null),
      networkOf('IDN', 'asia-pacific'),
    ],
  });
  const query = `{
    all: countryNetworks(first: 2) { totalCount pageInfo { hasNextPage } edges { node { id } } }
    ofOne: countryNetworks(regionalNetworkId: "asia-pacific") { totalCount edges { node { id } } }
    ofNone: countryNetworks(regionalNetworkId: "atlantis") { totalCount edges { node { id } } }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "all": {
          "edges": [
            {
              "node": {
                "id": "IDN",
              },
            },
            {
              "node": {
                "id": "KEN",
              },
            },
          ],
          "pageInfo": {
            "hasNextPage": true,
          },
          "totalCount": 3,
        },
        "ofNone": {
          "edges": [],
          "totalCount": 0,
        },
        "ofOne": {
          "edges": [
            {
              "node": {
                "id": "IDN",
              },
            },
            {
              "node": {
                "id": "THA",
              },
            },
          ],
          "totalCount": 2,
        },
      },
    }
  `);
});

test('the history is for the secretariat and the network’s own publishers', async () => {
  await using subgraph = await startedWith({ networks: [bangladesh] });
  const query =
    '{ countryNetwork(id: "BGD") { history { edges { node { sequence at type by } } } } }';
  const answer = await subgraph.run(query, { as: secretariat });
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "countryNetwork": {
          "history": {
            "edges": [
              {
                "node": {
                  "at": "2021-01-01T00:00:00.000Z",
                  "by": "system",
                  "sequence": 1,
                  "type": "loaded",
                },
              },
            ],
          },
        },
      },
    }
  `);
  expect(await subgraph.run(query, { as: publisher })).toEqual(answer);
  const other = reader('otto', ['PUBLISHER', 'CountryNetwork', 'KEN']);
  expect(await subgraph.run(query, { as: other })).toEqual({
    data: { countryNetwork: { history: null } },
  });
});

test('a country names its network, its pilots and its championship; a regional network its country networks', async () => {
  await using subgraph = await startedWith({
    networks: [networkOf('THA', 'asia-pacific')],
    pilots: [pilotIn('THA'), pilotIn('MAR')],
  });
  const query = `{
    _entities(representations: [
      { __typename: "Country", id: "THA" }, { __typename: "Country", id: "MAR" }
      { __typename: "RegionalNetwork", id: "asia-pacific" }
    ]) {
      ... on Country {
        id countryNetwork { id } pilots { totalCount edges { node { id } } } championship { id }
      }
      ... on RegionalNetwork { id countryNetworks { totalCount edges { node { id } } } }
    }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "championship": null,
            "countryNetwork": {
              "id": "THA",
            },
            "id": "THA",
            "pilots": {
              "edges": [
                {
                  "node": {
                    "id": "training-THA",
                  },
                },
              ],
              "totalCount": 1,
            },
          },
          {
            "championship": null,
            "countryNetwork": null,
            "id": "MAR",
            "pilots": {
              "edges": [
                {
                  "node": {
                    "id": "training-MAR",
                  },
                },
              ],
              "totalCount": 1,
            },
          },
          {
            "countryNetworks": {
              "edges": [
                {
                  "node": {
                    "id": "THA",
                  },
                },
              ],
              "totalCount": 1,
            },
            "id": "asia-pacific",
          },
        ],
      },
    }
  `);
});

test('fifty records by key are one read of each kind', async () => {
  await using subgraph = await startedWith({ networks: [bangladesh], pilots: [pilotIn('MAR')] });
  const ids = ['BGD', ...Array.from({ length: 49 }, (_, index) => `X${index}`)];
  const readsFor = async (type: string, selection: string) => {
    const reads = readsOf(subgraph.storage);
    const { data, errors } = await subgraph.run(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
      { variables: { representations: ids.map((id) => ({ __typename: type, id })) } },
    );
    expect(errors).toBeUndefined();
    expect(data?._entities).toHaveLength(50);
    return reads;
  };
  expect(await readsFor('CountryNetwork', 'id')).toEqual(['countryNetworks.getMany']);
  expect(await readsFor('Pilot', 'id')).toEqual(['pilots.getMany']);
  expect(await readsFor('ChampionCountry', 'id')).toEqual(['championCountries.getMany']);
  expect(await readsFor('Country', 'countryNetwork { id }')).toEqual(['countryNetworks.getMany']);
  expect(await readsFor('Country', 'pilots { edges { node { id } } }')).toEqual([
    'pilots.pagePerParent',
  ]);
  expect((await readsFor('Country', 'pilots { totalCount }')).sort()).toEqual([
    'pilots.countPerParent',
    'pilots.pagePerParent',
  ]);
  expect(await readsFor('Country', 'championship { id }')).toEqual([
    'championCountries.pagePerParent',
  ]);
  expect(await readsFor('RegionalNetwork', 'countryNetworks { edges { node { id } } }')).toEqual([
    'countryNetworks.pagePerParent',
  ]);
});

import { reader, readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  bangladesh,
  networkOf,
  type Payload,
  pilotIn,
  problems,
  problemsIn,
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

const register = `mutation ($input: RegisterCountryNetworkInput!) {
  registerCountryNetwork(input: $input) {
    record {
      id name { text language } country { id } regionalNetwork { id } establishedOn
      facts { text { text } } source { text } citations { at } version
      history { edges { node { sequence at type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

const thailand = {
  countryId: 'THA',
  name: { language: 'EN', text: 'United Nations Network on Migration in Thailand' },
  regionalNetworkId: 'asia-pacific',
  establishedOn: '2019-02-18',
  source: { language: 'EN', text: 'Annual report of the country network, page 3' },
  reason: 'Asked for by the resident coordinator',
};

test('the secretariat registers a country network under its country’s code', async () => {
  await using subgraph = await startedWith({});
  expect(
    await subgraph.run(register, { variables: { input: thailand }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "registerCountryNetwork": {
          "problems": [],
          "record": {
            "citations": [],
            "country": {
              "id": "THA",
            },
            "establishedOn": "2019-02-18",
            "facts": [],
            "history": {
              "edges": [
                {
                  "node": {
                    "at": "2021-03-01T12:00:00.000Z",
                    "by": "sofia",
                    "facts": [
                      {
                        "name": "regionalNetwork",
                        "value": "asia-pacific",
                      },
                    ],
                    "reason": "Asked for by the resident coordinator",
                    "sequence": 1,
                    "type": "registered",
                  },
                },
              ],
            },
            "id": "THA",
            "name": {
              "language": "EN",
              "text": "United Nations Network on Migration in Thailand",
            },
            "regionalNetwork": {
              "id": "asia-pacific",
            },
            "source": {
              "text": "Annual report of the country network, page 3",
            },
            "version": 1,
          },
        },
      },
    }
  `);
});

test('what is not known of a country network can be left out', async () => {
  await using subgraph = await startedWith({});
  const { countryId, name, reason } = thailand;
  const { data } = await subgraph.run(register, {
    variables: { input: { countryId, name, reason } },
    as: secretariat,
  });
  expect(data?.registerCountryNetwork).toMatchObject({
    record: { regionalNetwork: null, establishedOn: null, source: null, facts: [] },
    problems: [],
  });
});

test.each([
  ['the public', undefined],
  ['a publisher of the country', reader('thida', ['PUBLISHER', 'CountryNetwork', 'THA'])],
  [
    'a secretariat member of the past',
    { subject: 'paul', roles: [{ role: 'SECRETARIAT', scope: null, validTo: '2021-02-28' }] },
  ],
] as const)('%s may register no country network', async (_, as) => {
  await using subgraph = await startedWith({});
  const { data } = await subgraph.run(register, {
    variables: { input: thailand },
    ...(as && { as }),
  });
  expect(data?.registerCountryNetwork).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "code": "NOT_ALLOWED",
          "message": "Only the secretariat registers country networks.",
          "needed": [
            "SECRETARIAT",
          ],
          "path": [],
        },
      ],
      "record": null,
    }
  `);
});

test('all problems of a registration are named at once, and nothing is written', async () => {
  await using subgraph = await startedWith({});
  const input = {
    countryId: 'XYZ',
    name: { language: 'EN', text: '' },
    regionalNetworkId: 'atlantis',
    establishedOn: '2021-03-02',
    source: { language: 'EN', text: '\u0007' },
    reason: ' \n ',
  };
  expect(
    await subgraph.run(register, { variables: { input }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "registerCountryNetwork": {
          "problems": [
            {
              "code": "UNKNOWN_RECORD",
              "id": "XYZ",
              "message": "There is no Country with the id "XYZ".",
              "path": [
                "countryId",
              ],
              "type": "Country",
            },
            {
              "allowed": [
                "1 to 300 characters",
                "one line",
              ],
              "code": "INVALID_VALUE",
              "message": "The text is empty.",
              "path": [
                "name",
                "text",
              ],
            },
            {
              "allowed": [
                "2021-03-01 or an earlier day",
              ],
              "code": "INVALID_VALUE",
              "message": "A network is registered once it is established.",
              "path": [
                "establishedOn",
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
              "message": "The text is empty.",
              "path": [
                "reason",
              ],
            },
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
  expect(await subgraph.storage.changes(null, 10)).toEqual([]);
});

test('a country that has a network gets no second one, not even at the same moment', async () => {
  await using subgraph = await startedWith({});
  const answers = await Promise.all(
    [1, 2].map(() => subgraph.run(register, { variables: { input: thailand }, as: secretariat })),
  );
  expect(answers.flatMap(({ data }) => problemsIn(data?.registerCountryNetwork))).toEqual([
    'INVALID_VALUE countryId',
  ]);
  const { data } = await subgraph.run(register, {
    variables: { input: thailand },
    as: secretariat,
  });
  expect(data?.registerCountryNetwork).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "allowed": [
            "a country without a country network",
          ],
          "code": "INVALID_VALUE",
          "message": "The country "THA" has a country network already.",
          "path": [
            "countryId",
          ],
        },
      ],
      "record": null,
    }
  `);
});

test('while the owner of regional networks is out of reach nothing is registered', async () => {
  await using subgraph = await startedWith({}, null);
  const { errors } = await subgraph.run(register, {
    variables: { input: thailand },
    as: secretariat,
  });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['OWNER_UNAVAILABLE']);
  expect(await subgraph.storage.changes(null, 10)).toEqual([]);
});

const assign = `mutation ($input: AssignCountryNetworkInput!) {
  assignCountryNetwork(input: $input) {
    record {
      id version regionalNetwork { id }
      history { edges { node { sequence type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

const toAsiaPacific = {
  countryNetworkId: 'BGD',
  version: 1,
  regionalNetworkId: 'asia-pacific',
  reason: 'Letter of the regional network of 1 February 2021',
};

test('the secretariat says to which regional network a country network belongs', async () => {
  await using subgraph = await startedWith({ networks: [bangladesh] });
  expect(
    await subgraph.run(assign, { variables: { input: toAsiaPacific }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "assignCountryNetwork": {
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
                        "value": "393ddae930ba657a6c2f776aef3516c6aa6ef21b931e514696ab7499c2575812",
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
                        "value": "null",
                      },
                      {
                        "name": "after",
                        "value": "asia-pacific",
                      },
                    ],
                    "reason": "Letter of the regional network of 1 February 2021",
                    "sequence": 2,
                    "type": "assigned",
                  },
                },
              ],
            },
            "id": "BGD",
            "regionalNetwork": {
              "id": "asia-pacific",
            },
            "version": 2,
          },
        },
      },
    }
  `);
  const query = '{ countryNetworks(regionalNetworkId: "asia-pacific") { edges { node { id } } } }';
  expect(await subgraph.run(query)).toEqual({
    data: { countryNetworks: { edges: [{ node: { id: 'BGD' } }] } },
  });
});

test('a country network can be taken out of its regional network', async () => {
  await using subgraph = await startedWith({ networks: [networkOf('BGD', 'asia-pacific')] });
  const variables = { input: { ...toAsiaPacific, regionalNetworkId: null } };
  const { data } = await subgraph.run(assign, { variables, as: secretariat });
  expect(data?.assignCountryNetwork).toMatchObject({
    record: { regionalNetwork: null },
    problems: [],
  });
});

test.each([
  [
    'an unknown country network',
    { countryNetworkId: 'KEN' },
    secretariat,
    ['UNKNOWN_RECORD countryNetworkId'],
  ],
  ['its own publisher', {}, publisher, ['NOT_ALLOWED ']],
  ['a version that is not there yet', { version: 2 }, secretariat, ['STALE_WRITE version']],
  [
    'an unknown regional network, without a reason',
    { regionalNetworkId: 'atlantis', reason: '' },
    secretariat,
    ['INVALID_VALUE reason', 'UNKNOWN_RECORD regionalNetworkId'],
  ],
])('%s: no country network is assigned', async (_, change, as, expected) => {
  await using subgraph = await startedWith({ networks: [bangladesh] });
  const variables = { input: { ...toAsiaPacific, ...change } };
  const { data } = await subgraph.run(assign, { variables, as });
  expect((data?.assignCountryNetwork as Payload).record).toBeNull();
  expect(problemsIn(data?.assignCountryNetwork)).toEqual(expected);
});

test('an assignment against an older version is refused with what changed since', async () => {
  await using subgraph = await startedWith({ networks: [bangladesh] });
  const variables = { input: toAsiaPacific };
  await subgraph.run(assign, { variables, as: secretariat });
  const { data } = await subgraph.run(assign, { variables, as: secretariat });
  expect(data?.assignCountryNetwork).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "changes": [
            {
              "by": "sofia",
              "reason": "Letter of the regional network of 1 February 2021",
              "sequence": 2,
              "type": "assigned",
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
    }
  `);
});

import { type Payload, problems, problemsIn, reader } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { bangladesh, networkOf, publisher, secretariat, startedWith } from './network-records.ts';

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

import { type Payload, problems, problemsIn } from '@network/schema/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { championOf, publisher, secretariat, startedWith } from './network-records.ts';

const register = `mutation ($input: RegisterChampionCountryInput!) {
  registerChampionCountry(input: $input) {
    record {
      id country { id } validFrom validTo source { text } citations { at } version
      history { edges { node { sequence at type by reason facts { name value } } } }
    }
    ${problems}
  }
}`;

const morocco = {
  countryId: 'MAR',
  validFrom: '2020-09-01',
  source: { language: 'EN', text: 'Note verbale of 20 August 2020' },
  reason: 'Offered by the country',
};

test('the secretariat registers a champion country', async () => {
  await using subgraph = await startedWith({});
  expect(
    await subgraph.run(register, { variables: { input: morocco }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "registerChampionCountry": {
          "problems": [],
          "record": {
            "citations": [],
            "country": {
              "id": "MAR",
            },
            "history": {
              "edges": [
                {
                  "node": {
                    "at": "2021-03-01T12:00:00.000Z",
                    "by": "sofia",
                    "facts": [
                      {
                        "name": "validFrom",
                        "value": "2020-09-01",
                      },
                      {
                        "name": "validTo",
                        "value": "null",
                      },
                    ],
                    "reason": "Offered by the country",
                    "sequence": 1,
                    "type": "registered",
                  },
                },
              ],
            },
            "id": "MAR-1",
            "source": {
              "text": "Note verbale of 20 August 2020",
            },
            "validFrom": "2020-09-01",
            "validTo": null,
            "version": 1,
          },
        },
      },
    }
  `);
});

test('a country that was a champion before is one again under the next number', async () => {
  await using subgraph = await startedWith({
    champions: [championOf('MAR-1', null, '2019-12-31')],
  });
  const { data } = await subgraph.run(register, { variables: { input: morocco }, as: secretariat });
  expect((data?.registerChampionCountry as Payload).record?.id).toBe('MAR-2');
});

test.each([
  ['the public', undefined],
  ['a publisher', publisher],
] as const)('%s may register no champion country', async (_, as) => {
  await using subgraph = await startedWith({});
  const { data } = await subgraph.run(register, {
    variables: { input: morocco },
    ...(as && { as }),
  });
  expect(problemsIn(data?.registerChampionCountry)).toEqual(['NOT_ALLOWED ']);
});

test('all problems of a registration are named at once', async () => {
  await using subgraph = await startedWith({
    champions: [championOf('MAR-1', '2019-01-01', '2019-12-31')],
  });
  const run = async (change: object) => {
    const variables = { input: { ...morocco, ...change } };
    const { data } = await subgraph.run(register, { variables, as: secretariat });
    return data?.registerChampionCountry;
  };
  expect(
    await run({ validFrom: '2019-12-31', validTo: '2019-12-30', reason: '' }),
  ).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "allowed": [
            "a country, or days, without a championship",
          ],
          "code": "INVALID_VALUE",
          "message": ""MAR" is a champion country already from 2019-01-01 to 2019-12-31.",
          "path": [
            "countryId",
          ],
        },
        {
          "allowed": [
            "2019-12-31 or a later day",
          ],
          "code": "INVALID_VALUE",
          "message": "The championship would end on 2019-12-30, before it begins on 2019-12-31.",
          "path": [
            "validTo",
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
      ],
      "record": null,
    }
  `);
  expect(problemsIn(await run({ countryId: 'XYZ', source: { language: 'EN', text: '' } }))).toEqual(
    ['UNKNOWN_RECORD countryId', 'INVALID_VALUE source.text'],
  );
  expect(await subgraph.storage.changes(null, 10)).toHaveLength(1);
});

test('of two registrations of a country at the same moment one is refused', async () => {
  await using subgraph = await startedWith({});
  const answers = await Promise.all(
    ['2020-09-01', '2020-10-01'].map((validFrom) =>
      subgraph.run(register, { variables: { input: { ...morocco, validFrom } }, as: secretariat }),
    ),
  );
  expect(answers.flatMap(({ data }) => problemsIn(data?.registerChampionCountry))).toEqual([
    'INVALID_VALUE countryId',
  ]);
});

const end = `mutation ($input: EndChampionshipInput!) {
  endChampionship(input: $input) {
    record { id validFrom validTo version history { edges { node { sequence type by reason facts { name value } } } } }
    ${problems}
  }
}`;

const endMorocco = {
  championCountryId: 'MAR-1',
  version: 1,
  validTo: '2021-03-31',
  reason: 'Its term is over',
};

test('a championship ends on its last day and stays readable before it', async () => {
  await using subgraph = await startedWith({
    champions: [championOf('MAR-1', '2020-09-01', null)],
  });
  const { data } = await subgraph.run(end, { variables: { input: endMorocco }, as: secretariat });
  expect(data?.endChampionship).toMatchInlineSnapshot(`
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
                    "value": "eca99478a250e934885a7f250f700877e7e760bbde77a5d0c23a1b6cd388f29e",
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
                    "name": "validTo",
                    "value": "2021-03-31",
                  },
                ],
                "reason": "Its term is over",
                "sequence": 2,
                "type": "ended",
              },
            },
          ],
        },
        "id": "MAR-1",
        "validFrom": "2020-09-01",
        "validTo": "2021-03-31",
        "version": 2,
      },
    }
  `);
  const query = `{
    lastDay: championCountries(asOf: "2021-03-31") { totalCount }
    dayAfter: championCountries(asOf: "2021-04-01") { totalCount }
    championCountry(id: "MAR-1") { id validTo history { totalCount } }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "championCountry": {
          "history": null,
          "id": "MAR-1",
          "validTo": "2021-03-31",
        },
        "dayAfter": {
          "totalCount": 0,
        },
        "lastDay": {
          "totalCount": 1,
        },
      },
    }
  `);
});

test.each([
  [
    'an unknown championship',
    { championCountryId: 'KEN-1' },
    secretariat,
    ['UNKNOWN_RECORD championCountryId'],
  ],
  ['a publisher', {}, publisher, ['NOT_ALLOWED ']],
  ['an older version', { version: 0 }, secretariat, ['STALE_WRITE version']],
  [
    'one that has ended',
    { championCountryId: 'THA-1' },
    secretariat,
    ['WRONG_STATE championCountryId'],
  ],
  [
    'a last day before the first, without a reason',
    { validTo: '2020-08-31', reason: '' },
    secretariat,
    ['INVALID_VALUE validTo', 'INVALID_VALUE reason'],
  ],
])('%s: no championship ends', async (_, change, as, expected) => {
  await using subgraph = await startedWith({
    champions: [championOf('MAR-1', '2020-09-01', null), championOf('THA-1', null, '2020-12-31')],
  });
  const { data } = await subgraph.run(end, {
    variables: { input: { ...endMorocco, ...change } },
    as,
  });
  expect((data?.endChampionship as Payload).record).toBeNull();
  expect(problemsIn(data?.endChampionship)).toEqual(expected);
});

test('champion countries of today come in the order of their first day, page by page', async () => {
  await using subgraph = await startedWith({
    champions: [
      championOf('MAR-1', '2020-09-01', null),
      championOf('THA-1', '2019-05-01', '2021-12-31'),
      championOf('KEN-1', null, null),
      championOf('CAN-1', null, '2021-03-01'),
      championOf('SEN-1', null, '2021-02-28'),
      championOf('PRT-1', '2021-03-02', null),
    ],
  });
  const query = `query ($after: String) {
    championCountries(first: 3, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { id } }
    }
  }`;
  const first = await subgraph.run(query);
  const { championCountries } = first.data as unknown as Champions;
  expect(championCountries.edges.map(({ node }) => node.id)).toEqual(['CAN-1', 'KEN-1', 'THA-1']);
  expect(championCountries).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
  const variables = { after: championCountries.pageInfo.endCursor };
  const second = await subgraph.run(query, { variables });
  const rest = (second.data as unknown as Champions).championCountries;
  expect(rest.edges.map(({ node }) => node.id)).toEqual(['MAR-1']);
  expect(rest).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: false } });
});

test('a country names the championship that holds on the day', async () => {
  await using subgraph = await startedWith({
    champions: [
      championOf('MAR-1', '2019-01-01', '2019-12-31'),
      championOf('MAR-2', '2020-09-01', null),
    ],
  });
  const query = `{
    _entities(representations: [{ __typename: "Country", id: "MAR" }]) {
      ... on Country {
        today: championship { id }
        earlier: championship(asOf: "2019-12-31") { id }
        between: championship(asOf: "2020-01-01") { id }
      }
    }
  }`;
  expect(await subgraph.run(query)).toEqual({
    data: { _entities: [{ today: { id: 'MAR-2' }, earlier: { id: 'MAR-1' }, between: null }] },
  });
});

test('the history of a championship is for the secretariat', async () => {
  await using subgraph = await startedWith({ champions: [championOf('MAR-1', null, null)] });
  const query =
    '{ championCountry(id: "MAR-1") { history { edges { node { type } } } } none: championCountry(id: "MAR-2") { id } }';
  expect(await subgraph.run(query)).toEqual({
    data: { championCountry: { history: null }, none: null },
  });
  expect(await subgraph.run(query, { as: secretariat })).toEqual({
    data: { championCountry: { history: { edges: [{ node: { type: 'loaded' } }] } }, none: null },
  });
});

test('the list of a day holds exactly the championships whose days include it', async () => {
  const number = fc.integer({ min: 1, max: 9 });
  const day = fc.option(
    number.map((n) => `2021-01-0${n}`),
    { nil: null },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(day, day), { maxLength: 25 }), number, async (dates, n) => {
      const champions = dates.map(([validFrom, validTo], index) =>
        championOf(`C${String(index).padStart(2, '0')}-1`, validFrom, validTo),
      );
      await using subgraph = await startedWith({ champions });
      const asOf = `2021-01-0${n}`;
      const query =
        'query ($asOf: Date) { championCountries(first: 100, asOf: $asOf) { totalCount edges { node { id } } } }';
      const { data } = await subgraph.run(query, { variables: { asOf } });
      const { edges, totalCount } = (data as unknown as Champions).championCountries;
      const expected = champions
        .filter(
          ({ validFrom, validTo }) => (validFrom ?? asOf) <= asOf && (validTo ?? asOf) >= asOf,
        )
        .sort((a, b) =>
          `${a.validFrom ?? ''} ${a._id}` < `${b.validFrom ?? ''} ${b._id}` ? -1 : 1,
        )
        .map(({ _id }) => _id);
      expect(edges.map(({ node }) => node.id)).toEqual(expected);
      expect(totalCount).toBe(expected.length);
    }),
    { numRuns: 60 },
  );
});

interface Champions {
  championCountries: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string };
    edges: { node: { id: string } }[];
  };
}

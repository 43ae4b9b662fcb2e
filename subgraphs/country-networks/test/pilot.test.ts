import { expect, test } from 'vitest';
import { champions27, networks50, pilotIn, startedWith } from './network-records.ts';

test('a pilot answers its country, its subject and its citations', async () => {
  await using subgraph = await startedWith({ pilots: [pilotIn('MAR')] });
  const query = `{
    pilot(id: "training-MAR") { id country { id } subject { text language status } citations { document { id } at } }
    none: pilot(id: "training-KEN") { id }
  }`;
  expect(await subgraph.run(query, { languages: 'zh' })).toMatchInlineSnapshot(`
    {
      "data": {
        "none": null,
        "pilot": {
          "citations": [
            {
              "at": "¶81",
              "document": {
                "id": "001",
              },
            },
          ],
          "country": {
            "id": "MAR",
          },
          "id": "training-MAR",
          "subject": {
            "language": "ZH",
            "status": "ORIGINAL",
            "text": "试点培训",
          },
        },
      },
    }
  `);
});

test('pilots are listed by id, all or those of a country', async () => {
  await using subgraph = await startedWith({ pilots: ['UKR', 'ARM', 'MAR'].map(pilotIn) });
  const query = `{
    pilots { totalCount edges { node { id } } }
    ofOne: pilots(countryId: "MAR") { totalCount edges { node { id } } }
    ofNone: pilots(countryId: "KEN") { totalCount edges { node { id } } }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "ofNone": {
          "edges": [],
          "totalCount": 0,
        },
        "ofOne": {
          "edges": [
            {
              "node": {
                "id": "training-MAR",
              },
            },
          ],
          "totalCount": 1,
        },
        "pilots": {
          "edges": [
            {
              "node": {
                "id": "training-ARM",
              },
            },
            {
              "node": {
                "id": "training-MAR",
              },
            },
            {
              "node": {
                "id": "training-UKR",
              },
            },
          ],
          "totalCount": 3,
        },
      },
    }
  `);
});

test('totals are figures with citations, and “more than” stays more than', async () => {
  await using subgraph = await startedWith({ figures: [networks50, champions27] });
  const query = `{
    countryNetworkFigures { totalCount edges { node { id label { text } value qualifier unit { text } asOf citations { at } } } }
    countryNetworks { totalCount }
    championCountries { totalCount }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "championCountries": {
          "totalCount": 0,
        },
        "countryNetworkFigures": {
          "edges": [
            {
              "node": {
                "asOf": null,
                "citations": [
                  {
                    "at": "¶14",
                  },
                ],
                "id": "champion-countries",
                "label": {
                  "text": "Champion countries",
                },
                "qualifier": "EXACT",
                "unit": {
                  "text": "countries",
                },
                "value": 27,
              },
            },
            {
              "node": {
                "asOf": null,
                "citations": [
                  {
                    "at": "¶83",
                  },
                ],
                "id": "country-networks",
                "label": {
                  "text": "Country networks",
                },
                "qualifier": "MORE_THAN",
                "unit": {
                  "text": "country networks",
                },
                "value": 50,
              },
            },
          ],
          "totalCount": 2,
        },
        "countryNetworks": {
          "totalCount": 0,
        },
      },
    }
  `);
});

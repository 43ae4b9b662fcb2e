import { expect, test } from 'vitest';
import { ofAMonth, remittances, solidarity, undated } from './sources.ts';
import { embargo, id, leadTo, secretariat, setClock, startStory, stranger } from './story.ts';

const all = [solidarity, remittances, ofAMonth, undated];

test('an issued statement of our own stands among those of the sources, with the record of its text', async () => {
  await using story = await startStory(all);
  await leadTo(story, 'EMBARGOED');
  setClock(story, embargo);
  const query = `{
    statements(first: 1) { edges { node {
      id state date issuedAt title { text } textHash version work { part } history { totalCount }
      record { track textHash paragraphHashes clearedAt adoptedAt adoptedBy }
      paragraphs { text { text } textHash drawsOn { number } }
    } } }
  }`;
  expect(await story.run(query, { as: stranger })).toMatchInlineSnapshot(`
    {
      "data": {
        "statements": {
          "edges": [
            {
              "node": {
                "date": "2021-03-08",
                "history": null,
                "id": "vaccines-for-all",
                "issuedAt": "2021-03-08T09:00:00.000Z",
                "paragraphs": [
                  {
                    "drawsOn": null,
                    "text": {
                      "text": "The Network calls on States to include migrants¹ in vaccination.",
                    },
                    "textHash": "a7b27c2b1fdb5d1d4de6ab9798153cd84f18fd5c51bf49d232597b66a41f8dc1",
                  },
                  {
                    "drawsOn": null,
                    "text": {
                      "text": "The Network supports the Global Compact.",
                    },
                    "textHash": "3453925231b3b7495694a44991acc2cbac2acf8f26b84a133d771aa44fe76a8b",
                  },
                ],
                "record": {
                  "adoptedAt": "2021-03-05T17:00:00.000Z",
                  "adoptedBy": "SILENCE",
                  "clearedAt": "2021-03-01T12:00:00.000Z",
                  "paragraphHashes": [
                    "a7b27c2b1fdb5d1d4de6ab9798153cd84f18fd5c51bf49d232597b66a41f8dc1",
                    "3453925231b3b7495694a44991acc2cbac2acf8f26b84a133d771aa44fe76a8b",
                  ],
                  "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                  "track": "STANDARD",
                },
                "state": "ISSUED",
                "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                "title": {
                  "text": "Vaccines for all, migrants included",
                },
                "version": null,
                "work": null,
              },
            },
          ],
        },
      },
    }
  `);
});

test('the secretariat reads how a statement came about after it is issued, too', async () => {
  await using story = await startStory();
  await leadTo(story, 'EMBARGOED');
  setClock(story, embargo);
  const query = `{
    statement(id: "${id}") {
      state shownAs version possibleActions
      work { part track rounds { kind outcome } versions { totalCount } embargo { until untilInZone zone setAt reason } }
      history(first: 100) { edges { node { type by onBehalfOf facts { name value } } } }
    }
  }`;
  const { data } = await story.run(query, { as: secretariat });
  const { history, ...statement } = data?.statement as never as {
    history: { edges: { node: Event }[] };
  };
  expect(statement).toMatchInlineSnapshot(`
    {
      "possibleActions": [],
      "shownAs": "ISSUED",
      "state": "ISSUED",
      "version": 10,
      "work": {
        "embargo": {
          "reason": null,
          "setAt": "2021-03-05T17:00:00.001Z",
          "until": "2021-03-08T09:00:00.000Z",
          "untilInZone": "2021-03-08T10:00:00.000+01:00",
          "zone": "Europe/Zurich",
        },
        "part": "SECRETARIAT",
        "rounds": [
          {
            "kind": "CLEARANCE",
            "outcome": "CLEARED",
          },
          {
            "kind": "SILENCE",
            "outcome": "ADOPTED",
          },
        ],
        "track": "STANDARD",
        "versions": {
          "totalCount": 1,
        },
      },
    }
  `);
  expect(
    history.edges.map(({ node: { type, by, onBehalfOf, facts } }) => {
      const of = (name: string) => facts.find((fact) => fact.name === name)?.value;
      return `${type} by ${by} for ${onBehalfOf}: ${of('from')} to ${of('to')}`;
    }),
  ).toMatchInlineSnapshot(`
    [
      "proposed by sofia for null: undefined to DRAFTING",
      "contributed by anna for asia-pacific: DRAFTING to DRAFTING",
      "contributed by walid for west-africa: DRAFTING to DRAFTING",
      "textSaved by sofia for null: DRAFTING to DRAFTING",
      "clearanceOpened by sofia for null: DRAFTING to CLEARANCE",
      "positionGiven by focal-ilo for ilo: CLEARANCE to CLEARANCE",
      "positionGiven by focal-iom for iom: CLEARANCE to CLEARANCE",
      "positionGiven by focal-ohchr for ohchr: CLEARANCE to CLEARED",
      "silenceOpened by sofia for null: CLEARED to SILENCE",
      "scheduled by sofia for null: ADOPTED to EMBARGOED",
    ]
  `);
});

interface Event {
  type: string;
  by: string;
  onBehalfOf: string | null;
  facts: { name: string; value: string }[];
}

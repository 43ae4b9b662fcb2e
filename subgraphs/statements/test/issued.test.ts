import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ofAMonth, remittances, solidarity, undated } from './sources.ts';
import { startStory } from './story.ts';

const all = [solidarity, remittances, ofAMonth, undated];

test('a statement of the sources answers everything that is printed', async () => {
  await using story = await startStory(all);
  const query = `{
    statement(id: "solidarity") {
      id state shownAs language hasFullText date issuedAt version possibleActions
      title { text language isFallback status }
      place { text }
      paragraphs {
        number text { text } isBoilerplate drawsOn { number }
        links { words { text } url }
        footnotes { mark text { text } url }
        notes { text { text } }
      }
      asks {
        id number text { text } paragraph { number } objectives { id } principles { id }
        addressees {
          party { __typename ... on Organization { id } ... on Body { id } ... on NamedRole { role name { text } } }
          qualifier { text }
        }
        statement { id }
      }
      mediaContacts { organization { id } heading { text } name positions { text } phones emails consent }
      objectives { id } principles { id }
      notes { text { text } } citations { document { id } at }
      record { textHash } work { part } history { totalCount }
    }
  }`;
  expect(await story.run(query, { languages: 'zh' })).toMatchInlineSnapshot(`
    {
      "data": {
        "statement": {
          "asks": [
            {
              "addressees": [
                {
                  "party": {
                    "__typename": "NamedRole",
                    "name": {
                      "text": "各国政府",
                    },
                    "role": "GOVERNMENTS",
                  },
                  "qualifier": {
                    "text": "各国政府",
                  },
                },
                {
                  "party": {
                    "__typename": "Body",
                    "id": "executive-committee",
                  },
                  "qualifier": null,
                },
              ],
              "id": "solidarity/ask-1",
              "number": 1,
              "objectives": [
                {
                  "id": "objective-15",
                },
                {
                  "id": "objective-13",
                },
              ],
              "paragraph": {
                "number": 1,
              },
              "principles": [],
              "statement": {
                "id": "solidarity",
              },
              "text": {
                "text": "支持",
              },
            },
            {
              "addressees": [
                {
                  "party": {
                    "__typename": "Organization",
                    "id": "who",
                  },
                  "qualifier": null,
                },
              ],
              "id": "solidarity/ask-2",
              "number": 2,
              "objectives": [
                {
                  "id": "objective-15",
                },
              ],
              "paragraph": {
                "number": 1,
              },
              "principles": [
                {
                  "id": "principle-10",
                },
              ],
              "statement": {
                "id": "solidarity",
              },
              "text": {
                "text": "更多支持",
              },
            },
          ],
          "citations": [
            {
              "at": "title",
              "document": {
                "id": "000",
              },
            },
          ],
          "date": "2020-07-08",
          "hasFullText": true,
          "history": null,
          "id": "solidarity",
          "issuedAt": null,
          "language": "ZH",
          "mediaContacts": [
            {
              "consent": "NOT_STATED",
              "emails": [
                "a@ilo.example",
                "b@ilo.example",
              ],
              "heading": {
                "text": "国际劳工组织",
              },
              "name": "Ada Brown",
              "organization": {
                "id": "ilo",
              },
              "phones": [
                "+41 (0)22 000 00 00",
              ],
              "positions": [
                {
                  "text": "干事",
                },
              ],
            },
          ],
          "notes": [
            {
              "text": {
                "text": "两处链接",
              },
            },
          ],
          "objectives": [
            {
              "id": "objective-13",
            },
            {
              "id": "objective-15",
            },
          ],
          "paragraphs": [
            {
              "drawsOn": null,
              "footnotes": [
                {
                  "mark": "¹",
                  "text": {
                    "text": "网址",
                  },
                  "url": "https://example.org/",
                },
              ],
              "isBoilerplate": false,
              "links": [
                {
                  "url": null,
                  "words": {
                    "text": "支持",
                  },
                },
              ],
              "notes": [
                {
                  "text": {
                    "text": "照原文",
                  },
                },
              ],
              "number": 1,
              "text": {
                "text": "移民问题网络呼吁支持¹。",
              },
            },
            {
              "drawsOn": null,
              "footnotes": [],
              "isBoilerplate": true,
              "links": [],
              "notes": [],
              "number": 2,
              "text": {
                "text": "联合国建立了网络。",
              },
            },
          ],
          "place": {
            "text": "日内瓦",
          },
          "possibleActions": [],
          "principles": [
            {
              "id": "principle-10",
            },
          ],
          "record": null,
          "shownAs": "ISSUED",
          "state": "ISSUED",
          "title": {
            "isFallback": false,
            "language": "ZH",
            "status": "ORIGINAL",
            "text": "与移民在一起",
          },
          "version": null,
          "work": null,
        },
      },
    }
  `);
});

test('a statement that the sources only mention has no text and no hash', async () => {
  await using story = await startStory(all);
  const query = `{
    statement(id: "undated") { title { text } date hasFullText paragraphs { number } textHash canonicalText asks { id } }
  }`;
  expect(await story.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "statement": {
          "asks": [],
          "canonicalText": null,
          "date": null,
          "hasFullText": false,
          "paragraphs": [],
          "textHash": null,
          "title": {
            "text": "On a changing climate",
          },
        },
      },
    }
  `);
});

test('there is no statement under an unknown id', async () => {
  await using story = await startStory(all);
  expect(await story.run('{ statement(id: "atlantis") { id } }')).toEqual({
    data: { statement: null },
  });
});

test('anybody can compute the hashes from the canonical texts', async () => {
  await using story = await startStory(all);
  const { data } = await story.run(
    '{ statement(id: "solidarity") { textHash canonicalText paragraphs { textHash canonicalText } } }',
  );
  const statement = data?.statement as {
    textHash: string;
    canonicalText: string;
    paragraphs: { textHash: string; canonicalText: string }[];
  };
  for (const { textHash, canonicalText } of [statement, ...statement.paragraphs]) {
    expect(textHash).toBe(hash('sha256', canonicalText));
  }
  expect(statement.paragraphs).toHaveLength(2);
});

test('statements come newest first, months behind their days, undated ones last', async () => {
  await using story = await startStory(all);
  const query = '{ statements { totalCount edges { node { id date } } } }';
  expect(await story.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "statements": {
          "edges": [
            {
              "node": {
                "date": "2020-07-08",
                "id": "solidarity",
              },
            },
            {
              "node": {
                "date": "2020-07",
                "id": "of-a-month",
              },
            },
            {
              "node": {
                "date": "2020-06-16",
                "id": "remittances",
              },
            },
            {
              "node": {
                "date": null,
                "id": "undated",
              },
            },
          ],
          "totalCount": 4,
        },
      },
    }
  `);
});

test('statements are filtered by objective and by year, together too', async () => {
  await using story = await startStory(all);
  const query = `{
    byObjective: statements(objective: "objective-13") { totalCount edges { node { id } } }
    byYear: statements(year: 2020) { totalCount edges { node { id } } }
    byBoth: statements(objective: "objective-20", year: 2020) { totalCount edges { node { id } } }
    none: statements(objective: "objective-13", year: 1999) { totalCount edges { node { id } } }
  }`;
  expect(await story.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "byBoth": {
          "edges": [
            {
              "node": {
                "id": "remittances",
              },
            },
          ],
          "totalCount": 1,
        },
        "byObjective": {
          "edges": [
            {
              "node": {
                "id": "solidarity",
              },
            },
            {
              "node": {
                "id": "of-a-month",
              },
            },
          ],
          "totalCount": 2,
        },
        "byYear": {
          "edges": [
            {
              "node": {
                "id": "solidarity",
              },
            },
            {
              "node": {
                "id": "of-a-month",
              },
            },
            {
              "node": {
                "id": "remittances",
              },
            },
          ],
          "totalCount": 3,
        },
        "none": {
          "edges": [],
          "totalCount": 0,
        },
      },
    }
  `);
});

test('statements go on behind a cursor', async () => {
  await using story = await startStory(all);
  const page = (after: string | null) =>
    story.run(
      `query ($after: String) { statements(first: 2, after: $after) {
        edges { node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }
      } }`,
      { variables: { after } },
    );
  const first = (await page(null)).data?.statements as never as {
    pageInfo: { endCursor: string };
  };
  expect(first).toMatchObject({
    edges: [{ node: { id: 'solidarity' } }, { node: { id: 'of-a-month' } }],
    pageInfo: { hasNextPage: true, hasPreviousPage: false },
  });
  expect((await page(first.pageInfo.endCursor)).data?.statements).toMatchObject({
    edges: [{ node: { id: 'remittances' } }, { node: { id: 'undated' } }],
    pageInfo: { hasNextPage: false, hasPreviousPage: true },
  });
});

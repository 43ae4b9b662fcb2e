import { hash } from 'node:crypto';
import { readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { ofAMonth, remittances, solidarity, undated } from './sources.ts';
import { embargo, id, leadTo, secretariat, setClock, startStory, stranger } from './story.ts';

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

test('objectives, principles and organizations list the statements that name them', async () => {
  await using story = await startStory(all);
  const query = `{
    _entities(representations: [
      { __typename: "Objective", id: "objective-13" }
      { __typename: "Objective", id: "objective-15" }
      { __typename: "GuidingPrinciple", id: "principle-10" }
      { __typename: "Organization", id: "ilo" }
      { __typename: "Organization", id: "who" }
    ]) {
      ... on Objective { id statements { totalCount edges { node { id } } } }
      ... on GuidingPrinciple { id statements { totalCount edges { node { id } } } }
      ... on Organization { id statements { totalCount edges { node { id } } } }
    }
  }`;
  expect(await story.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "id": "objective-13",
            "statements": {
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
          },
          {
            "id": "objective-15",
            "statements": {
              "edges": [
                {
                  "node": {
                    "id": "solidarity",
                  },
                },
              ],
              "totalCount": 1,
            },
          },
          {
            "id": "principle-10",
            "statements": {
              "edges": [
                {
                  "node": {
                    "id": "solidarity",
                  },
                },
              ],
              "totalCount": 1,
            },
          },
          {
            "id": "ilo",
            "statements": {
              "edges": [
                {
                  "node": {
                    "id": "solidarity",
                  },
                },
              ],
              "totalCount": 1,
            },
          },
          {
            "id": "who",
            "statements": {
              "edges": [],
              "totalCount": 0,
            },
          },
        ],
      },
    }
  `);
});

test('an objective lists the asks that name it, page by page', async () => {
  await using story = await startStory([
    solidarity,
    { ...solidarity, _id: 'solidarity-again' },
    { ...solidarity, _id: 'solidarity-once-more' },
  ]);
  const seen: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 10; pages++) {
    const { data, errors } = await story.run(
      `query ($after: String) { _entities(representations: [{ __typename: "Objective", id: "objective-15" }]) {
        ... on Objective { asks(first: 4, after: $after) {
          totalCount pageInfo { hasNextPage endCursor } edges { node { id } }
        } }
      } }`,
      { variables: { after } },
    );
    expect(errors).toBeUndefined();
    const { asks } = (data as never as { _entities: [{ asks: AskPage }] })._entities[0];
    expect(asks.totalCount).toBe(6);
    seen.push(...asks.edges.map(({ node }) => node.id));
    if (!asks.pageInfo.hasNextPage) break;
    after = asks.pageInfo.endCursor;
  }
  expect(seen).toEqual([
    'solidarity-once-more/ask-1',
    'solidarity-once-more/ask-2',
    'solidarity-again/ask-1',
    'solidarity-again/ask-2',
    'solidarity/ask-1',
    'solidarity/ask-2',
  ]);
});

interface AskPage {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string };
  edges: { node: { id: string } }[];
}

test('a page of asks can be as long as any page, and no longer', async () => {
  await using story = await startStory([solidarity]);
  const asks = (page: string) =>
    story.run(
      `{ _entities(representations: [{ __typename: "Objective", id: "objective-15" }]) {
        ... on Objective { asks${page} { edges { node { id } } pageInfo { hasNextPage } } }
      } }`,
    );
  expect((await asks('(first: 100)')).data).toMatchObject({
    _entities: [{ asks: { edges: [{}, {}], pageInfo: { hasNextPage: false } } }],
  });
  expect((await asks('(first: 0)')).data).toMatchObject({
    _entities: [{ asks: { edges: [], pageInfo: { hasNextPage: true } } }],
  });
  expect((await asks('(first: 101)')).errors?.[0]?.extensions.code).toBe('PAGE_SIZE_OUT_OF_RANGE');
  expect((await asks('(after: "nonsense")')).errors?.[0]?.extensions.code).toBe('INVALID_CURSOR');
});

test('fifty statements are one call of the store, and so are the lists of many objectives', async () => {
  await using story = await startStory(
    Array.from({ length: 50 }, (_, index) => ({ ...solidarity, _id: `statement-${index}` })),
  );
  const reads = readsOf(story.storage);
  const ids = Array.from({ length: 50 }, (_, index) => `statement-${index}`);
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Statement { id } ... on Objective { statements(first: 1) { edges { node { id } } } asks(first: 1) { edges { node { id } } } }
  } }`;
  const ask = (typename: string, keys: string[]) =>
    story.run(query, {
      variables: { representations: keys.map((key) => ({ __typename: typename, id: key })) },
    });
  expect((await ask('Statement', ids)).data?._entities).toEqual(ids.map((key) => ({ id: key })));
  expect(reads.splice(0)).toEqual(['statements.getMany']);
  await ask('Objective', ['objective-13', 'objective-14', 'objective-15']);
  expect(reads).toEqual(['statements.pagePerParent', 'statements.pagePerParent']);
});

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
  expect(await story.run(query, { as: secretariat })).toMatchInlineSnapshot(`
    {
      "data": {
        "statement": {
          "history": {
            "edges": [
              {
                "node": {
                  "by": "sofia",
                  "facts": [
                    {
                      "name": "track",
                      "value": "STANDARD",
                    },
                    {
                      "name": "contributors",
                      "value": "["RegionalNetwork/asia-pacific","RegionalNetwork/west-africa"]",
                    },
                    {
                      "name": "to",
                      "value": "DRAFTING",
                    },
                  ],
                  "onBehalfOf": null,
                  "type": "proposed",
                },
              },
              {
                "node": {
                  "by": "anna",
                  "facts": [
                    {
                      "name": "contribution",
                      "value": "1",
                    },
                    {
                      "name": "contributor",
                      "value": "RegionalNetwork/asia-pacific",
                    },
                    {
                      "name": "from",
                      "value": "DRAFTING",
                    },
                    {
                      "name": "to",
                      "value": "DRAFTING",
                    },
                  ],
                  "onBehalfOf": "asia-pacific",
                  "type": "contributed",
                },
              },
              {
                "node": {
                  "by": "walid",
                  "facts": [
                    {
                      "name": "contribution",
                      "value": "2",
                    },
                    {
                      "name": "contributor",
                      "value": "RegionalNetwork/west-africa",
                    },
                    {
                      "name": "from",
                      "value": "DRAFTING",
                    },
                    {
                      "name": "to",
                      "value": "DRAFTING",
                    },
                  ],
                  "onBehalfOf": "west-africa",
                  "type": "contributed",
                },
              },
              {
                "node": {
                  "by": "sofia",
                  "facts": [
                    {
                      "name": "textVersion",
                      "value": "1",
                    },
                    {
                      "name": "textHash",
                      "value": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                    },
                    {
                      "name": "from",
                      "value": "DRAFTING",
                    },
                    {
                      "name": "to",
                      "value": "DRAFTING",
                    },
                  ],
                  "onBehalfOf": null,
                  "type": "textSaved",
                },
              },
              {
                "node": {
                  "by": "sofia",
                  "facts": [
                    {
                      "name": "round",
                      "value": "1",
                    },
                    {
                      "name": "body",
                      "value": "executive-committee",
                    },
                    {
                      "name": "addressees",
                      "value": "["ilo","iom","ohchr"]",
                    },
                    {
                      "name": "dueBy",
                      "value": "2021-03-11T12:00:00.000Z",
                    },
                    {
                      "name": "textVersion",
                      "value": "1",
                    },
                    {
                      "name": "textHash",
                      "value": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                    },
                    {
                      "name": "from",
                      "value": "DRAFTING",
                    },
                    {
                      "name": "to",
                      "value": "CLEARANCE",
                    },
                  ],
                  "onBehalfOf": null,
                  "type": "clearanceOpened",
                },
              },
              {
                "node": {
                  "by": "focal-ilo",
                  "facts": [
                    {
                      "name": "round",
                      "value": "1",
                    },
                    {
                      "name": "number",
                      "value": "1",
                    },
                    {
                      "name": "position",
                      "value": "CLEARED",
                    },
                    {
                      "name": "paragraphs",
                      "value": "[]",
                    },
                    {
                      "name": "isLate",
                      "value": "false",
                    },
                    {
                      "name": "textVersion",
                      "value": "1",
                    },
                    {
                      "name": "textHash",
                      "value": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                    },
                    {
                      "name": "from",
                      "value": "CLEARANCE",
                    },
                    {
                      "name": "to",
                      "value": "CLEARANCE",
                    },
                  ],
                  "onBehalfOf": "ilo",
                  "type": "positionGiven",
                },
              },
              {
                "node": {
                  "by": "focal-iom",
                  "facts": [
                    {
                      "name": "round",
                      "value": "1",
                    },
                    {
                      "name": "number",
                      "value": "2",
                    },
                    {
                      "name": "position",
                      "value": "CLEARED",
                    },
                    {
                      "name": "paragraphs",
                      "value": "[]",
                    },
                    {
                      "name": "isLate",
                      "value": "false",
                    },
                    {
                      "name": "textVersion",
                      "value": "1",
                    },
                    {
                      "name": "textHash",
                      "value": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                    },
                    {
                      "name": "from",
                      "value": "CLEARANCE",
                    },
                    {
                      "name": "to",
                      "value": "CLEARANCE",
                    },
                  ],
                  "onBehalfOf": "iom",
                  "type": "positionGiven",
                },
              },
              {
                "node": {
                  "by": "focal-ohchr",
                  "facts": [
                    {
                      "name": "round",
                      "value": "1",
                    },
                    {
                      "name": "number",
                      "value": "3",
                    },
                    {
                      "name": "position",
                      "value": "CLEARED",
                    },
                    {
                      "name": "paragraphs",
                      "value": "[]",
                    },
                    {
                      "name": "isLate",
                      "value": "false",
                    },
                    {
                      "name": "textVersion",
                      "value": "1",
                    },
                    {
                      "name": "textHash",
                      "value": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                    },
                    {
                      "name": "from",
                      "value": "CLEARANCE",
                    },
                    {
                      "name": "to",
                      "value": "CLEARED",
                    },
                  ],
                  "onBehalfOf": "ohchr",
                  "type": "positionGiven",
                },
              },
              {
                "node": {
                  "by": "sofia",
                  "facts": [
                    {
                      "name": "round",
                      "value": "2",
                    },
                    {
                      "name": "body",
                      "value": "executive-committee",
                    },
                    {
                      "name": "addressees",
                      "value": "["ilo","iom","ohchr"]",
                    },
                    {
                      "name": "deadline",
                      "value": "2021-03-05T17:00:00.000Z",
                    },
                    {
                      "name": "zone",
                      "value": "Europe/Zurich",
                    },
                    {
                      "name": "textVersion",
                      "value": "1",
                    },
                    {
                      "name": "textHash",
                      "value": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                    },
                    {
                      "name": "from",
                      "value": "CLEARED",
                    },
                    {
                      "name": "to",
                      "value": "SILENCE",
                    },
                  ],
                  "onBehalfOf": null,
                  "type": "silenceOpened",
                },
              },
              {
                "node": {
                  "by": "sofia",
                  "facts": [
                    {
                      "name": "at",
                      "value": "2021-03-08T09:00:00.000Z",
                    },
                    {
                      "name": "zone",
                      "value": "Europe/Zurich",
                    },
                    {
                      "name": "textVersion",
                      "value": "1",
                    },
                    {
                      "name": "textHash",
                      "value": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                    },
                    {
                      "name": "from",
                      "value": "ADOPTED",
                    },
                    {
                      "name": "to",
                      "value": "EMBARGOED",
                    },
                  ],
                  "onBehalfOf": null,
                  "type": "scheduled",
                },
              },
            ],
          },
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
        },
      },
    }
  `);
});

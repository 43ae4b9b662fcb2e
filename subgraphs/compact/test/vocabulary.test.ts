import { readsOf, testSubgraph } from '@network/schema/testing';
import type { CollectionDefinition, Unstored } from '@network/storage';
import { expect, test } from 'vitest';
import {
  guidingPrinciples,
  type ObjectiveDocument,
  objectives,
  thematicAreas,
} from '../src/documents.ts';
import { schema } from '../src/schema.ts';

// Objectives, principles and thematic areas are of one shape, so that one table of tests serves the three.
const kinds = [
  { one: 'objective', all: 'objectives', type: 'Objective', prefix: 'objective', of: objectives },
  {
    one: 'guidingPrinciple',
    all: 'guidingPrinciples',
    type: 'GuidingPrinciple',
    prefix: 'principle',
    of: guidingPrinciples,
  },
  {
    one: 'thematicArea',
    all: 'thematicAreas',
    type: 'ThematicArea',
    prefix: 'theme',
    of: thematicAreas,
  },
] as const;

function record(prefix: string, number: number): Unstored<ObjectiveDocument> {
  return {
    _id: `${prefix}-${number}`,
    number,
    title: {
      original: 'zh',
      texts: { zh: `标题${number}`, en: `Title ${number}` },
      unofficial: ['en'],
    },
    citations: [{ document: '004', at: `¶${number}`, quote: `标题${number}`, language: 'zh' }],
  };
}

/** A subgraph with the records 1 to `count` of one kind, stored in the wrong order, with the storage calls made since. */
async function withRecords(
  { prefix, of }: { prefix: string; of: CollectionDefinition<ObjectiveDocument> },
  count: number,
) {
  const subgraph = await testSubgraph('compact', schema);
  const numbers = Array.from({ length: count }, (_, index) => count - index);
  await subgraph.storage.collection(of, {}).load(
    numbers.map((number) => record(prefix, number)),
    { at: '2021-01-01T00:00:00.000Z', by: 'system' },
  );
  return Object.assign(subgraph, { reads: readsOf(subgraph.storage) });
}

test('an objective is answered with its number, title and citation', async () => {
  await using subgraph = await withRecords(kinds[0], 1);
  const result = await subgraph.run(`{
    objective(id: "objective-1") {
      id number title { text language isFallback status }
      citations { document { symbol } at quote language }
    }
  }`);
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "objective": {
          "citations": [
            {
              "at": "¶1",
              "document": {
                "symbol": null,
              },
              "language": "ZH",
              "quote": "标题1",
            },
          ],
          "id": "objective-1",
          "number": 1,
          "title": {
            "isFallback": false,
            "language": "EN",
            "status": "UNOFFICIAL",
            "text": "Title 1",
          },
        },
      },
    }
  `);
});

for (const kind of kinds) {
  const { one, all, type, prefix } = kind;

  test(`${all} come by number, however they were stored, page after page`, async () => {
    await using subgraph = await withRecords(kind, 12);
    const query = `query ($after: String) { ${all}(first: 5, after: $after) {
      edges { node { id } } totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    } }`;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const result = await subgraph.run(query, { variables: { after } });
      const page = result.data?.[all] as {
        edges: { node: { id: string } }[];
        totalCount: number;
        pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
      };
      expect(page.totalCount).toBe(12);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...page.edges.map(({ node }) => node.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => `${prefix}-${index + 1}`));
  });

  test(`${one} is null without an error for an id that was never written`, async () => {
    await using subgraph = await withRecords(kind, 1);
    expect(await subgraph.run(`{ ${one}(id: "${prefix}-99") { id } }`)).toEqual({
      data: { [one]: null },
    });
  });

  test(`50 representations of ${type} are one storage call`, async () => {
    await using subgraph = await withRecords(kind, 30);
    const representations = Array.from({ length: 50 }, (_, index) => ({
      __typename: type,
      id: `${prefix}-${index + 1}`,
    }));
    const result = await subgraph.run(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { id title { text } } } }`,
      { variables: { r: representations } },
    );
    const entities = result.data?._entities as ({ id: string } | null)[];
    expect(entities.map((entity) => entity?.id ?? null)).toEqual(
      representations.map(({ id }, index) => (index < 30 ? id : null)),
    );
    expect(subgraph.reads).toEqual([`${kind.of.name}.getMany`]);
  });
}

test('a title is served in the language of the reader', async () => {
  await using subgraph = await withRecords(kinds[2], 1);
  const query = '{ thematicArea(id: "theme-1") { title { text language isFallback status } } }';
  const titles = await Promise.all(
    ['zh-CN', 'ar', 'fr;q=0.5, zh;q=0.2'].map(
      async (languages) => (await subgraph.run(query, { languages })).data?.thematicArea,
    ),
  );
  expect(titles).toMatchInlineSnapshot(`
    [
      {
        "title": {
          "isFallback": false,
          "language": "ZH",
          "status": "ORIGINAL",
          "text": "标题1",
        },
      },
      {
        "title": {
          "isFallback": true,
          "language": "EN",
          "status": "UNOFFICIAL",
          "text": "Title 1",
        },
      },
      {
        "title": {
          "isFallback": true,
          "language": "ZH",
          "status": "ORIGINAL",
          "text": "标题1",
        },
      },
    ]
  `);
});

test('a page larger than allowed and a foreign cursor are refused with their codes', async () => {
  await using subgraph = await withRecords(kinds[0], 1);
  const tooLarge = await subgraph.run('{ objectives(first: 101) { totalCount } }');
  const foreign = await subgraph.run('{ objectives(after: "nonsense") { totalCount } }');
  expect([tooLarge, foreign].map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
    'PAGE_SIZE_OUT_OF_RANGE',
    'INVALID_CURSOR',
  ]);
});

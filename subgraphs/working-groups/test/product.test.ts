import { expect, test } from 'vitest';
import { productOf, regularPathways, startedWith } from './group-records.ts';

test('a product is attributed as the source does it, and to a single group only where it is named', async () => {
  await using subgraph = await startedWith({
    groups: [regularPathways],
    products: [
      productOf(1, 'detention-policy-brief'),
      productOf(2, 'pathways-note', { kind: 'GUIDANCE_NOTE', workingGroup: 'regular-pathways' }),
    ],
  });
  const query = `{
    ofAll: product(id: "detention-policy-brief") {
      id title { text } kind attributedTo { text language status } workingGroup { id } citations { document { id } at }
    }
    ofOne: product(id: "pathways-note") { kind workingGroup { id } }
    none: product(id: "atlantis") { id }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "none": null,
        "ofAll": {
          "attributedTo": {
            "language": "EN",
            "status": "UNOFFICIAL",
            "text": "the thematic working groups",
          },
          "citations": [
            {
              "at": "¶88",
              "document": {
                "id": "001",
              },
            },
          ],
          "id": "detention-policy-brief",
          "kind": "POLICY_BRIEF",
          "title": {
            "text": "Product detention-policy-brief",
          },
          "workingGroup": null,
        },
        "ofOne": {
          "kind": "GUIDANCE_NOTE",
          "workingGroup": {
            "id": "regular-pathways",
          },
        },
      },
    }
  `);
});

test('products come in the order of the source, all or those of a kind, page by page', async () => {
  await using subgraph = await startedWith({
    products: [
      productOf(3, 'c', { kind: 'TOOL' }),
      productOf(1, 'z', { kind: 'TOOL' }),
      productOf(2, 'a'),
      productOf(10, 'b', { kind: 'TOOL' }),
    ],
  });
  const query = `query ($after: String) {
    products { totalCount edges { node { id } } }
    tools: products(kind: TOOL, first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { id } } }
  }`;
  const { data } = await subgraph.run(query);
  const { products, tools } = data as unknown as Record<'products' | 'tools', Products>;
  expect(idsOf(products)).toEqual(['z', 'a', 'c', 'b']);
  expect(idsOf(tools)).toEqual(['z', 'c']);
  expect(tools).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const next = await subgraph.run(query, { variables: { after: tools.pageInfo.endCursor } });
  expect(idsOf((next.data as unknown as { tools: Products }).tools)).toEqual(['b']);
});

interface Products {
  edges: { node: { id: string } }[];
  pageInfo: { endCursor: string };
}

function idsOf({ edges }: Products): string[] {
  return edges.map(({ node }) => node.id);
}

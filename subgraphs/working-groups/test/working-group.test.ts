import { reader, readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  groupOf,
  productOf,
  publisher,
  regularPathways,
  ruleOf,
  secretariat,
  startedWith,
} from './group-records.ts';

const whole = `query ($id: ID!) {
  workingGroup(id: $id) {
    id name { text language isFallback } state workstream { id } objectives { id }
    leads {
      __typename
      ... on Organization { id } ... on Body { id } ... on StakeholderGroup { id } ... on NamedRole { role }
    }
    charter { setOn outputs { output { text } measure { text } dueOn } }
    source { text } citations { document { id } at } version history { totalCount }
    products { totalCount }
  }
}`;

test('a working group of which the sources give only the name answers empty lists and nulls', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  expect(
    await subgraph.run(whole, { variables: { id: 'regular-pathways' }, languages: 'zh' }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "workingGroup": {
          "charter": null,
          "citations": [
            {
              "at": "¶12(g)",
              "document": {
                "id": "002",
              },
            },
          ],
          "history": null,
          "id": "regular-pathways",
          "leads": [],
          "name": {
            "isFallback": false,
            "language": "ZH",
            "text": "脆弱状况下移民正常途径工作组",
          },
          "objectives": [],
          "products": {
            "totalCount": 0,
          },
          "source": null,
          "state": "ESTABLISHED",
          "version": 1,
          "workstream": null,
        },
      },
    }
  `);
});

test('a working group answers leads of every kind, objectives, charter and products', async () => {
  await using subgraph = await startedWith({
    groups: [
      groupOf('detention', {
        workstream: 'thematic-2',
        objectives: ['objective-13', 'objective-7'],
        leads: [
          { type: 'Organization', id: 'unhcr' },
          { type: 'Body', id: 'executive-committee' },
          { type: 'StakeholderGroup', id: 'child-rights-initiative' },
          { type: 'NamedRole', role: 'COORDINATOR' },
        ],
        charter: {
          setOn: '2021-02-01',
          outputs: [
            {
              output: { original: 'en', texts: { en: 'Webinar series' } },
              measure: { original: 'en', texts: { en: 'Four recordings' } },
              dueOn: '2021-12-31',
            },
          ],
        },
      }),
    ],
    products: [productOf(1, 'brief', { workingGroup: 'detention' }), productOf(2, 'note')],
  });
  expect(await subgraph.run(whole, { variables: { id: 'detention' } })).toMatchInlineSnapshot(`
    {
      "data": {
        "workingGroup": {
          "charter": {
            "outputs": [
              {
                "dueOn": "2021-12-31",
                "measure": {
                  "text": "Four recordings",
                },
                "output": {
                  "text": "Webinar series",
                },
              },
            ],
            "setOn": "2021-02-01",
          },
          "citations": [
            {
              "at": "¶12(g)",
              "document": {
                "id": "002",
              },
            },
          ],
          "history": null,
          "id": "detention",
          "leads": [
            {
              "__typename": "Organization",
              "id": "unhcr",
            },
            {
              "__typename": "Body",
              "id": "executive-committee",
            },
            {
              "__typename": "StakeholderGroup",
              "id": "child-rights-initiative",
            },
            {
              "__typename": "NamedRole",
              "role": "COORDINATOR",
            },
          ],
          "name": {
            "isFallback": false,
            "language": "EN",
            "text": "Group detention",
          },
          "objectives": [
            {
              "id": "objective-13",
            },
            {
              "id": "objective-7",
            },
          ],
          "products": {
            "totalCount": 1,
          },
          "source": null,
          "state": "ACTIVE",
          "version": 1,
          "workstream": {
            "id": "thematic-2",
          },
        },
      },
    }
  `);
});

test('there is no working group under an unknown id', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  expect(await subgraph.run(whole, { variables: { id: 'atlantis' } })).toEqual({
    data: { workingGroup: null },
  });
});

const served = [
  groupOf('b-group', {
    workstream: 'thematic-2',
    objectives: ['objective-13'],
    leads: [{ type: 'Organization', id: 'iom' }],
  }),
  groupOf('a-group', {
    workstream: 'thematic-2',
    leads: [
      { type: 'Organization', id: 'iom' },
      { type: 'Organization', id: 'iom' },
    ],
  }),
  groupOf('c-group', {
    objectives: ['objective-7', 'objective-13'],
    leads: [{ type: 'Body', id: 'iom' }],
  }),
];

test('working groups are listed by id, all or those of a workstream', async () => {
  await using subgraph = await startedWith({ groups: served });
  const query = `{
    workingGroups(first: 2) { totalCount pageInfo { hasNextPage } edges { node { id } } }
    ofOne: workingGroups(workstreamId: "thematic-2") { totalCount edges { node { id } } }
    ofNone: workingGroups(workstreamId: "core-1.1") { totalCount edges { node { id } } }
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
                "id": "a-group",
              },
            },
            {
              "node": {
                "id": "b-group",
              },
            },
          ],
          "totalCount": 2,
        },
        "workingGroups": {
          "edges": [
            {
              "node": {
                "id": "a-group",
              },
            },
            {
              "node": {
                "id": "b-group",
              },
            },
          ],
          "pageInfo": {
            "hasNextPage": true,
          },
          "totalCount": 3,
        },
      },
    }
  `);
});

test('a workstream, an objective and a leading organization name their working groups', async () => {
  await using subgraph = await startedWith({ groups: served });
  const query = `{
    _entities(representations: [
      { __typename: "Workstream", id: "thematic-2" }
      { __typename: "Objective", id: "objective-13" }
      { __typename: "Organization", id: "iom" }
      { __typename: "Organization", id: "who" }
    ]) {
      ... on Workstream { workingGroups { totalCount edges { node { id } } } }
      ... on Objective { workingGroups { totalCount edges { node { id } } } }
      ... on Organization { workingGroups { totalCount edges { node { id } } } }
    }
  }`;
  const { data } = await subgraph.run(query);
  const ids = (data as unknown as Groups)._entities.map(
    ({ workingGroups: { edges, totalCount } }) => {
      expect(totalCount).toBe(edges.length);
      return edges.map(({ node }) => node.id);
    },
  );
  expect(ids).toEqual([['a-group', 'b-group'], ['b-group', 'c-group'], ['a-group', 'b-group'], []]);
});

test('fifty records by key are one read of each kind', async () => {
  await using subgraph = await startedWith({ groups: served, products: [productOf(1, 'brief')] });
  const ids = ['a-group', ...Array.from({ length: 49 }, (_, index) => `x-${index}`)];
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
  expect(await readsFor('WorkingGroup', 'id')).toEqual(['workingGroups.getMany']);
  expect(await readsFor('Product', 'id')).toEqual(['products.getMany']);
  for (const type of ['Workstream', 'Objective', 'Organization']) {
    expect(await readsFor(type, 'workingGroups { edges { node { id } } }')).toEqual([
      'workingGroups.pagePerParent',
    ]);
  }
});

test('the products of all groups on a page are one read', async () => {
  await using subgraph = await startedWith({ groups: served, products: [productOf(1, 'brief')] });
  const reads = readsOf(subgraph.storage);
  await subgraph.run('{ workingGroups { edges { node { products { edges { node { id } } } } } } }');
  expect(reads).toEqual(['workingGroups.page', 'products.pagePerParent']);
});

test('the history is for the secretariat and the group’s own publishers', async () => {
  await using subgraph = await startedWith({ groups: [regularPathways] });
  const query =
    '{ workingGroup(id: "regular-pathways") { history { edges { node { sequence at type by } } } } }';
  const answer = await subgraph.run(query, { as: secretariat });
  expect(answer).toMatchInlineSnapshot(`
    {
      "data": {
        "workingGroup": {
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
  const other = reader('otto', ['PUBLISHER', 'WorkingGroup', 'detention']);
  expect(await subgraph.run(query, { as: other })).toEqual({
    data: { workingGroup: { history: null } },
  });
});

test('the workplan’s rules about working groups come in its order', async () => {
  await using subgraph = await startedWith({
    rules: [
      ruleOf(2, '每个工作组一旦成立，将制定一项工作计划'),
      ruleOf(10, '向平台和中心提供信息'),
      ruleOf(1, '酌情成立工作组'),
    ],
  });
  const query =
    '{ workingGroupRules { totalCount edges { node { number text { text language } citations { at quote } } } } }';
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "workingGroupRules": {
          "edges": [
            {
              "node": {
                "citations": [
                  {
                    "at": "工作组 ¶2",
                    "quote": "酌情成立工作组",
                  },
                ],
                "number": 1,
                "text": {
                  "language": "ZH",
                  "text": "酌情成立工作组",
                },
              },
            },
            {
              "node": {
                "citations": [
                  {
                    "at": "工作组 ¶2",
                    "quote": "每个工作组一旦成立，将制定一项工作计划",
                  },
                ],
                "number": 2,
                "text": {
                  "language": "ZH",
                  "text": "每个工作组一旦成立，将制定一项工作计划",
                },
              },
            },
            {
              "node": {
                "citations": [
                  {
                    "at": "工作组 ¶2",
                    "quote": "向平台和中心提供信息",
                  },
                ],
                "number": 10,
                "text": {
                  "language": "ZH",
                  "text": "向平台和中心提供信息",
                },
              },
            },
          ],
          "totalCount": 3,
        },
      },
    }
  `);
});

interface Groups {
  _entities: { workingGroups: { totalCount: number; edges: { node: { id: string } }[] } }[];
}

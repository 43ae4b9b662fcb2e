import { reader, readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { asiaPacific, networkOf, publisher, secretariat, startedWith } from './network-records.ts';

test('a regional network answers its name, region, source and citations', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const query = `{
    regionalNetwork(id: "asia-pacific") {
      id name { text language isFallback status } region { id } source { text } citations { at } version
    }
  }`;
  expect(await subgraph.run(query, { languages: 'zh' })).toMatchInlineSnapshot(`
    {
      "data": {
        "regionalNetwork": {
          "citations": [
            {
              "at": "footnote 1",
            },
          ],
          "id": "asia-pacific",
          "name": {
            "isFallback": false,
            "language": "ZH",
            "status": "ORIGINAL",
            "text": "亚洲及太平洋区域网络",
          },
          "region": {
            "id": "asia-pacific",
          },
          "source": null,
          "version": 1,
        },
      },
    }
  `);
});

test('there is no regional network under an unknown id', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  expect(await subgraph.run('{ regionalNetwork(id: "atlantis") { id } }')).toMatchInlineSnapshot(`
    {
      "data": {
        "regionalNetwork": null,
      },
    }
  `);
});

test('members are those of today, each once, with their days', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const query = `{
    regionalNetwork(id: "asia-pacific") {
      members {
        totalCount
        edges { node { organization { id } validFrom validTo source { text } citations { document { id } at } } }
      }
    }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "regionalNetwork": {
          "members": {
            "edges": [
              {
                "node": {
                  "citations": [
                    {
                      "at": "footnote 1",
                      "document": {
                        "id": "002",
                      },
                    },
                  ],
                  "organization": {
                    "id": "escap",
                  },
                  "source": null,
                  "validFrom": null,
                  "validTo": null,
                },
              },
              {
                "node": {
                  "citations": [
                    {
                      "at": "footnote 1",
                      "document": {
                        "id": "002",
                      },
                    },
                  ],
                  "organization": {
                    "id": "wfp",
                  },
                  "source": null,
                  "validFrom": "2020-06-01",
                  "validTo": null,
                },
              },
              {
                "node": {
                  "citations": [
                    {
                      "at": "footnote 1",
                      "document": {
                        "id": "002",
                      },
                    },
                  ],
                  "organization": {
                    "id": "iom",
                  },
                  "source": null,
                  "validFrom": "2021-02-01",
                  "validTo": null,
                },
              },
            ],
            "totalCount": 3,
          },
        },
      },
    }
  `);
});

const membersAsOf = `query ($asOf: Date) {
  regionalNetwork(id: "asia-pacific") { members(asOf: $asOf) { edges { node { organization { id } } } } }
}`;

test.each([
  ['2019-04-30', ['escap']],
  ['2019-05-01', ['escap', 'iom']],
  ['2020-12-31', ['escap', 'iom', 'wfp']],
  ['2021-01-01', ['escap', 'wfp']],
  ['2021-06-01', ['escap', 'wfp', 'iom', 'who']],
])('members as of %s are those whose days include it', async (asOf, expected) => {
  await using subgraph = await startedWith([asiaPacific]);
  const { data } = await subgraph.run(membersAsOf, { variables: { asOf } });
  expect(memberIds(data)).toEqual(expected);
});

test('members change with the day of the clock', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  subgraph.clock.now = new Date('2021-05-31T23:59:59.999Z');
  expect(memberIds((await subgraph.run(membersAsOf)).data)).toEqual(['escap', 'wfp', 'iom']);
  subgraph.clock.now = new Date('2021-06-01T00:00:00.000Z');
  expect(memberIds((await subgraph.run(membersAsOf)).data)).toEqual(['escap', 'wfp', 'iom', 'who']);
});

test('members are read page by page', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const query = `query ($after: String) {
    regionalNetwork(id: "asia-pacific") {
      members(first: 2, after: $after) {
        totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { node { organization { id } } }
      }
    }
  }`;
  const first = await subgraph.run(query);
  expect(first).toMatchInlineSnapshot(`
    {
      "data": {
        "regionalNetwork": {
          "members": {
            "edges": [
              {
                "node": {
                  "organization": {
                    "id": "escap",
                  },
                },
              },
              {
                "node": {
                  "organization": {
                    "id": "wfp",
                  },
                },
              },
            ],
            "pageInfo": {
              "endCursor": "d2Zw",
              "hasNextPage": true,
              "hasPreviousPage": false,
            },
            "totalCount": 3,
          },
        },
      },
    }
  `);
  const after = (first.data as unknown as Page).regionalNetwork.members.pageInfo.endCursor;
  expect(await subgraph.run(query, { variables: { after } })).toMatchInlineSnapshot(`
    {
      "data": {
        "regionalNetwork": {
          "members": {
            "edges": [
              {
                "node": {
                  "organization": {
                    "id": "iom",
                  },
                },
              },
            ],
            "pageInfo": {
              "endCursor": "aW9t",
              "hasNextPage": false,
              "hasPreviousPage": true,
            },
            "totalCount": 3,
          },
        },
      },
    }
  `);
});

test.each([
  ['members(after: "bogus")', 'INVALID_CURSOR'],
  ['members(first: 101)', 'PAGE_SIZE_OUT_OF_RANGE'],
  ['members(asOf: "2021-02-29")', 'INVALID_VALUE'],
])('%s is refused', async (field, code) => {
  await using subgraph = await startedWith([asiaPacific]);
  const query = `{ regionalNetwork(id: "asia-pacific") { ${field} { totalCount } } }`;
  const { data, errors } = await subgraph.run(query);
  expect(data?.regionalNetwork ?? null).toBeNull();
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
});

test('regional networks are listed by id', async () => {
  await using subgraph = await startedWith([networkOf('west-africa', []), asiaPacific]);
  const query =
    '{ regionalNetworks { totalCount pageInfo { hasNextPage } edges { node { id } } } }';
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "regionalNetworks": {
          "edges": [
            {
              "node": {
                "id": "asia-pacific",
              },
            },
            {
              "node": {
                "id": "west-africa",
              },
            },
          ],
          "pageInfo": {
            "hasNextPage": false,
          },
          "totalCount": 2,
        },
      },
    }
  `);
});

test('totals are figures with citations, not counts of what is registered', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const query = `{
    regionalNetworkFigures {
      totalCount
      edges { node { id label { text } value qualifier unit { text } asOf citations { document { id } at } } }
    }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "regionalNetworkFigures": {
          "edges": [
            {
              "node": {
                "asOf": null,
                "citations": [
                  {
                    "at": "¶83",
                    "document": {
                      "id": "001",
                    },
                  },
                ],
                "id": "regional-networks",
                "label": {
                  "text": "Regional networks",
                },
                "qualifier": "EXACT",
                "unit": {
                  "text": "regional networks",
                },
                "value": 6,
              },
            },
          ],
          "totalCount": 1,
        },
      },
    }
  `);
});

const history = `{
  regionalNetwork(id: "asia-pacific") {
    history(first: 1) { totalCount pageInfo { hasNextPage } edges { node { sequence at type by } } }
  }
}`;

test('the history is answered to the secretariat and to publishers and validators of the network', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const asSecretariat = await subgraph.run(history, { as: secretariat });
  expect(asSecretariat).toMatchInlineSnapshot(`
    {
      "data": {
        "regionalNetwork": {
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
            "pageInfo": {
              "hasNextPage": false,
            },
            "totalCount": 1,
          },
        },
      },
    }
  `);
  expect(await subgraph.run(history, { as: publisher })).toEqual(asSecretariat);
  const validator = reader('vera', ['VALIDATOR', 'RegionalNetwork', 'asia-pacific']);
  expect(await subgraph.run(history, { as: validator })).toEqual(asSecretariat);
});

test('the history is null for the public and for publishers of another network', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const nothing = { data: { regionalNetwork: { history: null } } };
  expect(await subgraph.run(history)).toEqual(nothing);
  const other = reader('otto', ['PUBLISHER', 'RegionalNetwork', 'west-africa']);
  expect(await subgraph.run(history, { as: other })).toEqual(nothing);
});

test('fifty networks, organizations or regions by key are one read', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const ids = ['asia-pacific', ...Array.from({ length: 49 }, (_, index) => `network-${index}`)];
  const representations = ['RegionalNetwork', 'Organization', 'Region'].map((type) =>
    ids.map((id) => ({
      __typename: type,
      id: type === 'Organization' && id === 'asia-pacific' ? 'iom' : id,
    })),
  );
  const query = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on RegionalNetwork { id members { totalCount } }
      ... on Organization { regionalNetworks { totalCount edges { node { id } } } }
      ... on Region { regionalNetwork { id } }
    }
  }`;
  const reads = readsOf(subgraph.storage);
  for (const [index, expected] of [
    ['regionalNetworks.getMany'],
    ['regionalNetworks.pagePerParent'],
    ['regionalNetworks.pagePerParent'],
  ].entries()) {
    reads.length = 0;
    const { data, errors } = await subgraph.run(query, {
      variables: { representations: representations[index] },
    });
    expect(errors).toBeUndefined();
    expect(data?._entities).toHaveLength(50);
    expect(reads).toEqual(expected);
  }
});

interface Page {
  regionalNetwork: { members: { pageInfo: { endCursor: string } } };
}

function memberIds(data: unknown): string[] {
  const { regionalNetwork } = data as {
    regionalNetwork: { members: { edges: { node: { organization: { id: string } } }[] } };
  };
  return regionalNetwork.members.edges.map(({ node }) => node.organization.id);
}

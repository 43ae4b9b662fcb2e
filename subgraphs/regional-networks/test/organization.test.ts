import { expect, test } from 'vitest';
import { asiaPacific, networkOf, startedWith } from './network-records.ts';

const networksOfOrganization = `query ($id: String!, $asOf: Date, $first: Int, $after: String) {
  _entities(representations: [{ __typename: "Organization", id: $id }]) {
    ... on Organization {
      regionalNetworks(asOf: $asOf, first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { id } }
      }
    }
  }
}`;

test('an organization names the networks of which it is a member on the day', async () => {
  await using subgraph = await startedWith([
    asiaPacific,
    networkOf('west-africa', [['iom', null, '2020-01-31']]),
  ]);
  const run = async (asOf?: string) => {
    const { data } = await subgraph.run(networksOfOrganization, { variables: { id: 'iom', asOf } });
    return networkIds(data);
  };
  expect(await run()).toEqual(['asia-pacific']);
  expect(await run('2020-01-31')).toEqual(['asia-pacific', 'west-africa']);
  expect(await run('2021-01-15')).toEqual([]);
  expect(await run('2018-01-01')).toEqual(['west-africa']);
});

test('all networks of an organization are found, however many there are, and paged', async () => {
  const networks = Array.from({ length: 230 }, (_, index) =>
    networkOf(`network-${String(index).padStart(3, '0')}`, [['iom', null, null]]),
  );
  await using subgraph = await startedWith(networks);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const variables: Record<string, unknown> = { id: 'iom', first: 100, after };
    const { data } = await subgraph.run(networksOfOrganization, { variables });
    seen.push(...networkIds(data));
    const { pageInfo, totalCount } = (data as unknown as Entities)._entities[0].regionalNetworks;
    expect(totalCount).toBe(230);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(networks.map(({ _id }) => _id));
});

interface Entities {
  _entities: [
    {
      regionalNetworks: {
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
        edges: { node: { id: string } }[];
      };
    },
  ];
}

function networkIds(data: unknown): string[] {
  return (data as Entities)._entities[0].regionalNetworks.edges.map(({ node }) => node.id);
}

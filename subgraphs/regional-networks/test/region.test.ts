import { expect, test } from 'vitest';
import { asiaPacific, startedWith } from './network-records.ts';

test('a region names its network, and none where none is registered', async () => {
  await using subgraph = await startedWith([asiaPacific]);
  const query = `{
    _entities(representations: [
      { __typename: "Region", id: "asia-pacific" }, { __typename: "Region", id: "west-africa" }
    ]) { ... on Region { id regionalNetwork { id } } }
  }`;
  expect(await subgraph.run(query)).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "id": "asia-pacific",
            "regionalNetwork": {
              "id": "asia-pacific",
            },
          },
          {
            "id": "west-africa",
            "regionalNetwork": null,
          },
        ],
      },
    }
  `);
});

import { expect, test } from 'vitest';
import { workstreams } from '../src/documents.ts';
import { startedSubgraph, workstream } from './network-records.ts';

const objectives = (...ids: string[]) => ({
  of: ids.map((id) => ({ __typename: 'Objective', id })),
});

test('an objective knows whether active and future workstreams cover it', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Objective {
      coverage {
        objective { id } isCoveredByActive isCoveredByFuture
        cells { workstream { id } status isMain isFuture }
      }
    } } }`,
    { variables: objectives('objective-13', 'objective-2', 'objective-23') },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "coverage": {
              "cells": [
                {
                  "isFuture": false,
                  "isMain": true,
                  "status": "IN_PREPARATION",
                  "workstream": {
                    "id": "thematic-2",
                  },
                },
                {
                  "isFuture": true,
                  "isMain": false,
                  "status": "INTEREST",
                  "workstream": {
                    "id": "future-2",
                  },
                },
              ],
              "isCoveredByActive": true,
              "isCoveredByFuture": true,
              "objective": {
                "id": "objective-13",
              },
            },
          },
          {
            "coverage": {
              "cells": [
                {
                  "isFuture": true,
                  "isMain": true,
                  "status": "INTEREST",
                  "workstream": {
                    "id": "future-2",
                  },
                },
              ],
              "isCoveredByActive": false,
              "isCoveredByFuture": true,
              "objective": {
                "id": "objective-2",
              },
            },
          },
          {
            "coverage": {
              "cells": [],
              "isCoveredByActive": false,
              "isCoveredByFuture": false,
              "objective": {
                "id": "objective-23",
              },
            },
          },
        ],
      },
    }
  `);
});

test('an id that is no objective is covered by nothing, and neither is any objective by a plan that is not there', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Objective {
      coverage { isCoveredByActive } other: coverage(workplan: "workplan-1999") { isCoveredByActive }
    } } }`,
    { variables: objectives('objective-24', 'objective-13') },
  );
  expect(result).toEqual({
    data: {
      _entities: [
        { coverage: null, other: null },
        { coverage: { isCoveredByActive: true }, other: null },
      ],
    },
  });
});

test('the matrix has a row for each objective and says which are left open', async () => {
  await using subgraph = await startedSubgraph();
  const { data } = await subgraph.run(
    `{ coverage {
      workplan { id } uncovered { id } uncoveredByAny { id }
      objectives { objective { id } isCoveredByActive isCoveredByFuture cells { workstream { id } } }
    } }`,
  );
  const { objectives, ...coverage } = data?.coverage as {
    objectives: { objective: { id: string }; cells: unknown[] }[];
  };
  expect(objectives).toHaveLength(23);
  expect(objectives.filter(({ cells }) => cells.length > 0)).toMatchInlineSnapshot(`
    [
      {
        "cells": [
          {
            "workstream": {
              "id": "future-2",
            },
          },
        ],
        "isCoveredByActive": false,
        "isCoveredByFuture": true,
        "objective": {
          "id": "objective-2",
        },
      },
      {
        "cells": [
          {
            "workstream": {
              "id": "thematic-3",
            },
          },
        ],
        "isCoveredByActive": true,
        "isCoveredByFuture": false,
        "objective": {
          "id": "objective-5",
        },
      },
      {
        "cells": [
          {
            "workstream": {
              "id": "thematic-2",
            },
          },
          {
            "workstream": {
              "id": "thematic-3",
            },
          },
        ],
        "isCoveredByActive": true,
        "isCoveredByFuture": false,
        "objective": {
          "id": "objective-7",
        },
      },
      {
        "cells": [
          {
            "workstream": {
              "id": "thematic-2",
            },
          },
        ],
        "isCoveredByActive": true,
        "isCoveredByFuture": false,
        "objective": {
          "id": "objective-10",
        },
      },
      {
        "cells": [
          {
            "workstream": {
              "id": "thematic-2",
            },
          },
          {
            "workstream": {
              "id": "future-2",
            },
          },
        ],
        "isCoveredByActive": true,
        "isCoveredByFuture": true,
        "objective": {
          "id": "objective-13",
        },
      },
    ]
  `);
  expect(coverage).toMatchInlineSnapshot(`
    {
      "uncovered": [
        {
          "id": "objective-1",
        },
        {
          "id": "objective-2",
        },
        {
          "id": "objective-3",
        },
        {
          "id": "objective-4",
        },
        {
          "id": "objective-6",
        },
        {
          "id": "objective-8",
        },
        {
          "id": "objective-9",
        },
        {
          "id": "objective-11",
        },
        {
          "id": "objective-12",
        },
        {
          "id": "objective-14",
        },
        {
          "id": "objective-15",
        },
        {
          "id": "objective-16",
        },
        {
          "id": "objective-17",
        },
        {
          "id": "objective-18",
        },
        {
          "id": "objective-19",
        },
        {
          "id": "objective-20",
        },
        {
          "id": "objective-21",
        },
        {
          "id": "objective-22",
        },
        {
          "id": "objective-23",
        },
      ],
      "uncoveredByAny": [
        {
          "id": "objective-1",
        },
        {
          "id": "objective-3",
        },
        {
          "id": "objective-4",
        },
        {
          "id": "objective-6",
        },
        {
          "id": "objective-8",
        },
        {
          "id": "objective-9",
        },
        {
          "id": "objective-11",
        },
        {
          "id": "objective-12",
        },
        {
          "id": "objective-14",
        },
        {
          "id": "objective-15",
        },
        {
          "id": "objective-16",
        },
        {
          "id": "objective-17",
        },
        {
          "id": "objective-18",
        },
        {
          "id": "objective-19",
        },
        {
          "id": "objective-20",
        },
        {
          "id": "objective-21",
        },
        {
          "id": "objective-22",
        },
        {
          "id": "objective-23",
        },
      ],
      "workplan": {
        "id": "workplan-2019",
      },
    }
  `);
});

test('what has been discontinued covers nothing', async () => {
  await using subgraph = await startedSubgraph();
  await subgraph.storage.collection(workstreams, {}).load(
    [
      workstream({
        _id: 'thematic-9',
        component: 'THEMATIC',
        position: 30,
        objectives: ['objective-23'],
        status: 'DISCONTINUED',
      }),
    ],
    { at: '2026-01-01T00:00:00.000Z', by: 'system' },
  );
  const { data } = await subgraph.run('{ coverage { uncovered { id } uncoveredByAny { id } } }');
  const { uncovered, uncoveredByAny } = data?.coverage as Record<string, { id: string }[]>;
  expect(uncovered).toContainEqual({ id: 'objective-23' });
  expect(uncoveredByAny).toContainEqual({ id: 'objective-23' });
});

test('there is no matrix of a plan that is not there', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run('{ coverage(workplan: "workplan-1999") { workplan { id } } }');
  expect(result).toEqual({ data: { coverage: null } });
});

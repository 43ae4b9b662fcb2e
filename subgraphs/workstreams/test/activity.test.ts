import { expect, test } from 'vitest';
import { startedSubgraph } from './network-records.ts';

test('an activity keeps its points, its dates and the numbers that are still open', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run(
    `{ activity(id: "core-1.1-activity-2") {
      id number workstream { id } text { text } points { text }
      timeFrames { kind latest precision } quantities { kind of { text } minimum maximum words { text } } citations { at }
    } }`,
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "activity": {
          "citations": [
            {
              "at": "activity 2",
            },
          ],
          "id": "core-1.1-activity-2",
          "number": 2,
          "points": [
            {
              "text": "First point",
            },
            {
              "text": "Second point",
            },
          ],
          "quantities": [
            {
              "kind": "TO_BE_DETERMINED",
              "maximum": null,
              "minimum": null,
              "of": {
                "text": "countries",
              },
              "words": {
                "text": "XX",
              },
            },
          ],
          "text": {
            "text": "Activity 2: XX countries by May 2020",
          },
          "timeFrames": [
            {
              "kind": "BY",
              "latest": "2020-05-31",
              "precision": "MONTH",
            },
          ],
          "workstream": {
            "id": "core-1.1",
          },
        },
      },
    }
  `);
});

test('an activity that is not there is null', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run('{ activity(id: "core-1.1-activity-9") { id } }');
  expect(result).toEqual({ data: { activity: null } });
});

test('the activities of a workstream are in order and come in pages', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run(
    `{ workstream(id: "core-1.1") { activities(first: 1) {
      edges { node { id } } totalCount pageInfo { hasNextPage }
    } } }`,
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "workstream": {
          "activities": {
            "edges": [
              {
                "node": {
                  "id": "core-1.1-activity-1",
                },
              },
            ],
            "pageInfo": {
              "hasNextPage": true,
            },
            "totalCount": 2,
          },
        },
      },
    }
  `);
});

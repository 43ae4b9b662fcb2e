import { expect, test } from 'vitest';
import { type WorkplanDocument, workplans } from '../src/documents.ts';
import { english, startedSubgraph, workplan } from './network-records.ts';
import { countCalls } from './storage-calls.ts';

test('a workplan has its priorities in order, its rules of review and its workstreams', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run(
    `{ workplan(id: "workplan-2019") {
      id title(language: ZH) { text language } date
      corePriorities { number text { text } citations { at } }
      reviewRules { text { text } } notes { text { text } }
      citations { document { symbol } at }
      workstreams(first: 2) { edges { node { id } } totalCount pageInfo { hasNextPage } }
    } }`,
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "workplan": {
          "citations": [
            {
              "at": "title page",
              "document": {
                "symbol": null,
              },
            },
          ],
          "corePriorities": [
            {
              "citations": [
                {
                  "at": "section 1, (一)",
                },
              ],
              "number": 1,
              "text": {
                "text": "Develop the capacity-building mechanism",
              },
            },
            {
              "citations": [
                {
                  "at": "section 1, (四)",
                },
              ],
              "number": 2,
              "text": {
                "text": "Develop the voice of the Network",
              },
            },
          ],
          "date": "2019-07",
          "id": "workplan-2019",
          "notes": [],
          "reviewRules": [
            {
              "text": {
                "text": "The focus is adjusted as needed",
              },
            },
          ],
          "title": {
            "language": "ZH",
            "text": "联合国移民问题网络 工作计划",
          },
          "workstreams": {
            "edges": [
              {
                "node": {
                  "id": "core-1.1",
                },
              },
              {
                "node": {
                  "id": "core-3",
                },
              },
            ],
            "pageInfo": {
              "hasNextPage": true,
            },
            "totalCount": 5,
          },
        },
      },
    }
  `);
});

test('a workplan that is not there is null', async () => {
  await using subgraph = await startedSubgraph();
  const result = await subgraph.run('{ workplan(id: "workplan-1999") { id } }');
  expect(result).toEqual({ data: { workplan: null } });
});

test('workplans are listed with the newest first', async () => {
  await using subgraph = await startedSubgraph();
  const newer: Omit<WorkplanDocument, 'version' | 'history' | 'changedAt'> = {
    ...workplan,
    _id: 'workplan-2022',
    date: '2022-01',
    title: english('A later plan'),
  };
  await subgraph.storage
    .collection(workplans, {})
    .load([newer], { at: '2026-01-01T00:00:00.000Z', by: 'system' });
  const result = await subgraph.run(
    '{ workplans { edges { node { id date } } totalCount pageInfo { hasNextPage } } }',
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "workplans": {
          "edges": [
            {
              "node": {
                "date": "2022-01",
                "id": "workplan-2022",
              },
            },
            {
              "node": {
                "date": "2019-07",
                "id": "workplan-2019",
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

test('fifty representations of workplans cost one storage call', async () => {
  await using subgraph = await startedSubgraph();
  const asked = countCalls(subgraph.storage);
  const representations = Array.from({ length: 50 }, (_, index) => ({
    __typename: 'Workplan',
    id: index === 7 ? 'workplan-2019' : `workplan-${index}`,
  }));
  const { data } = await subgraph.run(
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Workplan { id } } }',
    { variables: { of: representations } },
  );
  const found = data?._entities as ({ id: string } | null)[];
  expect(found.filter((one) => one !== null)).toEqual([{ id: 'workplan-2019' }]);
  expect(asked).toEqual(['workplans getMany']);
});

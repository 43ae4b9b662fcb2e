import { expect, test } from 'vitest';
import {
  comments,
  place,
  publisher,
  publishReport,
  reportId,
  succeed,
  validator,
  withReport,
} from './network-records.ts';

test('a report is returned with comments, revised, validated, published and corrected, and every version stays', async () => {
  await using subgraph = await withReport({ isSubmitted: true });
  const id = reportId;
  await succeed(subgraph, 'returnStatusReport', {
    input: { id, version: 2, comments },
    as: validator,
  });
  subgraph.clock.now = new Date('2026-07-06T09:00:00.000Z');
  await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, version: 3, narrative: { language: 'EN', text: 'Four countries.' } },
    as: publisher,
  });
  await succeed(subgraph, 'submitStatusReport', { input: { id, version: 4 }, as: publisher });
  await succeed(subgraph, 'validateStatusReport', { input: { id, version: 5 }, as: validator });
  await succeed(subgraph, 'publishStatusReport', { input: { id, version: 6 }, as: publisher });
  subgraph.clock.now = new Date('2026-09-01T09:00:00.000Z');
  await publishReport(subgraph, { input: { version: 7, progress: 50 } });
  const read = `{ statusReport(id: "${id}") {
    state isCorrected possibleActions version isOverdue
    published { number } working { number }
    versions { totalCount edges { node {
      number previous { number } state progress narrative { text }
      submittedAt submittedBy returnedAt returnComments { text } validatedAt validatedBy isValidatedWithinUnit
      publishedAt supersededAt
    } } }
    versionNumbered(number: 2) { progress }
    history { totalCount edges { node { sequence type by onBehalfOf } } }
  } }`;
  expect(await subgraph.run(read, { as: publisher })).toMatchInlineSnapshot(`
    {
      "data": {
        "statusReport": {
          "history": {
            "edges": [
              {
                "node": {
                  "by": "ana",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 1,
                  "type": "saved",
                },
              },
              {
                "node": {
                  "by": "ana",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 2,
                  "type": "submitted",
                },
              },
              {
                "node": {
                  "by": "vic",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 3,
                  "type": "returned",
                },
              },
              {
                "node": {
                  "by": "ana",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 4,
                  "type": "saved",
                },
              },
              {
                "node": {
                  "by": "ana",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 5,
                  "type": "submitted",
                },
              },
              {
                "node": {
                  "by": "vic",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 6,
                  "type": "validated",
                },
              },
              {
                "node": {
                  "by": "ana",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 7,
                  "type": "published",
                },
              },
              {
                "node": {
                  "by": "ana",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 8,
                  "type": "saved",
                },
              },
              {
                "node": {
                  "by": "ana",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 9,
                  "type": "submitted",
                },
              },
              {
                "node": {
                  "by": "vic",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 10,
                  "type": "validated",
                },
              },
              {
                "node": {
                  "by": "vic",
                  "onBehalfOf": "RegionalNetwork.asia-pacific",
                  "sequence": 11,
                  "type": "published",
                },
              },
            ],
            "totalCount": 11,
          },
          "isCorrected": true,
          "isOverdue": false,
          "possibleActions": [
            "saveStatusReport",
          ],
          "published": {
            "number": 3,
          },
          "state": "PUBLISHED",
          "version": 11,
          "versionNumbered": {
            "progress": 40,
          },
          "versions": {
            "edges": [
              {
                "node": {
                  "isValidatedWithinUnit": false,
                  "narrative": {
                    "text": "The fund is at work.",
                  },
                  "number": 1,
                  "previous": null,
                  "progress": 40,
                  "publishedAt": null,
                  "returnComments": {
                    "text": "Which countries?",
                  },
                  "returnedAt": "2026-07-05T09:00:00.000Z",
                  "state": "RETURNED",
                  "submittedAt": "2026-07-05T09:00:00.000Z",
                  "submittedBy": "ana",
                  "supersededAt": null,
                  "validatedAt": null,
                  "validatedBy": null,
                },
              },
              {
                "node": {
                  "isValidatedWithinUnit": false,
                  "narrative": {
                    "text": "Four countries.",
                  },
                  "number": 2,
                  "previous": {
                    "number": 1,
                  },
                  "progress": 40,
                  "publishedAt": "2026-07-06T09:00:00.000Z",
                  "returnComments": null,
                  "returnedAt": null,
                  "state": "SUPERSEDED",
                  "submittedAt": "2026-07-06T09:00:00.000Z",
                  "submittedBy": "ana",
                  "supersededAt": "2026-09-01T09:00:00.000Z",
                  "validatedAt": "2026-07-06T09:00:00.000Z",
                  "validatedBy": "vic",
                },
              },
              {
                "node": {
                  "isValidatedWithinUnit": false,
                  "narrative": {
                    "text": "The fund is at work.",
                  },
                  "number": 3,
                  "previous": {
                    "number": 2,
                  },
                  "progress": 50,
                  "publishedAt": "2026-09-01T09:00:00.000Z",
                  "returnComments": null,
                  "returnedAt": null,
                  "state": "PUBLISHED",
                  "submittedAt": "2026-09-01T09:00:00.000Z",
                  "submittedBy": "ana",
                  "supersededAt": null,
                  "validatedAt": "2026-09-01T09:00:00.000Z",
                  "validatedBy": "vic",
                },
              },
            ],
            "totalCount": 3,
          },
          "working": null,
        },
      },
    }
  `);
  expect(await subgraph.run(read)).toMatchInlineSnapshot(`
    {
      "data": {
        "statusReport": {
          "history": null,
          "isCorrected": true,
          "isOverdue": false,
          "possibleActions": [],
          "published": {
            "number": 3,
          },
          "state": "PUBLISHED",
          "version": null,
          "versionNumbered": {
            "progress": 40,
          },
          "versions": {
            "edges": [
              {
                "node": {
                  "isValidatedWithinUnit": false,
                  "narrative": {
                    "text": "Four countries.",
                  },
                  "number": 2,
                  "previous": null,
                  "progress": 40,
                  "publishedAt": "2026-07-06T09:00:00.000Z",
                  "returnComments": null,
                  "returnedAt": null,
                  "state": "SUPERSEDED",
                  "submittedAt": "2026-07-06T09:00:00.000Z",
                  "submittedBy": null,
                  "supersededAt": "2026-09-01T09:00:00.000Z",
                  "validatedAt": "2026-07-06T09:00:00.000Z",
                  "validatedBy": null,
                },
              },
              {
                "node": {
                  "isValidatedWithinUnit": false,
                  "narrative": {
                    "text": "The fund is at work.",
                  },
                  "number": 3,
                  "previous": {
                    "number": 2,
                  },
                  "progress": 50,
                  "publishedAt": "2026-09-01T09:00:00.000Z",
                  "returnComments": null,
                  "returnedAt": null,
                  "state": "PUBLISHED",
                  "submittedAt": "2026-09-01T09:00:00.000Z",
                  "submittedBy": null,
                  "supersededAt": null,
                  "validatedAt": "2026-09-01T09:00:00.000Z",
                  "validatedBy": null,
                },
              },
            ],
            "totalCount": 2,
          },
          "working": null,
        },
      },
    }
  `);
});

import { reader } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  done,
  focalPoint,
  id,
  leadTo,
  proposal,
  secretariat,
  setClock,
  start,
  startStory,
  stranger,
  westAfrica,
} from './story.ts';

const title = proposal.title;
const _onBehalfOf = { type: 'ORGANIZATION', id: 'iom' };

test('contributors see that there is a statement, and their own words, and nothing else', async () => {
  await using story = await startStory();
  await leadTo(story, 'EMBARGOED');
  const query = `{
    statement(id: "${id}") {
      id state shownAs title { text } hasFullText paragraphs { number } asks { id } mediaContacts { name }
      objectives { id } textHash canonicalText record { textHash } date issuedAt possibleActions
      work {
        part contributors { ... on RegionalNetwork { id } }
        contributions { edges { node { contributor { ... on RegionalNetwork { id } } text { text } } } }
        versions { totalCount } rounds { number } embargo { until }
      }
      history { totalCount }
    }
    proposedStatements { totalCount edges { node { id } } }
    statements { totalCount }
  }`;
  expect(await story.run(query, { as: westAfrica })).toMatchInlineSnapshot(`
    {
      "data": {
        "proposedStatements": {
          "edges": [
            {
              "node": {
                "id": "vaccines-for-all",
              },
            },
          ],
          "totalCount": 1,
        },
        "statement": {
          "asks": [],
          "canonicalText": null,
          "date": null,
          "hasFullText": false,
          "history": null,
          "id": "vaccines-for-all",
          "issuedAt": null,
          "mediaContacts": [],
          "objectives": [],
          "paragraphs": [],
          "possibleActions": [],
          "record": null,
          "shownAs": "NOTICE",
          "state": "ADOPTED",
          "textHash": null,
          "title": {
            "text": "Vaccines for all",
          },
          "work": {
            "contributions": {
              "edges": [
                {
                  "node": {
                    "contributor": {
                      "id": "west-africa",
                    },
                    "text": {
                      "text": "Words from west-africa.",
                    },
                  },
                },
              ],
            },
            "contributors": [
              {
                "id": "west-africa",
              },
            ],
            "embargo": null,
            "part": "CONTRIBUTOR",
            "rounds": [],
            "versions": {
              "totalCount": 0,
            },
          },
        },
        "statements": {
          "totalCount": 0,
        },
      },
    }
  `);
});

test('proposed statements are listed to those with a part in them, the last proposed first', async () => {
  await using story = await startStory();
  await leadTo(story, 'EMBARGOED');
  setClock(story, start);
  for (const [offset, chosen] of ['first', 'second'].entries()) {
    setClock(story, start, 1000 * (offset + 1));
    const input = { id: chosen, title, track: 'STANDARD' };
    await done(story, 'proposeStatement', { as: secretariat, input });
  }
  const query = `{
    all: proposedStatements { totalCount edges { node { id } } }
    open: proposedStatements(isOpen: true) { totalCount edges { node { id } } }
    closed: proposedStatements(isOpen: false) { totalCount edges { node { id } } }
  }`;
  const list = (...ids: string[]) => ({
    totalCount: ids.length,
    edges: ids.map((one) => ({ node: { id: one } })),
  });
  expect((await story.run(query, { as: secretariat })).data).toEqual({
    all: list('second', 'first', id),
    open: list('second', 'first'),
    closed: list(id),
  });
  expect((await story.run(query, { as: focalPoint('iom') })).data).toEqual({
    all: list(id),
    open: list(),
    closed: list(id),
  });
  for (const as of [stranger, undefined]) {
    expect((await story.run(query, { ...(as && { as }) })).data).toEqual({
      all: list(),
      open: list(),
      closed: list(),
    });
  }
});

test('a list for somebody who speaks for too many says so', async () => {
  await using story = await startStory();
  const of = (count: number) =>
    reader(
      'many',
      ...Array.from({ length: count }, (_, index): [string, string, string] => [
        'FOCAL_POINT',
        'Organization',
        `organization-${index}`,
      ]),
    );
  const query = '{ proposedStatements { totalCount } }';
  expect((await story.run(query, { as: of(16) })).data).toEqual({
    proposedStatements: { totalCount: 0 },
  });
  expect((await story.run(query, { as: of(17) })).errors?.[0]?.extensions.code).toBe(
    'TOO_MANY_ROLES',
  );
});

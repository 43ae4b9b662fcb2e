import { reader } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  asiaPacific,
  done,
  focalPoint,
  id,
  leadTo,
  proposal,
  revised,
  secretariat,
  startStory,
  stranger,
  write,
} from './story.ts';

const title = proposal.title;
const onBehalfOf = { type: 'ORGANIZATION', id: 'iom' };

test('what the secretariat proposes can be drafted at once', async () => {
  await using story = await startStory();
  const query = `mutation ($input: ProposeStatementInput!) {
    proposeStatement(input: $input) {
      problems { code }
      record {
        id state shownAs version title { text } hasFullText textHash date possibleActions
        work {
          part track title { text } occasion { text } proposedAt proposer { __typename }
          settings { minimumSilence clearanceWindow positionsShown }
          contributors { __typename ... on RegionalNetwork { id } }
          contributions { totalCount } versions { totalCount } rounds { number } embargo { until } abandonedBecause
        }
      }
    }
  }`;
  const result = await story.run(query, { as: secretariat, variables: { input: proposal } });
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "proposeStatement": {
          "problems": [],
          "record": {
            "date": null,
            "hasFullText": false,
            "id": "vaccines-for-all",
            "possibleActions": [
              "inviteToStatement",
              "saveStatementText",
              "abandonStatement",
            ],
            "shownAs": "NOTICE",
            "state": "DRAFTING",
            "textHash": null,
            "title": {
              "text": "Vaccines for all",
            },
            "version": 1,
            "work": {
              "abandonedBecause": null,
              "contributions": {
                "totalCount": 0,
              },
              "contributors": [
                {
                  "__typename": "RegionalNetwork",
                  "id": "asia-pacific",
                },
                {
                  "__typename": "RegionalNetwork",
                  "id": "west-africa",
                },
              ],
              "embargo": null,
              "occasion": {
                "text": "The first deliveries; one voice is heard further.",
              },
              "part": "SECRETARIAT",
              "proposedAt": "2021-03-01T12:00:00.000Z",
              "proposer": null,
              "rounds": [],
              "settings": {
                "clearanceWindow": "P10D",
                "minimumSilence": "PT72H",
                "positionsShown": "AT_ONCE",
              },
              "title": {
                "text": "Vaccines for all",
              },
              "track": "STANDARD",
              "versions": {
                "totalCount": 0,
              },
            },
          },
        },
      },
    }
  `);
});

test('a proposal without an id gets one', async () => {
  await using story = await startStory();
  const record = await done(story, 'proposeStatement', {
    as: secretariat,
    input: { title, track: 'POSITION' },
  });
  expect(record.id).toBe('id-1');
});

test('a member proposes, and drafting begins when the secretariat accepts it', async () => {
  await using story = await startStory();
  const proposed = await done(story, 'proposeStatement', {
    as: focalPoint('iom'),
    input: { title, track: 'STANDARD', onBehalfOf },
  });
  expect(proposed).toMatchObject({ id: 'id-1', state: 'PROPOSED', possibleActions: [] });
  const accepted = await done(story, 'acceptStatement', {
    as: secretariat,
    input: {
      statementId: 'id-1',
      version: 1,
      contributors: [{ type: 'WORKING_GROUP', id: 'regular-pathways' }],
      settings: { minimumSilence: 'PT48H' },
    },
  });
  expect(accepted).toMatchObject({ state: 'DRAFTING', version: 2 });
  const query = `{ statement(id: "id-1") { work {
    proposer { ... on Organization { id } } settings { minimumSilence clearanceWindow }
    contributors { ... on WorkingGroup { id } }
  } } }`;
  expect((await story.run(query, { as: secretariat })).data?.statement).toEqual({
    work: {
      proposer: { id: 'iom' },
      settings: { minimumSilence: 'PT48H', clearanceWindow: 'P10D' },
      contributors: [{ id: 'regular-pathways' }],
    },
  });
});

test('a proposal is accepted once, and with known contributors and sensible numbers', async () => {
  await using story = await startStory();
  const input = { title, track: 'STANDARD', onBehalfOf };
  await done(story, 'proposeStatement', { as: focalPoint('iom'), input });
  const accept = (more: object) =>
    write(story, 'acceptStatement', {
      as: secretariat,
      input: { statementId: 'id-1', version: 1, ...more },
    });
  const wrong = await accept({
    contributors: [{ type: 'WORKING_GROUP', id: 'atlantis' }],
    settings: { minimumSilence: 'P1M' },
  });
  expect(wrong.problems.map(({ code, path }) => [code, path.join('.')])).toEqual([
    ['INVALID_VALUE', 'settings.minimumSilence'],
    ['UNKNOWN_RECORD', 'contributors.0.id'],
  ]);
  await accept({});
  expect(await accept({ version: 2 })).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'DRAFTING' }],
  });
});

test('only those who speak for an organization or network propose, and for no other', async () => {
  await using story = await startStory();
  const propose = (as: Parameters<typeof write>[2]['as'], more: object = {}) =>
    write(story, 'proposeStatement', {
      ...(as && { as }),
      input: { title, track: 'STANDARD', ...more },
    });
  const refused = { record: null, problems: [{ code: 'NOT_ALLOWED', path: ['onBehalfOf'] }] };
  expect(await propose(undefined)).toMatchObject(refused);
  expect(await propose(stranger)).toMatchObject(refused);
  expect(await propose(focalPoint('iom'))).toMatchObject(refused);
  expect(await propose(focalPoint('who'), { onBehalfOf })).toMatchObject(refused);
  expect(await propose(undefined, { onBehalfOf })).toMatchObject(refused);
  expect(
    await propose(asiaPacific, { onBehalfOf: { type: 'REGIONAL_NETWORK', id: 'west-africa' } }),
  ).toMatchObject(refused);
});

test('ids, contributors and numbers are the secretariat’s to choose', async () => {
  await using story = await startStory();
  const { problems } = await write(story, 'proposeStatement', {
    as: focalPoint('iom'),
    input: { ...proposal, onBehalfOf, settings: {} },
  });
  expect(problems.map(({ code, path }) => [code, path.join('.')])).toEqual([
    ['NOT_ALLOWED', 'id'],
    ['NOT_ALLOWED', 'contributors'],
    ['NOT_ALLOWED', 'settings'],
  ]);
});

test('an id that is taken by a hidden statement is refused like a free one to those who may not choose', async () => {
  await using story = await startStory();
  await leadTo(story, 'EMBARGOED');
  const propose = (chosen: string, as = focalPoint('iom')) =>
    write(story, 'proposeStatement', {
      as,
      input: { title, track: 'STANDARD', id: chosen, onBehalfOf },
    });
  expect(await propose(id)).toEqual(await propose('never-written'));
  const { problems } = await write(story, 'proposeStatement', {
    as: secretariat,
    input: proposal,
  });
  expect(problems).toMatchObject([{ code: 'INVALID_VALUE', path: ['id'] }]);
});

test('all that is wrong with a proposal is said at once', async () => {
  await using story = await startStory();
  const { problems } = await write(story, 'proposeStatement', {
    as: secretariat,
    input: {
      id: 'Not An Id',
      title: { language: 'EN', text: ' ' },
      occasion: { language: 'EN', text: 'a\u0000b' },
      track: 'STANDARD',
      contributors: [
        { type: 'REGIONAL_NETWORK', id: 'atlantis' },
        { type: 'ORGANIZATION', id: 'iom' },
        { type: 'ORGANIZATION', id: 'iom' },
      ],
      settings: { minimumSilence: 'PT0S', clearanceWindow: 'P91D' },
    },
  });
  expect(problems.map(({ code, path }) => [code, path.join('.')])).toEqual([
    ['INVALID_VALUE', 'id'],
    ['INVALID_VALUE', 'title.text'],
    ['INVALID_VALUE', 'occasion.text'],
    ['INVALID_VALUE', 'settings.minimumSilence'],
    ['INVALID_VALUE', 'settings.clearanceWindow'],
    ['INVALID_VALUE', 'contributors.2'],
    ['UNKNOWN_RECORD', 'contributors.0.id'],
  ]);
});

test('nothing is written when the owner of a named record is out of reach', async () => {
  await using story = await startStory();
  Object.assign(story.others, { RegionalNetwork: null });
  await expect(
    write(story, 'proposeStatement', { as: secretariat, input: proposal }),
  ).rejects.toMatchObject({ extensions: { code: 'OWNER_UNAVAILABLE' } });
  const query = '{ proposedStatements { totalCount } }';
  expect((await story.run(query, { as: secretariat })).data).toEqual({
    proposedStatements: { totalCount: 0 },
  });
});

test('further contributors are invited once each', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const bangladesh = { type: 'COUNTRY_NETWORK', id: 'bangladesh' };
  expect(await revised(story, 'inviteToStatement', { contributors: [bangladesh] })).toMatchObject({
    record: { version: 2 },
    problems: [],
  });
  expect(await revised(story, 'inviteToStatement', { contributors: [bangladesh] })).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['contributors', '0'] }],
  });
  expect(await revised(story, 'inviteToStatement', { contributors: [] })).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['contributors'] }],
  });
  const as = reader('bela', ['PUBLISHER', 'CountryNetwork', 'bangladesh']);
  const { data } = await story.run(`{ statement(id: "${id}") { state possibleActions } }`, { as });
  expect(data?.statement).toEqual({
    state: 'DRAFTING',
    possibleActions: ['contributeToStatement'],
  });
});

test('a write on an older version is refused with what has changed', async () => {
  await using story = await startStory();
  await leadTo(story, 'WRITTEN');
  const { problems } = await write(story, 'openClearance', {
    as: secretariat,
    input: { statementId: id, version: 2 },
  });
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "__typename": "StaleWrite",
        "changes": [
          {
            "by": "walid",
            "type": "contributed",
          },
          {
            "by": "sofia",
            "type": "textSaved",
          },
        ],
        "code": "STALE_WRITE",
        "currentVersion": 4,
        "message": "This was written against version 2; the record is at version 4. Read it again and decide.",
        "path": [
          "version",
        ],
      },
    ]
  `);
});

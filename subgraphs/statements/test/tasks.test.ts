import type { Identity } from '@network/schema';
import { reader } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { statements } from '../src/documents.ts';
import {
  asiaPacific,
  committee,
  deadline,
  done,
  focalPoint,
  id,
  leadOn,
  leadTo,
  objection,
  position,
  revised,
  type Story,
  secretariat,
  setClock,
  startStory,
  stranger,
  text,
} from './story.ts';

interface Task {
  kind: string;
  mutation: string;
  statement: { id: string };
  onBehalfOf: { id: string } | null;
  dueBy: string | null;
}

async function tasksOf(story: Story, as: Identity): Promise<Task[]> {
  const { data, errors } = await story.run(
    `query ($viewer: [_Any!]!) { _entities(representations: $viewer) {
      ... on Viewer { statementTasks(first: 100) { totalCount edges { node {
        kind mutation dueBy statement { id }
        onBehalfOf { ... on Organization { id } ... on RegionalNetwork { id } }
      } } } }
    } }`,
    { as, variables: { viewer: [{ __typename: 'Viewer', subject: as.subject }] } },
  );
  if (errors) throw errors[0];
  const [viewer] = (
    data as never as { _entities: [{ statementTasks: { edges: { node: Task }[] } }] }
  )._entities;
  return viewer.statementTasks.edges.map(({ node }) => node);
}

const inShort = (tasks: Task[]) =>
  tasks.map(({ kind, mutation, onBehalfOf }) =>
    `${kind} ${mutation} ${onBehalfOf?.id ?? ''}`.trim(),
  );

test('an organization that was asked owes an answer, by when, until it has given one', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  expect(await tasksOf(story, focalPoint('iom'))).toMatchInlineSnapshot(`
    [
      {
        "dueBy": "2021-03-11T12:00:00.000Z",
        "kind": "ANSWER",
        "mutation": "givePosition",
        "onBehalfOf": {
          "id": "iom",
        },
        "statement": {
          "id": "vaccines-for-all",
        },
      },
    ]
  `);
  await position(story, 'iom', 'CLEARED');
  expect(await tasksOf(story, focalPoint('iom'))).toEqual([]);
});

test('in a silence round every addressee is told that it may object, and by when', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  expect(await tasksOf(story, focalPoint('iom'))).toMatchObject([
    { kind: 'READ', mutation: 'objectToSilence', dueBy: deadline, onBehalfOf: { id: 'iom' } },
  ]);
  setClock(story, deadline, 1);
  expect(await tasksOf(story, focalPoint('iom'))).toEqual([]);
});

test('an invited network is asked for words until it has sent some', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  expect(inShort(await tasksOf(story, asiaPacific))).toEqual([
    'CONTRIBUTE contributeToStatement asia-pacific',
  ]);
  await leadOn(story, 'DRAFTING', 'WRITTEN');
  expect(await tasksOf(story, asiaPacific)).toEqual([]);
});

test('the secretariat sees its next step in every state, and none while others are asked', async () => {
  await using story = await startStory();
  const next = async () => inShort(await tasksOf(story, secretariat));
  await done(story, 'proposeStatement', {
    as: focalPoint('iom'),
    input: {
      title: { language: 'EN', text: 'Proposed' },
      track: 'STANDARD',
      onBehalfOf: { type: 'ORGANIZATION', id: 'iom' },
    },
  });
  expect(await next()).toEqual(['DECIDE acceptStatement']);
  await done(story, 'abandonStatement', {
    as: secretariat,
    input: { statementId: 'id-1', version: 1, reason: 'Not now.' },
  });
  await leadTo(story, 'DRAFTING');
  expect(await next()).toEqual(['DRAFT saveStatementText']);
  await leadOn(story, 'DRAFTING', 'WRITTEN');
  expect(await next()).toEqual(['ASK openClearance']);
  await leadOn(story, 'WRITTEN', 'CLEARANCE');
  expect(await next()).toEqual([]);
  await position(story, 'ilo', 'CLEARED_WITH_MINOR_COMMENTS', { reason: 'A comma.' });
  expect(await next()).toEqual(['SETTLE resolveMinorComments']);
  await position(story, 'iom', 'OBJECTION', { wholeText: true, reason: 'No.' });
  expect(await next()).toEqual(['DRAFT saveStatementText']);
  await leadOn(story, 'CLEARANCE', 'CLEARED');
  expect(await next()).toEqual(['ADOPT openSilence']);
  await leadOn(story, 'CLEARED', 'SILENCE');
  expect(await next()).toEqual([]);
  await leadOn(story, 'SILENCE', 'ADOPTED');
  expect(await next()).toEqual(['ISSUE scheduleStatement']);
  await leadOn(story, 'ADOPTED', 'EMBARGOED');
  expect(await next()).toEqual([]);
});

test('after a broken round the text is to be written anew', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  await objection(story, 'ilo');
  expect(inShort(await tasksOf(story, secretariat))).toEqual(['DRAFT saveStatementText']);
  expect(await tasksOf(story, focalPoint('iom'))).toEqual([]);
});

test('a cleared position text waits for a decision', async () => {
  await using story = await startStory();
  await done(story, 'proposeStatement', {
    as: secretariat,
    input: { id, title: { language: 'EN', text: 'Talking points' }, track: 'POSITION' },
  });
  await revised(story, 'saveStatementText', { ...text, paragraphs: [{ text: 'A.' }] });
  await revised(story, 'openClearance');
  for (const organization of committee) await position(story, organization, 'CLEARED');
  expect(inShort(await tasksOf(story, secretariat))).toEqual(['ADOPT adoptStatement']);
});

test('tasks come by due time, those of all of a reader’s organizations together', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  const [document] = await story.storage.collection(statements, {}).getMany([id]);
  if (!document?.working) throw new Error('there is the statement that was led to clearance');
  const { history, version, changedAt, ...content } = document;
  await story.storage.collection(statements, {}).insert(
    {
      ...content,
      _id: 'sooner',
      working: {
        ...document.working,
        rounds: document.working.rounds.map((round) => ({
          ...round,
          dueBy: '2021-03-02T00:00:00.000Z',
        })),
      },
    },
    { at: changedAt, type: 'proposed', by: 'sofia' },
  );
  expect([history.length, version]).toEqual([5, 5]);
  const many = reader(
    'maria',
    ...[...committee, ...Array.from({ length: 20 }, (_, index) => `other-${index}`)].map(
      (organization): [string, string, string] => ['FOCAL_POINT', 'Organization', organization],
    ),
  );
  const tasks = await tasksOf(story, many);
  expect(tasks.map(({ statement, onBehalfOf }) => [statement.id, onBehalfOf?.id])).toEqual([
    ['sooner', 'ilo'],
    ['sooner', 'iom'],
    ['sooner', 'ohchr'],
    [id, 'ilo'],
    [id, 'iom'],
    [id, 'ohchr'],
  ]);
});

test('a reader without a part has no tasks, and nobody reads those of others', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  expect(await tasksOf(story, stranger)).toEqual([]);
  const query =
    '{ _entities(representations: [{ __typename: "Viewer", subject: "focal-iom" }]) { ... on Viewer { statementTasks { totalCount } } } }';
  for (const as of [stranger, secretariat, undefined]) {
    expect(await story.run(query, { ...(as && { as }) })).toEqual({ data: { _entities: [null] } });
  }
});

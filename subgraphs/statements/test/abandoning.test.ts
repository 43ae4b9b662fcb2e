import { expect, test } from 'vitest';
import {
  focalPoint,
  id,
  leadTo,
  objection,
  position,
  proposal,
  revised,
  secretariat,
  setClock,
  startStory,
} from './story.ts';

const _title = proposal.title;
const _onBehalfOf = { type: 'ORGANIZATION', id: 'iom' };

test('a statement that is not adopted can be given up, and then nothing more can be done', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  await position(story, 'ilo', 'CLEARED');
  expect(await revised(story, 'abandonStatement', { reason: '' })).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['reason'] }],
  });
  expect(
    await revised(story, 'abandonStatement', { reason: 'Overtaken by events.' }),
  ).toMatchObject({ record: { state: 'ABANDONED', possibleActions: [] } });
  expect(await position(story, 'iom', 'CLEARED')).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'ABANDONED', possible: [] }],
  });
  const query = `{ statement(id: "${id}") { work { abandonedBecause rounds { outcome } } } }`;
  expect((await story.run(query, { as: focalPoint('iom') })).data?.statement).toEqual({
    work: { abandonedBecause: 'Overtaken by events.', rounds: [{ outcome: 'ABANDONED' }] },
  });
});

test('a silence round that was given up is never adopted', async () => {
  await using story = await startStory();
  await leadTo(story, 'SILENCE');
  await revised(story, 'abandonStatement', { reason: 'Overtaken by events.' });
  setClock(story, '2022-01-01T00:00:00.000Z');
  const query = `{ statement(id: "${id}") { state record { adoptedAt } work { rounds { outcome } } } }`;
  expect((await story.run(query, { as: secretariat })).data?.statement).toEqual({
    state: 'ABANDONED',
    record: null,
    work: { rounds: [{ outcome: 'CLEARED' }, { outcome: 'ABANDONED' }] },
  });
  expect(await objection(story, 'iom')).toMatchObject({ problems: [{ code: 'WRONG_STATE' }] });
});

test('what was adopted cannot be given up', async () => {
  await using story = await startStory();
  await leadTo(story, 'ADOPTED');
  expect(await revised(story, 'abandonStatement', { reason: 'Too late.' })).toMatchObject({
    problems: [
      {
        code: 'WRONG_STATE',
        state: 'ADOPTED',
        possible: ['scheduleStatement', 'issueStatement'],
      },
    ],
  });
});

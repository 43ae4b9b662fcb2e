import { invalidValue, type Problem, refuse, textProblems } from '@network/schema';
import { mutation } from '../builder.ts';
import type { StoredRound, WorkingStatement } from '../documents.ts';
import { millisecondsOf } from '../time-zone.ts';
import { membersOf, usualBody } from './addressees.ts';
import { addPosition, positionFields } from './position.ts';
import {
  newRound,
  revisionFields,
  roundProblems,
  textDetail,
  windowProblems,
  withRound,
  zoneProblems,
} from './rules.ts';
import { currentRound } from './state.ts';
import { Statement } from './view-type.ts';
import { append, revise } from './writing.ts';

const longestSilence = 90 * 24 * 3_600_000;

mutation('openSilence', {
  description:
    'Puts the cleared text to the members that a body has today: it is adopted when the deadline passes without an objection. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    deadline: t.field({
      type: 'DateTime',
      required: true,
      description: 'The last instant at which an objection is in time, at most 90 days ahead.',
    }),
    zone: t.string({
      required: true,
      description: 'The time zone in which the deadline is named: `Europe/Zurich`.',
    }),
    body: t.id({
      description: 'The body whose members may object; the Executive Committee if left out.',
    }),
    authority: t.string({
      description: 'On whose authority it is expedited; needed on the track `EXPEDITED` only.',
    }),
    reason: t.string({
      description: 'What the emergency is; needed on the track `EXPEDITED` only.',
    }),
  }),
  resolve: (input, context) =>
    revise(context, 'openSilence', {
      input,
      change: async ({ working, at }) => {
        const { deadline, zone } = input;
        const cleared = currentRound(working) as StoredRound;
        const shortest = millisecondsOf(working.settings.minimumSilence) ?? longestSilence;
        refuse([
          ...windowProblems(['deadline'], {
            from: at,
            to: deadline,
            shortest,
            longest: longestSilence,
          }),
          ...zoneProblems(['zone'], zone),
          ...expeditedProblems(working, input),
          ...roundProblems(working),
        ]);
        const body = input.body ?? usualBody;
        const addressees = await membersOf(context, body);
        const round = {
          ...newRound(working, {
            kind: 'SILENCE',
            textVersion: cleared.textVersion,
            textHash: cleared.textHash,
            body,
            addressees,
            openedAt: at,
            dueBy: deadline,
            zone,
          }),
          authority: input.authority ?? null,
          reason: input.reason ?? null,
        };
        return {
          working: { ...working, rounds: [...working.rounds, round] },
          event: {
            type: 'silenceOpened',
            ...(round.reason !== null && { reason: round.reason }),
            detail: {
              round: round.number,
              body,
              addressees,
              deadline,
              zone,
              ...(round.authority !== null && { authority: round.authority }),
              ...textDetail(round),
            },
          },
        };
      },
    }),
});

mutation('extendSilence', {
  description:
    'Gives a silence round that is still open a later deadline; it stays the same round. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    deadline: t.field({
      type: 'DateTime',
      required: true,
      description: 'The new deadline: later than the one in force.',
    }),
    reason: t.string({ required: true, description: 'Why; the organizations asked can read it.' }),
  }),
  resolve: ({ deadline, reason, ...input }, context) =>
    revise(context, 'extendSilence', {
      input,
      change: ({ working, at }) => {
        const round = currentRound(working) as StoredRound;
        refuse([
          ...windowProblems(['deadline'], {
            from: round.dueBy,
            to: deadline,
            longest: longestSilence,
          }),
          ...textProblems(['reason'], reason, { longest: 2_000 }),
        ]);
        const extension = { at, from: round.dueBy, to: deadline, reason };
        const extended = {
          ...round,
          dueBy: deadline,
          extensions: [...round.extensions, extension],
        };
        return {
          working: withRound(working, extended),
          event: {
            type: 'silenceExtended',
            reason,
            detail: { round: round.number, deadline, before: round.dueBy, ...textDetail(round) },
          },
        };
      },
    }),
});

mutation('objectToSilence', {
  description:
    'Objects for an organization. In time, up to the millisecond of the deadline, the first objection ends the round; a later one is kept as late and changes nothing. For focal points of the organizations asked.',
  record: Statement,
  input: (t) => ({
    ...positionFields(t),
    reason: t.string({ required: true, description: 'The reason, at most 5,000 characters.' }),
  }),
  resolve: (input, context) =>
    append(context, 'objectToSilence', {
      statementId: input.statementId,
      speaker: { actor: { type: 'Organization', id: input.organization }, path: ['organization'] },
      change: (before) => addPosition(before, { context, kind: 'OBJECTION', input }),
    }),
});

/** An expedited round says on whose authority, and why; on the other tracks there is nothing to authorize. */
function expeditedProblems(
  { track }: WorkingStatement,
  given: {
    authority?: string | null | undefined;
    reason?: string | null | undefined;
  },
): Problem[] {
  return (['authority', 'reason'] as const).flatMap((name) => {
    const words = given[name];
    if (track === 'EXPEDITED') return textProblems([name], words ?? '', { longest: 2_000 });
    if (words == null) return [];
    return [invalidValue([name], 'This track is not expedited.', ['nothing'])];
  });
}

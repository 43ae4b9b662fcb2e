import { invalidValue, type Problem, refuse, textProblems } from '@network/schema';
import { mutation } from '../builder.ts';
import type { StoredRound, StoredTextVersion, WorkingStatement } from '../documents.ts';
import { millisecondsOf } from '../time-zone.ts';
import { membersOf, usualBody } from './addressees.ts';
import { addPosition, positionFields } from './position.ts';
import { PositionKindEnum } from './round.ts';
import {
  instantAfter,
  newRound,
  revisionFields,
  roundProblems,
  textDetail,
  windowProblems,
  withRound,
  zoneProblems,
} from './rules.ts';
import { clearanceOf, currentRound } from './state.ts';
import { Statement } from './view-type.ts';
import { append, revise } from './writing.ts';

const longestClearance = 366 * 24 * 3_600_000;

mutation('openClearance', {
  description:
    'Freezes the newest text and puts it to the members that a body has today, each of which has to answer. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    body: t.id({
      description: 'The body whose members are asked; the Executive Committee if left out.',
    }),
    dueBy: t.field({
      type: 'DateTime',
      description:
        'By when the answers are wanted; from the settings if left out. Nothing follows from its passing.',
    }),
    zone: t.string({ description: 'The time zone of `dueBy`: `Europe/Zurich`; UTC if left out.' }),
  }),
  resolve: (input, context) =>
    revise(context, 'openClearance', {
      input,
      change: async ({ working, at }) => {
        const text = working.texts.at(-1) as StoredTextVersion;
        const dueBy =
          input.dueBy ?? instantAfter(at, millisecondsOf(working.settings.clearanceWindow) ?? 0);
        const zone = input.zone ?? 'UTC';
        refuse([
          ...windowProblems(['dueBy'], { from: at, to: dueBy, longest: longestClearance }),
          ...zoneProblems(['zone'], zone),
          ...contactProblems(working, text),
          ...roundProblems(working),
        ]);
        const body = input.body ?? usualBody;
        const addressees = await membersOf(context, body);
        const round = newRound(working, {
          kind: 'CLEARANCE',
          textVersion: text.number,
          textHash: text.hashes.whole,
          body,
          addressees,
          openedAt: at,
          dueBy,
          zone,
        });
        return {
          working: { ...working, rounds: [...working.rounds, round], decision: null },
          event: {
            type: 'clearanceOpened',
            detail: { round: round.number, body, addressees, dueBy, ...textDetail(round) },
          },
        };
      },
    }),
});

mutation('givePosition', {
  description:
    'Says for an organization whether it clears the text. Its last position counts; earlier ones stay in the ledger. For focal points of the organizations asked.',
  record: Statement,
  input: (t) => ({
    ...positionFields(t),
    position: t.field({
      type: PositionKindEnum,
      required: true,
      description: 'What the organization says.',
    }),
    reason: t.string({
      description:
        'The reason of an objection, or the comments: needed for those two, at most 5,000 characters.',
    }),
  }),
  resolve: ({ position: kind, ...input }, context) =>
    append(context, 'givePosition', {
      statementId: input.statementId,
      speaker: { actor: { type: 'Organization', id: input.organization }, path: ['organization'] },
      change: (before) => addPosition(before, { context, kind, input }),
    }),
});

mutation('resolveMinorComments', {
  description:
    'Says how the minor comments of an organization were settled without a change of the text. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    organization: t.id({ required: true, description: 'The id of the organization: `iom`.' }),
    resolution: t.string({
      required: true,
      description: 'How they were settled, at most 5,000 characters.',
    }),
  }),
  resolve: (input, context) =>
    revise(context, 'resolveMinorComments', {
      input,
      change: ({ working, at }) => {
        const { organization, resolution } = input;
        const round = currentRound(working) as StoredRound;
        const { unresolved } = clearanceOf(round);
        const comments = unresolved.find((position) => position.organization === organization);
        refuse([
          ...textProblems(['resolution'], resolution, { longest: 5_000 }),
          ...(comments
            ? []
            : [
                invalidValue(
                  ['organization'],
                  `"${organization}" has no comments that are to be settled.`,
                  unresolved.map((position) => position.organization),
                ),
              ]),
        ]);
        const settled = {
          ...round,
          positions: round.positions.map((position) =>
            position === comments
              ? { ...position, resolution: { words: resolution, at } }
              : position,
          ),
        };
        return {
          working: withRound(working, settled),
          event: {
            type: 'commentsResolved',
            onBehalfOf: organization,
            reason: resolution,
            detail: { round: round.number, position: comments?.number, ...textDetail(round) },
          },
        };
      },
    }),
});

mutation('recallStatementText', {
  description:
    'Calls a text back from clearance, so that it can be changed and put to the organizations again. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    reason: t.string({ required: true, description: 'Why; the organizations asked can read it.' }),
  }),
  resolve: ({ reason, ...input }, context) =>
    revise(context, 'recallStatementText', {
      input,
      change: ({ working, at }) => {
        refuse(textProblems(['reason'], reason, { longest: 2_000 }));
        const round = currentRound(working) as StoredRound;
        return {
          working: withRound(working, { ...round, recalled: { at, reason } }),
          event: {
            type: 'recalled',
            reason,
            detail: { round: round.number, ...textDetail(round) },
          },
        };
      },
    }),
});

/** O17: what is issued has a media contact, and the text cannot be changed later; a position text needs none. */
function contactProblems({ track }: WorkingStatement, { content }: StoredTextVersion): Problem[] {
  if (track === 'POSITION' || content.mediaContacts.length > 0) return [];
  return [
    invalidValue(['statementId'], 'The text has no media contact.', [
      'a text with at least one media contact, saved before it is frozen',
    ]),
  ];
}

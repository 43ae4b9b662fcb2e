import {
  type Context,
  invalidValue,
  lengthProblems,
  notAllowed,
  type Problem,
  Refused,
  refuse,
  repetitionProblems,
  textProblems,
} from '@network/schema';
import type { PositionKind, StoredRound, WorkingStatement } from '../documents.ts';
import { type InputFields, textDetail, withRound } from './rules.ts';
import { currentRound, isLate, textOf } from './state.ts';

/** Of one organization in one round; all of them stay in the ledger. */
const mostPositions = 20;

/** What everybody says who speaks for an organization in a round. */
export const positionFields = (t: InputFields) => ({
  statementId: t.id({ required: true, description: 'The id of the statement that it is about.' }),
  organization: t.id({
    required: true,
    description: 'The id of the organization whose position it is: `iom`.',
  }),
  textHash: t.string({
    required: true,
    description: 'The hash of the text that you have read: `textHash` of the round.',
  }),
  paragraphs: t.intList({
    description: 'The numbers of the paragraphs that an objection is about.',
  }),
  wholeText: t.boolean({
    description: 'True where an objection is about the whole text; then it names no paragraphs.',
  }),
  amendment: t.string({
    description:
      'The words that the organization would rather read, at most 5,000 characters. To propose an amendment is to object.',
  }),
});

interface PositionGiven {
  organization: string;
  textHash: string;
  paragraphs?: readonly number[] | null | undefined;
  wholeText?: boolean | null | undefined;
  reason?: string | null | undefined;
  amendment?: string | null | undefined;
}

/**
 * Adds a position to the ledger of the round under way, at the instant of the write. Whether it is in time, and what it
 * does, is computed when the ledger is read.
 */
export function addPosition(
  { working, at }: { working: WorkingStatement; at: string },
  { context, kind, input }: { context: Context; kind: PositionKind; input: PositionGiven },
) {
  const round = currentRound(working) as StoredRound;
  const { organization } = input;
  if (!round.addressees.includes(organization)) {
    const message = `"${organization}" is not among the organizations asked in this round.`;
    throw new Refused(notAllowed(['organization'], message, ['a FOCAL_POINT of an addressee']));
  }
  refuse([
    ...roundProblems(round, input),
    ...referenceProblems(working, round, { kind, input }),
    ...wordsProblems(kind, input),
  ]);
  const position = {
    number: round.positions.length + 1,
    organization,
    kind,
    paragraphs: [...(input.paragraphs ?? [])],
    reason: input.reason ?? null,
    amendment: input.amendment ?? null,
    textHash: round.textHash,
    at,
    by: context.identity?.subject ?? '',
    resolution: null,
  };
  return {
    working: withRound(working, { ...round, positions: [...round.positions, position] }),
    event: {
      type: round.kind === 'SILENCE' ? 'objected' : 'positionGiven',
      onBehalfOf: organization,
      ...(position.reason !== null && { reason: position.reason }),
      detail: {
        round: round.number,
        number: position.number,
        position: kind,
        paragraphs: position.paragraphs,
        isLate: isLate(position, round),
        ...textDetail(round),
      },
    },
  };
}

function roundProblems(round: StoredRound, { organization, textHash }: PositionGiven): Problem[] {
  const earlier = round.positions.filter((position) => position.organization === organization);
  return [
    ...(textHash === round.textHash
      ? []
      : [
          invalidValue(['textHash'], 'This is not the text that is asked about; read it again.', [
            round.textHash,
          ]),
        ]),
    ...(earlier.length < mostPositions
      ? []
      : [
          invalidValue(['organization'], 'The organization has spoken as often as can be kept.', [
            `${mostPositions} positions in a round`,
          ]),
        ]),
  ];
}

/** O4: an objection is about paragraphs or the whole text; nothing else is about paragraphs. */
function referenceProblems(
  working: WorkingStatement,
  round: StoredRound,
  { kind, input }: { kind: PositionKind; input: PositionGiven },
): Problem[] {
  const paragraphs = input.paragraphs ?? [];
  const { length } = textOf(working, round).content.paragraphs;
  if (kind !== 'OBJECTION') {
    return paragraphs.length === 0 && !input.wholeText
      ? []
      : [invalidValue(['paragraphs'], 'Only an objection is about paragraphs.', ['none'])];
  }
  if (paragraphs.length > 0 === (input.wholeText ?? false)) {
    return [
      invalidValue(['paragraphs'], 'An objection names paragraphs, or the whole text.', [
        `paragraphs from 1 to ${length}`,
        'wholeText: true',
      ]),
    ];
  }
  const lists = lengthProblems(['paragraphs'], paragraphs, { most: length });
  if (lists.length > 0) return lists;
  return [
    ...repetitionProblems((index) => ['paragraphs', index], paragraphs.map(String)),
    ...paragraphs.flatMap((number, index) =>
      number >= 1 && number <= length
        ? []
        : [
            invalidValue(['paragraphs', index], `There is no paragraph ${number}.`, [
              `1 to ${length}`,
            ]),
          ],
    ),
  ];
}

function wordsProblems(kind: PositionKind, { reason, amendment }: PositionGiven): Problem[] {
  const isNeeded = kind === 'OBJECTION' || kind === 'CLEARED_WITH_MINOR_COMMENTS';
  const longest = 5_000;
  return [
    ...(isNeeded || reason != null ? textProblems(['reason'], reason ?? '', { longest }) : []),
    ...(amendment == null ? [] : textProblems(['amendment'], amendment, { longest })),
    ...(amendment == null || kind === 'OBJECTION'
      ? []
      : [invalidValue(['amendment'], 'To propose an amendment is to object.', ['OBJECTION'])]),
  ];
}

import { pageOfList } from '@network/schema';
import { builder, connection, pageArguments } from '../builder.ts';
import type { PositionKind, StoredPosition, StoredRound } from '../documents.ts';
import { Organization } from '../owned-elsewhere.ts';
import { localTime } from '../time-zone.ts';
import { breakingObjection, clearanceOf, isLate } from './state.ts';
import { outcomeShown, positionsShown, type StatementView, showsPositions } from './visibility.ts';

const kindWords: Record<PositionKind, string> = {
  CLEARED: 'The organization agrees to the text as it is.',
  CLEARED_WITH_MINOR_COMMENTS:
    'It agrees; its comments have to be settled before the text goes on.',
  OBJECTION: 'It does not agree, for a stated reason, to named paragraphs or the whole text.',
  NO_POSITION: 'It has been asked and takes no position.',
  RECUSED: 'It takes no part in this decision.',
};

export const PositionKindEnum = builder.enumType('StatementPositionKind', {
  description: 'What an organization says of a text. Saying nothing is none of these.',
  values: Object.fromEntries(
    Object.entries(kindWords).map(([value, description]) => [value, { value, description }]),
  ) as Record<PositionKind, { value: PositionKind; description: string }>,
});

interface PositionView {
  position: StoredPosition;
  round: StoredRound;
}

const Effect = builder.enumType('StatementPositionEffect', {
  description: 'What a position has done or still does.',
  values: {
    STANDS: { description: 'The last position of its organization in the clearance: it counts.' },
    REPLACED: { description: 'A later position of the same organization counts instead.' },
    BROKE_SILENCE: { description: 'The first objection in time: it ended the silence round.' },
    AFTER_END: { description: 'In time, but another objection had ended the round before.' },
    LATE: { description: 'Received after the deadline: it is shown and changes nothing.' },
  } as const,
});

const Position = builder.objectRef<PositionView>('StatementPosition');
Position.implement({
  description: 'What one organization said of exactly one text, and when.',
  fields: (t) => ({
    number: t.int({
      description: 'Its number in the round, from 1 in order of time.',
      resolve: ({ position }) => position.number,
    }),
    organization: t.field({
      type: Organization,
      nullable: true,
      description: 'Whose position it is; null when the owner cannot be reached.',
      resolve: ({ position }) => ({ id: position.organization }),
    }),
    position: t.field({
      type: PositionKindEnum,
      description: 'What the organization said.',
      resolve: ({ position }) => position.kind,
    }),
    effect: t.field({
      type: Effect,
      description: 'What it has done or still does.',
      resolve: effectOf,
    }),
    isLate: t.boolean({
      description: 'Whether it was received after the deadline of a silence round.',
      resolve: ({ position, round }) => isLate(position, round),
    }),
    at: t.field({
      type: 'DateTime',
      description: 'The instant at which it was received.',
      resolve: ({ position }) => position.at,
    }),
    textHash: t.string({
      description: 'The hash of the text it was given on.',
      resolve: ({ position }) => position.textHash,
    }),
    paragraphs: t.intList({
      description: 'The paragraphs that an objection is about; empty when it is the whole text.',
      resolve: ({ position }) => position.paragraphs,
    }),
    reason: t.string({
      nullable: true,
      description: 'The reason of an objection, or the comments.',
      resolve: ({ position }) => position.reason,
    }),
    amendment: t.string({
      nullable: true,
      description: 'The words that the organization would rather read.',
      resolve: ({ position }) => position.amendment,
    }),
    resolution: t.string({
      nullable: true,
      description: 'How the secretariat settled the comments; null while it has not.',
      resolve: ({ position }) => position.resolution?.words ?? null,
    }),
    givenBy: t.string({
      description: 'The focal point who gave it, as the login’s issuer names them.',
      resolve: ({ position }) => position.by,
    }),
  }),
});

const PositionConnection = connection(Position);

function effectOf({ position, round }: PositionView) {
  if (round.kind === 'CLEARANCE') {
    const counts = clearanceOf(round).standing.get(position.organization) === position;
    return counts ? 'STANDS' : 'REPLACED';
  }
  if (isLate(position, round)) return 'LATE';
  return breakingObjection(round) === position ? 'BROKE_SILENCE' : 'AFTER_END';
}

export interface RoundView {
  round: StoredRound;
  view: StatementView;
}

const RoundKind = builder.enumType('StatementRoundKind', {
  description: 'What is asked in a round.',
  values: {
    CLEARANCE: { description: 'Every organization has to answer; silence is not consent.' },
    SILENCE: { description: 'The text is adopted unless somebody objects by the deadline.' },
  } as const,
});

const Outcome = builder.enumType('StatementRoundOutcome', {
  description: 'What has come of a round, at the instant of the answer.',
  values: {
    OPEN: { description: 'Nothing has been decided by now.' },
    CLEARED: { description: 'Every organization has answered, and nobody objects.' },
    OBJECTED: { description: 'An objection stands.' },
    ADOPTED: { description: 'The deadline passed without an objection.' },
    BROKEN: { description: 'An objection within the deadline ended it.' },
    RECALLED: { description: 'The secretariat called the text back.' },
    ABANDONED: { description: 'The statement was given up while the round was open.' },
  } as const,
});

const Extension = builder.objectRef<StoredRound['extensions'][number]>('SilenceExtension');
Extension.implement({
  description: 'A longer deadline that was given to a silence round before it ended.',
  fields: (t) => ({
    at: t.field({
      type: 'DateTime',
      description: 'When the longer deadline was given.',
      resolve: ({ at }) => at,
    }),
    from: t.field({
      type: 'DateTime',
      description: 'The deadline before.',
      resolve: ({ from }) => from,
    }),
    to: t.field({
      type: 'DateTime',
      description: 'The deadline from then on.',
      resolve: ({ to }) => to,
    }),
    reason: t.exposeString('reason', {
      description: 'Why the organizations were given more time.',
    }),
  }),
});

export const Round = builder.objectRef<RoundView>('StatementRound');
Round.implement({
  description: 'A round in which organizations are asked about one frozen text.',
  fields: (t) => ({
    number: t.int({
      description: 'Its number among the rounds of the statement, from 1 in order of time.',
      resolve: ({ round }) => round.number,
    }),
    kind: t.field({
      type: RoundKind,
      description: 'What is asked in it.',
      resolve: ({ round }) => round.kind,
    }),
    outcome: t.field({
      type: Outcome,
      description: 'What has come of it by now.',
      resolve: ({ round, view }) => outcomeShown(view, round),
    }),
    textVersion: t.int({
      description: 'The number of the text version it is about.',
      resolve: ({ round }) => round.textVersion,
    }),
    textHash: t.string({
      description: 'The hash of that text: every position names it.',
      resolve: ({ round }) => round.textHash,
    }),
    addressees: t.field({
      type: [Organization],
      nullable: { list: false, items: true },
      description: 'The organizations that are asked, as they were when the round was opened.',
      resolve: ({ round }) => round.addressees.map((id) => ({ id })),
    }),
    awaiting: t.field({
      type: [Organization],
      nullable: { list: true, items: true },
      description:
        'The addressees of a clearance that have not answered; null where the reader does not see all positions, and in a silence round.',
      resolve: ({ round, view }) =>
        round.kind === 'CLEARANCE' && showsPositions(view, round)
          ? clearanceOf(round).missing.map((id) => ({ id }))
          : null,
    }),
    openedAt: t.field({
      type: 'DateTime',
      description: 'When it was put to the organizations.',
      resolve: ({ round }) => round.openedAt,
    }),
    dueBy: t.field({
      type: 'DateTime',
      description:
        'Clearance: by when the answers are wanted, without effect when it passes. Silence: the deadline; what is received at that millisecond is in time.',
      resolve: ({ round }) => round.dueBy,
    }),
    zone: t.string({
      description: 'The time zone in which `dueBy` was named: `Europe/Zurich`.',
      resolve: ({ round }) => round.zone,
    }),
    dueByInZone: t.string({
      description: '`dueBy` as the clocks in that zone show it: `2021-03-05T18:00:00.000+01:00`.',
      resolve: ({ round }) => localTime(round.dueBy, round.zone),
    }),
    authority: t.string({
      nullable: true,
      description: 'On whose authority an expedited silence round was opened.',
      resolve: ({ round }) => round.authority,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it was expedited, or why the text was called back.',
      resolve: ({ round }) => round.recalled?.reason ?? round.reason,
    }),
    extensions: t.field({
      type: [Extension],
      description: 'The longer deadlines it was given, in order of time.',
      resolve: ({ round }) => round.extensions,
    }),
    positions: t.field({
      type: PositionConnection,
      description:
        'The ledger in order of time, earlier positions and late ones too. While the round is open, a setting may keep from addressees what the others said.',
      args: pageArguments,
      resolve: ({ round, view }, page) =>
        pageOfList(
          positionsShown(view, round).map((position) => ({ position, round })),
          ({ position }) => String(position.number),
          page,
        ),
    }),
  }),
});

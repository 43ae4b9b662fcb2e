import { pageOfList, type StoredText } from '@network/schema';
import { builder, optionalText, pageArguments, text } from '../builder.ts';
import {
  actorKey,
  type StatementSettings,
  type StatementTrack,
  statementTracks,
  type WorkingStatement,
} from '../documents.ts';
import { Actor } from '../owned-elsewhere.ts';
import { localTime } from '../time-zone.ts';
import { ContributionConnection } from './contribution.ts';
import { Round } from './round.ts';
import { VersionConnection } from './version.ts';
import { type Part as PartTaken, roundsShown, type StatementView, textView } from './visibility.ts';

const trackWords: Record<StatementTrack, string> = {
  STANDARD: 'Clearance by every organization asked, then a silence round.',
  EXPEDITED: 'The same for an emergency, with a shorter silence round on a stated authority.',
  POSITION: 'Talking points, fact sheets: clearance, then a decision; a silence round if wanted.',
};

export const Track = builder.enumType('StatementTrack', {
  description: 'By which steps a statement is agreed.',
  values: Object.fromEntries(
    statementTracks.map((track) => [track, { value: track, description: trackWords[track] }]),
  ) as Record<StatementTrack, { value: StatementTrack; description: string }>,
});

export const LedgerVisibility = builder.enumType('StatementLedgerVisibility', {
  description: 'When addressees see what the others said.',
  values: {
    AT_ONCE: { description: 'As soon as a position is received.' },
    AFTER_CLOSE: { description: 'When the round is over; the secretariat sees them at once.' },
  } as const,
});

const Settings = builder.objectRef<StatementSettings>('StatementSettings');
Settings.implement({
  description: 'Numbers that the Network decides on, as they hold for one statement.',
  fields: (t) => ({
    minimumSilence: t.field({
      type: 'Duration',
      description: 'The shortest silence round.',
      resolve: (o) => o.minimumSilence,
    }),
    clearanceWindow: t.field({
      type: 'Duration',
      description: 'How long organizations have for clearance when the opening names no instant.',
      resolve: (o) => o.clearanceWindow,
    }),
    positionsShown: t.field({
      type: LedgerVisibility,
      description: 'When addressees see what the others said.',
      resolve: (o) => o.positionsShown,
    }),
  }),
});

type Schedule = NonNullable<WorkingStatement['schedule']>;

const Embargo = builder.objectRef<Schedule>('StatementEmbargo');
Embargo.implement({
  description: 'Until when an adopted statement is kept back.',
  fields: (t) => ({
    until: t.field({
      type: 'DateTime',
      description: 'The instant from which the statement exists for everybody.',
      resolve: ({ at }) => at,
    }),
    zone: t.exposeString('zone', {
      description: 'The time zone in which it was named: `Europe/Zurich`.',
    }),
    untilInZone: t.string({
      description: '`until` as the clocks in that zone show it: `2021-03-05T18:00:00.000+01:00`.',
      resolve: ({ at, zone }) => localTime(at, zone),
    }),
    setAt: t.field({
      type: 'DateTime',
      description: 'When the instant was decided on.',
      resolve: ({ setAt }) => setAt,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it was moved, where it was.',
      resolve: ({ reason }) => reason,
    }),
  }),
});

interface WorkView extends StatementView {
  part: PartTaken;
  working: WorkingStatement;
}

const Part = builder.enumType('StatementPart', {
  description: 'In which way a reader has a part in the making of a statement.',
  values: {
    SECRETARIAT: { description: 'Holds the pen and sees everything.' },
    ADDRESSEE: { description: 'Speaks for an organization that is asked about the text.' },
    CONTRIBUTOR: { description: 'Proposed it or is invited to contribute; does not see the text.' },
  } as const,
});

export const Work = builder.objectRef<WorkView>('StatementWork');
Work.implement({
  description: 'How a statement is made, as far as this reader has a part in it.',
  fields: (t) => ({
    part: t.field({
      type: Part,
      description: 'The part that this reader has.',
      resolve: ({ part }) => part,
    }),
    track: t.field({
      type: Track,
      description: 'By which steps it is agreed.',
      resolve: ({ working }) => working.track,
    }),
    title: t.field(
      text('The title under which it was proposed.', (o: WorkView): StoredText => o.working.title),
    ),
    occasion: t.field(
      optionalText(
        'The event or issue, and what a common voice adds to it.',
        (o: WorkView) => o.working.occasion,
      ),
    ),
    proposedAt: t.field({
      type: 'DateTime',
      description: 'When it was proposed.',
      resolve: ({ working }) => working.proposedAt,
    }),
    proposer: t.field({
      type: Actor,
      nullable: true,
      description:
        'Who proposed it; null for the secretariat, or when the owner cannot be reached.',
      resolve: ({ working }) => working.proposer,
    }),
    settings: t.field({
      type: Settings,
      description: 'The numbers that hold for it.',
      resolve: ({ working }) => working.settings,
    }),
    contributors: t.field({
      type: [Actor],
      nullable: { list: false, items: true },
      description:
        'Who is invited to contribute, in the order of the invitations: all for the secretariat, for others themselves.',
      resolve: ({ working, part, actors }) =>
        part === 'SECRETARIAT'
          ? working.contributors
          : working.contributors.filter((actor) => actors.includes(actorKey(actor))),
    }),
    contributions: t.field({
      type: ContributionConnection,
      description:
        'What was contributed, in order of time: all for the secretariat, for others what they contributed themselves.',
      args: pageArguments,
      resolve: ({ working, part, actors }, page) =>
        pageOfList(
          working.contributions.filter(
            ({ actor }) => part === 'SECRETARIAT' || actors.includes(actorKey(actor)),
          ),
          ({ number }) => String(number),
          page,
        ),
    }),
    versions: t.field({
      type: VersionConnection,
      description:
        'The versions of the text in order of time: all for the secretariat, for addressees those put to them.',
      args: pageArguments,
      resolve: (view, page) => {
        const put = new Set(roundsShown(view).map(({ textVersion }) => textVersion));
        const shown = view.working.texts.filter(
          ({ number }) => view.part === 'SECRETARIAT' || put.has(number),
        );
        return pageOfList(
          shown.map((version) => ({ ...textView(view, version), version })),
          ({ version }) => String(version.number),
          page,
        );
      },
    }),
    rounds: t.field({
      type: [Round],
      description:
        'The rounds in order of time: all for the secretariat, for addressees those put to them.',
      resolve: (view) => roundsShown(view).map((round) => ({ round, view })),
    }),
    embargo: t.field({
      type: Embargo,
      nullable: true,
      description:
        'The instant of issue, for the secretariat and addressees; null for contributors and while none is set.',
      resolve: ({ working, part }) => (part === 'CONTRIBUTOR' ? null : working.schedule),
    }),
    abandonedBecause: t.string({
      nullable: true,
      description: 'Why it was given up; null unless it was.',
      resolve: ({ working }) => working.abandoned?.reason ?? null,
    }),
  }),
});

import {
  type Context,
  collectionOf,
  everybody,
  kept,
  load,
  pageOf,
  type Source,
} from '@network/schema';
import { builder, connection, entity, enumOf, history, pageArguments, version } from './builder.ts';
import {
  type ReportingRoundDocument,
  reportingRounds,
  type StoredAssignedUnit,
} from './documents.ts';
import { ReportingUnit, unitOf } from './reporting-unit.ts';
import { Workstream, source as workstreamSource } from './workstream.ts';

export const source: Source<ReportingRoundDocument> = {
  definition: reportingRounds,
  visible: everybody,
};

export type RoundState = 'PENDING' | 'OPEN' | 'CLOSED';

/** Computed from the clock; the instants themselves belong to the open round. */
export function roundState(
  { opensAt, dueAt }: Pick<ReportingRoundDocument, 'opensAt' | 'dueAt'>,
  now: Date,
): RoundState {
  const instant = now.toISOString();
  if (instant < opensAt) return 'PENDING';
  return instant <= dueAt ? 'OPEN' : 'CLOSED';
}

export const Frequency = enumOf('ReportingFrequency', {
  description: 'How often a report of this kind is expected.',
  values: {
    QUARTERLY: 'Four times in every calendar year.',
    HALF_YEARLY: 'Two times in every calendar year.',
    YEARLY: 'Once in every calendar year.',
  },
});

const State = enumOf('ReportingRoundState', {
  description: 'Where the clock stands between the two instants of a round.',
  values: {
    PENDING: 'The window has not opened yet: nothing can be saved.',
    OPEN: 'The window is open, up to and with the instant it is due.',
    CLOSED: 'The due instant has passed: reports still come in, but late.',
  },
});

const AssignedUnit = builder.objectRef<StoredAssignedUnit>('AssignedUnit');

AssignedUnit.implement({
  description: 'A unit that owes reports in a round.',
  fields: (t) => ({
    unit: t.field({
      type: ReportingUnit,
      nullable: true,
      description: 'Who is to report; null when the owner of the record cannot be reached.',
      resolve: ({ unit }) => unitOf(unit) as never,
    }),
  }),
});

export const ReportingRound = builder.objectRef<ReportingRoundDocument>('ReportingRound');

ReportingRound.implement({
  description:
    'A period with a window in which every assigned unit reports on every assigned workstream.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `2026-H2`.' }),
    frequency: t.field({
      type: Frequency,
      description: 'How often such rounds come; it decides when a report is overdue.',
      resolve: ({ frequency }) => frequency,
    }),
    periodFrom: t.expose('periodFrom', {
      type: 'Date',
      description: 'The first day that the reports are about.',
    }),
    periodTo: t.expose('periodTo', {
      type: 'Date',
      description: 'The last day that the reports are about.',
    }),
    opensAt: t.expose('opensAt', {
      type: 'DateTime',
      description: 'The instant from which reports can be saved.',
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      description: 'The last instant at which a report is in time.',
    }),
    state: t.field({
      type: State,
      description:
        'Whether the window is yet to open, open or closed, by the clock at this moment.',
      resolve: (round, _, context) => roundState(round, context.now()),
    }),
    units: t.field({
      type: [AssignedUnit],
      description: 'Who owes reports, in the order in which the secretariat named them.',
      resolve: ({ units }) => units,
    }),
    workstreams: t.field({
      type: [Workstream],
      nullable: { list: false, items: true },
      description: 'On what they report, in the order in which the secretariat named them.',
      resolve: ({ workstreams }, _, context) =>
        Promise.all(workstreams.map((id) => load(context, workstreamSource, id))),
    }),
    version: t.field(version),
    history: t.field(history({ definition: reportingRounds })),
  }),
});

entity(ReportingRound, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const ReportingRoundConnection = connection(ReportingRound);

const newestFirst = { field: 'periodTo', direction: 'descending' } as const;

builder.queryFields((t) => ({
  reportingRound: t.field({
    type: ReportingRound,
    nullable: true,
    description: 'One round by its id; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'The id of the round: `2026-H2`.' }) },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  reportingRounds: t.field({
    type: ReportingRoundConnection,
    description: 'All rounds that the secretariat has set, those with the latest period first.',
    args: pageArguments,
    resolve: (_, page, context) => pageOf(context, source, { ...page, sort: newestFirst }),
  }),
}));

const roundsLookedAt = 20;

/** The newest rounds whose window has opened, at most 20, read once for the request. */
export function openedRounds(context: Context): Promise<ReportingRoundDocument[]> {
  return kept(context, source, 'opened', async () => {
    const { items } = await collectionOf(context, source).page(
      { opensAt: { lte: context.now().toISOString() } },
      { sort: newestFirst, first: roundsLookedAt },
    );
    return items.map(({ document }) => document);
  });
}

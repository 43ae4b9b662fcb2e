import { type Context, load } from '@network/schema';
import { builder, RegionalNetwork } from './builder.ts';
import {
  type ReportedStatus,
  type ReportingRoundDocument,
  reportedStatuses,
  type StatusReportDocument,
  type StoredAssignedUnit,
} from './documents.ts';
import { openedRounds, ReportingRound, source as roundSource } from './reporting-round.ts';
import { currentVersion } from './status-report/lifecycle.ts';
import { ReportedStatusRef } from './status-report/version.ts';
import { publicReports } from './status-report/visibility.ts';
import { Workstream, source as workstreamSource } from './workstream.ts';

/** What several reports say together. Nothing in it is taken from a report that is missing. */
export interface Figures {
  expected: number;
  reporting: number;
  nilReturns: number;
  worst: ReportedStatus | null;
  median: ReportedStatus | null;
  best: ReportedStatus | null;
  oldestAsOf: string | null;
}

/** `reports` has one entry for every report that is expected: what is published of it, or null for none. */
export function figuresOf(reports: readonly (StatusReportDocument | null)[]): Figures {
  const contents = reports.flatMap((report) => {
    const version = report && currentVersion(report);
    return version ? [version.content] : [];
  });
  const statuses = contents
    .flatMap(({ status }) => (status === null ? [] : [status]))
    .sort((a, b) => reportedStatuses.indexOf(a) - reportedStatuses.indexOf(b));
  const days = contents.flatMap(({ asOf }) => (asOf === null ? [] : [asOf])).sort();
  return {
    expected: reports.length,
    reporting: contents.length,
    nilReturns: contents.filter(({ isNil }) => isNil).length,
    worst: statuses[0] ?? null,
    // Of an even number the worse of the two in the middle: there is nothing between two statuses.
    median: statuses[Math.ceil(statuses.length / 2) - 1] ?? null,
    best: statuses.at(-1) ?? null,
    oldestAsOf: days[0] ?? null,
  };
}

interface RollUp {
  round: ReportingRoundDocument;
  workstream: string | null;
  region: string | null;
  figures: Figures;
  parts: RollUp[];
}

const RollUpRef = builder.objectRef<RollUp>('RollUp');

RollUpRef.implement({
  description:
    'What units say together in a round, by public published reports only and so the same for all readers. A missing report is missing: it counts as no status.',
  fields: (t) => ({
    round: t.field({
      type: ReportingRound,
      description: 'The round whose reports are counted.',
      resolve: ({ round }) => round,
    }),
    workstream: t.field({
      type: Workstream,
      nullable: true,
      description: 'The workstream that the reports are about; null for all of the round.',
      resolve: ({ workstream }, _, context) =>
        workstream === null ? null : load(context, workstreamSource, workstream),
    }),
    regionalNetwork: t.field({
      type: RegionalNetwork,
      nullable: true,
      description:
        'The network to whose region the units belong; null for all regions, or for units of none.',
      resolve: ({ region }) => (region === null ? null : { id: region }),
    }),
    expected: t.int({
      description: 'How many reports are owed: one of each unit on each workstream.',
      resolve: ({ figures }) => figures.expected,
    }),
    reporting: t.int({
      description: 'How many of them are published for everybody, nil returns among them.',
      resolve: ({ figures }) => figures.reporting,
    }),
    nilReturns: t.int({
      description: 'How many of these say that there is nothing to report.',
      resolve: ({ figures }) => figures.nilReturns,
    }),
    worst: t.field({
      type: ReportedStatusRef,
      nullable: true,
      description: 'The worst status that is reported; null when none is.',
      resolve: ({ figures }) => figures.worst,
    }),
    median: t.field({
      type: ReportedStatusRef,
      nullable: true,
      description:
        'The status in the middle of those reported, of two the worse; null when none is reported.',
      resolve: ({ figures }) => figures.median,
    }),
    best: t.field({
      type: ReportedStatusRef,
      nullable: true,
      description: 'The furthest status that is reported; null when none is.',
      resolve: ({ figures }) => figures.best,
    }),
    oldestAsOf: t.field({
      type: 'Date',
      nullable: true,
      description: 'The earliest day for which one of the reports holds; null when none is there.',
      resolve: ({ figures }) => figures.oldestAsOf,
    }),
    parts: t.field({
      type: [RollUpRef],
      description:
        'The same for each part: of a workstream by region, the units of no region last; of a region by workstream, as the round names them. Empty for a part.',
      resolve: ({ parts }) => parts,
    }),
  }),
});

const roundArgument = builder.args((t) => ({
  round: t.id({
    description: 'The id of a round; left out, the latest that has opened and concerns it.',
  }),
}));

builder.objectField(Workstream, 'rollUp', (t) =>
  t.field({
    type: RollUpRef,
    nullable: true,
    description:
      'What all units together report on the workstream in a round; null when it is in no such round.',
    args: roundArgument,
    resolve: async ({ _id }, { round: roundId }, context) => {
      const isConcerned = ({ workstreams }: ReportingRoundDocument) => workstreams.includes(_id);
      const round = await roundFor(context, roundId, isConcerned);
      if (!round) return null;
      const part = async (region: string | null, units: readonly StoredAssignedUnit[]) => {
        const figures = figuresOf(
          await expectedReports(context, round, { units, subjects: [_id] }),
        );
        return { round, workstream: _id, region, figures, parts: [] };
      };
      const regions = [...new Set(round.units.map(({ region }) => region))].sort(regionsInOrder);
      const whole = await part(null, round.units);
      const parts = await Promise.all(
        regions.map((region) =>
          part(
            region,
            round.units.filter((unit) => unit.region === region),
          ),
        ),
      );
      return { ...whole, parts };
    },
  }),
);

builder.objectField(RegionalNetwork, 'rollUp', (t) =>
  t.field({
    type: RollUpRef,
    nullable: true,
    description:
      'What the regional network and the country networks of its region together report in a round; null when none of them is in such a round.',
    args: roundArgument,
    resolve: async ({ id }, { round: roundId }, context) => {
      const isConcerned = ({ units }: ReportingRoundDocument) =>
        units.some(({ region }) => region === id);
      const round = await roundFor(context, roundId, isConcerned);
      if (!round) return null;
      const units = round.units.filter(({ region }) => region === id);
      const part = async (workstream: string | null, subjects: readonly string[]) => {
        const figures = figuresOf(await expectedReports(context, round, { units, subjects }));
        return { round, workstream, region: id, figures, parts: [] };
      };
      const whole = await part(null, round.workstreams);
      const parts = await Promise.all(round.workstreams.map((one) => part(one, [one])));
      return { ...whole, parts };
    },
  }),
);

function regionsInOrder(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : 1;
}

/** The round that is asked for, or the latest opened one; null unless it concerns what is asked about. */
async function roundFor(
  context: Context,
  id: string | null | undefined,
  isConcerned: (round: ReportingRoundDocument) => boolean,
): Promise<ReportingRoundDocument | null> {
  if (id === null || id === undefined) {
    return (await openedRounds(context)).find(isConcerned) ?? null;
  }
  const round = await load(context, roundSource, id);
  return round && isConcerned(round) ? round : null;
}

/** One entry for every report that units owe on subjects in a round, null where none is public; one storage call for all. */
function expectedReports(
  context: Context,
  { _id: round }: ReportingRoundDocument,
  { units, subjects }: { units: readonly StoredAssignedUnit[]; subjects: readonly string[] },
): Promise<(StatusReportDocument | null)[]> {
  return Promise.all(
    units.flatMap(({ unit }) =>
      subjects.map((subject) => load(context, publicReports, `${subject}.${unit}.${round}`)),
    ),
  );
}

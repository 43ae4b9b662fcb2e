import { type Context, load, pageOfList } from '@network/schema';
import { builder, connection, pageArguments } from './builder.ts';
import type {
  ReportingRoundDocument,
  StatusReportDocument,
  StoredAssignedUnit,
} from './documents.ts';
import { ReportingRound, roundState } from './reporting-round.ts';
import { lateness } from './reporting-settings.ts';
import { ReportingUnit, rightsOn, UnitInput, unitKey, unitOf } from './reporting-unit.ts';
import { possibleActions, possibleActionsWhenDue } from './status-report/actions.ts';
import { isDelivered, StatusReport } from './status-report/type.ts';
import { ReportState } from './status-report/version.ts';
import { maySeeWork, reports } from './status-report/visibility.ts';
import { Workstream, source as workstreamSource } from './workstream.ts';

/** A report that is owed. */
export interface Assignment {
  /** The id that the report has or will have. */
  id: string;
  round: ReportingRoundDocument;
  unit: StoredAssignedUnit;
  workstream: string;
}

/** Every report that is owed in a round: unit by unit, each on every workstream, in the round's order. */
export function assignmentsOf(round: ReportingRoundDocument): Assignment[] {
  return round.units.flatMap((unit) =>
    round.workstreams.map((workstream) => ({
      id: `${workstream}.${unit.unit}.${round._id}`,
      round,
      unit,
      workstream,
    })),
  );
}

/** Whether a report that is owed is late: when nothing was saved, or what was saved is not delivered. */
export function assignmentLateness(
  context: Context,
  round: ReportingRoundDocument,
  report: StatusReportDocument | null,
) {
  return report && isDelivered(report)
    ? { isOverdue: false, isDelinquent: false }
    : lateness(round, context.now());
}

const AssignmentRef = builder.objectRef<Assignment>('ReportAssignment');

AssignmentRef.implement({
  description: 'That a unit owes a report on a workstream in a round, and what has become of it.',
  fields: (t) => ({
    unit: t.field({
      type: ReportingUnit,
      nullable: true,
      description: 'Who owes it; null when the owner of the record cannot be reached.',
      resolve: ({ unit }) => unitOf(unit.unit) as never,
    }),
    workstream: t.field({
      type: Workstream,
      nullable: true,
      description: 'What it is to be about; null if that is not there.',
      resolve: ({ workstream }, _, context) => load(context, workstreamSource, workstream),
    }),
    report: t.field({
      type: StatusReport,
      nullable: true,
      description: 'The report, if this reader may see one. None is no bad report: it is missing.',
      resolve: ({ id }, _, context) => load(context, reports, id),
    }),
    state: t.field({
      type: ReportState,
      nullable: true,
      description: 'Where it stands, for those who work on the unit’s reports; null for others.',
      resolve: async ({ id, round, unit }, _, context) => {
        const report = await load(context, reports, id);
        if (report) return maySeeWork(context, report) ? report.working.state : null;
        if (!rightsOn(context, unit).maySeeWork) return null;
        return roundState(round, context.now()) === 'PENDING' ? 'NOT_DUE' : 'DUE';
      },
    }),
    isOverdue: t.boolean({
      nullable: true,
      description:
        'Whether the unit is later than the frequency allows, for those who work on its reports; null for others.',
      resolve: async ({ id, round, unit }, _, context) =>
        rightsOn(context, unit).maySeeWork
          ? assignmentLateness(context, round, await load(context, reports, id)).isOverdue
          : null,
    }),
    isDelinquent: t.boolean({
      nullable: true,
      description:
        'Whether the unit is long overdue, for those who work on its reports; null for others.',
      resolve: async ({ id, round, unit }, _, context) =>
        rightsOn(context, unit).maySeeWork
          ? assignmentLateness(context, round, await load(context, reports, id)).isDelinquent
          : null,
    }),
    possibleActions: t.stringList({
      description: 'The mutations that this reader may do about it now, by name.',
      resolve: async ({ id, round, unit }, _, context) => {
        const report = await load(context, reports, id);
        if (report) return possibleActions(context, report);
        return roundState(round, context.now()) === 'PENDING'
          ? []
          : [...possibleActionsWhenDue(context, unit)];
      },
    }),
  }),
});

const AssignmentConnection = connection(AssignmentRef);

builder.objectField(ReportingRound, 'assignments', (t) =>
  t.field({
    type: AssignmentConnection,
    description:
      'Every report that is owed in the round, unit by unit and within a unit by workstream, in the order of the round.',
    args: {
      ...pageArguments,
      unit: t.arg({ type: UnitInput, description: 'Only those of this unit, by kind and id.' }),
      workstream: t.arg.id({ description: 'Only those about this workstream: `core-1.1`.' }),
    },
    resolve: (round, { unit, workstream, ...page }) => {
      const key = unit ? unitKey(unit) : null;
      const wanted = assignmentsOf(round).filter(
        (assignment) =>
          (key === null || assignment.unit.unit === key) &&
          (typeof workstream !== 'string' || assignment.workstream === workstream),
      );
      return pageOfList(wanted, ({ id }) => id, page);
    },
  }),
);

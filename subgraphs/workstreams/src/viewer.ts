import { allOf, type Context, load, pageOfList } from '@network/schema';
import { builder, connection, entity, enumOf, pageArguments } from './builder.ts';
import type {
  ReportingRoundDocument,
  StatusReportDocument,
  StoredAssignedUnit,
} from './documents.ts';
import { assignmentLateness, assignmentsOf } from './report-assignment.ts';
import { openedRounds, ReportingRound, source as roundSource } from './reporting-round.ts';
import { roundsWithTasks } from './reporting-settings.ts';
import { ownRegions, ownUnits, ReportingUnit, unitOf } from './reporting-unit.ts';
import { possibleActions, possibleActionsWhenDue } from './status-report/actions.ts';
import { newestVersion } from './status-report/lifecycle.ts';
import { StatusReport } from './status-report/type.ts';
import { allReports, reports } from './status-report/visibility.ts';
import { Workstream, source as workstreamSource } from './workstream.ts';

const taskKinds = ['DUE', 'DRAFT', 'RETURNED', 'TO_VALIDATE', 'TO_PUBLISH'] as const;
type TaskKind = (typeof taskKinds)[number];

interface ReportTask {
  /** The id that the report has or will have. */
  id: string;
  kind: TaskKind;
  round: ReportingRoundDocument;
  unit: StoredAssignedUnit;
  workstream: string;
  report: StatusReportDocument | null;
}

const Kind = enumOf('ReportTaskKind', {
  description: 'What is to be done about a report.',
  values: {
    DUE: 'Nothing has been saved: write it, or file a nil return.',
    DRAFT: 'Go on with the draft, or with what was taken back, and submit it.',
    RETURNED: 'A validator sent it back: revise it by the comments.',
    TO_VALIDATE: 'It was submitted: validate it, or return it with comments.',
    TO_PUBLISH: 'It was validated: publish it.',
  } satisfies Record<TaskKind, string>,
});

const ReportTaskRef = builder.objectRef<ReportTask>('ReportTask');

ReportTaskRef.implement({
  description: 'Something that a person has to do about a report, by the roles that they hold.',
  fields: (t) => ({
    kind: t.field({
      type: Kind,
      description: 'What is to be done about it.',
      resolve: ({ kind }) => kind,
    }),
    round: t.field({
      type: ReportingRound,
      description: 'The round in which it is owed.',
      resolve: ({ round }) => round,
    }),
    unit: t.field({
      type: ReportingUnit,
      nullable: true,
      description: 'Whose report it is; null when the owner of the record cannot be reached.',
      resolve: ({ unit }) => unitOf(unit.unit) as never,
    }),
    workstream: t.field({
      type: Workstream,
      nullable: true,
      description: 'What it is about, or of whose activity; null if that is not there.',
      resolve: ({ workstream }, _, context) => load(context, workstreamSource, workstream),
    }),
    report: t.field({
      type: StatusReport,
      nullable: true,
      description: 'The report as it stands; null while nothing has been saved.',
      resolve: ({ report }) => report,
    }),
    dueAt: t.field({
      type: 'DateTime',
      description: 'The last instant at which the unit’s report is in time.',
      resolve: ({ round }) => round.dueAt,
    }),
    isOverdue: t.boolean({
      description: 'Whether the unit is later with it than the frequency allows.',
      resolve: ({ round, report }, _, context) =>
        assignmentLateness(context, round, report).isOverdue,
    }),
    isDelinquent: t.boolean({
      description: 'Whether the unit is long overdue with it.',
      resolve: ({ round, report }, _, context) =>
        assignmentLateness(context, round, report).isDelinquent,
    }),
    possibleActions: t.stringList({
      description: 'The mutations that this reader may do about it now, by name.',
      resolve: ({ unit, report }, _, context) =>
        report ? possibleActions(context, report) : [...possibleActionsWhenDue(context, unit)],
    }),
  }),
});

const ReportTaskConnection = connection(ReportTaskRef);

const Viewer = builder.objectRef<{ subject: string }>('Viewer');

Viewer.implement({
  description: 'Whoever asks: a person or machine that is logged in.',
  fields: (t) => ({
    subject: t.exposeID('subject', {
      description: 'Who it is, as the issuer of the login names the person.',
    }),
    reportTasks: t.field({
      type: ReportTaskConnection,
      nullable: true,
      description:
        'What this person has to do about reports, what is due first first: what their units owe of the newest rounds, what they have begun, and what waits for their judgement.',
      args: pageArguments,
      resolve: async (_, page, context) =>
        pageOfList(await reportTasks(context), ({ id, kind }) => `${kind} ${id}`, page),
    }),
  }),
});

entity(Viewer, {
  key: 'subject',
  load: (subjects, context) =>
    subjects.map((subject) => (subject === context.identity?.subject ? { subject } : null)),
});

const kindsForWriters = {
  DRAFT: 'DRAFT',
  WITHDRAWN: 'DRAFT',
  RETURNED: 'RETURNED',
  VALIDATED: 'TO_PUBLISH',
} as const satisfies Record<string, TaskKind>;

const kindsForValidators = {
  SUBMITTED: 'TO_VALIDATE',
  VALIDATED: 'TO_PUBLISH',
} as const satisfies Record<string, TaskKind>;

async function reportTasks(context: Context): Promise<ReportTask[]> {
  const [due, ...begun] = await Promise.all([
    dueTasks(context),
    ...ownUnits(context).map((unit) => tasksAmong(context, { unit }, kindsForWriters)),
    ...ownRegions(context).map((region) => tasksAmong(context, { region }, kindsForValidators)),
  ]);
  // One person may be both publisher and validator: what is to be published then stands there twice.
  const tasks = new Map([...due, ...begun.flat()].map((task) => [`${task.kind} ${task.id}`, task]));
  return [...tasks.values()].sort(
    (a, b) =>
      compare(a.round.dueAt, b.round.dueAt) ||
      compare(a.id, b.id) ||
      taskKinds.indexOf(a.kind) - taskKinds.indexOf(b.kind),
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** What the reader's units owe of the newest opened rounds and have not begun. */
async function dueTasks(context: Context): Promise<ReportTask[]> {
  const units = ownUnits(context);
  if (units.length === 0) return [];
  const rounds = (await openedRounds(context)).slice(0, roundsWithTasks);
  const owed = rounds.flatMap(assignmentsOf).filter(({ unit }) => units.includes(unit.unit));
  const found = await Promise.all(owed.map(({ id }) => load(context, reports, id)));
  return owed
    .filter((_, index) => found[index] === null)
    .map((assignment) => ({ ...assignment, kind: 'DUE', report: null }));
}

/** The tasks in reports of one unit or region of the reader, which is the right to see them. */
async function tasksAmong(
  context: Context,
  scope: { unit: string } | { region: string | null },
  kinds: Partial<Record<StatusReportDocument['working']['state'], TaskKind>>,
): Promise<ReportTask[]> {
  const filter = { ...scope, 'working.state': { in: Object.keys(kinds) } };
  const tasks: ReportTask[] = [];
  for (const report of await allOf(context, allReports, { filter })) {
    const kind = kinds[report.working.state];
    const round = await load(context, roundSource, report.round);
    const isOwn = newestVersion(report).submitted?.by === context.identity?.subject;
    if (!kind || !round || (kind === 'TO_VALIDATE' && isOwn)) continue;
    const { _id: id, workstream } = report;
    tasks.push({ id, kind, round, unit: report, workstream, report });
  }
  return tasks;
}

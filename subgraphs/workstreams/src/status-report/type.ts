import { type Context, collectionOf, load, pageOfList } from '@network/schema';
import { Activity, source as activitySource } from '../activity.ts';
import { builder, connection, entity, history, pageArguments } from '../builder.ts';
import {
  type ActivityDocument,
  type StatusReportDocument,
  statusReports,
  type WorkstreamDocument,
} from '../documents.ts';
import { ReportingRound, source as roundSource } from '../reporting-round.ts';
import { lateness } from '../reporting-settings.ts';
import { ReportingUnit, unitOf } from '../reporting-unit.ts';
import { Workstream, source as workstreamSource } from '../workstream.ts';
import { possibleActions } from './actions.ts';
import { currentVersion, newestVersion } from './lifecycle.ts';
import { ReportState, Version, versionNumbered } from './version.ts';
import { maySeeWork, reports, visibleVersions } from './visibility.ts';

const VersionConnection = connection(Version, { name: 'StatusReportVersions' });

const ReportSubject = builder.unionType('ReportSubject', {
  description: 'What a report is about.',
  types: [Workstream, Activity],
  resolveType: (subject) =>
    'component' in (subject as WorkstreamDocument | ActivityDocument) ? 'Workstream' : 'Activity',
});

export const StatusReport = builder.objectRef<StatusReportDocument>('StatusReport');

StatusReport.implement({
  description:
    'What one unit reports on one workstream or activity in one round, with all its versions. Before anything of it is published it exists only for its unit, its validators and the secretariat.',
  fields: (t) => ({
    id: t.exposeID('_id', {
      description:
        'Stable, readable id of subject, unit and round: `core-1.1.RegionalNetwork.asia-pacific.2026-H2`.',
    }),
    subject: t.field({
      type: ReportSubject,
      nullable: true,
      description: 'The workstream or activity that it is about; null if that is not there.',
      resolve: (
        { subject, subjectType },
        _,
        context,
      ): Promise<WorkstreamDocument | ActivityDocument | null> =>
        subjectType === 'Workstream'
          ? load(context, workstreamSource, subject)
          : load(context, activitySource, subject),
    }),
    workstream: t.field({
      type: Workstream,
      nullable: true,
      description:
        'The workstream that it is about, or of whose activity; null if that is not there.',
      resolve: ({ workstream }, _, context) => load(context, workstreamSource, workstream),
    }),
    unit: t.field({
      type: ReportingUnit,
      nullable: true,
      description: 'Who reports; null when the owner of the record cannot be reached.',
      resolve: ({ unit }) => unitOf(unit) as never,
    }),
    round: t.field({
      type: ReportingRound,
      nullable: true,
      description: 'The round in which it was owed; null if that is not there.',
      resolve: ({ round }, _, context) => load(context, roundSource, round),
    }),
    state: t.field({
      type: ReportState,
      description:
        'Where its newest version stands, for those who work on the report; for others always PUBLISHED.',
      resolve: (report, _, context) =>
        maySeeWork(context, report) ? report.working.state : ('PUBLISHED' as const),
    }),
    published: t.field({
      type: Version,
      nullable: true,
      description: 'What the unit says at present; null before it has published anything.',
      resolve: (report) => {
        const version = currentVersion(report);
        return version && { report, version };
      },
    }),
    working: t.field({
      type: Version,
      nullable: true,
      description:
        'The newest version while it is not published, for those who work on the report; null for others.',
      resolve: (report, _, context) =>
        report.working.state === 'PUBLISHED' || !maySeeWork(context, report)
          ? null
          : { report, version: newestVersion(report) },
    }),
    isCorrected: t.boolean({
      description: 'Whether what was published first has been superseded by a correction.',
      resolve: (report, _, context) =>
        visibleVersions(context, report).some(({ state }) => state === 'SUPERSEDED'),
    }),
    versions: t.field({
      type: VersionConnection,
      description:
        'All versions that this reader may see, the first one first: what was published stays readable.',
      args: pageArguments,
      resolve: (report, page, context) =>
        pageOfList(
          visibleVersions(context, report).map((version) => ({ report, version })),
          ({ version }) => String(version.number),
          page,
        ),
    }),
    versionNumbered: t.field({
      type: Version,
      nullable: true,
      description: 'One version by its number; null when this reader may see none of that number.',
      args: {
        number: t.arg.int({ required: true, description: 'The number of the version, from 1.' }),
      },
      resolve: (report, { number }, context) => versionNumbered(context, report, number),
    }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The last instant at which it is in time; null if its round is not there.',
      resolve: async ({ round }, _, context) =>
        (await load(context, roundSource, round))?.dueAt ?? null,
    }),
    isOverdue: t.boolean({
      description:
        'Whether it was not delivered within the time after the due instant that its frequency allows. A submitted one is delivered.',
      resolve: async (report, _, context) => (await reportLateness(context, report)).isOverdue,
    }),
    isDelinquent: t.boolean({
      description: 'Whether it was not delivered long after it was overdue.',
      resolve: async (report, _, context) => (await reportLateness(context, report)).isDelinquent,
    }),
    possibleActions: t.stringList({
      description:
        'The mutations that this reader may do with it now, by name. Those outside the reader’s own business need an `overrideReason`.',
      resolve: (report, _, context) => possibleActions(context, report),
    }),
    version: t.int({
      nullable: true,
      description:
        'The version of the record to name when writing, for those who work on the report; null for others. It grows with every write.',
      resolve: (report, _, context) => (maySeeWork(context, report) ? report.version : null),
    }),
    history: t.field(
      history({
        definition: statusReports,
        description:
          'Everything that happened to the report, oldest first, for those who work on it; null for others.',
        mayRead: maySeeWork,
      }),
    ),
  }),
});

/** Whether the unit has handed it in: it is published, or waits for others than the unit. */
export function isDelivered({ published, working }: StatusReportDocument): boolean {
  return published !== null || working.state === 'SUBMITTED' || working.state === 'VALIDATED';
}

async function reportLateness(context: Context, report: StatusReportDocument) {
  const round = isDelivered(report) ? null : await load(context, roundSource, report.round);
  return round ? lateness(round, context.now()) : { isOverdue: false, isDelinquent: false };
}

entity(StatusReport, { load: (ids, context) => collectionOf(context, reports).getMany(ids) });

export const StatusReportConnection = connection(StatusReport);

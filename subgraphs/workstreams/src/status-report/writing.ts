import {
  type Context,
  collectionOf,
  eventOf,
  load,
  type Problem,
  Refused,
  refuse,
  refuseStale,
  replaceRecord,
  textProblems,
  today,
  unknownRecord,
  wrongState,
} from '@network/schema';
import {
  type ReportedStatus,
  type ReportingRoundDocument,
  reportVisibilities,
  type StatusReportDocument,
  type StoredReportContent,
  type StoredStep,
  statusReports,
} from '../documents.ts';
import { source as roundSource } from '../reporting-round.ts';
import { bounds } from '../reporting-settings.ts';
import { regionOf, unitOf } from '../reporting-unit.ts';
import { source as workstreamSource } from '../workstream.ts';
import {
  type Authority,
  actionsInState,
  authorityFor,
  possibleActions,
  type ReportAction,
} from './actions.ts';
import { currentVersion, newestVersion } from './lifecycle.ts';
import { reportProblems } from './rules.ts';
import { allReports, reports } from './visibility.ts';

export interface ReportToChange {
  report: StatusReportDocument;
  authority: Authority;
}

/** What every step names: the report, the version that was seen, the reason of an override. */
export interface StepInput {
  id: string;
  version: number;
  overrideReason?: string | null | undefined;
  /** What is wrong with the other values of the input. */
  problems?: readonly Problem[];
}

/**
 * The report that a step is to be taken with: refused, in this order, when the writer may not see it, may not do this,
 * has seen another version of it, or it is in another state.
 */
export async function reportToChange(
  context: Context,
  action: ReportAction,
  { id, version, overrideReason, problems = [] }: StepInput,
): Promise<ReportToChange> {
  const seen = await load(context, reports, id);
  if (!seen) throw new Refused(unknownRecord(['id'], 'StatusReport', id));
  // A country network may have come to another region since the last write; whose validators judge is decided now.
  const report = { ...seen, region: await regionOf(context, unitOf(seen.unit)) };
  const authority = authorityFor(context, { unit: report, action, overrideReason });
  await refuseStale(context, statusReports, { document: report, seen: version });
  refuseWrongState(context, report, { action, path: ['id'] });
  refuse([...problems, ...overrideProblems(authority)]);
  return { report, authority };
}

export function refuseWrongState(
  context: Context,
  report: StatusReportDocument,
  { action, path }: { action: ReportAction; path: string[] },
): void {
  const { state } = report.working;
  if (actionsInState[state].includes(action)) return;
  throw new Refused(
    wrongState(path, `The report is ${state}, so ${action} is not possible.`, {
      state,
      possible: possibleActions(context, report),
    }),
  );
}

export function overrideProblems({ override }: Authority): Problem[] {
  if (override === null) return [];
  return textProblems(['overrideReason'], override, { longest: bounds.reason });
}

export function stepOf(context: Context): StoredStep {
  if (!context.identity) throw new Error('nobody is logged in, so nobody can have taken a step');
  return { at: context.now().toISOString(), by: context.identity.subject };
}

/** Stores the report after a step, with what the step changed. */
export function storeStep(
  context: Context,
  type: string,
  {
    before,
    after,
    authority,
    detail = {},
  }: {
    before: StatusReportDocument;
    after: StatusReportDocument;
    authority: Authority;
    detail?: Record<string, unknown>;
  },
): Promise<StatusReportDocument> {
  return replaceRecord(context, reports, {
    document: after,
    event: eventOf(context, type, {
      onBehalfOf: authority.onBehalfOf,
      ...(authority.override !== null && { reason: authority.override }),
      detail: {
        number: newestVersion(after).number,
        state: { before: before.working.state, after: after.working.state },
        ...(authority.override !== null && { override: true }),
        ...detail,
      },
    }),
  });
}

/** Refuses a report that breaks a rule: asked when it is submitted, and again when it is published. */
export async function refuseAgainstRules(
  context: Context,
  report: StatusReportDocument,
  content: StoredReportContent,
): Promise<void> {
  const [round, workstream] = await Promise.all([
    load(context, roundSource, report.round),
    load(context, workstreamSource, report.workstream),
  ]);
  if (!round || !workstream) {
    throw new Error(`${report._id} belongs to a round or workstream that is not there`);
  }
  refuse(
    reportProblems(content, {
      round,
      timeFrame: workstream.timeFrame.kind,
      previousStatus: await lastPublishedStatus(context, report, round),
      publishedVisibility: report.published?.visibility ?? null,
      today: today(context),
    }),
  );
}

/** What the unit last published on the subject: the version to be corrected, else that of an earlier period. */
async function lastPublishedStatus(
  context: Context,
  report: StatusReportDocument,
  { periodTo }: ReportingRoundDocument,
): Promise<ReportedStatus | null> {
  const corrected = currentVersion(report)?.content.status;
  if (corrected) return corrected;
  // The writer has rights on the unit, so whatever the unit has published may be compared with.
  const { items } = await collectionOf(context, allReports).page(
    {
      series: report.series,
      'published.visibility': { in: reportVisibilities },
      periodTo: { lt: periodTo },
    },
    { sort: { field: 'periodTo', direction: 'descending' }, first: 10 },
  );
  const stated = items.map(({ document }) => currentVersion(document)?.content.status ?? null);
  return stated.find((status) => status !== null) ?? null;
}

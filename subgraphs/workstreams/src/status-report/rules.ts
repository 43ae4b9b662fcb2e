import { invalidValue, type Problem, type StoredTimeFrame } from '@network/schema';
import {
  type ReportedStatus,
  type ReportingRoundDocument,
  type ReportVisibility,
  reportedStatuses,
  reportVisibilities,
  type StoredReportContent,
} from '../documents.ts';

/** What a report is judged against, besides itself. */
export interface RuleFacts {
  round: Pick<ReportingRoundDocument, 'periodFrom'>;
  timeFrame: StoredTimeFrame['kind'];
  /** What the unit last published on the same subject: in this round, else in an earlier one. */
  previousStatus: ReportedStatus | null;
  /** Of the version that is published already; null when there is none. */
  publishedVisibility: ReportVisibility | null;
  /** A day. */
  today: string;
}

/** All that keeps a report from being submitted or published, field by field. */
export function reportProblems(content: StoredReportContent, facts: RuleFacts): Problem[] {
  return [
    ...visibilityProblems(content, facts),
    ...(content.isNil
      ? []
      : [
          ...statusProblems(content, facts),
          ...progressProblems(content),
          ...dayProblems(content, facts),
          ...narrativeProblems(content, facts),
        ]),
  ];
}

/** What goes on without an end is never completed; each year of what is annual is a new cycle. */
function statusProblems({ status }: StoredReportContent, { timeFrame }: RuleFacts): Problem[] {
  if (status === null) {
    return [invalidValue(['status'], 'The report states no status.', reportedStatuses)];
  }
  if (status !== 'COMPLETED' || (timeFrame !== 'CONTINUOUS' && timeFrame !== 'ANNUAL')) return [];
  return [
    invalidValue(
      ['status'],
      `The time frame of the workstream is ${timeFrame}, so it is never completed.`,
      reportedStatuses.filter((allowed) => allowed !== 'COMPLETED'),
    ),
  ];
}

function progressProblems({ status, progress }: StoredReportContent): Problem[] {
  if (status !== 'COMPLETED' || progress === null || progress === 100) return [];
  return [
    invalidValue(['progress'], `What is completed is not at ${progress} per cent.`, [
      '100, or none',
    ]),
  ];
}

function dayProblems(
  { asOf }: StoredReportContent,
  { round: { periodFrom }, today }: RuleFacts,
): Problem[] {
  const allowed = [`a day from ${periodFrom} to ${today}`];
  if (asOf === null) {
    return [invalidValue(['asOf'], 'The report does not say for which day it holds.', allowed)];
  }
  if (asOf > today) return [invalidValue(['asOf'], `${asOf} is in the future.`, allowed)];
  if (asOf < periodFrom) {
    return [invalidValue(['asOf'], `${asOf} is before the period of the round.`, allowed)];
  }
  return [];
}

/** A status may go backwards, but not without a word about why. */
function narrativeProblems(
  { status, narrative }: StoredReportContent,
  { previousStatus }: RuleFacts,
): Problem[] {
  if (narrative !== null || status === null || previousStatus === null) return [];
  if (reportedStatuses.indexOf(status) >= reportedStatuses.indexOf(previousStatus)) return [];
  return [
    invalidValue(
      ['narrative'],
      `The status goes back from ${previousStatus} to ${status}; a narrative has to say why.`,
      ['a text'],
    ),
  ];
}

/** Whoever could read the first version can read its correction: both stay readable. */
function visibilityProblems(
  { visibility }: StoredReportContent,
  { publishedVisibility }: RuleFacts,
): Problem[] {
  if (publishedVisibility === null) return [];
  const widest = reportVisibilities.indexOf(publishedVisibility);
  if (reportVisibilities.indexOf(visibility) <= widest) return [];
  return [
    invalidValue(
      ['visibility'],
      `The version that this corrects is visible to ${publishedVisibility}; fewer could read the correction.`,
      reportVisibilities.slice(0, widest + 1),
    ),
  ];
}

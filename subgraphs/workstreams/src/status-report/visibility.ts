import { type Context, isSecretariat, rolesOf, type Source } from '@network/schema';
import {
  type ReportVisibility,
  reportVisibilities,
  type StatusReportDocument,
  type StoredReportVersion,
  statusReports,
} from '../documents.ts';
import { ownRegions, ownUnits, rightsOn } from '../reporting-unit.ts';
import { allVersions } from './lifecycle.ts';

/** At which visibilities this reader may read what is published: everybody, whoever has a role, the secretariat. */
function levelsOf(context: Context): readonly ReportVisibility[] {
  if (isSecretariat(context)) return reportVisibilities;
  return rolesOf(context).length > 0 ? ['PUBLIC', 'NETWORK'] : ['PUBLIC'];
}

/** Reports by id: what is published for this reader, and what this reader works on. */
export const reports: Source<StatusReportDocument> = {
  definition: statusReports,
  visible: (context) => {
    if (isSecretariat(context)) return {};
    return {
      or: [
        { 'published.visibility': { in: levelsOf(context) } },
        ...ownUnits(context).map((unit) => ({ unit })),
        ...ownRegions(context).map((region) => ({ region })),
      ],
    };
  },
};

/** Lists of reports: only what is published for this reader. */
export const publishedReports: Source<StatusReportDocument> = {
  definition: statusReports,
  visible: (context) => ({ 'published.visibility': { in: levelsOf(context) } }),
};

/** What everybody may read, whoever asks: roll-ups and latest reports are the same for all. */
export const publicReports: Source<StatusReportDocument> = {
  definition: statusReports,
  visible: () => ({ 'published.visibility': 'PUBLIC' }),
};

/**
 * Every report there is. Only for reads whose own filter is the reader's unit or region, and for rules that compare with
 * what the same unit reported before: nothing of what is found here is answered to anybody without rights on the unit.
 */
export const allReports: Source<StatusReportDocument> = {
  definition: statusReports,
  visible: () => ({}),
};

/** Whether the reader may see drafts, who did what, and the history. */
export function maySeeWork(context: Context, report: StatusReportDocument): boolean {
  return rightsOn(context, report).maySeeWork;
}

/** The versions that this reader may see, oldest first. */
export function visibleVersions(
  context: Context,
  report: StatusReportDocument,
): StoredReportVersion[] {
  if (maySeeWork(context, report)) return allVersions(report);
  const levels = levelsOf(context);
  return (report.published?.versions ?? []).filter(({ content }) =>
    levels.includes(content.visibility),
  );
}

import type { Context } from '@network/schema';
import { builder, enumOf, optionalText } from '../builder.ts';
import type {
  StatusReportDocument,
  StoredReportContent,
  StoredReportVersion,
} from '../documents.ts';
import { maySeeWork, visibleVersions } from './visibility.ts';

export const ReportState = enumOf('ReportState', {
  description: 'Where a report stands on its way to publication.',
  values: {
    NOT_DUE: 'The window of its round has not opened.',
    DUE: 'It is owed, and nothing has been saved.',
    DRAFT: 'It is being written and can still be changed.',
    SUBMITTED: 'It waits for a validator and can no longer be changed.',
    WITHDRAWN: 'Its submitter took it back; what is saved next revises it.',
    RETURNED: 'A validator sent it back with comments; what is saved next revises it.',
    VALIDATED: 'A validator found it in order; it waits to be published.',
    PUBLISHED: 'It is what the unit says at present.',
    SUPERSEDED: 'It was published, and a later version corrects it.',
  },
});

export const ReportedStatusRef = enumOf('ReportedStatus', {
  description:
    'How far the work is where the unit reports from. In this order, the worst is first.',
  values: {
    DISCONTINUED: 'The work has ended without being completed.',
    PAUSED: 'The work has been interrupted and is to be taken up again.',
    NOT_STARTED: 'The unit says that nothing has begun. (A missing report says nothing.)',
    IN_PREPARATION: 'The work is being prepared.',
    ONGOING: 'Work on it is going on.',
    COMPLETED: 'What was to be delivered has been delivered.',
  },
});

export const Visibility = enumOf('ReportVisibility', {
  description:
    'Who may read a report once it is published. Before that only its unit, its validators and the secretariat may.',
  values: {
    PUBLIC: 'Everybody may read it, and roll-ups count it.',
    NETWORK: 'Whoever holds a role in the Network may read it.',
    SECRETARIAT: 'Only its unit, its validators and the secretariat may read it.',
  },
});

type StoredEvidence = StoredReportContent['evidence'][number];

const Evidence = builder.objectRef<StoredEvidence>('ReportEvidence');

Evidence.implement({
  description: 'Something on the web that shows what a report says.',
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', description: 'The address where it can be read.' }),
    title: t.field(
      optionalText(
        'What it is, in words; null where none were given.',
        (o: StoredEvidence) => o.title,
      ),
    ),
  }),
});

export interface VersionSource {
  report: StatusReportDocument;
  version: StoredReportVersion;
}

export const Version = builder.objectRef<VersionSource>('StatusReportVersion');

Version.implement({
  description: 'One version of a report. Once it is submitted its content never changes.',
  fields: (t) => ({
    number: t.int({
      description: 'Its place among the versions of the report, from 1.',
      resolve: ({ version }) => version.number,
    }),
    previous: t.field({
      type: Version,
      nullable: true,
      description: 'The version that it revises, if this reader may see that; null for the first.',
      resolve: ({ report, version }, _, context) =>
        version.previous === null ? null : versionNumbered(context, report, version.previous),
    }),
    state: t.field({
      type: ReportState,
      description: 'Where this version stands on its way.',
      resolve: ({ version }) => version.state,
    }),
    isNilReturn: t.boolean({
      description: 'Whether the unit says that it has nothing to report.',
      resolve: ({ version }) => version.content.isNil,
    }),
    status: t.field({
      type: ReportedStatusRef,
      nullable: true,
      description: 'How far the work is; null in a nil return and in an unfinished draft.',
      resolve: ({ version }) => version.content.status,
    }),
    narrative: t.field(
      optionalText(
        'What the unit says about it, in its own words.',
        (o: VersionSource) => o.version.content.narrative,
      ),
    ),
    progress: t.int({
      nullable: true,
      description:
        'How much of the work is done, in per cent from 0 to 100, where the unit states it.',
      resolve: ({ version }) => version.content.progress,
    }),
    asOf: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day for which it holds; null in a nil return and in an unfinished draft.',
      resolve: ({ version }) => version.content.asOf,
    }),
    evidence: t.field({
      type: [Evidence],
      description: 'Where it can be seen, in the order in which the unit names it.',
      resolve: ({ version }) => version.content.evidence,
    }),
    isFeedbackOwed: t.boolean({
      description:
        'Whether the work is reported as completed without a link to what came of it: the workplan wants every result fed back into the knowledge platform.',
      resolve: ({ version: { content } }) =>
        content.status === 'COMPLETED' && content.evidence.length === 0,
    }),
    visibility: t.field({
      type: Visibility,
      description: 'Who may read it once it is published.',
      resolve: ({ version }) => version.content.visibility,
    }),
    submittedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was submitted; null while it is a draft.',
      resolve: ({ version }) => version.submitted?.at ?? null,
    }),
    submittedBy: t.string({
      nullable: true,
      description: 'The login of whoever submitted it, for those who work on the report.',
      resolve: ({ report, version }, _, context) =>
        maySeeWork(context, report) ? (version.submitted?.by ?? null) : null,
    }),
    returnedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a validator sent it back; null otherwise.',
      resolve: ({ version }) => version.returned?.at ?? null,
    }),
    returnComments: t.field(
      optionalText(
        'What the validator wants changed; null unless it was returned.',
        (o: VersionSource) => o.version.returned?.comments,
      ),
    ),
    validatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a validator found it in order; null before that.',
      resolve: ({ version }) => version.validated?.at ?? null,
    }),
    validatedBy: t.string({
      nullable: true,
      description: 'The login of whoever validated it, for those who work on the report.',
      resolve: ({ report, version }, _, context) =>
        maySeeWork(context, report) ? (version.validated?.by ?? null) : null,
    }),
    isValidatedWithinUnit: t.boolean({
      description: 'Whether its validator may also write for the unit. It is never its submitter.',
      resolve: ({ version }) => version.validated?.withinUnit ?? false,
    }),
    publishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was published; null before that.',
      resolve: ({ version }) => version.published?.at ?? null,
    }),
    supersededAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a correction took its place; null while it is the current version.',
      resolve: ({ report, version }) => {
        const versions = report.published?.versions ?? [];
        const next = versions.findIndex(({ number }) => number === version.number) + 1;
        return next > 0 ? (versions[next]?.published?.at ?? null) : null;
      },
    }),
  }),
});

export function versionNumbered(
  context: Context,
  report: StatusReportDocument,
  number: number,
): VersionSource | null {
  const version = visibleVersions(context, report).find((known) => known.number === number);
  return version ? { report, version } : null;
}

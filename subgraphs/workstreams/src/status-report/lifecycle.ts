import type { StoredText } from '@network/schema';
import type { Unstored } from '@network/storage';
import type {
  StatusReportDocument,
  StoredReportContent,
  StoredReportVersion,
  StoredStep,
} from '../documents.ts';

// The life of one report: pure steps from one document to the next. Who may take them and when is said in `actions.ts`.
//
//   DRAFT ──submit──▶ SUBMITTED ──validate──▶ VALIDATED ──publish──▶ PUBLISHED ──(a correction is published)──▶ SUPERSEDED
//                        ├─ withdraw ▶ WITHDRAWN    └─┐
//                        └─ return ──▶ RETURNED ◀─────┘
//
// Submitting freezes a version. Whatever is saved after that is a new version, one number higher, that revises it.

type WorkingState = StatusReportDocument['working']['state'];

/** What of a report the steps change. */
type Versions = Pick<StatusReportDocument, 'published' | 'working'>;

/** Every version there is, oldest first. */
export function allVersions({ published, working }: Versions): StoredReportVersion[] {
  return [...(published?.versions ?? []), ...working.versions].sort((a, b) => a.number - b.number);
}

export function newestVersion(report: Versions): StoredReportVersion {
  return allVersions(report).at(-1) as StoredReportVersion;
}

/** The version that everybody who may see the report is shown; null before one is published. */
export function currentVersion({
  published,
}: Pick<Versions, 'published'>): StoredReportVersion | null {
  return published?.versions.at(-1) ?? null;
}

export const emptyContent: StoredReportContent = {
  isNil: false,
  status: null,
  narrative: null,
  progress: null,
  asOf: null,
  evidence: [],
  visibility: 'PUBLIC',
};

/** What a save starts from: the draft, or what the version to be revised said. */
export function contentToRevise(report: Versions | null): StoredReportContent {
  return report ? { ...newestVersion(report).content, isNil: false } : emptyContent;
}

type Identifying = Omit<Unstored<StatusReportDocument>, 'published' | 'working'>;

/** A report with its first draft. */
export function begun(
  identifying: Identifying,
  content: StoredReportContent,
  step: StoredStep,
): Unstored<StatusReportDocument> {
  const first = draft({ number: 1, previous: null, content, saved: step });
  return { ...identifying, published: null, working: { state: 'DRAFT', versions: [first] } };
}

/** The draft with other content, or, when the newest version is frozen, a new draft that revises it. */
export function saved<R extends Versions>(
  report: R,
  content: StoredReportContent,
  step: StoredStep,
): R {
  const newest = newestVersion(report);
  if (newest.state === 'DRAFT') {
    return withNewest(report, { ...newest, state: 'DRAFT', content, saved: step });
  }
  const next = draft({
    number: newest.number + 1,
    previous: newest.number,
    content,
    saved: step,
  });
  return {
    ...report,
    working: { state: 'DRAFT', versions: [...report.working.versions, next] },
  };
}

export function submitted<R extends Versions>(report: R, step: StoredStep): R {
  return withNewest(report, { ...newestVersion(report), state: 'SUBMITTED', submitted: step });
}

export function withdrawn<R extends Versions>(report: R, step: StoredStep): R {
  return withNewest(report, { ...newestVersion(report), state: 'WITHDRAWN', withdrawn: step });
}

export function returned<R extends Versions>(
  report: R,
  step: StoredStep & { comments: StoredText },
): R {
  return withNewest(report, { ...newestVersion(report), state: 'RETURNED', returned: step });
}

export function validated<R extends Versions>(
  report: R,
  step: StoredStep & { withinUnit: boolean },
): R {
  return withNewest(report, { ...newestVersion(report), state: 'VALIDATED', validated: step });
}

/** The newest version becomes the current one; the one that was current before stays readable. */
export function published<R extends Versions>(report: R, step: StoredStep): R {
  const newest = newestVersion(report);
  const earlier = (report.published?.versions ?? []).map(
    (version): StoredReportVersion => ({ ...version, state: 'SUPERSEDED' }),
  );
  const current: StoredReportVersion = { ...newest, state: 'PUBLISHED', published: step };
  return {
    ...report,
    published: { visibility: newest.content.visibility, versions: [...earlier, current] },
    working: {
      state: 'PUBLISHED',
      versions: report.working.versions.filter(({ number }) => number !== newest.number),
    },
  };
}

function draft(
  parts: Pick<StoredReportVersion, 'number' | 'previous' | 'content' | 'saved'>,
): StoredReportVersion {
  return {
    ...parts,
    state: 'DRAFT',
    submitted: null,
    withdrawn: null,
    returned: null,
    validated: null,
    published: null,
  };
}

function withNewest<R extends Versions>(
  report: R,
  version: StoredReportVersion & { state: WorkingState },
): R {
  return {
    ...report,
    working: {
      state: version.state,
      versions: [...report.working.versions.slice(0, -1), version],
    },
  };
}

import {
  type InputFields,
  invalidValue,
  lengthProblems,
  type Problem,
  storedText,
  textProblems,
  type WrittenText,
} from '@network/schema';
import { hashOf } from '@network/storage';
import { builder, mutation, TextInput } from '../builder.ts';
import type { ReportedStatus, ReportVisibility, StoredReportContent } from '../documents.ts';
import { bounds } from '../reporting-settings.ts';
import { UnitInput } from '../reporting-unit.ts';
import { contentToRevise, emptyContent, newestVersion, saved, submitted } from './lifecycle.ts';
import { insertReport, placeToWrite } from './place.ts';
import { StatusReport } from './type.ts';
import { ReportedStatusRef, Visibility } from './version.ts';
import { refuseAgainstRules, stepOf, storeStep } from './writing.ts';

const EvidenceInput = builder.inputType('ReportEvidenceInput', {
  description: 'Something on the web that shows what a report says.',
  fields: (t) => ({
    url: t.field({
      type: 'URL',
      required: true,
      description: 'The address where it can be read, with http or https.',
    }),
    title: t.field({ type: TextInput, description: 'What it is, on one line.' }),
  }),
});

/** Where a report stands, and who may read what is written there. */
const placeInput = (t: InputFields) => ({
  round: t.id({
    required: true,
    description: 'The id of the round in which it is owed: `2026-H2`.',
  }),
  unit: t.field({
    type: UnitInput,
    required: true,
    description: 'The unit that reports, by kind and id.',
  }),
  subject: t.id({
    required: true,
    description: 'The id of the workstream, or of one of its activities, that it is about.',
  }),
  version: t.int({
    description:
      'The `version` of the report that this was decided on; left out when nothing has been saved yet.',
  }),
  visibility: t.field({
    type: Visibility,
    description: 'Who may read it once it is published: PUBLIC unless something else is said.',
  }),
  overrideReason: t.string({
    description: 'Why the secretariat writes for another unit; kept in the history.',
  }),
});

mutation('saveStatusReport', {
  description:
    'Begins a report, changes its draft, or, after it was returned, withdrawn or published, begins the next version with what the one before said. What is left out stays as it is; null empties it. A draft may be incomplete.',
  record: StatusReport,
  input: (t) => ({
    ...placeInput(t),
    status: t.field({ type: ReportedStatusRef, description: 'How far the work is where you are.' }),
    narrative: t.field({
      type: TextInput,
      description: 'What there is to say about it; needed when the status goes backwards.',
    }),
    progress: t.int({ description: 'How much of the work is done, in per cent from 0 to 100.' }),
    asOf: t.field({
      type: 'Date',
      description:
        'The day for which it holds: in the period of the round, or after it up to today.',
    }),
    evidence: t.field({
      type: [EvidenceInput],
      description: 'Where it can be seen, at most 50 links; the whole list in its order.',
    }),
  }),
  resolve: async (input, context) => {
    const place = await placeToWrite(context, 'saveStatusReport', {
      ...input,
      problems: contentProblems(input),
    });
    const content = changedContent(contentToRevise(place.before), input);
    const { before, authority } = place;
    const changed = changedFields(before ? newestVersion(before).content : emptyContent, content);
    if (before === null) return insertReport(context, place, { content, detail: changed });
    const after = saved(before, content, stepOf(context));
    return storeStep(context, 'saved', { before, after, authority, detail: changed });
  },
});

mutation('fileNilReturn', {
  description:
    'Says that the unit has nothing to report on the subject in this round. It is submitted at once and validated and published like a report.',
  record: StatusReport,
  input: (t) => ({
    ...placeInput(t),
    narrative: t.field({ type: TextInput, description: 'Why there is nothing to report.' }),
  }),
  resolve: async (input, context) => {
    const place = await placeToWrite(context, 'fileNilReturn', {
      ...input,
      problems: contentProblems(input),
    });
    const { before, authority } = place;
    const { visibility } = contentToRevise(before);
    const content = changedContent({ ...emptyContent, visibility, isNil: true }, input);
    const detail = { contentHash: hashOf(content) };
    if (before === null) return insertReport(context, place, { content, detail });
    await refuseAgainstRules(context, before, content);
    const step = stepOf(context);
    const after = submitted(saved(before, content, step), step);
    return storeStep(context, 'nilReturnFiled', { before, after, authority, detail });
  },
});

interface ContentInput {
  status?: ReportedStatus | null | undefined;
  narrative?: WrittenText | null | undefined;
  progress?: number | null | undefined;
  asOf?: string | null | undefined;
  evidence?: { url: string; title?: WrittenText | null | undefined }[] | null | undefined;
  visibility?: ReportVisibility | null | undefined;
}

function contentProblems({ narrative, progress, evidence }: ContentInput): Problem[] {
  return [
    ...(narrative
      ? textProblems(['narrative', 'text'], narrative.text, { longest: bounds.narrative })
      : []),
    ...(typeof progress === 'number' && (progress < 0 || progress > 100)
      ? [invalidValue(['progress'], `${progress} is no per cent.`, ['0 to 100'])]
      : []),
    ...lengthProblems(['evidence'], evidence ?? [], { most: bounds.evidence }),
    ...(evidence ?? []).slice(0, bounds.evidence).flatMap(({ title }, index) =>
      title
        ? textProblems(['evidence', index, 'title', 'text'], title.text, {
            longest: bounds.evidenceTitle,
            singleLine: true,
          })
        : [],
    ),
  ];
}

/** What is left out stays as it was. */
function changedContent(before: StoredReportContent, input: ContentInput): StoredReportContent {
  const { status, narrative, progress, asOf, evidence, visibility } = input;
  return {
    ...before,
    ...(status !== undefined && { status }),
    ...(narrative !== undefined && { narrative: narrative && storedText(narrative) }),
    ...(progress !== undefined && { progress }),
    ...(asOf !== undefined && { asOf }),
    ...(evidence !== undefined && {
      evidence: (evidence ?? []).map(({ url, title }) => ({
        url,
        title: title ? storedText(title) : null,
      })),
    }),
    ...(visibility && { visibility }),
  };
}

/** What a save changed, field by field, as the history and a refused stale write tell of it. Long texts are hashed. */
function changedFields(
  before: StoredReportContent,
  after: StoredReportContent,
): Record<string, { before: unknown; after: unknown }> {
  const told = ({ narrative, ...content }: StoredReportContent): Record<string, unknown> => ({
    ...content,
    narrativeHash: narrative && hashOf(narrative),
  });
  const [was, is] = [told(before), told(after)];
  return Object.fromEntries(
    Object.keys(is)
      .filter((field) => hashOf(was[field]) !== hashOf(is[field]))
      .map((field) => [field, { before: was[field], after: is[field] }]),
  );
}

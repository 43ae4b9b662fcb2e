import {
  type InputFields,
  notAllowed,
  Refused,
  storedText,
  textProblems,
  versionInput,
} from '@network/schema';
import { hashOf } from '@network/storage';
import { mutation, TextInput } from '../builder.ts';
import { bounds } from '../reporting-settings.ts';
import { rightsOn, validatorRoles } from '../reporting-unit.ts';
import {
  currentVersion,
  newestVersion,
  published,
  returned,
  submitted,
  validated,
  withdrawn,
} from './lifecycle.ts';
import { StatusReport } from './type.ts';
import { refuseAgainstRules, reportToChange, stepOf, storeStep } from './writing.ts';

/** What every step names. */
const stepInput = (t: InputFields) => ({
  id: t.id({
    required: true,
    description: 'The id of the report: `core-1.1.RegionalNetwork.asia-pacific.2026-H2`.',
  }),
  version: t.int(versionInput('report')),
  overrideReason: t.string({
    description:
      'Why the secretariat does this for others; kept in the history. Not needed for its own business.',
  }),
});

mutation('submitStatusReport', {
  description:
    'Hands the draft to the validators of its region, or of the secretariat. From then on that version never changes.',
  record: StatusReport,
  input: stepInput,
  resolve: async (input, context) => {
    const { report, authority } = await reportToChange(context, 'submitStatusReport', input);
    const { content } = newestVersion(report);
    await refuseAgainstRules(context, report, content);
    const after = submitted(report, stepOf(context));
    const detail = { contentHash: hashOf(content) };
    return storeStep(context, 'submitted', { before: report, after, authority, detail });
  },
});

mutation('withdrawStatusReport', {
  description: 'Takes a submitted version back before it is validated. Only its submitter may.',
  record: StatusReport,
  input: stepInput,
  resolve: async (input, context) => {
    const { report, authority } = await reportToChange(context, 'withdrawStatusReport', input);
    if (newestVersion(report).submitted?.by !== context.identity?.subject) {
      throw new Refused(
        notAllowed(['id'], 'Only whoever submitted the report takes it back.', [
          'the submitter of the report',
        ]),
      );
    }
    const after = withdrawn(report, stepOf(context));
    return storeStep(context, 'withdrawn', { before: report, after, authority });
  },
});

mutation('returnStatusReport', {
  description:
    'Sends a submitted or validated version back to its unit with comments; the next version revises it.',
  record: StatusReport,
  input: (t) => ({
    ...stepInput(t),
    comments: t.field({
      type: TextInput,
      required: true,
      description: 'What is to be changed, for those who work on the report.',
    }),
  }),
  resolve: async (input, context) => {
    const { report, authority } = await reportToChange(context, 'returnStatusReport', {
      ...input,
      problems: textProblems(['comments', 'text'], input.comments.text, {
        longest: bounds.comments,
      }),
    });
    const comments = storedText(input.comments);
    const after = returned(report, { ...stepOf(context), comments });
    const detail = { commentsHash: hashOf(comments) };
    return storeStep(context, 'returned', { before: report, after, authority, detail });
  },
});

mutation('validateStatusReport', {
  description:
    'Finds a submitted version in order. Whoever submitted it may never validate it; that the validator may also write for the unit is shown with the version.',
  record: StatusReport,
  input: stepInput,
  resolve: async (input, context) => {
    const { report, authority } = await reportToChange(context, 'validateStatusReport', input);
    const step = stepOf(context);
    if (newestVersion(report).submitted?.by === step.by) {
      throw new Refused(
        notAllowed(
          ['id'],
          'Whoever submitted a report does not validate it.',
          validatorRoles(report).map((role) => `${role}, another person`),
        ),
      );
    }
    const withinUnit = rightsOn(context, report).mayWrite;
    const after = validated(report, { ...step, withinUnit });
    const detail = { withinUnit };
    return storeStep(context, 'validated', { before: report, after, authority, detail });
  },
});

mutation('publishStatusReport', {
  description:
    'Makes a validated version what the unit says at present. A version that was published before is superseded and stays readable; roll-ups follow.',
  record: StatusReport,
  input: stepInput,
  resolve: async (input, context) => {
    const { report, authority } = await reportToChange(context, 'publishStatusReport', input);
    const { content } = newestVersion(report);
    await refuseAgainstRules(context, report, content);
    const after = published(report, stepOf(context));
    const detail = {
      supersedes: currentVersion(report)?.number ?? null,
      visibility: content.visibility,
      contentHash: hashOf(content),
    };
    return storeStep(context, 'published', { before: report, after, authority, detail });
  },
});

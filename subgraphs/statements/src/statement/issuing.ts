import { type Problem, refuse, textProblems } from '@network/schema';
import { mutation } from '../builder.ts';
import { publishedStatement, type StatementDocument, type WorkingStatement } from '../documents.ts';
import { dayIn } from '../time-zone.ts';
import { revisionFields, windowProblems, zoneProblems } from './rules.ts';
import { type Adoption, adoptionOf } from './state.ts';
import { Statement } from './view-type.ts';
import { revise } from './writing.ts';

const longestEmbargo = 366 * 24 * 3_600_000;

mutation('adoptStatement', {
  description:
    'Adopts a cleared text of the track `POSITION` without a silence round. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    reason: t.string({ required: true, description: 'Who decided, and on what grounds.' }),
  }),
  resolve: ({ reason, ...input }, context) =>
    revise(context, 'adoptStatement', {
      input,
      change: ({ working, at }) => {
        refuse(textProblems(['reason'], reason, { longest: 2_000 }));
        return {
          working: { ...working, decision: { at, reason } },
          event: { type: 'adopted', reason },
        };
      },
    }),
});

mutation('scheduleStatement', {
  description:
    'Sets the instant at which an adopted statement is issued, or moves it. Until then it does not exist for the public; at that instant it does, everywhere at once. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    at: t.field({
      type: 'DateTime',
      required: true,
      description: 'The instant, at most 366 days ahead; one that is not ahead means now.',
    }),
    zone: t.string({
      required: true,
      description:
        'The time zone in which it is named: its calendar gives the date of the statement.',
    }),
    reason: t.string({ description: 'Why it is moved; needed when an instant was set before.' }),
  }),
  resolve: (input, context) =>
    revise(context, 'scheduleStatement', {
      input,
      change: ({ document, working, at }) => {
        // As times, not as texts: an offset can move the last day of 9999 into a year of five digits.
        const instant = Date.parse(input.at) > Date.parse(at) ? input.at : at;
        refuse([
          ...(instant === at
            ? []
            : windowProblems(['at'], { from: at, to: instant, longest: longestEmbargo })),
          ...issueProblems(working, input),
        ]);
        return issued(document, working, { ...input, now: at, instant });
      },
    }),
});

mutation('issueStatement', {
  description: 'Issues an adopted statement now. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    zone: t.string({
      required: true,
      description: 'The time zone whose calendar gives the date of the statement: `Europe/Zurich`.',
    }),
    reason: t.string({ description: 'Why earlier than planned; needed when an instant was set.' }),
  }),
  resolve: (input, context) =>
    revise(context, 'issueStatement', {
      input,
      change: ({ document, working, at }) => {
        refuse(issueProblems(working, input));
        return issued(document, working, { ...input, now: at, instant: at });
      },
    }),
});

interface Issue {
  zone: string;
  reason?: string | null | undefined;
  now: string;
  instant: string;
}

/** O14: an instant that was set is moved by the same right, with a reason. */
function issueProblems(
  working: WorkingStatement,
  { zone, reason }: Pick<Issue, 'zone' | 'reason'>,
): Problem[] {
  const isNeeded = working.schedule !== null;
  return [
    ...zoneProblems(['zone'], zone),
    ...(isNeeded || reason != null
      ? textProblems(['reason'], reason ?? '', { longest: 2_000 })
      : []),
  ];
}

/**
 * Writes the published section, from the version of the text that was adopted and no other (O1). It is read from
 * `visibleFrom` on, by everybody and on every path (O12).
 */
function issued(
  { published: before }: StatementDocument,
  working: WorkingStatement,
  { zone, reason = null, now, instant }: Issue,
) {
  const { text, ...adoption } = adoptionOf(working, now) as Adoption;
  const published = publishedStatement(text.content, {
    visibleFrom: instant,
    date: dayIn(instant, zone),
    issuedAt: instant,
    adoption: { track: working.track, ...adoption },
  });
  return {
    working: { ...working, schedule: { at: instant, zone, setAt: now, reason } },
    published,
    event: {
      type: instant === now ? 'issued' : before ? 'rescheduled' : 'scheduled',
      ...(reason !== null && { reason }),
      detail: {
        at: instant,
        zone,
        ...(before && { before: before.visibleFrom }),
        textVersion: text.number,
        textHash: text.hashes.whole,
      },
    },
  };
}

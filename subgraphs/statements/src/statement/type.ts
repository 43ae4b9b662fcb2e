import { pageOfHistory } from '@network/schema';
import {
  builder,
  citations,
  connection,
  entity,
  HistoryConnection,
  Note,
  pageArguments,
} from '../builder.ts';
import type { TextHashes } from '../canonical-text.ts';
import { type PublishedStatement, statements } from '../documents.ts';
import { possibleActions } from './actions.ts';
import { StatementText } from './content.ts';
import { viewsById } from './reading.ts';
import { type StatementState, statementStates } from './state.ts';
import { Statement } from './view-type.ts';
import { recordOf, type StatementView } from './visibility.ts';
import { Track, Work } from './work.ts';

const State = builder.enumType('StatementState', {
  description:
    'How far a statement has come, computed from its record and the clock when it is read.',
  values: Object.fromEntries(
    Object.entries(statementStates).map(([value, description]) => [value, { value, description }]),
  ) as Record<StatementState, { value: StatementState; description: string }>,
});

const ShownAs = builder.enumType('StatementShownAs', {
  description: 'Which text the fields of a statement are answered by.',
  values: {
    ISSUED: { description: 'The text that was issued.' },
    WORKING: { description: 'The text that is being worked on or asked about.' },
    NOTICE: { description: 'None: only that there is such a statement, with its proposed title.' },
  } as const,
});

type AgreedText = NonNullable<PublishedStatement['adoption']> & { hashes: TextHashes };

const AdoptedBy = builder.enumType('StatementAdoption', {
  description: 'What made a cleared text the Network’s.',
  values: {
    SILENCE: { description: 'The deadline of a silence round passed without an objection.' },
    DECISION: { description: 'The secretariat decided on a cleared position text.' },
  } as const,
});

const AdoptionRecord = builder.objectRef<AgreedText>('StatementRecord');
AdoptionRecord.implement({
  description:
    'What exactly was agreed and when. It names no organization: not to object is not to sign.',
  fields: (t) => ({
    track: t.field({
      type: Track,
      description: 'By which steps it was agreed.',
      resolve: (o) => o.track,
    }),
    textHash: t.string({
      description:
        'SHA-256 of the text that was cleared and adopted; that of the issued text is the same.',
      resolve: ({ hashes }) => hashes.whole,
    }),
    paragraphHashes: t.stringList({
      description: 'SHA-256 of each paragraph, in order.',
      resolve: ({ hashes }) => hashes.paragraphs,
    }),
    clearedAt: t.field({
      type: 'DateTime',
      description: 'When the last answer came that clearance needed.',
      resolve: (o) => o.clearedAt,
    }),
    adoptedAt: t.field({
      type: 'DateTime',
      description: 'When it was adopted: the deadline that passed, or the decision.',
      resolve: (o) => o.adoptedAt,
    }),
    adoptedBy: t.field({
      type: AdoptedBy,
      description: 'What made it the Network’s.',
      resolve: (o) => o.by,
    }),
  }),
});

Statement.implement({
  description:
    'A statement in which the Network speaks with one voice: of the sources, or proposed, cleared, adopted and issued here.',
  interfaces: [StatementText],
  fields: (t) => ({
    id: t.id({
      description: 'Stable, readable id: `2020-07-08-standing-in-solidarity`.',
      resolve: ({ document }) => document._id,
    }),
    state: t.field({
      type: State,
      description: 'How far it has come, at the instant of the answer.',
      resolve: ({ state }) => state,
    }),
    shownAs: t.field({
      type: ShownAs,
      description: 'Which text the fields of this answer are from.',
      resolve: ({ shownAs }) => shownAs,
    }),
    date: t.string({
      nullable: true,
      description:
        'The day or month it carries, `2020-07-08` or `2021-11`; null where no source states one and before it is issued.',
      resolve: ({ document, shownAs }) =>
        shownAs === 'ISSUED' ? (document.published?.date ?? null) : null,
    }),
    hasFullText: t.boolean({
      description:
        'Whether its text is here: false where the sources only mention it, or where this reader sees no text.',
      resolve: ({ content }) => content.hasFullText,
    }),
    issuedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The instant of issue; null before it, and for statements of the sources.',
      resolve: ({ document, shownAs }) =>
        shownAs === 'ISSUED' ? (document.published?.issuedAt ?? null) : null,
    }),
    record: t.field({
      type: AdoptionRecord,
      nullable: true,
      description:
        'What was agreed and when; null for statements of the sources and before adoption.',
      resolve: (view) => recordOf(view),
    }),
    notes: t.field({
      type: [Note],
      description: 'What there is to know about what the sources say of it.',
      resolve: ({ content }) => content.notes,
    }),
    citations: t.field({
      ...citations,
      resolve: ({ content }: StatementView) => content.citations,
    }),
    version: t.int({
      nullable: true,
      description: 'The version to write against; null for readers without a part in the making.',
      resolve: ({ document, part }) => (part ? document.version : null),
    }),
    possibleActions: t.stringList({
      description: 'The mutations that this reader may do now, for one of their roles.',
      resolve: (view) => possibleActions(view),
    }),
    work: t.field({
      type: Work,
      nullable: true,
      description: 'How it is made; null for readers without a part in it.',
      resolve: (view) => {
        const { part, document } = view;
        return document.working && part ? { ...view, part, working: document.working } : null;
      },
    }),
    history: t.field({
      type: HistoryConnection,
      nullable: true,
      description:
        'Everything that happened to the record, oldest first, for the secretariat; null for others.',
      args: pageArguments,
      resolve: ({ document, part }, page, context) =>
        part === 'SECRETARIAT'
          ? pageOfHistory(context, { definition: statements, record: document }, page)
          : null,
    }),
  }),
});

entity(Statement, { load: (ids, context) => viewsById(context, ids) });

export const StatementConnection = connection(Statement);

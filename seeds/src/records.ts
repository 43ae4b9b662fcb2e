// What a record of each seed file must look like. Every schema is strict: a key it does not name is refused. The types that
// come out are checked against the subgraphs' documents where `load.ts` turns one into the other.

import { organizationKinds } from '@network/members/documents';
import { type LanguageCode, partyRoles, type StoredText } from '@network/schema';
import { workstreamComponents, workstreamStatuses } from '@network/workstreams/documents';
import { z } from 'zod';
import {
  address,
  day,
  dayOrMonth,
  id,
  language,
  ordinal,
  quantity,
  text,
  timeFrame,
  words,
} from './values.ts';

/** What a record may name by its id, as the messages call it. */
export type ReferenceKind =
  | 'body'
  | 'country'
  | 'objective'
  | 'organization'
  | 'principle'
  | 'region'
  | 'regional network'
  | 'source document'
  | 'stakeholder group'
  | 'theme'
  | 'working group'
  | 'workplan'
  | 'workstream';

export type IsKnown = (kind: ReferenceKind, id: string) => boolean;

interface StatementParts {
  hasFullText: boolean;
  paragraphs: {
    number: number;
    text: StoredText;
    links: { words: StoredText }[];
    footnotes: { mark: string }[];
  }[];
  asks: { number: number; paragraph: number }[];
}

/** Paragraphs and asks are numbered from 1; asks, links and footnotes point at what is there. */
function checkStatement(statement: StatementParts, context: z.RefinementCtx) {
  const complain = (message: string, path: (string | number)[]) =>
    context.addIssue({ code: 'custom', message, path });
  const { hasFullText, paragraphs, asks } = statement;
  if (hasFullText !== paragraphs.length > 0) {
    complain('a statement has paragraphs exactly when its full text is known', ['hasFullText']);
  }
  paragraphs.forEach(({ number, text, links, footnotes }, index) => {
    const at = ['paragraphs', index];
    if (number !== index + 1) complain(`expected number ${index + 1}`, [...at, 'number']);
    links.forEach((link, position) => {
      for (const [code, part] of Object.entries(link.words.texts)) {
        if (!text.texts[code as LanguageCode]?.includes(part)) {
          complain('these words do not stand in the paragraph', [
            ...at,
            'links',
            position,
            'words',
            'texts',
            code,
          ]);
        }
      }
    });
    footnotes.forEach(({ mark }, position) => {
      if (!text.texts[text.original]?.includes(mark)) {
        complain(`the mark ${mark} does not stand in the paragraph`, [
          ...at,
          'footnotes',
          position,
          'mark',
        ]);
      }
    });
  });
  asks.forEach(({ number, paragraph }, index) => {
    if (number !== index + 1) complain(`expected number ${index + 1}`, ['asks', index, 'number']);
    if (paragraph > paragraphs.length)
      complain(`no paragraph ${paragraph}`, ['asks', index, 'paragraph']);
  });
}

/** The schemas of all files, by file, for what `isKnown` says can be named. */
export function createRecordSchemas(isKnown: IsKnown) {
  const reference = (kind: ReferenceKind) =>
    z.string().refine((value) => isKnown(kind, value), {
      error: ({ input }) => `unknown ${kind} ${input}`,
    });
  const distinct = (kind: ReferenceKind) =>
    z.array(reference(kind)).superRefine((ids, context) => {
      ids.forEach((value, index) => {
        if (ids.indexOf(value) !== index) {
          context.addIssue({
            code: 'custom',
            message: `${kind} ${value} stands twice`,
            path: [index],
          });
        }
      });
    });
  const objectives = distinct('objective');

  const citations = z
    .array(
      z
        .strictObject({
          document: reference('source document'),
          at: words,
          quote: words.exactOptional(),
          language: language.exactOptional(),
        })
        .refine(
          (citation) => (citation.quote === undefined) === (citation.language === undefined),
          {
            error: 'a quote and its language go together',
          },
        ),
    )
    .min(1, { error: 'a citation is missing' });

  const note = z.strictObject({ text, citations });

  const namedParty = <const T extends string>(type: T, kind: ReferenceKind) =>
    z.strictObject({ type: z.literal(type), id: reference(kind), qualifier: text.exactOptional() });
  const party = z.discriminatedUnion('type', [
    namedParty('Organization', 'organization'),
    namedParty('Body', 'body'),
    namedParty('StakeholderGroup', 'stakeholder group'),
    z.strictObject({
      type: z.literal('NamedRole'),
      role: z.enum(partyRoles),
      qualifier: text.exactOptional(),
    }),
  ]);

  const membership = z
    .strictObject({
      organization: reference('organization'),
      validFrom: day.nullable(),
      validTo: day.nullable(),
      citations,
    })
    .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
      error: 'wrong date: it ends before it begins',
      path: ['validTo'],
    });

  const figure = z.strictObject({
    id,
    label: text,
    value: z.number(),
    qualifier: z.enum(['EXACT', 'MORE_THAN', 'AT_LEAST']),
    unit: text,
    asOf: dayOrMonth.nullable(),
    citations,
  });

  const numberedTitle = z.strictObject({ id, number: ordinal, title: text, citations });

  const paragraph = z.strictObject({
    number: ordinal,
    text,
    isBoilerplate: z.boolean(),
    links: z.array(z.strictObject({ words: text, url: address.nullable() })),
    footnotes: z.array(z.strictObject({ mark: words, text, url: address.nullable() })),
    notes: z.array(note),
  });
  const statement = z
    .strictObject({
      id,
      title: text,
      date: dayOrMonth.nullable(),
      place: text.nullable(),
      hasFullText: z.boolean(),
      paragraphs: z.array(paragraph),
      asks: z.array(
        z.strictObject({
          number: ordinal,
          paragraph: ordinal,
          text,
          addressees: z.array(party).min(1),
          objectives,
          principles: distinct('principle'),
        }),
      ),
      mediaContacts: z.array(
        z.strictObject({
          organization: reference('organization'),
          heading: text,
          name: words,
          positions: z.array(text),
          phones: z.array(words),
          emails: z.array(z.email()),
          consent: z.enum(['GIVEN', 'NOT_STATED']),
        }),
      ),
      objectives,
      principles: distinct('principle'),
      notes: z.array(note),
      citations,
    })
    .superRefine(checkStatement);

  return {
    'objectives.yaml': numberedTitle,
    'guiding-principles.yaml': numberedTitle,
    'thematic-areas.yaml': numberedTitle,
    'regions.yaml': z.strictObject({ id, name: text, countries: distinct('country'), citations }),
    'organizations.yaml': z.strictObject({
      id,
      acronym: words,
      name: text,
      kind: z.enum(organizationKinds),
      unSystem: z.boolean(),
      citations,
    }),
    'bodies.yaml': z.strictObject({
      id,
      name: text,
      kind: z.enum(['NETWORK', 'EXECUTIVE_COMMITTEE', 'SECRETARIAT', 'STEERING_COMMITTEE']),
      members: z.array(membership),
      citations,
    }),
    'stakeholder-groups.yaml': z.strictObject({ id, name: text, citations }),
    'regional-networks.yaml': z.strictObject({
      id,
      name: text,
      region: reference('region'),
      members: z.array(membership),
      citations,
    }),
    'regional-network-figures.yaml': figure,
    'country-networks.yaml': z
      .strictObject({
        id: reference('country'),
        name: text,
        country: reference('country'),
        regionalNetwork: reference('regional network').nullable(),
        facts: z.array(note),
        citations,
      })
      .refine((network) => network.id === network.country, {
        error: 'a country network has the code of its country as its id',
        path: ['id'],
      }),
    'pilots.yaml': z.strictObject({ id, country: reference('country'), subject: text, citations }),
    'country-network-figures.yaml': figure,
    'workplans.yaml': z.strictObject({
      id,
      title: text,
      date: dayOrMonth,
      corePriorities: z.array(z.strictObject({ number: ordinal, text, citations })),
      reviewRules: z.array(note),
      notes: z.array(note),
      citations,
    }),
    'workstreams.yaml': z.strictObject({
      id,
      workplan: reference('workplan'),
      component: z.enum(workstreamComponents),
      number: words,
      position: ordinal,
      heading: text.nullable(),
      title: text,
      summary: text.nullable(),
      objectives,
      themes: distinct('theme'),
      timeFrame,
      leads: z.array(party),
      leadsAsStated: text.nullable(),
      participants: z.array(party),
      participantsAsStated: text.nullable(),
      interested: z.array(party),
      interestedAsStated: text.nullable(),
      status: z.enum(workstreamStatuses),
      statusAsStated: text.nullable(),
      resourceMobilisation: z.boolean(),
      notes: z.array(note),
      citations,
    }),
    'activities.yaml': z.strictObject({
      id,
      workstream: reference('workstream'),
      number: ordinal,
      text,
      points: z.array(text),
      timeFrames: z.array(timeFrame),
      quantities: z.array(quantity),
      citations,
    }),
    'working-groups.yaml': z.strictObject({
      id,
      name: text,
      workstream: reference('workstream').nullable(),
      leads: z.array(party),
      objectives,
      citations,
    }),
    'working-group-rules.yaml': z.strictObject({ id, number: ordinal, text, citations }),
    'products.yaml': z.strictObject({
      id,
      position: ordinal,
      title: text,
      kind: z.enum([
        'POLICY_BRIEF',
        'KNOWLEDGE_PRODUCT',
        'PEER_LEARNING',
        'GUIDANCE_NOTE',
        'GUIDELINES',
        'POSITION_PAPER',
        'TOOL',
        'PRINCIPLES',
        'CHECKLIST',
        'OTHER',
      ]),
      attributedTo: text,
      workingGroup: reference('working group').nullable(),
      citations,
    }),
    'statements.yaml': statement,
  };
}

export type RecordSchemas = ReturnType<typeof createRecordSchemas>;
export type FileName = keyof RecordSchemas;
export type RecordOf<Name extends FileName> = z.output<RecordSchemas[Name]>;
export type Seeds = { [Name in FileName]: RecordOf<Name>[] };

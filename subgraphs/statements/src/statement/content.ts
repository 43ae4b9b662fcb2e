import type { StoredParty, StoredText } from '@network/schema';
import { builder, LanguageCode, Note, optionalText, text, texts } from '../builder.ts';
import { canonicalParagraph, canonicalText } from '../canonical-text.ts';
import type {
  StatementContent,
  StoredAsk,
  StoredContribution,
  StoredMediaContact,
  StoredParagraph,
} from '../documents.ts';
import { GuidingPrinciple, Objective, Organization, Party } from '../owned-elsewhere.ts';
import { Contribution } from './contribution.ts';
import { Statement } from './view-type.ts';
import { type TextView, viewOf } from './visibility.ts';

type Link = StoredParagraph['links'][number];
type Footnote = StoredParagraph['footnotes'][number];

const TextLink = builder.objectRef<Link>('StatementLink');
TextLink.implement({
  description: 'Words of a paragraph that are a link.',
  fields: (t) => ({
    words: t.field(
      text('The words that are linked, as they stand in the paragraph.', (o: Link) => o.words),
    ),
    url: t.field({
      type: 'URL',
      nullable: true,
      description: 'The address; null where the source has an empty link.',
      resolve: ({ url }) => url,
    }),
  }),
});

const TextFootnote = builder.objectRef<Footnote>('StatementFootnote');
TextFootnote.implement({
  description: 'A footnote to a paragraph.',
  fields: (t) => ({
    mark: t.exposeString('mark', { description: 'The mark that stands in the paragraph: `¹`.' }),
    text: t.field(text('The words of the footnote.', (o: Footnote) => o.text)),
    url: t.field({
      type: 'URL',
      nullable: true,
      description: 'The address that the footnote gives; null when it gives none.',
      resolve: ({ url }) => url,
    }),
  }),
});

interface ParagraphView {
  paragraph: StoredParagraph;
  hash: string | null;
  contributions: StoredContribution[] | null;
}

const Paragraph = builder.objectRef<ParagraphView>('StatementParagraph');
Paragraph.implement({
  description: 'One of the numbered paragraphs of a text, with its links, footnotes and hash.',
  fields: (t) => ({
    number: t.int({
      description: 'Its number, from 1 in the order of the text.',
      resolve: ({ paragraph }) => paragraph.number,
    }),
    text: t.field(text('The words of the paragraph.', (o: ParagraphView) => o.paragraph.text)),
    isBoilerplate: t.boolean({
      description:
        'Whether it is standing text about the Network itself rather than about the matter.',
      resolve: ({ paragraph }) => paragraph.isBoilerplate,
    }),
    links: t.field({
      type: [TextLink],
      description: 'The links in it, in the order of the text.',
      resolve: ({ paragraph }) => paragraph.links,
    }),
    footnotes: t.field({
      type: [TextFootnote],
      description: 'The footnotes to it, in the order of their marks.',
      resolve: ({ paragraph }) => paragraph.footnotes,
    }),
    notes: t.field({
      type: [Note],
      description: 'What there is to know about how the source prints it.',
      resolve: ({ paragraph }) => paragraph.notes,
    }),
    textHash: t.string({
      nullable: true,
      description: 'SHA-256 of `canonicalText`, as lower-case hexadecimal.',
      resolve: ({ hash }) => hash,
    }),
    canonicalText: t.string({
      description:
        'The exact characters (UTF-8) that are hashed: the paragraph in its original language as JSON.',
      resolve: ({ paragraph }) => canonicalParagraph(paragraph),
    }),
    drawsOn: t.field({
      type: [Contribution],
      nullable: true,
      description: 'The contributions it draws on, for the secretariat; null for others.',
      resolve: ({ contributions }) => contributions,
    }),
  }),
});

const Addressee = builder.objectRef<StoredParty>('AskAddressee');
Addressee.implement({
  description: 'Somebody of whom a statement asks something.',
  fields: (t) => ({
    party: t.field({
      type: Party,
      nullable: true,
      description: 'Who it is; null when the owner of the record cannot be reached.',
      resolve: (party) => party as never,
    }),
    qualifier: t.field(
      optionalText(
        'How the statement itself puts it, where it does.',
        (o: StoredParty) => o.qualifier,
      ),
    ),
  }),
});

export interface AskView {
  ask: StoredAsk;
  source: TextView;
}

export const Ask = builder.objectRef<AskView>('Ask');
Ask.implement({
  description: 'One thing that a statement asks of somebody.',
  fields: (t) => ({
    id: t.id({
      description: 'Stable id: that of the statement and the number of the ask.',
      resolve: (o) => askId(o),
    }),
    number: t.int({
      description: 'Its number among the asks of the statement, from 1 in the order of the text.',
      resolve: ({ ask }) => ask.number,
    }),
    text: t.field(
      text('What is asked, in the words of the statement.', (o: AskView) => o.ask.text),
    ),
    paragraph: t.field({
      type: Paragraph,
      nullable: true,
      description: 'The paragraph in which it stands.',
      resolve: ({ ask, source }) => {
        const index = source.content.paragraphs.findIndex(({ number }) => number === ask.paragraph);
        return paragraphsOf(source)[index] ?? null;
      },
    }),
    addressees: t.field({
      type: [Addressee],
      description: 'Of whom it is asked, in the order of the text.',
      resolve: ({ ask }) => ask.addressees,
    }),
    objectives: t.field({
      type: [Objective],
      nullable: { list: false, items: true },
      description: 'The objectives that it names, in its order.',
      resolve: ({ ask }) => ask.objectives.map((id) => ({ id })),
    }),
    principles: t.field({
      type: [GuidingPrinciple],
      nullable: { list: false, items: true },
      description: 'The guiding principles that it names, in its order.',
      resolve: ({ ask }) => ask.principles.map((id) => ({ id })),
    }),
    statement: t.field({
      type: Statement,
      description: 'The statement that asks it.',
      resolve: ({ source }, _, context) => viewOf(context, source.document),
    }),
  }),
});

export function askId({ ask, source }: AskView): string {
  return `${source.document._id}/ask-${ask.number}`;
}

const Consent = builder.enumType('ContactConsent', {
  description: 'Whether a person agreed to be listed as a media contact.',
  values: {
    GIVEN: { description: 'The person agreed, as whoever listed them confirmed.' },
    NOT_STATED: { description: 'The source prints the contact and says nothing of consent.' },
  } as const,
});

const MediaContact = builder.objectRef<StoredMediaContact>('MediaContact');
MediaContact.implement({
  description: 'Whom the media may ask at one organization, exactly as the statement prints it.',
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      description: 'The organization; null when its owner cannot be reached.',
      resolve: ({ organization }) => ({ id: organization }),
    }),
    heading: t.field(
      text('The name of the organization as it is printed.', (o: StoredMediaContact) => o.heading),
    ),
    name: t.exposeString('name', { description: 'The name of the person as it is printed.' }),
    positions: t.field(
      texts(
        'Lines of position and office, in order.',
        (o: StoredMediaContact): StoredText[] => o.positions,
      ),
    ),
    phones: t.exposeStringList('phones', {
      description: 'The telephone lines as they are printed.',
    }),
    emails: t.exposeStringList('emails', {
      description: 'The mail addresses, in the order printed.',
    }),
    consent: t.field({
      type: Consent,
      description: 'Whether the person agreed to be listed.',
      resolve: (o) => o.consent,
    }),
  }),
});

/** What a statement and each version of its text have alike. */
export const StatementText = builder.interfaceRef<TextView>('StatementText');
StatementText.implement({
  description: 'What a statement says: as it was issued, or in one version of its text.',
  fields: (t) => ({
    title: t.field(
      text('The title, as it stands above the paragraphs.', (o: TextView) => o.content.title),
    ),
    place: t.field(
      optionalText(
        'The place in the date line; null where none is stated.',
        (o: TextView) => o.content.place,
      ),
    ),
    language: t.field({
      type: LanguageCode,
      description: 'The language in which the text was written; the others are translations.',
      resolve: ({ content }) => content.title.original,
    }),
    paragraphs: t.field({
      type: [Paragraph],
      description: 'The paragraphs in the order of the text; empty where `hasFullText` is false.',
      resolve: paragraphsOf,
    }),
    asks: t.field({
      type: [Ask],
      description: 'What it asks of whom, in the order of the text.',
      resolve: (source) => source.content.asks.map((ask) => ({ ask, source })),
    }),
    mediaContacts: t.field({
      type: [MediaContact],
      description: 'The media contacts in the order printed.',
      resolve: ({ content }) => content.mediaContacts,
    }),
    objectives: t.field({
      type: [Objective],
      nullable: { list: false, items: true },
      description: 'The objectives of the Compact that it names, in its order.',
      resolve: ({ content }) => content.objectives.map((id) => ({ id })),
    }),
    principles: t.field({
      type: [GuidingPrinciple],
      nullable: { list: false, items: true },
      description: 'The guiding principles of the Compact that it names, in its order.',
      resolve: ({ content }) => content.principles.map((id) => ({ id })),
    }),
    textHash: t.string({
      nullable: true,
      description:
        'SHA-256 of `canonicalText`, as lower-case hexadecimal; null where there is no full text.',
      resolve: ({ hashes }) => hashes?.whole ?? null,
    }),
    canonicalText: t.string({
      nullable: true,
      description:
        'The exact characters (UTF-8) that are hashed: title, place, paragraphs, asks and references in the original language as JSON.',
      resolve: ({ content, hashes }) => (hashes ? canonicalText(content) : null),
    }),
  }),
});

function paragraphsOf({ content, hashes, contributionsOf }: TextView): ParagraphView[] {
  return content.paragraphs.map((paragraph, index) => ({
    paragraph,
    hash: hashes?.paragraphs[index] ?? null,
    contributions: contributionsOf?.(paragraph.number) ?? null,
  }));
}

export function asksOf(source: TextView): AskView[] {
  return source.content.asks.map((ask: StatementContent['asks'][number]) => ({ ask, source }));
}

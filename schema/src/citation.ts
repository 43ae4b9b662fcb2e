import { type Builder, shareable } from './builder.ts';
import type { addLocalizedText } from './localized-text.ts';
import { type SourceDocument, sourceDocuments } from './source-documents.ts';
import type { StoredCitation, StoredNote, StoredText } from './stored.ts';

export function addCitation(
  builder: Builder,
  { LanguageCode, TextInput, text, optionalText }: ReturnType<typeof addLocalizedText>,
) {
  const Source = builder.objectRef<SourceDocument>('SourceDocument');
  Source.implement({
    description: 'A public document in which a fact is stated.',
    extensions: shareable,
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its stable id in this graph: `004`, `A/RES/73/195`.' }),
      symbol: t.exposeString('symbol', {
        nullable: true,
        description: 'Its United Nations document symbol, where it has one.',
      }),
      title: t.field(
        text(
          'What the document is called, in the languages in which that is known.',
          (o: SourceDocument) => o.title,
        ),
      ),
      date: t.exposeString('date', {
        nullable: true,
        description:
          'The day or month it carries, `2019-07` or `2020-07-08`; null where it carries none.',
      }),
    }),
  });
  const Citation = builder.objectRef<StoredCitation>('Citation');
  Citation.implement({
    description: 'Where a fact stands: the document, the place in it, and its words.',
    extensions: shareable,
    fields: (t) => ({
      document: t.field({
        type: Source,
        description: 'The document that states the fact.',
        resolve: (o) => {
          const document = sourceDocuments.find(({ id }) => id === o.document);
          if (!document) throw new Error(`no source document ${o.document}`);
          return document;
        },
      }),
      at: t.exposeString('at', {
        description: 'The paragraph, table row or footnote: `¶83`, `footnote 1`.',
      }),
      quote: t.string({
        nullable: true,
        description: 'The document’s own words.',
        resolve: (o) => o.quote ?? null,
      }),
      language: t.field({
        type: LanguageCode,
        nullable: true,
        description: 'The language of the quote.',
        resolve: (o) => o.language ?? null,
      }),
    }),
  });
  const Note = builder.objectRef<StoredNote>('Note');
  Note.implement({
    description:
      'Something to know about what the sources say: a contradiction, an oddity, a further fact.',
    extensions: shareable,
    fields: (t) => ({
      text: t.field(text('What there is to know.', (o: StoredNote) => o.text)),
      citations: t.field({
        type: [Citation],
        description: 'The places it is about.',
        resolve: (o) => o.citations,
      }),
    }),
  });

  /** The citations of a record: `citations: t.field(citations)`. */
  const citations = {
    type: [Citation] as [typeof Citation],
    description: 'Where the sources state this record.',
    resolve: (parent: { citations: StoredCitation[] }) => parent.citations,
  };

  /** Where a record that the secretariat wrote is stated, in its words: `source: t.field(sourceText)`. */
  const sourceText = optionalText(
    'Where the secretariat has it from; null for what is extracted from a source, which has citations.',
    (o: { source?: StoredText }) => o.source,
  );

  /** The same in an input: `source: t.field(sourceInput)`. */
  const sourceInput = {
    type: TextInput,
    description: 'Where this is stated, in words: a letter, a meeting, a page.',
  };

  return { Note, citations, sourceInput, sourceText };
}

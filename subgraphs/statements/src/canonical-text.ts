import { hash } from 'node:crypto';
import type { StoredParty, StoredText } from '@network/schema';
import type { StatementContent, StoredParagraph } from './documents.ts';

/** SHA-256 as lower-case hex: of the whole text, and of each paragraph in order. */
export interface TextHashes {
  whole: string;
  paragraphs: string[];
}

/**
 * A text as the bytes that are hashed: JSON without white space, the keys of every object in alphabetical order, every
 * text in its original language. Notes, citations and media contacts are not part of it: they are no words of the text, and personal
 * data must be removable without breaking a hash (O17).
 */
export function canonicalText(content: StatementContent): string {
  return JSON.stringify({
    asks: content.asks.map((ask) => ({
      addressees: ask.addressees.map(canonicalParty),
      number: ask.number,
      objectives: ask.objectives,
      paragraph: ask.paragraph,
      principles: ask.principles,
      text: original(ask.text),
    })),
    language: content.title.original,
    objectives: content.objectives,
    paragraphs: content.paragraphs.map(paragraphValue),
    place: content.place && original(content.place),
    principles: content.principles,
    title: original(content.title),
  });
}

/** One paragraph in the same form. */
export function canonicalParagraph(paragraph: StoredParagraph): string {
  return JSON.stringify(paragraphValue(paragraph));
}

export function textHashes(content: StatementContent): TextHashes {
  return {
    whole: hash('sha256', canonicalText(content)),
    paragraphs: content.paragraphs.map((paragraph) =>
      hash('sha256', canonicalParagraph(paragraph)),
    ),
  };
}

function paragraphValue({ number, text, isBoilerplate, links, footnotes }: StoredParagraph) {
  return {
    footnotes: footnotes.map((note) => ({
      mark: note.mark,
      text: original(note.text),
      url: note.url,
    })),
    isBoilerplate,
    links: links.map((link) => ({ url: link.url, words: original(link.words) })),
    number,
    text: original(text),
  };
}

function canonicalParty(party: StoredParty): string {
  const name = party.type === 'NamedRole' ? party.role : party.id;
  const qualifier = party.qualifier ? ` (${original(party.qualifier)})` : '';
  return `${party.type}/${name}${qualifier}`;
}

function original(text: StoredText): string {
  return text.texts[text.original] ?? '';
}

// The value shapes that documents of several subgraphs are made of. Each has its GraphQL type in the file that is named beside it.

/** The six official languages of the United Nations, as ISO 639-1 codes. */
export const languageCodes = ['ar', 'en', 'es', 'fr', 'ru', 'zh'] as const;
export type LanguageCode = (typeof languageCodes)[number];

/** A text in up to six languages (`localized-text.ts`). The original's own language is always among `texts`. */
export interface StoredText {
  original: LanguageCode;
  texts: Partial<Record<LanguageCode, string>>;
  /** Languages whose text is our own translation, not an official one. */
  unofficial?: LanguageCode[];
}

/** Where a fact stands (`citation.ts`). */
export interface StoredCitation {
  /** A key of `sourceDocuments`: `004`, `A/RES/73/195`. */
  document: string;
  /** Paragraph, table row, footnote: `¶83`, `table of core workstream 1.1, time frame`, `footnote 1`. */
  at: string;
  /** The original words. */
  quote?: string;
  language?: LanguageCode;
}

/** Something to know about a source: a contradiction, an oddity, with the places it concerns (`citation.ts`). */
export interface StoredNote {
  text: StoredText;
  citations: StoredCitation[];
}

/**
 * When something is to be done, as the source says it (`time-frame.ts`). Dates are `2020-05-08` or, where only the month
 * is stated, `2020-05`; lengths are ISO 8601 durations: `P18M`, `P2Y`.
 */
export type StoredTimeFrame = { words: StoredText } & (
  | { kind: 'BY'; by: string }
  | { kind: 'ON'; from: string; to: string }
  | { kind: 'RANGE'; minimum: string; maximum: string }
  | { kind: 'DURATION'; duration: string }
  | { kind: 'CONTINUOUS' | 'ANNUAL' | 'MULTI_YEAR' | 'TO_BE_CONFIRMED' | 'NOT_APPLICABLE' }
);

/** A number that a source states or leaves open (`time-frame.ts`): "XX countries" is to be determined, never 0. */
export type StoredQuantity = { of: StoredText; words: StoredText } & (
  | { kind: 'TO_BE_DETERMINED' }
  | { kind: 'EXACT'; value: number }
  | { kind: 'RANGE'; minimum: number; maximum: number }
);

/** Who leads, takes part, is interested or is addressed (`party.ts`). */
export type StoredParty =
  | { type: 'Organization' | 'Body' | 'StakeholderGroup'; id: string; qualifier?: StoredText }
  | { type: 'NamedRole'; role: PartyRole; qualifier?: StoredText };

/** Actors that the sources name by role rather than by name. */
export const partyRoles = [
  'ALL_MEMBERS',
  'COORDINATOR',
  'GOVERNMENTS',
  'MEMBER_STATES',
  'STAKEHOLDERS',
  'NOT_STATED',
] as const;
export type PartyRole = (typeof partyRoles)[number];

/** That an organization is a member from a day to a day; null is "not stated" (`membership.ts`). */
export interface StoredMembership {
  organization: string;
  validFrom: string | null;
  validTo: string | null;
  /** Where the secretariat has it from, in its words: only for what it wrote itself. */
  source?: StoredText;
  citations: StoredCitation[];
}

/** A figure with its date and source (`time-frame.ts`). */
export interface StoredFigure {
  label: StoredText;
  value: number;
  /** How the source puts it: exactly, "more than", "at least". */
  qualifier: 'EXACT' | 'MORE_THAN' | 'AT_LEAST';
  unit: StoredText;
  /** A day, a month, or null where the source gives no date. */
  asOf: string | null;
  citations: StoredCitation[];
}

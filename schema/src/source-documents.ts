import type { StoredText } from './stored.ts';

export interface SourceDocument {
  id: string;
  symbol: string | null;
  title: StoredText;
  date: string | null;
}

export const sourceDocuments: readonly SourceDocument[] = [];

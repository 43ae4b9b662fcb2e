import type { StoredCitation, StoredText } from '@network/schema';
import { defineCollection, type Stored } from '@network/storage';

export interface ObjectiveDocument extends Stored {
  /** `objective-13` */
  _id: string;
  number: number;
  title: StoredText;
  citations: StoredCitation[];
}

export interface GuidingPrincipleDocument extends Stored {
  /** `principle-3` */
  _id: string;
  number: number;
  title: StoredText;
  citations: StoredCitation[];
}

export interface ThematicAreaDocument extends Stored {
  /** `theme-2` */
  _id: string;
  number: number;
  title: StoredText;
  citations: StoredCitation[];
}

/** One of the Network's own regions. */
export interface RegionDocument extends Stored {
  /** `asia-pacific` */
  _id: string;
  name: StoredText;
  /** ISO alpha-3 codes of its countries, where a source states them. */
  countries: string[];
  citations: StoredCitation[];
}

const byNumber = [{ fields: ['number'] }];

export const objectives = defineCollection<ObjectiveDocument>('objectives', byNumber);
export const guidingPrinciples = defineCollection<GuidingPrincipleDocument>(
  'guidingPrinciples',
  byNumber,
);
export const thematicAreas = defineCollection<ThematicAreaDocument>('thematicAreas', byNumber);
export const regions = defineCollection<RegionDocument>('regions', [
  { fields: ['countries'], array: 'countries' },
]);

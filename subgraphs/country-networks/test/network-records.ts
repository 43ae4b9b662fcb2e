import { reader, type TestSubgraph, testSubgraph } from '@network/schema/testing';
import type { CollectionDefinition, Stored, Unstored } from '@network/storage';
import {
  type ChampionCountryDocument,
  type CountryNetworkDocument,
  type CountryNetworkFigureDocument,
  championCountries,
  countryNetworkFigures,
  countryNetworks,
  type PilotDocument,
  pilots,
} from '../src/documents.ts';
import { schema } from '../src/schema.ts';

export const secretariat = reader('sofia', ['SECRETARIAT']);
export const publisher = reader('badal', ['PUBLISHER', 'CountryNetwork', 'BGD']);

const paragraph83 = { document: '001', at: '¶83' };

export const bangladesh: Unstored<CountryNetworkDocument> = {
  _id: 'BGD',
  name: {
    original: 'zh',
    texts: { zh: '孟加拉国国家网络', en: 'Country network in Bangladesh' },
    unofficial: ['zh', 'en'],
  },
  country: 'BGD',
  regionalNetwork: null,
  facts: [
    {
      text: { original: 'zh', texts: { zh: '提出证据来支持干预措施' } },
      citations: [{ ...paragraph83, quote: '提出证据来支持干预措施', language: 'zh' }],
    },
  ],
  citations: [paragraph83],
};

export function networkOf(
  country: string,
  regionalNetwork: string | null,
): Unstored<CountryNetworkDocument> {
  return {
    _id: country,
    name: { original: 'en', texts: { en: `Country network ${country}` } },
    country,
    regionalNetwork,
    facts: [],
    citations: [paragraph83],
  };
}

export function pilotIn(country: string): Unstored<PilotDocument> {
  return {
    _id: `training-${country}`,
    country,
    subject: {
      original: 'zh',
      texts: { zh: '试点培训', en: 'Pilot training' },
      unofficial: ['en'],
    },
    citations: [{ document: '001', at: '¶81' }],
  };
}

export function championOf(
  id: string,
  validFrom: string | null,
  validTo: string | null,
): Unstored<ChampionCountryDocument> {
  return { _id: id, country: id.slice(0, 3), validFrom, validTo, citations: [] };
}

export const champions27: Unstored<CountryNetworkFigureDocument> = {
  _id: 'champion-countries',
  label: {
    original: 'zh',
    texts: { zh: '倡导国家', en: 'Champion countries' },
    unofficial: ['en'],
  },
  value: 27,
  qualifier: 'EXACT',
  unit: { original: 'zh', texts: { zh: '国家', en: 'countries' }, unofficial: ['en'] },
  asOf: null,
  citations: [{ document: '001', at: '¶14' }],
};

export const networks50: Unstored<CountryNetworkFigureDocument> = {
  _id: 'country-networks',
  label: { original: 'zh', texts: { zh: '国家网络', en: 'Country networks' }, unofficial: ['en'] },
  value: 50,
  qualifier: 'MORE_THAN',
  unit: { original: 'zh', texts: { zh: '国家网络', en: 'country networks' }, unofficial: ['en'] },
  asOf: null,
  citations: [paragraph83],
};

export interface Records {
  networks?: Unstored<CountryNetworkDocument>[];
  pilots?: Unstored<PilotDocument>[];
  champions?: Unstored<ChampionCountryDocument>[];
  figures?: Unstored<CountryNetworkFigureDocument>[];
}

/** A subgraph on 1 March 2021 that has the given records. `null` puts the regional networks out of reach. */
export async function startedWith(
  records: Records,
  regionalNetworks: Record<string, object> | null = { 'asia-pacific': {} },
): Promise<TestSubgraph> {
  const subgraph = await testSubgraph('country-networks', schema, {
    others: { RegionalNetwork: regionalNetworks },
  });
  const load = <T extends Stored>(
    definition: CollectionDefinition<T>,
    documents: Unstored<T>[] = [],
  ) =>
    subgraph.storage
      .collection(definition, {})
      .load(documents, { at: '2021-01-01T00:00:00.000Z', by: 'system' });
  await load(countryNetworks, records.networks);
  await load(pilots, records.pilots);
  await load(championCountries, records.champions);
  await load(countryNetworkFigures, records.figures);
  return subgraph;
}

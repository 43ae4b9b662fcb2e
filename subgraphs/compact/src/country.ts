import {
  type Context,
  type Country as CountryRecord,
  countries,
  countryById,
  countryName,
  load,
  pageOfList,
  pageOfParent,
} from '@network/schema';
import { builder, connection, entity, pageArguments, text } from './builder.ts';
import type { RegionDocument } from './documents.ts';
import { M49Region, m49RegionsOf } from './m49-region.ts';
import { countriesOf, RegionConnection, source as regions } from './region.ts';

export const Country = builder.objectRef<CountryRecord>('Country');

Country.implement({
  description:
    'A country or area of UN M49, the United Nations’ standard for statistical use. The designations imply no opinion on the legal status of a country, territory or area.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its three letters in ISO 3166-1: `BGD`.' }),
    alpha2: t.exposeString('alpha2', { description: 'Its two letters in ISO 3166-1: `BD`.' }),
    m49: t.exposeString('m49', { description: 'Its three digits in UN M49: `050`.' }),
    name: t.field(
      text(
        'Its short name in the United Nations (UN M49). A language whose text is unofficial has its common name there.',
        countryName,
      ),
    ),
    m49Regions: t.field({
      type: [M49Region],
      description:
        'The regions of UN M49 that it lies in, from the smallest to the largest. Antarctica lies in none.',
      resolve: m49RegionsOf,
    }),
    regions: t.field({
      type: RegionConnection,
      description: 'The Network’s own regions to which a source counts the country, by id.',
      args: pageArguments,
      resolve: async ({ id }, page, context) =>
        pageOfList(await regionsOf(context, id), ({ _id }) => _id, page),
    }),
  }),
});

/** The regions are at most as many as the Network has, so that one page of the store holds them for every country. */
async function regionsOf(context: Context, country: string): Promise<RegionDocument[]> {
  const { items } = await pageOfParent(context, regions, {
    field: 'countries',
    parent: country,
    first: 100,
  });
  return items.map(({ node }) => node);
}

entity(Country, { load: (ids) => ids.map((id) => countryById.get(id)) });

export const CountryConnection = connection(Country);

builder.queryFields((t) => ({
  country: t.field({
    type: Country,
    nullable: true,
    description: 'One country or area by its three letters; null when UN M49 lists none.',
    args: {
      id: t.arg.id({ required: true, description: 'The three letters of ISO 3166-1: `BGD`.' }),
    },
    resolve: (_, { id }) => countryById.get(id),
  }),
  countries: t.field({
    type: CountryConnection,
    description:
      'The countries and areas of UN M49 in the order of their English names. Several filters narrow the list together.',
    args: {
      ...pageArguments,
      m49Region: t.arg.string({
        description: 'Only those in this region of UN M49, at whatever level: `035`.',
      }),
      region: t.arg.id({
        description:
          'Only those that a source counts to this region of the Network: `asia-pacific`.',
      }),
      name: t.arg.string({
        description:
          'Only those with these letters in their name in any of the six languages; case and accents make no difference.',
      }),
    },
    resolve: async (_, { m49Region, region, name, ...page }, context) => {
      const inRegion = region == null ? null : await countryIdsOf(context, region);
      const searched = name == null ? null : searchable(name);
      const found = countries.filter(
        (country) =>
          (m49Region == null || country.m49Regions.includes(m49Region)) &&
          (inRegion === null || inRegion.has(country.id)) &&
          (searched === null || searchableNames(country).some((one) => one.includes(searched))),
      );
      return pageOfList(found, ({ id }) => id, page);
    },
  }),
}));

async function countryIdsOf(context: Context, regionId: string): Promise<Set<string>> {
  const region = await load(context, regions, regionId);
  return new Set(region ? countriesOf(region).map(({ id }) => id) : []);
}

/** `Türkiye` becomes `turkiye`, and `оман` is found in `Оман`. */
function searchable(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

const searchableByCountry = new Map<string, readonly string[]>();

function searchableNames(country: CountryRecord): readonly string[] {
  let names = searchableByCountry.get(country.id);
  if (!names) {
    names = Object.values(countryName(country).texts).map(searchable);
    searchableByCountry.set(country.id, names);
  }
  return names;
}

import {
  type Country as CountryRecord,
  collectionOf,
  countryById,
  everybody,
  load,
  pageOf,
  pageOfList,
  type Source,
} from '@network/schema';
import { builder, citations, connection, entity, pageArguments, text } from './builder.ts';
import { CountryConnection } from './country.ts';
import { type RegionDocument, regions } from './documents.ts';

export const source: Source<RegionDocument> = { definition: regions, visible: everybody };

export const Region = builder.objectRef<RegionDocument>('Region');

Region.implement({
  description:
    'One of the Network’s own regions: those for which there are regional networks and regional reviews. For the regions of United Nations statistics see `M49Region`.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `asia-pacific`.' }),
    name: t.field(
      text('The name of the region in the Network’s own documents.', (o: RegionDocument) => o.name),
    ),
    countries: t.field({
      type: CountryConnection,
      description:
        'The countries that a source counts to the region, in the order of the source. Empty where no source lists them.',
      args: pageArguments,
      resolve: (region, page) => pageOfList(countriesOf(region), ({ id }) => id, page),
    }),
    citations: t.field(citations),
  }),
});

/** Ids that UN M49 does not know are passed over: the seeds have none. */
export function countriesOf({ countries }: RegionDocument): CountryRecord[] {
  return countries.flatMap((id) => countryById.get(id) ?? []);
}

entity(Region, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

export const RegionConnection = connection(Region);

builder.queryFields((t) => ({
  region: t.field({
    type: Region,
    nullable: true,
    description: 'One of the Network’s regions by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of the region: `asia-pacific`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  regions: t.field({
    type: RegionConnection,
    description: 'The Network’s regions that its documents name, by id.',
    args: pageArguments,
    resolve: (_, page, context) => pageOf(context, source, page),
  }),
}));

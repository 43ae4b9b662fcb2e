import { collectionOf, everybody, load, pageOf, type Source } from '@network/schema';
import { builder, Country, citations, connection, entity, pageArguments, text } from './builder.ts';
import { type PilotDocument, pilots } from './documents.ts';

export const source: Source<PilotDocument> = { definition: pilots, visible: everybody };

const Pilot = builder.objectRef<PilotDocument>('Pilot');

Pilot.implement({
  description: 'Something that the Network tried out in a country first.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `training-ARM`.' }),
    country: t.field({
      type: Country,
      nullable: true,
      description: 'The country in which it was tried out; null when its owner cannot be reached.',
      resolve: ({ country }) => ({ id: country }),
    }),
    subject: t.field(text('What the Network tried out there.', (o: PilotDocument) => o.subject)),
    citations: t.field(citations),
  }),
});

entity(Pilot, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

export const PilotConnection = connection(Pilot);

builder.queryFields((t) => ({
  pilot: t.field({
    type: Pilot,
    nullable: true,
    description: 'One pilot by its id; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'The id of the pilot: `training-ARM`.' }) },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  pilots: t.field({
    type: PilotConnection,
    description: 'What the Network tried out in single countries, by id.',
    args: {
      ...pageArguments,
      countryId: t.arg.id({ description: 'Only pilots in this country: `ARM`.' }),
    },
    resolve: (_, { countryId, ...page }, context) =>
      pageOf(context, source, {
        ...page,
        ...(countryId != null && { filter: { country: countryId } }),
      }),
  }),
}));

import { collectionOf, everybody, load, pageOf, type Source } from '@network/schema';
import { builder, citations, connection, entity, pageArguments, text } from './builder.ts';
import { type GuidingPrincipleDocument, guidingPrinciples } from './documents.ts';

const source: Source<GuidingPrincipleDocument> = {
  definition: guidingPrinciples,
  visible: everybody,
};

export const GuidingPrinciple = builder.objectRef<GuidingPrincipleDocument>('GuidingPrinciple');

GuidingPrinciple.implement({
  description:
    'One of the ten cross-cutting and interdependent guiding principles on which the Global Compact rests.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `principle-3`.' }),
    number: t.exposeInt('number', {
      description: 'Its place in the Compact, 1 to 10; the Compact letters them (a) to (j).',
    }),
    title: t.field(text('Its title in the Compact.', (o: GuidingPrincipleDocument) => o.title)),
    citations: t.field(citations),
  }),
});

entity(GuidingPrinciple, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const GuidingPrincipleConnection = connection(GuidingPrinciple);

builder.queryFields((t) => ({
  guidingPrinciple: t.field({
    type: GuidingPrinciple,
    nullable: true,
    description: 'One guiding principle of the Compact by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of the principle: `principle-3`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  guidingPrinciples: t.field({
    type: GuidingPrincipleConnection,
    description: 'The ten guiding principles of the Compact in their order.',
    args: pageArguments,
    resolve: (_, page, context) =>
      pageOf(context, source, { ...page, sort: { field: 'number', direction: 'ascending' } }),
  }),
}));

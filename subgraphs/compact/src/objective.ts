import { collectionOf, everybody, load, pageOf, type Source } from '@network/schema';
import { builder, citations, connection, entity, pageArguments, text } from './builder.ts';
import { type ObjectiveDocument, objectives } from './documents.ts';

const source: Source<ObjectiveDocument> = { definition: objectives, visible: everybody };

export const Objective = builder.objectRef<ObjectiveDocument>('Objective');

Objective.implement({
  description:
    'One of the 23 objectives of the Global Compact for Safe, Orderly and Regular Migration.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `objective-13`.' }),
    number: t.exposeInt('number', { description: 'Its number in the Compact, 1 to 23.' }),
    title: t.field(text('Its title in the Compact.', (o: ObjectiveDocument) => o.title)),
    citations: t.field(citations),
  }),
});

entity(Objective, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const ObjectiveConnection = connection(Objective);

builder.queryFields((t) => ({
  objective: t.field({
    type: Objective,
    nullable: true,
    description: 'One objective of the Compact by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of the objective: `objective-13`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  objectives: t.field({
    type: ObjectiveConnection,
    description: 'The 23 objectives of the Compact in their order.',
    args: pageArguments,
    resolve: (_, page, context) =>
      pageOf(context, source, { ...page, sort: { field: 'number', direction: 'ascending' } }),
  }),
}));

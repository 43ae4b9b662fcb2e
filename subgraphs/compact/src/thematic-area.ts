import { collectionOf, everybody, load, pageOf, type Source } from '@network/schema';
import { builder, citations, connection, entity, pageArguments, text } from './builder.ts';
import { type ThematicAreaDocument, thematicAreas } from './documents.ts';

const source: Source<ThematicAreaDocument> = { definition: thematicAreas, visible: everybody };

export const ThematicArea = builder.objectRef<ThematicAreaDocument>('ThematicArea');

ThematicArea.implement({
  description:
    'One of the five thematic areas under which the Network’s workplan and the Migration Multi-Partner Trust Fund group the objectives.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `theme-2`.' }),
    number: t.exposeInt('number', { description: 'Its place in the workplan, 1 to 5.' }),
    title: t.field(text('Its title in the workplan.', (o: ThematicAreaDocument) => o.title)),
    citations: t.field(citations),
  }),
});

entity(ThematicArea, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const ThematicAreaConnection = connection(ThematicArea);

builder.queryFields((t) => ({
  thematicArea: t.field({
    type: ThematicArea,
    nullable: true,
    description: 'One thematic area by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of the thematic area: `theme-2`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  thematicAreas: t.field({
    type: ThematicAreaConnection,
    description: 'The five thematic areas in the order of the workplan.',
    args: pageArguments,
    resolve: (_, page, context) =>
      pageOf(context, source, { ...page, sort: { field: 'number', direction: 'ascending' } }),
  }),
}));

import { collectionOf, everybody, load, pageOf, type Source } from '@network/schema';
import { builder, citations, connection, entity, Note, pageArguments, text } from './builder.ts';
import { type WorkplanDocument, workplans } from './documents.ts';

export const source: Source<WorkplanDocument> = { definition: workplans, visible: everybody };

type StoredCorePriority = WorkplanDocument['corePriorities'][number];

const CorePriority = builder.objectRef<StoredCorePriority>('CorePriority');

CorePriority.implement({
  description:
    'A structural task of the Network that the Compact asks for or that follows from it.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its place in the workplan’s list, from 1.' }),
    text: t.field(
      text('What the priority is, in the words of the list.', (o: StoredCorePriority) => o.text),
    ),
    citations: t.field(citations),
  }),
});

export const Workplan = builder.objectRef<WorkplanDocument>('Workplan');

Workplan.implement({
  description: 'What the Network has agreed to work on, with the workstreams to do it.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `workplan-2019`.' }),
    title: t.field(text('The title as the document carries it.', (o: WorkplanDocument) => o.title)),
    date: t.exposeString('date', {
      description: 'The day or month it carries: `2019-07-08` or `2019-07`.',
    }),
    corePriorities: t.field({
      type: [CorePriority],
      description: 'The priorities called core, in the order of its list.',
      resolve: ({ corePriorities }) => corePriorities,
    }),
    reviewRules: t.field({
      type: [Note],
      description: 'What it says about its own review and adaptation, in its order.',
      resolve: ({ reviewRules }) => reviewRules,
    }),
    notes: t.field({
      type: [Note],
      description: 'What there is to know about the document: contradictions, oddities.',
      resolve: ({ notes }) => notes,
    }),
    citations: t.field(citations),
  }),
});

entity(Workplan, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const WorkplanConnection = connection(Workplan);

builder.queryFields((t) => ({
  workplan: t.field({
    type: Workplan,
    nullable: true,
    description: 'One workplan of the Network by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of the plan: `workplan-2019`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  workplans: t.field({
    type: WorkplanConnection,
    description: 'The workplans of the Network, the newest first.',
    args: pageArguments,
    resolve: (_, page, context) =>
      pageOf(context, source, { ...page, sort: { field: 'date', direction: 'descending' } }),
  }),
}));

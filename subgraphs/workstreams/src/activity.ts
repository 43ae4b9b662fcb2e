import { collectionOf, everybody, load, pageOfParent, type Source } from '@network/schema';
import {
  builder,
  citations,
  connection,
  entity,
  pageArguments,
  Quantity,
  TimeFrame,
  text,
  texts,
} from './builder.ts';
import { type ActivityDocument, activities } from './documents.ts';
import { Workstream, source as workstreamSource } from './workstream.ts';

export const source: Source<ActivityDocument> = { definition: activities, visible: everybody };

export const Activity = builder.objectRef<ActivityDocument>('Activity');

Activity.implement({
  description: 'One of the things that a workstream is to do.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `core-1.1-activity-3`.' }),
    workstream: t.field({
      type: Workstream,
      nullable: true,
      description: 'The line of work that it is a part of; null if that is not there.',
      resolve: ({ workstream }, _, context) => load(context, workstreamSource, workstream),
    }),
    number: t.exposeInt('number', {
      description: 'Its place among the activities of the workstream, from 1.',
    }),
    text: t.field(
      text('What is to be done, in the words of the workplan.', (o: ActivityDocument) => o.text),
    ),
    points: t.field(
      texts('Its bullets, in the order of the workplan.', (o: ActivityDocument) => o.points),
    ),
    timeFrames: t.field({
      type: [TimeFrame],
      description: 'The dates and deadlines in its text, in their order.',
      resolve: ({ timeFrames }) => timeFrames,
    }),
    quantities: t.field({
      type: [Quantity],
      description: 'The numbers in its text, those left open (“XX countries”) among them.',
      resolve: ({ quantities }) => quantities,
    }),
    citations: t.field(citations),
  }),
});

entity(Activity, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const ActivityConnection = connection(Activity);

builder.queryField('activity', (t) =>
  t.field({
    type: Activity,
    nullable: true,
    description: 'One thing that a workstream is to do, by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of it: `core-1.1-activity-3`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
);

builder.objectField(Workstream, 'activities', (t) =>
  t.field({
    type: ActivityConnection,
    description: 'What it is to do, in the order of the workplan.',
    args: pageArguments,
    resolve: ({ _id }, page, context) =>
      pageOfParent(context, source, {
        ...page,
        field: 'workstream',
        parent: _id,
        sort: { field: 'number', direction: 'ascending' },
      }),
  }),
);

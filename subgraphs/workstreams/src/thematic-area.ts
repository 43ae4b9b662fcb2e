import { pageOfParent } from '@network/schema';
import { builder, pageArguments, ThematicArea } from './builder.ts';
import { facetOf } from './documents.ts';
import { byPosition, source, WorkstreamConnection } from './workstream.ts';

builder.objectField(ThematicArea, 'workstreams', (t) =>
  t.field({
    type: WorkstreamConnection,
    nullable: true,
    description: 'The lines of work that belong to the area, in the workplan’s order.',
    args: pageArguments,
    resolve: ({ id }, page, context) =>
      pageOfParent(context, source, {
        ...page,
        field: 'facets',
        parent: facetOf.theme(id),
        sort: byPosition,
      }),
  }),
);

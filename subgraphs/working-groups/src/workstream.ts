import { pageOfParent } from '@network/schema';
import { builder, pageArguments, Workstream } from './builder.ts';
import { source, WorkingGroupConnection } from './working-group.ts';

builder.objectField(Workstream, 'workingGroups', (t) =>
  t.field({
    type: WorkingGroupConnection,
    nullable: true,
    description: 'The working groups that serve the workstream, by id.',
    args: pageArguments,
    resolve: ({ id }, page, context) =>
      pageOfParent(context, source, { ...page, field: 'workstream', parent: id }),
  }),
);

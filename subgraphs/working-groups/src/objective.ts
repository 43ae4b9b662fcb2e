import { pageOfParent } from '@network/schema';
import { builder, Objective, pageArguments } from './builder.ts';
import { source, WorkingGroupConnection } from './working-group.ts';

builder.objectField(Objective, 'workingGroups', (t) =>
  t.field({
    type: WorkingGroupConnection,
    nullable: true,
    description: 'The working groups that work on the objective, as far as sources say so, by id.',
    args: pageArguments,
    resolve: ({ id }, page, context) =>
      pageOfParent(context, source, { ...page, field: 'objectives', parent: id }),
  }),
);

import { pageOfParent } from '@network/schema';
import { builder, Organization, pageArguments } from './builder.ts';
import { source, WorkingGroupConnection } from './working-group.ts';

builder.objectField(Organization, 'workingGroups', (t) =>
  t.field({
    type: WorkingGroupConnection,
    nullable: true,
    description: 'The working groups that the organization leads, as far as sources say so, by id.',
    args: pageArguments,
    resolve: ({ id }, page, context) =>
      pageOfParent(context, source, { ...page, field: 'leadIds', parent: id }),
  }),
);

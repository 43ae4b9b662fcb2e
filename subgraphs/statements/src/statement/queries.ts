import { isSecretariat, pageOf } from '@network/schema';
import { builder, pageArguments } from '../builder.ts';
import { issuedStatements, viewById } from './reading.ts';
import { StatementConnection } from './type.ts';
import { Statement } from './view-type.ts';
import { viewsOf, workingSource } from './visibility.ts';

builder.queryFields((t) => ({
  statement: t.field({
    type: Statement,
    nullable: true,
    description: 'One statement by its id; null when there is none for this reader.',
    args: {
      id: t.arg.id({
        required: true,
        description: 'The id of the statement: `2020-07-08-standing-in-solidarity`.',
      }),
    },
    resolve: (_, { id }, context) => viewById(context, id),
  }),
  statements: t.field({
    type: StatementConnection,
    description:
      'The issued statements, newest first; those with a month behind those with a day in it, those without a date last.',
    args: {
      ...pageArguments,
      objective: t.arg.id({ description: 'Only those that name this objective: `objective-13`.' }),
      year: t.arg.int({ description: 'Only those dated in this year: 2020.' }),
    },
    resolve: (_, { objective, year, ...page }, context) => {
      const filter = {
        ...(objective != null && { 'published.objectives': objective }),
        ...(year != null && { 'published.year': year }),
      };
      return issuedStatements(context, filter, page);
    },
  }),
  proposedStatements: t.field({
    type: StatementConnection,
    description:
      'The statements made here in which this reader has a part, in whatever state, the last proposed first. The secretariat has a part in all.',
    args: {
      ...pageArguments,
      isOpen: t.arg.boolean({
        description:
          'True: only those that are neither abandoned nor given an instant of issue. False: only the others.',
      }),
    },
    resolve: async (_, { isOpen, ...page }, context) => {
      const either = isSecretariat(context) ? { in: [true, false] } : undefined;
      const filter = { 'working.isOpen': isOpen ?? either };
      const sort = { field: 'working.proposedAt', direction: 'descending' } as const;
      return viewsOf(context, await pageOf(context, workingSource, { ...page, filter, sort }));
    },
  }),
}));

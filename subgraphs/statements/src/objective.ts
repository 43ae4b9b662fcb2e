import { builder, connection, pageArguments } from './builder.ts';
import { Objective } from './owned-elsewhere.ts';
import { asksThatName } from './statement/asks.ts';
import { Ask } from './statement/content.ts';
import { issuedStatementsOf } from './statement/reading.ts';
import { StatementConnection } from './statement/type.ts';

const AskConnection = connection(Ask);

builder.objectFields(Objective, (t) => ({
  statements: t.field({
    type: StatementConnection,
    nullable: true,
    description: 'The issued statements that name the objective, newest first.',
    args: pageArguments,
    resolve: ({ id }, page, context) =>
      issuedStatementsOf(context, { field: 'published.objectives', parent: id }, page),
  }),
  asks: t.field({
    type: AskConnection,
    nullable: true,
    description:
      'What issued statements ask of whom with regard to the objective: by statement, newest first, then in the order of the text.',
    args: pageArguments,
    resolve: ({ id }, page, context) => asksThatName(context, id, page),
  }),
}));

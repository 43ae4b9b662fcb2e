import { builder, pageArguments } from './builder.ts';
import { GuidingPrinciple } from './owned-elsewhere.ts';
import { issuedStatementsOf } from './statement/reading.ts';
import { StatementConnection } from './statement/type.ts';

builder.objectField(GuidingPrinciple, 'statements', (t) =>
  t.field({
    type: StatementConnection,
    nullable: true,
    description: 'The issued statements that name the guiding principle, newest first.',
    args: pageArguments,
    resolve: ({ id }, page, context) =>
      issuedStatementsOf(context, { field: 'published.principles', parent: id }, page),
  }),
);

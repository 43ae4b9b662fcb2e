import { builder, pageArguments } from './builder.ts';
import { Organization } from './owned-elsewhere.ts';
import { issuedStatementsOf } from './statement/reading.ts';
import { StatementConnection } from './statement/type.ts';

builder.objectField(Organization, 'statements', (t) =>
  t.field({
    type: StatementConnection,
    nullable: true,
    description:
      'The issued statements that list the organization with a media contact, newest first. Who cleared a text, or did not object to it, is not told here.',
    args: pageArguments,
    resolve: ({ id }, page, context) =>
      issuedStatementsOf(context, { field: 'published.organizations', parent: id }, page),
  }),
);

import { builder, connection, text } from '../builder.ts';
import type { StoredContribution } from '../documents.ts';
import { Actor } from '../owned-elsewhere.ts';

export const Contribution = builder.objectRef<StoredContribution>('StatementContribution');
Contribution.implement({
  description: 'A text that a network or organization contributed to the drafting of a statement.',
  fields: (t) => ({
    number: t.exposeInt('number', {
      description: 'Its number among the contributions to the statement, from 1 in order of time.',
    }),
    contributor: t.field({
      type: Actor,
      nullable: true,
      description: 'Who contributed it; null when the owner cannot be reached.',
      resolve: ({ actor }) => actor,
    }),
    text: t.field(text('The words contributed.', (o: StoredContribution) => o.text)),
    at: t.field({
      type: 'DateTime',
      description: 'The instant at which it was received.',
      resolve: ({ at }) => at,
    }),
    by: t.exposeString('by', {
      description: 'The person who sent it, as the login’s issuer names them.',
    }),
  }),
});

export const ContributionConnection = connection(Contribution);

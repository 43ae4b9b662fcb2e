import { rolesOf } from '@network/schema';
import { allowedMutations } from './allowed-mutations.ts';
import { builder, entity } from './builder.ts';
import { HeldRole } from './role-grant.ts';

export const Viewer = builder.objectRef<{ subject: string }>('Viewer');

Viewer.implement({
  description: 'Whoever asks: who they are, which roles they have, what they may do.',
  fields: (t) => ({
    subject: t.exposeID('subject', {
      description: 'Who is asking, as the login’s issuer identifies the person: opaque, no name.',
    }),
    roles: t.field({
      type: [HeldRole],
      description: 'The roles that hold today, by the platform’s clock, in UTC.',
      resolve: (_, __, context) => rolesOf(context),
    }),
    mayDo: t.stringList({
      description:
        'The names of the mutations that these roles open, in alphabetical order. Each still judges its own record and moment.',
      resolve: (_, __, context) => allowedMutations(rolesOf(context)),
    }),
  }),
});

// The fields above are the reader's own, so that there is no viewer but the one who asks.
entity(Viewer, {
  key: 'subject',
  load: (subjects, { identity }) =>
    subjects.map((subject) => (subject === identity?.subject ? { subject } : null)),
});

builder.queryField('me', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'Whoever asks; null for the public.',
    resolve: (_, __, { identity }) => (identity ? { subject: identity.subject } : null),
  }),
);

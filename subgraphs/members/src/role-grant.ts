import {
  allOf,
  type Context,
  collectionOf,
  isSecretariat,
  isSystem,
  load,
  pageOf,
  pageOfHistory,
  type Role,
  type RoleName,
  type Scope,
  type Source,
  today,
} from '@network/schema';
import type { Filter, Visible } from '@network/storage';
import {
  builder,
  connection,
  entity,
  enumOf,
  HistoryConnection,
  pageArguments,
  version,
} from './builder.ts';
import { type RoleGrantDocument, roleGrants } from './documents.ts';
import { RoleScope } from './role-scope.ts';

/** The secretariat and the platform see every grant, everybody else their own. */
export const source: Source<RoleGrantDocument> = { definition: roleGrants, visible };

function visible(context: Context): Visible {
  if (isSecretariat(context) || isSystem(context)) return {};
  return context.identity ? { subject: context.identity.subject } : 'nothing';
}

export const RoleNameType = enumOf('RoleName', {
  description: 'What somebody may be in the Network’s graph.',
  values: {
    SECRETARIAT:
      'Of the Network’s secretariat: registers, grants roles, drafts and issues. Not scoped.',
    PUBLISHER: 'Writes and submits for one regional network, country network or working group.',
    VALIDATOR: 'Validates and publishes what the publishers of one regional network submit.',
    FOCAL_POINT:
      'Speaks for one organization: clears statements, contributes, reports on its work.',
    TRANSLATOR: 'Translates into one language and marks translations as checked.',
  } satisfies Record<RoleName, string>,
});

const role = {
  type: RoleNameType,
  description: 'Which of the five roles it is.',
  resolve: (o: { role: RoleName }) => o.role,
};
const scope = {
  type: RoleScope,
  nullable: true as const,
  description: 'What the role is for; null for a role that is not scoped.',
  resolve: (o: { scope: Scope | null }) => o.scope,
};

export const HeldRole = builder.objectRef<Role>('HeldRole');

HeldRole.implement({
  description: 'A role that somebody has, whether it was granted here or comes with the login.',
  fields: (t) => ({
    role: t.field(role),
    scope: t.field(scope),
    validFrom: t.expose('validFrom', {
      type: 'Date',
      nullable: true,
      description: 'The first day on which it holds; null where none is stated.',
    }),
    validTo: t.expose('validTo', {
      type: 'Date',
      nullable: true,
      description: 'The last day on which it holds; null where none is stated.',
    }),
  }),
});

export const RoleGrant = builder.objectRef<RoleGrantDocument>('RoleGrant');

RoleGrant.implement({
  description:
    'A role that the secretariat gave to somebody, from a day to a day. It is ended, never deleted.',
  fields: (t) => ({
    id: t.exposeID('_id', {
      description:
        'What is granted, to whom, and for which time: `publisher:RegionalNetwork:asia-pacific:anna:1`.',
    }),
    subject: t.exposeString('subject', {
      description:
        'Who has the role, as the login’s issuer identifies the person: opaque, no name.',
    }),
    role: t.field(role),
    scope: t.field(scope),
    validFrom: t.expose('validFrom', {
      type: 'Date',
      description: 'The first day on which it holds, in UTC.',
    }),
    validTo: t.expose('validTo', {
      type: 'Date',
      nullable: true,
      description:
        'The last day on which it holds, in UTC; null while there is none. Before `validFrom` when it was revoked before it began.',
    }),
    version: t.field(version),
    history: t.field({
      type: HistoryConnection,
      description: 'Everything that happened to the grant, oldest first, with the reasons given.',
      args: pageArguments,
      resolve: (grant, page, context) =>
        pageOfHistory(context, { definition: roleGrants, record: grant }, page),
    }),
  }),
});

entity(RoleGrant, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const RoleGrantConnection = connection(RoleGrant);

builder.queryFields((t) => ({
  roleGrant: t.field({
    type: RoleGrant,
    nullable: true,
    description: 'One grant by its id; null when there is none for this reader.',
    args: { id: t.arg.id({ required: true, description: 'Its id, as `roleGrants` gives it.' }) },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  roleGrants: t.field({
    type: RoleGrantConnection,
    description:
      'The grants that hold on a day, those that end last first. The secretariat sees all of them, everybody else their own.',
    args: {
      ...pageArguments,
      subject: t.arg.string({
        description: 'Only those of this person, as the login’s issuer identifies them.',
      }),
      role: t.arg({ type: RoleNameType, description: 'Only those of this role.' }),
      asOf: t.arg({
        type: 'Date',
        description:
          'The day on which they hold; today if left out. A day to come shows what is planned.',
      }),
    },
    resolve: (_, { subject, role, asOf, ...page }, context) => {
      const day = asOf ?? today(context);
      return pageOf(context, source, {
        ...page,
        filter: {
          ...(subject != null && { subject }),
          ...(role != null && { role }),
          validFrom: { lte: day },
          until: { gte: day },
        },
        sort: { field: 'until', direction: 'descending' },
      });
    },
  }),
  rolesOf: t.field({
    type: [HeldRole],
    description:
      'All roles granted to a person that are not over, also those that are yet to begin, soonest over first. Answered to the platform and the secretariat, and to everybody for themselves; empty otherwise.',
    args: {
      subject: t.arg.id({
        required: true,
        description: 'The person, as the login’s issuer identifies them.',
      }),
    },
    resolve: (_, { subject }, context) =>
      allGrants(context, { subject, until: { gte: today(context) } }),
  }),
}));

/** Every grant that matches and that this reader may see; the filter names a subject, who has few. */
export function allGrants(context: Context, filter: Filter): Promise<RoleGrantDocument[]> {
  return allOf(context, source, { filter, sort: { field: 'until', direction: 'ascending' } });
}

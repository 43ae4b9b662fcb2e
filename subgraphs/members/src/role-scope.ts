import { load, type Scope, type ScopeType } from '@network/schema';
import { builder, enumOf, stub } from './builder.ts';
import type { OrganizationDocument } from './documents.ts';
import { Organization, source as organizations } from './organization.ts';

// The records that a role can be for and that other subgraphs own. They are public, so that naming one reveals nothing.
const RegionalNetwork = stub('RegionalNetwork');
const CountryNetwork = stub('CountryNetwork');
const WorkingGroup = stub('WorkingGroup');
const Language = stub('Language');

type ScopedRecord = OrganizationDocument | Scope;

const RoleScopeRecord = builder.unionType('RoleScopeRecord', {
  description: 'What a role can be for: a network, a working group, an organization or a language.',
  types: [RegionalNetwork, CountryNetwork, WorkingGroup, Organization, Language],
  resolveType: (record) => ('type' in record ? (record as Scope).type : 'Organization'),
});

export const RoleScopeType = enumOf('RoleScopeType', {
  description: 'What kind of record a role can be for.',
  values: {
    RegionalNetwork: 'What the Network’s entities form in one region.',
    CountryNetwork: 'What the Network’s entities form in one country.',
    WorkingGroup: 'A group that the Network has set up to work on a theme.',
    Organization: 'An organization that works in the Network.',
    Language: 'One of the six official languages of the United Nations.',
  } satisfies Record<ScopeType, string>,
});

export const RoleScope = builder.objectRef<Scope>('RoleScope');

RoleScope.implement({
  description: 'What a role is for. A role holds for this record alone.',
  fields: (t) => ({
    type: t.field({
      type: RoleScopeType,
      description: 'What kind of record it is.',
      resolve: ({ type }) => type,
    }),
    id: t.exposeID('id', { description: 'The id of the record: `asia-pacific`, `iom`, `ar`.' }),
    record: t.field({
      type: RoleScopeRecord,
      nullable: true,
      description: 'The record itself; null when its owner cannot be reached or has none.',
      resolve: async (scope, _, context): Promise<ScopedRecord | null> =>
        scope.type === 'Organization' ? load(context, organizations, scope.id) : scope,
    }),
  }),
});

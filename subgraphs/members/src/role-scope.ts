import { load, type Scope, scopeTypes } from '@network/schema';
import { builder, stub } from './builder.ts';
import type { OrganizationDocument } from './documents.ts';
import { Organization, source as organizations } from './organization.ts';

// The records that a role can be for and that other subgraphs own. They are public, so that naming one reveals nothing.
const RegionalNetwork = stub(
  'RegionalNetwork',
  'The Network’s entities in one region, working together as its regional network.',
);
const CountryNetwork = stub(
  'CountryNetwork',
  'The Network’s entities in one country, working together as its country network.',
);
const WorkingGroup = stub('WorkingGroup', 'A thematic working group of the Network.');
const Language = stub('Language', 'One of the six official languages of the United Nations.');

type ScopedRecord = OrganizationDocument | Scope;

const RoleScopeRecord = builder.unionType('RoleScopeRecord', {
  description: 'What a role can be for: a network, a working group, an organization or a language.',
  types: [RegionalNetwork, CountryNetwork, WorkingGroup, Organization, Language],
  resolveType: (record) => ('type' in record ? (record as Scope).type : 'Organization'),
});

/** Every type of record that a role can be for. */
export const knownScopeTypes: readonly string[] = [...new Set(Object.values(scopeTypes).flat())];

export const RoleScope = builder.objectRef<Scope>('RoleScope');

RoleScope.implement({
  description: 'What a role is for. A role holds for this record alone.',
  fields: (t) => ({
    type: t.exposeString('type', {
      description: 'The type of the record: `RegionalNetwork`, `Organization`, `Language`.',
    }),
    id: t.exposeID('id', { description: 'The id of the record: `asia-pacific`, `iom`, `ar`.' }),
    record: t.field({
      type: RoleScopeRecord,
      nullable: true,
      description: 'The record itself; null when its owner cannot be reached or has none.',
      resolve: async (scope, _, context): Promise<ScopedRecord | null> => {
        if (scope.type === 'Organization') return load(context, organizations, scope.id);
        return knownScopeTypes.includes(scope.type) ? scope : null;
      },
    }),
  }),
});

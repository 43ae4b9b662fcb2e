import type { ObjectRef } from '@pothos/core';
import { type Builder, shareable, type Types } from './builder.ts';
import type { addEnums } from './enums.ts';
import type { addLocalizedText } from './localized-text.ts';
import { type PartyRole, partyRoles, type StoredParty, type StoredText } from './stored.ts';

const partyRoleNames: Record<PartyRole, StoredText> = {
  ALL_MEMBERS: official('All members of the Network', '网络全体成员'),
  COORDINATOR: official('Coordinator of the Network', '协调人'),
  GOVERNMENTS: official('Governments', '各国政府'),
  MEMBER_STATES: official('Member States', '会员国'),
  STAKEHOLDERS: official('Stakeholders', '利益攸关方'),
  NOT_STATED: official('Not stated', '未说明'),
};

function official(en: string, zh: string): StoredText {
  return { original: 'zh', texts: { zh, en }, unofficial: ['en'] };
}

type Named = Extract<StoredParty, { type: 'NamedRole' }>;

/** The ids of the organizations among parties, each once, in their order. */
export function organizationsAmong(parties: readonly StoredParty[]): string[] {
  const ids = parties.flatMap((party) => (party.type === 'Organization' ? [party.id] : []));
  return [...new Set(ids)];
}

export function addParty(
  builder: Builder,
  { enumOf }: ReturnType<typeof addEnums>,
  { text }: ReturnType<typeof addLocalizedText>,
) {
  const Role = enumOf('PartyRole', {
    description: 'Actors that the sources name by role rather than by name.',
    values: Object.fromEntries(
      partyRoles.map((role) => [
        role,
        `The sources say: ${partyRoleNames[role].texts.en?.toLowerCase()}.`,
      ]),
    ) as Record<PartyRole, string>,
  });
  const NamedRole = builder.objectRef<Named>('NamedRole');
  NamedRole.implement({
    description: 'An actor named by role: all members, the Coordinator, governments.',
    extensions: shareable,
    fields: (t) => ({
      role: t.field({
        type: Role,
        description: 'The actor as one of a fixed list, for code to decide by.',
        resolve: (o) => o.role,
      }),
      name: t.field(
        text('The actor in words, as the sources put it.', (o: Named) => partyRoleNames[o.role]),
      ),
    }),
  });

  /** The union of everybody who can lead, take part or be addressed; `refs` are this subgraph's stubs of the members' types. */
  function partyUnion(
    refs: Record<'Organization' | 'Body' | 'StakeholderGroup', ObjectRef<Types, { id: string }>>,
  ) {
    return builder.unionType('Party', {
      description: 'Who leads, takes part, is interested or is addressed.',
      types: [refs.Organization, refs.Body, refs.StakeholderGroup, NamedRole],
      resolveType: (party) => ('type' in party ? (party as StoredParty).type : undefined),
    });
  }

  return { PartyRole: Role, partyUnion };
}

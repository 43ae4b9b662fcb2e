import {
  type Context,
  endedMembership,
  endOfMembershipInput,
  eventOf,
  explanationProblems,
  lengthProblems,
  membershipDetail,
  membershipInput,
  membershipProblems,
  type Problem,
  reasonInput,
  recordToChange,
  referenceProblems,
  refuse,
  replaceRecord,
  requireSecretariat,
  type StoredMembership,
  toMembership,
  versionInput,
} from '@network/schema';
import { builder, mutation, sourceInput } from './builder.ts';
import { type RegionalNetworkDocument, toRegionalNetworkDocument } from './documents.ts';
import { RegionalNetwork, source } from './regional-network.ts';

export const registering = 'registers regional networks and their members';

export const MemberInput = builder.inputType('RegionalNetworkMemberInput', {
  description: 'An organization that is to be a member of a regional network, and for which days.',
  fields: membershipInput,
});

mutation('addRegionalNetworkMembers', {
  description:
    'Adds memberships to a regional network. An organization that left may come back, for other days. Only the secretariat may.',
  record: RegionalNetwork,
  input: (t) => ({
    regionalNetworkId: t.id({
      required: true,
      description: 'The id of the network: `asia-pacific`.',
    }),
    version: t.int(versionInput('network')),
    members: t.field({
      type: [MemberInput],
      required: true,
      description: 'The memberships to add, 1 to 200.',
    }),
    source: t.field(sourceInput),
    reason: t.string(reasonInput('Why they are added now')),
  }),
  resolve: async (input, context) => {
    const network = await networkToChange(context, input);
    const members = input.members.map((member) => toMembership(member, input.source));
    refuse(lengthProblems(['members'], members, { least: 1 }));
    refuse([
      ...membershipProblems(members, network.members, pathOfMember),
      ...explanationProblems(input),
      ...(await unknownMembers(context, members)),
    ]);
    return replaceRecord(context, source, {
      document: toRegionalNetworkDocument({
        ...network,
        members: [...network.members, ...members],
      }),
      event: eventOf(context, 'membersAdded', {
        reason: input.reason,
        detail: { members: members.map(membershipDetail) },
      }),
    });
  },
});

mutation('endRegionalNetworkMembership', {
  description:
    'Sets the last day of a membership that has none. The membership stays readable for the days on which it held. Only the secretariat may.',
  record: RegionalNetwork,
  input: (t) => ({
    regionalNetworkId: t.id({
      required: true,
      description: 'The id of the network: `asia-pacific`.',
    }),
    version: t.int(versionInput('network')),
    ...endOfMembershipInput(t),
  }),
  resolve: async (input, context) => {
    const network = await networkToChange(context, input);
    const { ended, members } = endedMembership(network.members, input, {
      of: network._id,
      possible: 'addRegionalNetworkMembers',
    });
    return replaceRecord(context, source, {
      document: { ...network, members },
      event: eventOf(context, 'membershipEnded', {
        reason: input.reason,
        detail: membershipDetail(ended),
      }),
    });
  },
});

export function networkToChange(
  context: Context,
  { regionalNetworkId: id, version }: { regionalNetworkId: string; version: number },
): Promise<RegionalNetworkDocument> {
  return recordToChange(context, source, {
    type: 'RegionalNetwork',
    path: ['regionalNetworkId'],
    id,
    version,
    authorize: () => requireSecretariat(context, registering),
  });
}

export function pathOfMember(index: number): (string | number)[] {
  return ['members', index];
}

export function unknownMembers(
  context: Context,
  members: readonly StoredMembership[],
): Promise<Problem[]> {
  const references = members.map(({ organization: id }, index) => ({
    id,
    path: [...pathOfMember(index), 'organizationId'],
  }));
  return referenceProblems(context, 'Organization', references);
}

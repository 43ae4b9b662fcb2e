import {
  type Context,
  collectionOf,
  type EffectiveDated,
  eventOf,
  explanationProblems,
  invalidValue,
  lengthProblems,
  overlap,
  type Problem,
  Refused,
  referenceProblems,
  refuse,
  refuseStale,
  replaceRecord,
  requireSecretariat,
  storedText,
  unknownRecord,
  wrongState,
} from '@network/schema';
import { builder, mutation, TextInput } from './builder.ts';
import {
  type RegionalNetworkDocument,
  regionalNetworks,
  type StoredRegionalNetworkMember,
  toRegionalNetworkDocument,
} from './documents.ts';
import { RegionalNetwork, source } from './regional-network.ts';

export const registering = 'registers regional networks and their members';

export const MemberInput = builder.inputType('RegionalNetworkMemberInput', {
  description: 'An organization that is to be a member of a regional network, and for which days.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'The id of the organization: `iom`.' }),
    validFrom: t.field({
      type: 'Date',
      description: 'The first day of the membership; left out where it is not known.',
    }),
    validTo: t.field({
      type: 'Date',
      description: 'The last day of the membership; left out while none is agreed.',
    }),
  }),
});

interface NewMember {
  organizationId: string;
  validFrom?: string | null | undefined;
  validTo?: string | null | undefined;
}

mutation('addRegionalNetworkMembers', {
  description:
    'Adds memberships to a regional network. An organization that left may come back, for other days. Only the secretariat may.',
  record: RegionalNetwork,
  input: (t) => ({
    regionalNetworkId: t.id({
      required: true,
      description: 'The id of the network: `asia-pacific`.',
    }),
    version: t.int({
      required: true,
      description: 'The `version` of the network that this was decided on.',
    }),
    members: t.field({
      type: [MemberInput],
      required: true,
      description: 'The memberships to add, 1 to 200.',
    }),
    source: t.field({
      type: TextInput,
      description: 'Where this is stated, in words: a letter, a meeting, a page.',
    }),
    reason: t.string({
      required: true,
      description: 'Why they are added now; kept in the history of the record.',
    }),
  }),
  resolve: async (input, context) => {
    const network = await networkToChange(context, input.regionalNetworkId, input.version);
    const members = toMembers(input.members, input.source);
    refuse(lengthProblems(['members'], members, { least: 1 }));
    refuse([
      ...membershipProblems(members, network.members),
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
        detail: { members: members.map(toDates) },
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
    version: t.int({
      required: true,
      description: 'The `version` of the network that this was decided on.',
    }),
    organizationId: t.id({
      required: true,
      description: 'The id of the organization that leaves: `iom`.',
    }),
    validTo: t.field({
      type: 'Date',
      required: true,
      description: 'The last day on which it is a member.',
    }),
    reason: t.string({
      required: true,
      description: 'Why it leaves; kept in the history of the record.',
    }),
  }),
  resolve: async (input, context) => {
    const network = await networkToChange(context, input.regionalNetworkId, input.version);
    const { organizationId, validTo } = input;
    const membership = network.members.find(
      (member) => member.organization === organizationId && member.validTo === null,
    );
    if (!membership) {
      const wasMember = network.memberIds.includes(organizationId);
      throw new Refused(
        wrongState(
          ['organizationId'],
          wasMember
            ? `Every membership of "${organizationId}" has its last day already.`
            : `"${organizationId}" is no member of "${network._id}".`,
          {
            state: wasMember ? 'MEMBERSHIP_ENDED' : 'NO_MEMBER',
            possible: ['addRegionalNetworkMembers'],
          },
        ),
      );
    }
    const ended = { ...membership, validTo };
    refuse([...dateProblems(['validTo'], ended), ...explanationProblems(input)]);
    return replaceRecord(context, source, {
      document: {
        ...network,
        members: network.members.map((member) => (member === membership ? ended : member)),
      },
      event: eventOf(context, 'membershipEnded', { reason: input.reason, detail: toDates(ended) }),
    });
  },
});

/** The network that the input names, if this writer may change it and has seen it as it is now. */
export async function networkToChange(
  context: Context,
  id: string,
  version: number,
): Promise<RegionalNetworkDocument> {
  const [network] = await collectionOf(context, source).getMany([id]);
  if (!network) throw new Refused(unknownRecord(['regionalNetworkId'], 'RegionalNetwork', id));
  requireSecretariat(context, registering);
  await refuseStale(context, regionalNetworks, { document: network, seen: version });
  return network;
}

export function toMembers(
  members: readonly NewMember[],
  stated: Parameters<typeof storedText>[0] | null | undefined,
): StoredRegionalNetworkMember[] {
  return members.map(({ organizationId, validFrom, validTo }) => ({
    organization: organizationId,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
    ...(stated && { source: storedText(stated) }),
    citations: [],
  }));
}

/** A membership as the history of the network tells of it. */
export function toDates({ organization, validFrom, validTo }: StoredRegionalNetworkMember) {
  return { organization, validFrom, validTo };
}

/** An organization is a member once at a time, also among the members that are added together. */
export function membershipProblems(
  added: readonly StoredRegionalNetworkMember[],
  present: readonly StoredRegionalNetworkMember[],
): Problem[] {
  return added.flatMap((member, index) => {
    const other = [...present, ...added.slice(0, index)].find(
      ({ organization, ...dates }) =>
        organization === member.organization && overlap(dates, member),
    );
    const problems = dateProblems(['members', index, 'validTo'], member);
    if (!other) return problems;
    const { organization, validFrom, validTo } = other;
    const dates = `from ${validFrom ?? 'an unstated day'} to ${validTo ?? 'an unstated day'}`;
    return [
      ...problems,
      invalidValue(
        ['members', index, 'organizationId'],
        `"${organization}" is a member already ${dates}.`,
        ['an organization, or days, without a membership'],
      ),
    ];
  });
}

function dateProblems(
  path: (string | number)[],
  { validFrom, validTo }: EffectiveDated,
): Problem[] {
  if (validFrom === null || validTo === null || validFrom <= validTo) return [];
  const message = `The membership would end on ${validTo}, before it begins on ${validFrom}.`;
  return [invalidValue(path, message, [`${validFrom} or a later day`])];
}

export function unknownMembers(
  context: Context,
  members: readonly StoredRegionalNetworkMember[],
): Promise<Problem[]> {
  return referenceProblems(
    context,
    'Organization',
    members.map(({ organization: id }, index) => ({
      id,
      path: ['members', index, 'organizationId'],
    })),
  );
}

import {
  type Context,
  collectionOf,
  eventOf,
  explanationProblems,
  idInput,
  idProblems,
  insertRecord,
  invalidValue,
  lengthProblems,
  membershipDetail,
  membershipProblems,
  nameProblems,
  type Problem,
  reasonInput,
  referenceProblems,
  refuse,
  replaceRecord,
  requireSecretariat,
  statedIn,
  storedText,
  toMembership,
  versionInput,
} from '@network/schema';
import { mutation, sourceInput, TextInput } from './builder.ts';
import { toRegionalNetworkDocument } from './documents.ts';
import {
  MemberInput,
  networkToChange,
  pathOfMember,
  registering,
  unknownMembers,
} from './membership.ts';
import { RegionalNetwork, source } from './regional-network.ts';

mutation('registerRegionalNetwork', {
  description: 'Enters a regional network that exists, with its members. Only the secretariat may.',
  record: RegionalNetwork,
  input: (t) => ({
    id: t.id(idInput),
    name: t.field({
      type: TextInput,
      required: true,
      description: 'The name of the network, on one line.',
    }),
    regionId: t.id({
      description:
        'The id of the region it is for, which has one regional network; left out while the graph does not have the region.',
    }),
    members: t.field({
      type: [MemberInput],
      description: 'Its members, at most 200; more can be added later.',
    }),
    source: t.field(sourceInput),
    reason: t.string(reasonInput('Why it is entered now')),
  }),
  resolve: async (input, context) => {
    requireSecretariat(context, registering);
    const region = input.regionId ?? null;
    const members = (input.members ?? []).map((member) => toMembership(member, input.source));
    refuse(lengthProblems(['members'], members));
    refuse([
      ...idProblems(['id'], input.id),
      ...nameProblems(input.name),
      ...membershipProblems(members, [], pathOfMember),
      ...explanationProblems(input),
      ...(await regionProblems(context, region, input.id)),
      ...(await unknownMembers(context, members)),
    ]);
    return insertRecord(context, source, {
      document: toRegionalNetworkDocument({
        _id: input.id,
        name: storedText(input.name),
        region,
        members,
        ...statedIn(input.source),
      }),
      event: eventOf(context, 'registered', {
        reason: input.reason,
        detail: { region, members: members.map(membershipDetail) },
      }),
    });
  },
});

mutation('assignRegionalNetwork', {
  description:
    'Says for which region a regional network is, or that it is for none of those in the graph. Only the secretariat may.',
  record: RegionalNetwork,
  input: (t) => ({
    regionalNetworkId: t.id({
      required: true,
      description: 'The id of the network: `asia-pacific`.',
    }),
    version: t.int(versionInput('network')),
    regionId: t.id({ description: 'The id of the region it is for from now on; null for none.' }),
    reason: t.string(reasonInput('Why, and where it is stated')),
  }),
  resolve: async (input, context) => {
    const network = await networkToChange(context, input);
    const region = input.regionId ?? null;
    refuse([
      ...explanationProblems(input),
      ...(await regionProblems(context, region, network._id)),
    ]);
    return replaceRecord(context, source, {
      document: { ...network, region },
      event: eventOf(context, 'assigned', {
        reason: input.reason,
        detail: { before: network.region, after: region },
      }),
    });
  },
});

/** A region has one network, so that `Region.regionalNetwork` is an answer. */
async function regionProblems(
  context: Context,
  region: string | null,
  ownId: string,
): Promise<Problem[]> {
  if (region === null) return [];
  const problems = await referenceProblems(context, 'Region', [{ id: region, path: ['regionId'] }]);
  if (problems.length > 0) return problems;
  const { items } = await collectionOf(context, source).page({ region }, { first: 1 });
  return items
    .filter(({ document }) => document._id !== ownId)
    .map(({ document }) =>
      invalidValue(['regionId'], `The region has a regional network already: "${document._id}".`, [
        'a region without a regional network',
      ]),
    );
}

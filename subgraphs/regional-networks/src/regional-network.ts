import {
  asOf,
  type Context,
  collectionOf,
  everybody,
  hasRole,
  holdsOn,
  isSecretariat,
  load,
  membershipDays,
  pageOf,
  pageOfList,
  type Source,
  type StoredMembership,
  today,
} from '@network/schema';
import {
  builder,
  citations,
  connection,
  entity,
  history,
  Organization,
  pageArguments,
  Region,
  sourceText,
  text,
  version,
} from './builder.ts';
import { type RegionalNetworkDocument, regionalNetworks } from './documents.ts';

export const source: Source<RegionalNetworkDocument> = {
  definition: regionalNetworks,
  visible: everybody,
};

const Member = builder.objectRef<StoredMembership>('RegionalNetworkMember');

Member.implement({
  description:
    'The membership of one organization in a regional network, with the days for which it holds.',
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      description: 'The organization that is the member; null when its owner cannot be reached.',
      resolve: ({ organization }) => ({ id: organization }),
    }),
    validFrom: t.field(membershipDays.validFrom),
    validTo: t.field(membershipDays.validTo),
    source: t.field(sourceText),
    citations: t.field(citations),
  }),
});

const MembersConnection = connection(Member, { name: 'RegionalNetworkMembers' });

export const RegionalNetwork = builder.objectRef<RegionalNetworkDocument>('RegionalNetwork');

RegionalNetwork.implement({
  description: 'The Network’s entities in one region, working together as its regional network.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `asia-pacific`.' }),
    name: t.field(
      text(
        'What the network calls itself, or how the sources speak of it.',
        (o: RegionalNetworkDocument) => o.name,
      ),
    ),
    region: t.field({
      type: Region,
      nullable: true,
      description:
        'The region that the network is for; null while the graph does not have the region.',
      resolve: ({ region }) => (region === null ? null : { id: region }),
    }),
    members: t.field({
      type: MembersConnection,
      description: 'Its members on a day, in the order in which they were stated.',
      args: { ...pageArguments, asOf: t.arg(asOf) },
      resolve: ({ members }, { asOf, ...page }, context) => {
        const day = asOf ?? today(context);
        const holding = members.filter((member) => holdsOn(member, day));
        // Memberships of one organization never overlap, so that on one day it has one.
        return pageOfList(holding, ({ organization }) => organization, page);
      },
    }),
    source: t.field(sourceText),
    citations: t.field(citations),
    version: t.field(version),
    history: t.field(
      history({
        definition: regionalNetworks,
        description:
          'Everything that happened to the record, oldest first: for the secretariat and for the network’s publishers and validators. Null for others.',
        mayRead: mayReadHistory,
      }),
    ),
  }),
});

function mayReadHistory(context: Context, { _id: id }: RegionalNetworkDocument): boolean {
  const scope = { type: 'RegionalNetwork', id };
  return (
    isSecretariat(context) ||
    hasRole(context, 'PUBLISHER', scope) ||
    hasRole(context, 'VALIDATOR', scope)
  );
}

entity(RegionalNetwork, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

export const RegionalNetworkConnection = connection(RegionalNetwork);

builder.queryFields((t) => ({
  regionalNetwork: t.field({
    type: RegionalNetwork,
    nullable: true,
    description: 'One regional network by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of the network: `asia-pacific`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  regionalNetworks: t.field({
    type: RegionalNetworkConnection,
    description: 'The regional networks that are registered, by id.',
    args: pageArguments,
    resolve: (_, page, context) => pageOf(context, source, page),
  }),
}));

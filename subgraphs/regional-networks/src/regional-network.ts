import {
  type Context,
  collectionOf,
  everybody,
  hasRole,
  historyOf,
  holdsOn,
  isSecretariat,
  load,
  pageOf,
  pageOfList,
  type Source,
  today,
} from '@network/schema';
import {
  builder,
  citations,
  connection,
  entity,
  HistoryEvent,
  Organization,
  optionalText,
  pageArguments,
  Region,
  text,
} from './builder.ts';
import {
  type RegionalNetworkDocument,
  regionalNetworks,
  type StoredRegionalNetworkMember,
} from './documents.ts';

export const source: Source<RegionalNetworkDocument> = {
  definition: regionalNetworks,
  visible: everybody,
};

const Member = builder.objectRef<StoredRegionalNetworkMember>('RegionalNetworkMember');

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
    validFrom: t.expose('validFrom', {
      type: 'Date',
      nullable: true,
      description: 'The first day of the membership; null where no source states it.',
    }),
    validTo: t.expose('validTo', {
      type: 'Date',
      nullable: true,
      description: 'The last day of the membership; null where none is stated.',
    }),
    source: t.field(
      optionalText(
        'Where the secretariat has it from; null for what is extracted from a source, which has citations.',
        (o: StoredRegionalNetworkMember) => o.source,
      ),
    ),
    citations: t.field(citations),
  }),
});

const MembersConnection = connection(Member, { name: 'RegionalNetworkMembers' });
const HistoryConnection = connection(HistoryEvent, { name: 'RegionalNetworkHistory' });

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
      args: {
        ...pageArguments,
        asOf: t.arg({
          type: 'Date',
          description: 'The day for which memberships are judged; today if left out.',
        }),
      },
      resolve: ({ members }, { asOf, ...page }, context) => {
        const day = asOf ?? today(context);
        const holding = members.filter((member) => holdsOn(member, day));
        // Memberships of one organization never overlap, so that on one day it has one.
        return pageOfList(holding, ({ organization }) => organization, page);
      },
    }),
    source: t.field(
      optionalText(
        'Where the secretariat has the network from; null for what is extracted from a source, which has citations.',
        (o: RegionalNetworkDocument) => o.source,
      ),
    ),
    citations: t.field(citations),
    version: t.exposeInt('version', {
      description: 'The version to name when writing: it grows with every write.',
    }),
    history: t.field({
      type: HistoryConnection,
      nullable: true,
      description:
        'Everything that happened to the record, oldest first: for the secretariat and for the network’s publishers and validators. Null for others.',
      args: pageArguments,
      resolve: async (network, page, context) =>
        mayReadHistory(context, network._id)
          ? pageOfList(
              await historyOf(context, regionalNetworks, network),
              ({ sequence }) => String(sequence),
              page,
            )
          : null,
    }),
  }),
});

function mayReadHistory(context: Context, id: string): boolean {
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

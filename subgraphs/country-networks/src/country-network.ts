import {
  type Context,
  collectionOf,
  countryById,
  eventOf,
  everybody,
  explanationProblems,
  hasRole,
  historyOf,
  insertRecord,
  invalidValue,
  isSecretariat,
  load,
  type Problem,
  pageOf,
  pageOfList,
  Refused,
  referenceProblems,
  refuse,
  refuseStale,
  replaceRecord,
  requireSecretariat,
  type Source,
  storedText,
  textProblems,
  today,
  unknownRecord,
} from '@network/schema';
import {
  builder,
  Country,
  citations,
  connection,
  entity,
  HistoryEvent,
  mutation,
  Note,
  optionalText,
  pageArguments,
  RegionalNetwork,
  TextInput,
  text,
} from './builder.ts';
import { type CountryNetworkDocument, countryNetworks } from './documents.ts';

export const source: Source<CountryNetworkDocument> = {
  definition: countryNetworks,
  visible: everybody,
};

const HistoryConnection = connection(HistoryEvent, { name: 'CountryNetworkHistory' });

export const CountryNetwork = builder.objectRef<CountryNetworkDocument>('CountryNetwork');

CountryNetwork.implement({
  description: 'The Network’s entities in one country, working together as its country network.',
  fields: (t) => ({
    id: t.exposeID('_id', {
      description: 'Stable, readable id: the country’s ISO alpha-3 code, `BGD`.',
    }),
    name: t.field(
      text(
        'What the network calls itself, or how the sources speak of it.',
        (o: CountryNetworkDocument) => o.name,
      ),
    ),
    country: t.field({
      type: Country,
      nullable: true,
      description: 'The country that the network is for; null when its owner cannot be reached.',
      resolve: ({ country }) => ({ id: country }),
    }),
    regionalNetwork: t.field({
      type: RegionalNetwork,
      nullable: true,
      description: 'The regional network to which it belongs; null where that is not stated.',
      resolve: ({ regionalNetwork }) => (regionalNetwork === null ? null : { id: regionalNetwork }),
    }),
    establishedOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day on which it was established; null where that is not stated.',
      resolve: ({ establishedOn }) => establishedOn ?? null,
    }),
    facts: t.field({
      type: [Note],
      description: 'What the sources say that it does or did, in their order.',
      resolve: ({ facts }) => facts,
    }),
    source: t.field(
      optionalText(
        'Where the secretariat has the network from; null for what is extracted from a source, which has citations.',
        (o: CountryNetworkDocument) => o.source,
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
        'Everything that happened to the record, oldest first: for the secretariat and for the network’s publishers. Null for others.',
      args: pageArguments,
      resolve: async (network, page, context) =>
        isSecretariat(context) ||
        hasRole(context, 'PUBLISHER', { type: 'CountryNetwork', id: network._id })
          ? pageOfList(
              await historyOf(context, countryNetworks, network),
              ({ sequence }) => String(sequence),
              page,
            )
          : null,
    }),
  }),
});

entity(CountryNetwork, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

export const CountryNetworkConnection = connection(CountryNetwork);

builder.queryFields((t) => ({
  countryNetwork: t.field({
    type: CountryNetwork,
    nullable: true,
    description: 'One country network by its id; null when none is registered.',
    args: {
      id: t.arg.id({ required: true, description: 'The ISO alpha-3 code of the country: `BGD`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  countryNetworks: t.field({
    type: CountryNetworkConnection,
    description:
      'The country networks that are registered, by id. How many the sources count is in `countryNetworkFigures`.',
    args: {
      ...pageArguments,
      regionalNetworkId: t.arg.id({
        description: 'Only those of this regional network: `asia-pacific`.',
      }),
    },
    resolve: (_, { regionalNetworkId, ...page }, context) =>
      pageOf(context, source, {
        ...page,
        ...(regionalNetworkId != null && { filter: { regionalNetwork: regionalNetworkId } }),
      }),
  }),
}));

const registering = 'registers country networks';

mutation('registerCountryNetwork', {
  description:
    'Enters a country network that exists. A country has one; its code becomes the id. Only the secretariat may.',
  record: CountryNetwork,
  input: (t) => ({
    countryId: t.id({ required: true, description: 'The ISO alpha-3 code of the country: `KEN`.' }),
    name: t.field({
      type: TextInput,
      required: true,
      description: 'The name of the network, on one line.',
    }),
    regionalNetworkId: t.id({
      description:
        'The id of the regional network to which it belongs; left out where that is not known.',
    }),
    establishedOn: t.field({
      type: 'Date',
      description:
        'The day on which it was established, today at the latest; left out where it is not known.',
    }),
    source: t.field({
      type: TextInput,
      description: 'Where this is stated, in words: a letter, a meeting, a page.',
    }),
    reason: t.string({
      required: true,
      description: 'Why it is entered now; kept in the history of the record.',
    }),
  }),
  resolve: async (input, context) => {
    requireSecretariat(context, registering);
    const { countryId, establishedOn } = input;
    const regionalNetwork = input.regionalNetworkId ?? null;
    const taken = invalidValue(
      ['countryId'],
      `The country "${countryId}" has a country network already.`,
      ['a country without a country network'],
    );
    const [present] = await collectionOf(context, source).getMany([countryId]);
    refuse([
      ...(countryById.has(countryId) ? [] : [unknownRecord(['countryId'], 'Country', countryId)]),
      ...(present ? [taken] : []),
      ...textProblems(['name', 'text'], input.name.text, { longest: 300, singleLine: true }),
      ...establishmentProblems(context, establishedOn),
      ...explanationProblems(input),
      ...(await regionalNetworkProblems(context, regionalNetwork)),
    ]);
    return insertRecord(context, source, {
      document: {
        _id: countryId,
        name: storedText(input.name),
        country: countryId,
        regionalNetwork,
        ...(establishedOn != null && { establishedOn }),
        facts: [],
        ...(input.source && { source: storedText(input.source) }),
        citations: [],
      },
      event: eventOf(context, 'registered', { reason: input.reason, detail: { regionalNetwork } }),
      taken,
    });
  },
});

mutation('assignCountryNetwork', {
  description:
    'Says to which regional network a country network belongs, or that it belongs to none. Only the secretariat may.',
  record: CountryNetwork,
  input: (t) => ({
    countryNetworkId: t.id({
      required: true,
      description: 'The id of the country network: `BGD`.',
    }),
    version: t.int({
      required: true,
      description: 'The `version` of the network that this was decided on.',
    }),
    regionalNetworkId: t.id({
      description: 'The id of the regional network to which it belongs from now on; null for none.',
    }),
    reason: t.string({
      required: true,
      description: 'Why, and where it is stated; kept in the history of the record.',
    }),
  }),
  resolve: async (input, context) => {
    const [network] = await collectionOf(context, source).getMany([input.countryNetworkId]);
    if (!network) {
      throw new Refused(
        unknownRecord(['countryNetworkId'], 'CountryNetwork', input.countryNetworkId),
      );
    }
    requireSecretariat(context, registering);
    await refuseStale(context, countryNetworks, { document: network, seen: input.version });
    const regionalNetwork = input.regionalNetworkId ?? null;
    refuse([
      ...explanationProblems(input),
      ...(await regionalNetworkProblems(context, regionalNetwork)),
    ]);
    return replaceRecord(context, source, {
      document: { ...network, regionalNetwork },
      event: eventOf(context, 'assigned', {
        reason: input.reason,
        detail: { before: network.regionalNetwork, after: regionalNetwork },
      }),
    });
  },
});

function establishmentProblems(
  context: Context,
  establishedOn: string | null | undefined,
): Problem[] {
  const latest = today(context);
  if (establishedOn == null || establishedOn <= latest) return [];
  const message = 'A network is registered once it is established.';
  return [invalidValue(['establishedOn'], message, [`${latest} or an earlier day`])];
}

async function regionalNetworkProblems(context: Context, id: string | null): Promise<Problem[]> {
  const references = id === null ? [] : [{ id, path: ['regionalNetworkId'] }];
  return referenceProblems(context, 'RegionalNetwork', references);
}

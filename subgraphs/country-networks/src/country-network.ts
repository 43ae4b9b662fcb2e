import {
  type Context,
  collectionOf,
  countryById,
  eventOf,
  everybody,
  explanationProblems,
  hasRole,
  insertRecord,
  invalidValue,
  isSecretariat,
  load,
  nameProblems,
  type Problem,
  pageOf,
  reasonInput,
  recordToChange,
  referenceProblems,
  refuse,
  replaceRecord,
  requireSecretariat,
  type Source,
  statedIn,
  storedText,
  today,
  unknownRecord,
  versionInput,
} from '@network/schema';
import {
  builder,
  Country,
  citations,
  connection,
  entity,
  history,
  mutation,
  Note,
  pageArguments,
  RegionalNetwork,
  sourceInput,
  sourceText,
  TextInput,
  text,
  version,
} from './builder.ts';
import { type CountryNetworkDocument, countryNetworks } from './documents.ts';

export const source: Source<CountryNetworkDocument> = {
  definition: countryNetworks,
  visible: everybody,
};

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
    source: t.field(sourceText),
    citations: t.field(citations),
    version: t.field(version),
    history: t.field(
      history({
        definition: countryNetworks,
        description:
          'Everything that happened to the record, oldest first: for the secretariat and for the network’s publishers. Null for others.',
        mayRead: (context, { _id: id }) =>
          isSecretariat(context) || hasRole(context, 'PUBLISHER', { type: 'CountryNetwork', id }),
      }),
    ),
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
    source: t.field(sourceInput),
    reason: t.string(reasonInput('Why it is entered now')),
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
      ...nameProblems(input.name),
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
        ...statedIn(input.source),
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
    version: t.int(versionInput('network')),
    regionalNetworkId: t.id({
      description: 'The id of the regional network to which it belongs from now on; null for none.',
    }),
    reason: t.string(reasonInput('Why, and where it is stated')),
  }),
  resolve: async (input, context) => {
    const network = await recordToChange(context, source, {
      type: 'CountryNetwork',
      path: ['countryNetworkId'],
      id: input.countryNetworkId,
      version: input.version,
      authorize: () => requireSecretariat(context, registering),
    });
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

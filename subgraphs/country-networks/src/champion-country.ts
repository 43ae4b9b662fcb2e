import {
  asOf,
  type Context,
  collectionOf,
  countryById,
  eventOf,
  everybody,
  explanationProblems,
  inDays,
  insertRecord,
  invalidValue,
  load,
  orderProblems,
  overlap,
  type Problem,
  pageOf,
  Refused,
  reasonInput,
  recordToChange,
  refuse,
  replaceRecord,
  requireSecretariat,
  type Source,
  statedIn,
  today,
  unknownRecord,
  versionInput,
  wrongState,
} from '@network/schema';
import type { Filter } from '@network/storage';
import {
  builder,
  Country,
  citations,
  connection,
  entity,
  history,
  mutation,
  pageArguments,
  sourceInput,
  sourceText,
  version,
} from './builder.ts';
import { type ChampionCountryDocument, championCountries } from './documents.ts';

export const source: Source<ChampionCountryDocument> = {
  definition: championCountries,
  visible: everybody,
};

export const ChampionCountry = builder.objectRef<ChampionCountryDocument>('ChampionCountry');

ChampionCountry.implement({
  description:
    'A country that shares its experience and furthers the Compact with the Network’s support, and for which days. One that comes back has another record.',
  fields: (t) => ({
    id: t.exposeID('_id', {
      description: 'Stable, readable id: the country and which time it is, `MAR-1`.',
    }),
    country: t.field({
      type: Country,
      nullable: true,
      description: 'The country that is a champion; null when its owner cannot be reached.',
      resolve: ({ country }) => ({ id: country }),
    }),
    validFrom: t.expose('validFrom', {
      type: 'Date',
      nullable: true,
      description:
        'The first day on which it is a champion country; null where that is not stated.',
    }),
    validTo: t.expose('validTo', {
      type: 'Date',
      nullable: true,
      description: 'The last day on which it is a champion country; null where none is stated.',
    }),
    source: t.field(sourceText),
    citations: t.field(citations),
    version: t.field(version),
    history: t.field(history({ definition: championCountries })),
  }),
});

entity(ChampionCountry, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const ChampionCountryConnection = connection(ChampionCountry);

builder.queryFields((t) => ({
  championCountry: t.field({
    type: ChampionCountry,
    nullable: true,
    description: 'One championship by its id; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'The id of the championship: `MAR-1`.' }) },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  championCountries: t.field({
    type: ChampionCountryConnection,
    description:
      'The champion countries of a day as far as they are registered, the longest-standing first, those without a stated first day before all. How many the sources count is in `countryNetworkFigures`.',
    args: { ...pageArguments, asOf: t.arg(asOf) },
    resolve: (_, { asOf, ...page }, context) =>
      pageOf(context, source, {
        ...page,
        filter: holdingOn(asOf ?? today(context)),
        sort: { field: 'validFrom', direction: 'ascending' },
      }),
  }),
}));

/** What holds on a day: each date is either not stated or on the right side of the day. */
function holdingOn(day: string): Filter {
  return {
    or: [
      { validFrom: null, validTo: null },
      { validFrom: null, validTo: { gte: day } },
      { validFrom: { lte: day }, validTo: null },
      { validFrom: { lte: day }, validTo: { gte: day } },
    ],
  };
}

const registering = 'registers champion countries';

mutation('registerChampionCountry', {
  description:
    'Enters a country as champion country. One that was a champion before may be again, for other days. Only the secretariat may.',
  record: ChampionCountry,
  input: (t) => ({
    countryId: t.id({ required: true, description: 'The ISO alpha-3 code of the country: `MAR`.' }),
    validFrom: t.field({
      type: 'Date',
      description:
        'The first day on which it is a champion country; left out where it is not known.',
    }),
    validTo: t.field({
      type: 'Date',
      description: 'The last day on which it is a champion country; left out while none is agreed.',
    }),
    source: t.field(sourceInput),
    reason: t.string(reasonInput('Why it is entered now')),
  }),
  resolve: async (input, context) => {
    requireSecretariat(context, registering);
    const { countryId } = input;
    const dates = { validFrom: input.validFrom ?? null, validTo: input.validTo ?? null };
    const before = await championshipsOf(context, countryId);
    refuse([
      ...(countryById.has(countryId) ? [] : [unknownRecord(['countryId'], 'Country', countryId)]),
      ...before.filter((other) => overlap(other, dates)).map(alreadyChampion),
      ...orderProblems(['validTo'], 'championship', dates),
      ...explanationProblems(input),
    ]);
    const id = `${countryId}-${before.length + 1}`;
    return insertRecord(context, source, {
      document: {
        _id: id,
        country: countryId,
        ...dates,
        ...statedIn(input.source),
      },
      event: eventOf(context, 'registered', { reason: input.reason, detail: dates }),
      // Numbering the championships of a country is also what keeps two that are entered at once from overlapping.
      taken: invalidValue(
        ['countryId'],
        `"${id}" was registered at this moment. Read again and decide.`,
      ),
    });
  },
});

mutation('endChampionship', {
  description:
    'Sets the last day of a championship that has none. It stays readable for the days on which it held. Only the secretariat may.',
  record: ChampionCountry,
  input: (t) => ({
    championCountryId: t.id({
      required: true,
      description: 'The id of the championship: `MAR-1`.',
    }),
    version: t.int(versionInput('record')),
    validTo: t.field({
      type: 'Date',
      required: true,
      description: 'The last day on which it is a champion country.',
    }),
    reason: t.string(reasonInput('Why it ends')),
  }),
  resolve: async (input, context) => {
    const { championCountryId: id, version, validTo } = input;
    const champion = await recordToChange(context, source, {
      type: 'ChampionCountry',
      path: ['championCountryId'],
      id,
      version,
      authorize: () => requireSecretariat(context, registering),
    });
    if (champion.validTo !== null) {
      const message = `The championship has its last day already: ${champion.validTo}.`;
      const possible = ['registerChampionCountry'];
      throw new Refused(wrongState(['championCountryId'], message, { state: 'ENDED', possible }));
    }
    const ended = { ...champion, validTo };
    refuse([...orderProblems(['validTo'], 'championship', ended), ...explanationProblems(input)]);
    return replaceRecord(context, source, {
      document: ended,
      event: eventOf(context, 'ended', { reason: input.reason, detail: { validTo } }),
    });
  },
});

/** Every championship of a country: no country was one a hundred times. */
async function championshipsOf(
  context: Context,
  country: string,
): Promise<ChampionCountryDocument[]> {
  const { items } = await collectionOf(context, source).page({ country }, { first: 100 });
  return items.map(({ document }) => document);
}

function alreadyChampion(other: ChampionCountryDocument): Problem {
  const message = `"${other.country}" is a champion country already ${inDays(other)}.`;
  return invalidValue(['countryId'], message, ['a country, or days, without a championship']);
}

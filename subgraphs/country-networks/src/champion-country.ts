import {
  type Context,
  collectionOf,
  countryById,
  eventOf,
  everybody,
  explanationProblems,
  historyOf,
  insertRecord,
  invalidValue,
  isSecretariat,
  load,
  overlap,
  type Problem,
  pageOf,
  pageOfList,
  Refused,
  refuse,
  refuseStale,
  replaceRecord,
  requireSecretariat,
  type Source,
  storedText,
  today,
  unknownRecord,
  wrongState,
} from '@network/schema';
import type { Filter } from '@network/storage';
import {
  builder,
  Country,
  citations,
  connection,
  entity,
  HistoryEvent,
  mutation,
  optionalText,
  pageArguments,
  TextInput,
} from './builder.ts';
import { type ChampionCountryDocument, championCountries } from './documents.ts';

export const source: Source<ChampionCountryDocument> = {
  definition: championCountries,
  visible: everybody,
};

const HistoryConnection = connection(HistoryEvent, { name: 'ChampionCountryHistory' });

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
    source: t.field(
      optionalText(
        'Where the secretariat has it from; null for what is extracted from a source, which has citations.',
        (o: ChampionCountryDocument) => o.source,
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
        'Everything that happened to the record, oldest first: for the secretariat. Null for others.',
      args: pageArguments,
      resolve: async (champion, page, context) =>
        isSecretariat(context)
          ? pageOfList(
              await historyOf(context, championCountries, champion),
              ({ sequence }) => String(sequence),
              page,
            )
          : null,
    }),
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
    args: {
      ...pageArguments,
      asOf: t.arg({
        type: 'Date',
        description: 'The day for which they are judged; today if left out.',
      }),
    },
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
    const { countryId } = input;
    const dates = { validFrom: input.validFrom ?? null, validTo: input.validTo ?? null };
    const before = await championshipsOf(context, countryId);
    refuse([
      ...(countryById.has(countryId) ? [] : [unknownRecord(['countryId'], 'Country', countryId)]),
      ...before.filter((other) => overlap(other, dates)).map(alreadyChampion),
      ...orderProblems(dates),
      ...explanationProblems(input),
    ]);
    const id = `${countryId}-${before.length + 1}`;
    return insertRecord(context, source, {
      document: {
        _id: id,
        country: countryId,
        ...dates,
        ...(input.source && { source: storedText(input.source) }),
        citations: [],
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
    version: t.int({
      required: true,
      description: 'The `version` of the record that this was decided on.',
    }),
    validTo: t.field({
      type: 'Date',
      required: true,
      description: 'The last day on which it is a champion country.',
    }),
    reason: t.string({
      required: true,
      description: 'Why it ends; kept in the history of the record.',
    }),
  }),
  resolve: async (input, context) => {
    const { championCountryId: id, validTo } = input;
    const [champion] = await collectionOf(context, source).getMany([id]);
    if (!champion) throw new Refused(unknownRecord(['championCountryId'], 'ChampionCountry', id));
    requireSecretariat(context, registering);
    await refuseStale(context, championCountries, { document: champion, seen: input.version });
    if (champion.validTo !== null) {
      const message = `The championship has its last day already: ${champion.validTo}.`;
      const possible = ['registerChampionCountry'];
      throw new Refused(wrongState(['championCountryId'], message, { state: 'ENDED', possible }));
    }
    const ended = { ...champion, validTo };
    refuse([...orderProblems(ended), ...explanationProblems(input)]);
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

function alreadyChampion({ country, validFrom, validTo }: ChampionCountryDocument): Problem {
  const dates = `from ${validFrom ?? 'an unstated day'} to ${validTo ?? 'an unstated day'}`;
  return invalidValue(['countryId'], `"${country}" is a champion country already ${dates}.`, [
    'a country, or days, without a championship',
  ]);
}

function orderProblems({
  validFrom,
  validTo,
}: Pick<ChampionCountryDocument, 'validFrom' | 'validTo'>): Problem[] {
  if (validFrom === null || validTo === null || validFrom <= validTo) return [];
  const message = `The championship would end on ${validTo}, before it begins on ${validFrom}.`;
  return [invalidValue(['validTo'], message, [`${validFrom} or a later day`])];
}

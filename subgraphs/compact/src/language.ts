import {
  type LanguageCode as Code,
  languageCodes,
  pageOfList,
  type StoredText,
} from '@network/schema';
import { builder, connection, entity, LanguageCode, pageArguments, text } from './builder.ts';

interface LanguageRecord {
  id: Code;
  endonym: string;
  direction: 'LEFT_TO_RIGHT' | 'RIGHT_TO_LEFT';
}

/** The names that the languages give themselves, as the United Nations print them. */
const endonyms: Readonly<Record<Code, string>> = {
  ar: 'العربية',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  ru: 'Русский',
  zh: '中文',
};

const languages: readonly LanguageRecord[] = languageCodes.map((id) => ({
  id,
  endonym: endonyms[id],
  direction: id === 'ar' ? 'RIGHT_TO_LEFT' : 'LEFT_TO_RIGHT',
}));

const languageById = new Map<string, LanguageRecord>(
  languages.map((language) => [language.id, language]),
);

const displayNames = languageCodes.map(
  (code) => [code, new Intl.DisplayNames([code], { type: 'language' })] as const,
);

/** The name of a language in all six. The runtime has them (CLDR), so that English is the original of our own text. */
function nameOf({ id }: LanguageRecord): StoredText {
  return {
    original: 'en',
    texts: Object.fromEntries(displayNames.map(([code, names]) => [code, names.of(id)])),
    unofficial: languageCodes.filter((code) => code !== 'en'),
  };
}

const Direction = builder.enumType('TextDirection', {
  description: 'In which direction the lines of a script run.',
  values: {
    LEFT_TO_RIGHT: {
      description: 'From the left to the right, as Latin script does (`ltr` in HTML).',
    },
    RIGHT_TO_LEFT: {
      description: 'From the right to the left, as Arabic script does (`rtl` in HTML).',
    },
  } as const,
});

export const Language = builder.objectRef<LanguageRecord>('Language');

Language.implement({
  description:
    'One of the six official languages of the United Nations, in which the Network publishes.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its two letters in ISO 639-1: `ar`.' }),
    code: t.field({
      type: LanguageCode,
      description: 'The same as the value that `language` arguments take.',
      resolve: ({ id }) => id,
    }),
    name: t.field(text('What it is called: `French`, `français`.', nameOf)),
    endonym: t.exposeString('endonym', {
      description: 'What the language calls itself: `Français`.',
    }),
    direction: t.field({
      type: Direction,
      description: 'In which direction it is written; figures and Latin words keep their own.',
      resolve: (o) => o.direction,
    }),
  }),
});

entity(Language, { load: (ids) => ids.map((id) => languageById.get(id)) });

const LanguageConnection = connection(Language);

builder.queryFields((t) => ({
  language: t.field({
    type: Language,
    nullable: true,
    description: 'One of the six official languages by its two letters; null for another one.',
    args: { id: t.arg.id({ required: true, description: 'The two letters of ISO 639-1: `ar`.' }) },
    resolve: (_, { id }) => languageById.get(id),
  }),
  languages: t.field({
    type: LanguageConnection,
    description: 'The six official languages of the United Nations, by their two letters.',
    args: pageArguments,
    resolve: (_, page) => pageOfList(languages, ({ id }) => id, page),
  }),
}));

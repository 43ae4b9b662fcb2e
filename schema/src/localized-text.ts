import type { ObjectRef } from '@pothos/core';
import { type Builder, shareable, type Types } from './builder.ts';
import type { Context } from './context.ts';
import type { addEnums } from './enums.ts';
import { type LanguageCode, languageCodes, type StoredText } from './stored.ts';

const languageDescriptions: Record<LanguageCode, string> = {
  ar: 'Arabic, ISO 639-1 code `ar`.',
  en: 'English, ISO 639-1 code `en`.',
  es: 'Spanish, ISO 639-1 code `es`.',
  fr: 'French, ISO 639-1 code `fr`.',
  ru: 'Russian, ISO 639-1 code `ru`.',
  zh: 'Chinese, ISO 639-1 code `zh`.',
};

type TextStatus = 'ORIGINAL' | 'OFFICIAL' | 'UNOFFICIAL';

/** A text as it is served: one language of a stored text, chosen for this reader. */
export interface ServedText {
  stored: StoredText;
  language: LanguageCode;
  isFallback: boolean;
}

/**
 * Chooses the language of a text: the field's argument, else the client's languages in their order, else English, else
 * the original. It is a fallback when it is not the language wanted most.
 */
export function localize(
  stored: StoredText,
  context: Pick<Context, 'languages'>,
  language?: LanguageCode | null,
): ServedText {
  const wanted = language ? [language] : context.languages;
  const served =
    wanted.find((code) => stored.texts[code] !== undefined) ??
    (stored.texts.en !== undefined ? 'en' : stored.original);
  return { stored, language: served, isFallback: served !== (wanted[0] ?? 'en') };
}

/** Whether a language's text is the original, an official version, or a translation of our own. */
function statusOf(stored: StoredText, language: LanguageCode): TextStatus {
  if (stored.unofficial?.includes(language)) return 'UNOFFICIAL';
  return stored.original === language ? 'ORIGINAL' : 'OFFICIAL';
}

export function addLocalizedText(builder: Builder, { enumOf }: ReturnType<typeof addEnums>) {
  const Language = enumOf('LanguageCode', {
    description: 'The six official languages of the United Nations.',
    values: languageDescriptions,
  });
  const Status = enumOf('TextStatus', {
    description: 'What standing a text in one language has.',
    values: {
      ORIGINAL: 'The language in which the text was written.',
      OFFICIAL: 'A published official version in another language.',
      UNOFFICIAL: 'A translation made for this graph; the original decides.',
    },
  });
  const Translation = builder.objectRef<{ stored: StoredText; language: LanguageCode }>(
    'TextTranslation',
  );
  Translation.implement({
    description: 'A text in one of the languages in which it exists.',
    extensions: shareable,
    fields: (t) => ({
      language: t.field({
        type: Language,
        description: 'The language of this version.',
        resolve: (o) => o.language,
      }),
      text: t.string({
        description: 'The words in this language.',
        resolve: (o) => o.stored.texts[o.language] ?? '',
      }),
      status: t.field({
        type: Status,
        description: 'Original, official version, or unofficial translation.',
        resolve: (o) => statusOf(o.stored, o.language),
      }),
    }),
  });
  const LocalizedText = builder.objectRef<ServedText>('LocalizedText');
  LocalizedText.implement({
    description:
      'A text in up to six languages, served in one: the field’s `language`, else the first available of `Accept-Language`, else English, else the original.',
    extensions: shareable,
    fields: (t) => ({
      text: t.string({
        description: 'The words in the language that was served.',
        resolve: ({ stored, language }) => stored.texts[language] ?? '',
      }),
      language: t.field({
        type: Language,
        description: 'The language that was served.',
        resolve: (o) => o.language,
      }),
      original: t.field({
        type: Language,
        description: 'The language in which the text was written.',
        resolve: (o) => o.stored.original,
      }),
      isFallback: t.exposeBoolean('isFallback', {
        description: 'True when the language served is not the one wanted most.',
      }),
      status: t.field({
        type: Status,
        description: 'Original, official version, or unofficial translation.',
        resolve: (o) => statusOf(o.stored, o.language),
      }),
      translations: t.field({
        type: [Translation],
        description: 'The text in every language in which it exists.',
        resolve: ({ stored }) =>
          languageCodes
            .filter((code) => stored.texts[code] !== undefined)
            .map((language) => ({ stored, language })),
      }),
    }),
  });
  const languageArgument = builder.args((t) => ({
    language: t.field({
      type: Language,
      description: 'The language wanted; otherwise `Accept-Language` decides.',
    }),
  }));

  interface LanguageArgument {
    language?: LanguageCode | null | undefined;
  }

  /** A field that is always there: `title: t.field(text('…', (o: WorkstreamDocument) => o.title))`. */
  function text<Parent>(description: string, read: (parent: Parent) => StoredText) {
    return {
      type: LocalizedText as ObjectRef<Types, ServedText>,
      description,
      args: languageArgument,
      resolve: (parent: Parent, { language }: LanguageArgument, context: Context) =>
        localize(read(parent), context, language),
    };
  }

  /** A text that may be absent. */
  function optionalText<Parent>(
    description: string,
    read: (parent: Parent) => StoredText | null | undefined,
  ) {
    return {
      type: LocalizedText as ObjectRef<Types, ServedText>,
      nullable: true as const,
      description,
      args: languageArgument,
      resolve: (parent: Parent, { language }: LanguageArgument, context: Context) => {
        const stored = read(parent);
        return stored ? localize(stored, context, language) : null;
      },
    };
  }

  /** A list of texts in the order of the record. */
  function texts<Parent>(description: string, read: (parent: Parent) => readonly StoredText[]) {
    return {
      type: [LocalizedText] as [ObjectRef<Types, ServedText>],
      description,
      args: languageArgument,
      resolve: (parent: Parent, { language }: LanguageArgument, context: Context) =>
        read(parent).map((stored) => localize(stored, context, language)),
    };
  }

  const TextInput = builder.inputType('TextInput', {
    description:
      'A text that somebody writes, in its original language; translations are added later.',
    fields: (t) => ({
      language: t.field({
        type: Language,
        required: true,
        description: 'The language in which it is written.',
      }),
      text: t.string({
        required: true,
        description: 'The words. Line breaks are kept; markup is not interpreted.',
      }),
    }),
  });

  return { LanguageCode: Language, TextInput, text, optionalText, texts };
}

/** What a `TextInput` gives. */
export interface WrittenText {
  language: LanguageCode;
  text: string;
}

/** A written text as it is stored. */
export function storedText({ language, text }: WrittenText): StoredText {
  return { original: language, texts: { [language]: text } };
}

// The values that records are made of: texts in several languages, ids, dates, lengths of time, numbers that may be left open.

import { type LanguageCode, languageCodes, type StoredText } from '@network/schema';
import { z } from 'zod';

export const language = z.enum(languageCodes);

/** Control characters other than line ends, and what stands for bytes that are no UTF-8. */
const unprintable = /[^\P{Cc}\n]|\uFFFD/u;

export const words = z
  .string()
  .min(1)
  .refine((value) => value.trim() === value, { error: 'has blanks at an end' })
  .refine((value) => !unprintable.test(value), { error: 'has a character that cannot be printed' });

/** Ids are part of addresses: letters, digits, hyphens and points. */
export const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, {
  error: ({ input }) => `${input} is no id: letters, digits, hyphens and points only`,
});

export const ordinal = z.int().min(1);

/** The texts that stand in the original and in English; other languages as far as they are there. */
export const text = z
  .strictObject({
    original: language,
    texts: z.partialRecord(language, words),
    unofficial: z.array(language).min(1).exactOptional(),
  })
  .superRefine(({ original, texts, unofficial = [] }: StoredText, context) => {
    const complain = (message: string, path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path });
    if (texts[original] === undefined)
      complain(`no text in the original language ${original}`, ['texts']);
    if (texts.en === undefined) complain('no English text', ['texts']);
    unofficial.forEach((code: LanguageCode, index) => {
      if (texts[code] === undefined) complain(`no text in ${code}`, ['unofficial', index]);
      if (unofficial.indexOf(code) !== index)
        complain(`${code} stands twice`, ['unofficial', index]);
    });
  });

const isMonth = (value: string) => /^\d{4}-(0[1-9]|1[0-2])$/.test(value);
const isDay = (value: string) => z.iso.date().safeParse(value).success;

export const day = z.string().refine(isDay, {
  error: ({ input }) => `wrong date ${input}: a day is expected (2020-07-08)`,
});
export const dayOrMonth = z.string().refine((value) => isDay(value) || isMonth(value), {
  error: ({ input }) => `wrong date ${input}: a day (2020-07-08) or a month (2020-07) is expected`,
});

/** A length in years, months, weeks and days; compared by a year of 365 and a month of 30 days. */
const lengthPattern = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/;
const length = z.string().regex(lengthPattern, {
  error: ({ input }) => `wrong length ${input}: an ISO 8601 duration is expected (P18M)`,
});
const daysOf = (value: string) => {
  const [years = 0, months = 0, weeks = 0, days = 0] = (lengthPattern.exec(value) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  return years * 365 + months * 30 + weeks * 7 + days;
};

export const timeFrame = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('BY'), words: text, by: dayOrMonth }),
  z
    .strictObject({ kind: z.literal('ON'), words: text, from: dayOrMonth, to: dayOrMonth })
    .refine(({ from, to }) => from <= to, {
      error: 'wrong date: it ends before it begins',
      path: ['to'],
    }),
  z
    .strictObject({ kind: z.literal('RANGE'), words: text, minimum: length, maximum: length })
    .refine(({ minimum, maximum }) => daysOf(minimum) <= daysOf(maximum), {
      error: 'the longest is shorter than the shortest',
      path: ['maximum'],
    }),
  z.strictObject({ kind: z.literal('DURATION'), words: text, duration: length }),
  z.strictObject({
    kind: z.enum(['CONTINUOUS', 'ANNUAL', 'MULTI_YEAR', 'TO_BE_CONFIRMED', 'NOT_APPLICABLE']),
    words: text,
  }),
]);

export const quantity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('TO_BE_DETERMINED'), of: text, words: text }),
  z.strictObject({ kind: z.literal('EXACT'), of: text, words: text, value: z.number() }),
  z
    .strictObject({
      kind: z.literal('RANGE'),
      of: text,
      words: text,
      minimum: z.number(),
      maximum: z.number(),
    })
    .refine(({ minimum, maximum }) => minimum <= maximum, {
      error: 'the greatest is less than the least',
      path: ['maximum'],
    }),
]);

export const address = z.url({ protocol: /^https?$/ });

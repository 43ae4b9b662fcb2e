import { GraphQLError } from 'graphql';
import type { Builder } from './builder.ts';

/** What the scalars are in code: all of them strings, so that what is stored is what is answered. */
export type ScalarTypes = {
  Date: { Input: string; Output: string };
  DateTime: { Input: string; Output: string };
  Duration: { Input: string; Output: string };
  URL: { Input: string; Output: string };
};

export function addScalars(builder: Builder): void {
  builder.scalarType('Date', {
    description: 'A day in the Gregorian calendar as ISO 8601: `2020-07-08`.',
    parseValue: (value) => accepted(value, isDay, 'a day that exists, written 2020-07-08'),
    serialize: (value) => value,
  });
  builder.scalarType('DateTime', {
    description:
      'An instant as ISO 8601 with milliseconds, in UTC: `2020-07-08T09:00:00.000Z`. Any offset is accepted as input.',
    parseValue: (value) =>
      new Date(
        accepted(value, isInstant, 'an instant with its offset, written 2020-07-08T09:00:00Z'),
      ).toISOString(),
    serialize: (value) => value,
  });
  builder.scalarType('Duration', {
    description: 'A length of time as an ISO 8601 duration: `P18M`, `P2Y`, `PT72H`.',
    parseValue: (value) =>
      accepted(value, isDuration, 'an ISO 8601 duration such as P18M or PT72H'),
    serialize: (value) => value,
  });
  builder.scalarType('URL', {
    description: 'A web address with http or https: `https://migrationnetwork.un.org/`.',
    parseValue: (value) => accepted(value, isWebAddress, 'a web address with http or https'),
    serialize: (value) => value,
  });
}

function accepted(value: unknown, isRight: (text: string) => boolean, allowed: string): string {
  if (typeof value === 'string' && isRight(value)) return value;
  throw new GraphQLError(`${JSON.stringify(value)?.slice(0, 100)} is not ${allowed}.`, {
    extensions: { code: 'INVALID_VALUE', allowed },
  });
}

/** Whether a text is a day that exists: `2021-02-29` is not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isInstant(text: string): boolean {
  const shape =
    /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
  const day = shape.exec(text)?.[1];
  return day !== undefined && isDay(day) && !Number.isNaN(Date.parse(text));
}

function isDuration(text: string): boolean {
  return /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/.test(text);
}

function isWebAddress(text: string): boolean {
  return text.length <= 2000 && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

// Values inside documents: how a path is read and how values are ordered, the same for both adapters.
// In: documents as plain JSON. Out: values and comparisons. Knows nothing of filters, indexes or stores.

import type { Value } from './collection.ts';

const segmentsByPath = new Map<string, readonly string[]>();

/** What stands at a dotted path. It reads own fields only, so that a path such as `constructor` finds nothing. */
export function valueAt(document: object, path: string): unknown {
  let segments = segmentsByPath.get(path);
  if (segments === undefined) {
    segments = path.split('.');
    segmentsByPath.set(path, segments);
  }
  let value: unknown = document;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) {
      return undefined;
    }
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}

/** The value that a field of an index has in a document; anything but a plain value there is the caller's mistake. */
export function indexedValue(document: object, path: string): Value {
  return plainValue(valueAt(document, path), path);
}

/** The values of an array field: each once. Absent or null counts as one null, an empty array as no value at all. */
export function indexedValues(document: object, path: string): Value[] {
  const value = valueAt(document, path);
  if (value === undefined || value === null) {
    return [null];
  }
  if (!Array.isArray(value)) {
    throw new TypeError(`${path} is the array of an index, so it must be an array or null`);
  }
  return [...new Set(value.map((element: unknown) => plainValue(element, path)))];
}

function plainValue(value: unknown, path: string): Value {
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value === 'object') {
    throw new TypeError(
      `${path} is in an index, so it must be a string, number, boolean or null, not ${
        Array.isArray(value) ? 'an array (or declare it as the array of its indexes)' : 'an object'
      }`,
    );
  }
  return value as Value;
}

/** Null, then numbers, then texts, then false and true: the order in which both stores keep an index. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') {
    return compareTexts(a, b);
  }
  const rankA = rankOf(a);
  const rankB = rankOf(b);
  if (rankA !== rankB || a === null || b === null) {
    return rankA - rankB;
  }
  return Number(a) - Number(b);
}

function rankOf(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
}

/**
 * By code points, as the stores compare UTF-8. JavaScript's own `<` compares UTF-16 units, where the surrogates of a
 * character beyond U+FFFF come before U+E000: '\u{1F600}' < '\uFF5E' there, and after it in both stores.
 */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const unitA = a.charCodeAt(index);
    const unitB = b.charCodeAt(index);
    if (unitA !== unitB) {
      return codePointRank(unitA) - codePointRank(unitB);
    }
  }
  return a.length - b.length;
}

/** Moves the surrogates (U+D800 to U+DFFF) behind the other units. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit > 0xdfff ? unit - 0x800 : unit + 0x2000;
}

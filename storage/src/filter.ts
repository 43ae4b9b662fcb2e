// Filters as alternatives. In: a query's filter and the reader's visibility. Out: at most 16 alternatives, each a list of
// tests that must all hold, none of them impossible or contained in another. Chooses no index and speaks to no store.

import { type Filter, TooManyAlternatives, type Value, type Visible } from './collection.ts';
import { compareValues, valueAt } from './values.ts';

/** The most alternatives that a query may have once its filter and the visibility are combined. */
export const MAX_ALTERNATIVES = 16;

/** While they are being combined there may be more of them, since many then turn out impossible. */
const MAX_UNSIMPLIFIED = 512;

export interface Equal {
  field: string;
  value: Value;
}

export interface Bound {
  value: string | number;
  inclusive: boolean;
}

/** Between two bounds of the same type, of which at least one is there. Values of another type are never in it. */
export interface Range {
  field: string;
  type: 'string' | 'number';
  lower?: Bound;
  upper?: Bound;
}

/** All tests must hold. No field has two ranges; only an array field has two equalities (it contains both). */
export interface Alternative {
  equal: readonly Equal[];
  ranges: readonly Range[];
}

/** True of every document. */
const ANYTHING: Alternative = { equal: [], ranges: [] };

/** The filter and the visibility as alternatives; an empty list when nothing can match. */
export function combined(
  filter: Filter,
  visible: readonly Alternative[],
  arrays: ReadonlySet<string>,
): readonly Alternative[] {
  const wanted = expanded(filter, arrays);
  const both = visible[0] === ANYTHING ? wanted : product(wanted, visible, arrays);
  if (both.length < 2) {
    return both;
  }
  const distinct = both.filter(
    (one, index) =>
      !both.some(
        (other, at) => at !== index && covers(other, one) && !(at > index && covers(one, other)),
      ),
  );
  if (distinct.length > MAX_ALTERNATIVES) {
    throw new TooManyAlternatives(distinct.length, MAX_ALTERNATIVES);
  }
  return distinct;
}

/** What a reader may see, as alternatives. */
export function visibleAlternatives(
  visible: Visible,
  arrays: ReadonlySet<string>,
): readonly Alternative[] {
  return visible === 'nothing' ? [] : expanded(visible, arrays);
}

/** Whether a document passes one of the alternatives: for reads by id, which need no index. */
export function matches(document: object, alternatives: readonly Alternative[]): boolean {
  return alternatives.some(
    ({ equal, ranges }) =>
      equal.every((test) => someValue(document, test.field, (value) => value === test.value)) &&
      ranges.every((range) => someValue(document, range.field, (value) => within(value, range))),
  );
}

function someValue(document: object, field: string, test: (value: Value) => boolean): boolean {
  const value = valueAt(document, field);
  return Array.isArray(value)
    ? value.some((element: Value | undefined) => test(element ?? null))
    : test((value ?? null) as Value);
}

/** Whether a filter tests a field anywhere. */
export function mentions(filter: Filter, field: string): boolean {
  return Object.hasOwn(filter, field) || (filter.or ?? []).some((one) => mentions(one, field));
}

/** True when no document can match both, because some field that holds one value must have different ones. */
export function areDisjoint(
  one: Alternative,
  other: Alternative,
  arrays: ReadonlySet<string>,
): boolean {
  return one.equal.some(
    (test) =>
      !arrays.has(test.field) &&
      other.equal.some((against) => against.field === test.field && against.value !== test.value),
  );
}

export function within(value: Value, range: Range): boolean {
  if (typeof value !== range.type || value === null) {
    return false;
  }
  const { lower, upper } = range;
  if (lower) {
    const difference = compareValues(value, lower.value);
    if (difference < 0 || (difference === 0 && !lower.inclusive)) return false;
  }
  if (upper) {
    const difference = compareValues(value, upper.value);
    if (difference > 0 || (difference === 0 && !upper.inclusive)) return false;
  }
  return true;
}

/** Both bounds of a range. One that is not stated is the end of its type, so that no other type and no null is within. */
export function boundsOf({ type, lower, upper }: Range): {
  lower: { value: Value; inclusive: boolean };
  upper: { value: Value; inclusive: boolean };
} {
  return type === 'number'
    ? {
        lower: lower ?? { value: null, inclusive: false },
        upper: upper ?? { value: '', inclusive: false },
      }
    : {
        lower: lower ?? { value: '', inclusive: true },
        upper: upper ?? { value: false, inclusive: false },
      };
}

/**
 * `{ status: { in: ['a', 'b'] }, or: [{ x: 1 }, { y: 2 }] }` becomes four alternatives: status a and x 1, status a and
 * y 2, status b and x 1, status b and y 2.
 */
function expanded(filter: Filter, arrays: ReadonlySet<string>): readonly Alternative[] {
  let alternatives: readonly Alternative[] = [ANYTHING];
  for (const field of Object.keys(filter)) {
    const test = filter[field];
    if (test === undefined) {
      continue;
    }
    const right =
      field === 'or'
        ? (test as readonly Filter[]).flatMap((one) => expanded(one, arrays))
        : testAlternatives(field, test);
    if (right[0]?.ranges.length && field !== 'or' && arrays.has(field)) {
      throw new TypeError(`${field} is an array, which cannot be tested by a range`);
    }
    alternatives = product(alternatives, right, arrays);
  }
  return alternatives;
}

function testAlternatives(field: string, test: unknown): readonly Alternative[] {
  if (typeof test !== 'object' || test === null) {
    return [{ equal: [{ field, value: checkedValue(field, test) }], ranges: [] }];
  }
  if (Array.isArray(test)) {
    throw new TypeError(`The test of ${field} is a list; write { in: [...] }`);
  }
  if ('in' in test) {
    const values = new Set(test.in as readonly unknown[]);
    if (values.size > MAX_UNSIMPLIFIED) {
      throw new TooManyAlternatives(values.size, MAX_ALTERNATIVES);
    }
    return [...values].map((value) => ({
      equal: [{ field, value: checkedValue(field, value) }],
      ranges: [],
    }));
  }
  return [{ equal: [], ranges: [rangeOf(field, test as Record<string, unknown>)] }];
}

function checkedValue(field: string, value: unknown): Value {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  ) {
    return value;
  }
  throw new TypeError(`${field} cannot be compared with ${String(value)} (${typeof value})`);
}

function rangeOf(field: string, test: Record<string, unknown>): Range {
  let range: Range | undefined;
  for (const [operator, value] of Object.entries(test)) {
    if (value === undefined) {
      continue;
    }
    if (!['gt', 'gte', 'lt', 'lte'].includes(operator)) {
      throw new TypeError(`The test of ${field} has ${operator}; it may have in, gt, gte, lt, lte`);
    }
    const bound = checkedValue(field, value);
    if (typeof bound !== 'string' && typeof bound !== 'number') {
      throw new TypeError(`The range of ${field} has a bound that is neither text nor number`);
    }
    const one: Range = {
      field,
      type: typeof bound as Range['type'],
      [operator.startsWith('g') ? 'lower' : 'upper']: {
        value: bound,
        inclusive: operator.endsWith('e'),
      },
    };
    if (range && range.type !== one.type) {
      throw new TypeError(`The range of ${field} has bounds of different types`);
    }
    range = range ? intersection(range, one) : one;
  }
  if (!range) {
    throw new TypeError(`The test of ${field} is empty; it may have in, gt, gte, lt, lte`);
  }
  return range;
}

function product(
  left: readonly Alternative[],
  right: readonly Alternative[],
  arrays: ReadonlySet<string>,
): readonly Alternative[] {
  if (left.length === 1 && left[0] === ANYTHING) return right;
  if (right.length === 1 && right[0] === ANYTHING) return left;
  if (left.length * right.length > MAX_UNSIMPLIFIED) {
    throw new TooManyAlternatives(left.length * right.length, MAX_ALTERNATIVES);
  }
  const both: Alternative[] = [];
  for (const one of left) {
    for (const other of right) {
      const joined = conjunction(one, other, arrays);
      if (joined) both.push(joined);
    }
  }
  return both;
}

/** Both hold; undefined when they contradict each other. */
function conjunction(
  one: Alternative,
  other: Alternative,
  arrays: ReadonlySet<string>,
): Alternative | undefined {
  const equal = [...one.equal];
  for (const test of other.equal) {
    const same = equal.filter((existing) => existing.field === test.field);
    if (same.some((existing) => existing.value === test.value)) continue;
    if (same.length > 0 && !arrays.has(test.field)) return undefined;
    equal.push(test);
  }
  const ranges: Range[] = [...one.ranges];
  for (const range of other.ranges) {
    const at = ranges.findIndex((existing) => existing.field === range.field);
    const existing = ranges[at];
    if (!existing) {
      ranges.push(range);
    } else if (existing.type !== range.type) {
      return undefined;
    } else {
      ranges[at] = intersection(existing, range);
    }
  }
  if (ranges.length === 0 || equal.length === 0) {
    return { equal, ranges };
  }
  // A range of a field whose one value is fixed says nothing more, or forbids everything.
  const open: Range[] = [];
  for (const range of ranges) {
    const fixed = arrays.has(range.field)
      ? undefined
      : equal.find((test) => test.field === range.field);
    if (!fixed) {
      open.push(range);
    } else if (!within(fixed.value, range)) {
      return undefined;
    }
  }
  return { equal, ranges: open };
}

function intersection(one: Range, other: Range): Range {
  const lower = tighter(one.lower, other.lower, 1);
  const upper = tighter(one.upper, other.upper, -1);
  return {
    field: one.field,
    type: one.type,
    ...(lower && { lower }),
    ...(upper && { upper }),
  };
}

function tighter(
  one: Bound | undefined,
  other: Bound | undefined,
  direction: 1 | -1,
): Bound | undefined {
  if (!one || !other) {
    return one ?? other;
  }
  const difference = compareValues(one.value, other.value) * direction;
  if (difference === 0) {
    return one.inclusive ? other : one;
  }
  return difference > 0 ? one : other;
}

/** Whether every document that matches `inner` matches `outer` too. */
function covers(outer: Alternative, inner: Alternative): boolean {
  return (
    outer.equal.every((test) =>
      inner.equal.some((held) => held.field === test.field && held.value === test.value),
    ) &&
    outer.ranges.every(
      (range) =>
        inner.equal.some((held) => held.field === range.field && within(held.value, range)) ||
        inner.ranges.some((held) => held.field === range.field && isInside(held, range)),
    )
  );
}

function isInside(inner: Range, outer: Range): boolean {
  if (inner.type !== outer.type) {
    return false;
  }
  const both = intersection(inner, outer);
  return sameBound(both.lower, inner.lower) && sameBound(both.upper, inner.upper);
}

function sameBound(one: Bound | undefined, other: Bound | undefined): boolean {
  return one?.value === other?.value && one?.inclusive === other?.inclusive;
}

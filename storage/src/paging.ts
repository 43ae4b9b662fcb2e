// Pages and their cursors. In: what a caller asks of a page, and the documents found. Out: the page, with a cursor each.
// A cursor says where a page goes on, not what may be read: visibility is joined to every page anew. Reads no store.

import {
  InvalidCursor,
  type Page,
  type PageOptions,
  type Sort,
  type Stored,
  type Value,
} from './collection.ts';
import { type Alternative, boundsOf } from './filter.ts';
import { compareValues, valueAt } from './values.ts';

/** The place after which a page begins. */
export interface Position {
  value: Value;
  id: string;
}

export interface PageRequest {
  sort: Sort;
  first: number;
  position: Position | undefined;
}

const BY_ID: Sort = { field: '_id', direction: 'ascending' };

export function pageRequest({ sort = BY_ID, first, after }: PageOptions): PageRequest {
  if (!Number.isSafeInteger(first) || first < 0) {
    throw new RangeError(`A page has a whole number of documents, not ${first}`);
  }
  return { sort, first, position: after === undefined ? undefined : decodeCursor(after, sort) };
}

/** `found` are the documents of the page in their order, and one further or more when there are any. */
export function pageOf<F, T extends Stored>(
  found: readonly F[],
  { sort, first }: PageRequest,
  documentOf: (found: F) => T,
): Page<T> {
  const items: Page<T>['items'] = [];
  for (const one of found) {
    if (items.length === first) break;
    const document = documentOf(one);
    const value = (valueAt(document, sort.field) ?? null) as Value;
    items.push({ document, cursor: encodeCursor(sort, value, document._id) });
  }
  return { items, hasNextPage: found.length > first };
}

/**
 * Where the index is entered: at the cursor, or, when the range of the field sorted by begins after the cursor, at the
 * range. SQLite is given only one of the two, because
 * given both it may enter at the worse one and skip row by row.
 */
export function startOf(
  alternative: Alternative,
  { sort, order, position }: { sort: Sort; order: string; position: Position | undefined },
): Position | undefined | 'past the end' {
  if (!position) {
    return undefined;
  }
  const direction = sort.direction === 'ascending' ? 1 : -1;
  if (order !== sort.field) {
    const fixed = alternative.equal.find(({ field }) => field === sort.field);
    const difference = compareValues(fixed?.value ?? null, position.value) * direction;
    if (difference !== 0) {
      return difference > 0 ? undefined : 'past the end';
    }
  }
  const range = alternative.ranges.find(({ field }) => field === order);
  if (range) {
    const bound = boundsOf(range)[direction === 1 ? 'lower' : 'upper'];
    const value = order === '_id' ? position.id : position.value;
    const difference = compareValues(value, bound.value) * direction;
    if (difference < 0 || (difference === 0 && !bound.inclusive)) {
      return undefined;
    }
  }
  return position;
}

export function encodeCursor(sort: Sort, value: Value, id: string): string {
  return encodeParts([sortTag(sort), value, id]);
}

export function encodeParts(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

export function decodeCursor(cursor: string, sort: Sort): Position {
  const parts = decodeParts(cursor);
  if (parts.length === 3) {
    const [tag, value, id] = parts;
    const isValue = value === null || ['string', 'number', 'boolean'].includes(typeof value);
    if (tag === sortTag(sort) && isValue && typeof id === 'string') {
      return { value: value as Value, id };
    }
  }
  throw new InvalidCursor(
    `The cursor is not one of a page sorted by ${sort.field}, ${sort.direction}`,
  );
}

/** The list that a cursor holds; an empty one for anything that no cursor can be. */
export function decodeParts(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** How many changes a caller asks for at once. */
export function checkedLimit(limit: number): number {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError(`A page of changes has a whole number of them, at least 1, not ${limit}`);
  }
  return limit;
}

function sortTag({ field, direction }: Sort): string {
  return `${direction === 'ascending' ? '+' : '-'}${field}`;
}

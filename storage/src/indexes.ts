// Which declared index serves a query. In: a collection's definition and one alternative of a query. Out: the index, or
// `NoIndex` with the index that would serve it. Both adapters ask here, so that what is legal on one is legal on the other.

import {
  type CollectionDefinition,
  type Index,
  NoIndex,
  type Sort,
  type Stored,
} from './collection.ts';
import type { Alternative, Range } from './filter.ts';
import { indexedValue, indexedValues } from './values.ts';

/** A definition, checked, with what is asked of it often worked out once. */
export interface Fields {
  collection: string;
  /** The declared indexes, and before them the one by id alone, which every collection has. */
  indexes: readonly Index[];
  /** Every indexed field that holds one value. */
  scalars: readonly string[];
  /** Every indexed field that holds an array of values. */
  arrays: ReadonlySet<string>;
}

const checked = new WeakMap<object, Fields>();

export function fieldsOf(definition: CollectionDefinition<Stored>): Fields {
  let fields = checked.get(definition);
  if (fields === undefined) {
    fields = checkedFields(definition);
    checked.set(definition, fields);
  }
  return fields;
}

function checkedFields({ name, indexes }: CollectionDefinition<Stored>): Fields {
  if (!/^[a-z][A-Za-z0-9-]{0,60}$/.test(name)) {
    throw new TypeError(`${name} cannot name a collection: letters, digits and - after a letter`);
  }
  const arrays = new Set(indexes.flatMap(({ array }) => (array === undefined ? [] : [array])));
  const named = new Map<string, string>();
  const declared = new Set<string>();
  for (const { fields, array } of indexes) {
    const wrong = (problem: string) =>
      new TypeError(`${name}: the index [${fields.join(', ')}] ${problem}`);
    if (fields.length === 0) throw wrong('has no field; the one by id is always there');
    if (new Set(fields).size < fields.length) throw wrong('has a field twice');
    if (declared.has(fields.join())) throw wrong('is declared twice');
    declared.add(fields.join());
    if (array !== undefined && !fields.includes(array)) {
      throw wrong(`declares the array ${array}, which is not among its fields`);
    }
    for (const field of fields) {
      // `or` means alternatives, and names beginning with `_` are the store's own (`_id` ends every index anyway).
      if (!/^[A-Za-z]\w*(\.\w+)*$/.test(field) || field === 'or') {
        throw wrong(`has ${JSON.stringify(field)}, which cannot name a field`);
      }
      if (arrays.has(field) && field !== array) {
        throw wrong(
          `has ${field}, which another index declares as an array; at most one is allowed`,
        );
      }
      const other = named.get(field.toLowerCase()) ?? field;
      if (other !== field) throw wrong(`has ${field}, and another has ${other}`);
      named.set(field.toLowerCase(), field);
    }
  }
  return {
    collection: name,
    indexes: [{ fields: [] }, ...indexes],
    scalars: [...named.values()].filter((field) => !arrays.has(field)),
    arrays,
  };
}

/** One store has one definition of a name: a second one would undo the indexes of the first. */
export function refuseNamesake(
  name: string,
  definitions: Iterable<CollectionDefinition<Stored>>,
): void {
  for (const other of definitions) {
    if (other.name.toLowerCase() === name.toLowerCase()) {
      throw new TypeError(`Two collections are called ${name}`);
    }
  }
}

/** Throws unless every indexed field of a document holds what its index says it holds. */
export function checkIndexedValues(document: object, fields: Fields): void {
  for (const field of fields.scalars) indexedValue(document, field);
  for (const field of fields.arrays) indexedValues(document, field);
}

/** By which field the store must order an alternative: none but the id when the sort field's one value is fixed. */
export function orderField(alternative: Alternative, sort: Sort): string {
  return alternative.equal.some(({ field }) => field === sort.field) ? '_id' : sort.field;
}

/**
 * For a page: the fields tested for equality, in any order, then the field sorted by, and nothing more (a further field
 * would come before the id in the index's order). One range of another field may be left to be tested row by row.
 */
export function indexForPage(fields: Fields, alternative: Alternative, sort: Sort): Index {
  const order = orderField(alternative, sort);
  const index = fields.indexes.find(
    (candidate) =>
      candidate.fields.length === alternative.equal.length + (order === '_id' ? 0 : 1) &&
      startsWith(candidate, alternative) &&
      (order === '_id' || candidate.fields.at(-1) === order) &&
      countsOnce(candidate, alternative),
  );
  const byId = isOneById(alternative) && order === '_id' ? fields.indexes[0] : undefined;
  const residual = alternative.ranges.filter((range) => range.field !== order);
  const served = index ?? byId;
  if (!served || !isAllowedResidual(fields, residual)) {
    throw noIndex(fields, alternative, `sorted by ${sort.field}`, order === '_id' ? [] : [order]);
  }
  return served;
}

/** For a count: the fields tested for equality first, in any order; then, if anything has a range, that field. */
export function indexForCount(fields: Fields, alternative: Alternative): Index {
  const { equal, ranges } = alternative;
  if (isOneById(alternative) || (equal.length === 0 && ranges.length === 0)) {
    return fields.indexes[0] as Index;
  }
  const candidates = fields.indexes.filter(
    (index) => startsWith(index, alternative) && countsOnce(index, alternative),
  );
  const next = (index: Index) => index.fields[equal.length] ?? '_id';
  const best =
    candidates.find((index) => ranges.some((range) => range.field === next(index))) ??
    (equal.length > 0 ? candidates[0] : undefined);
  const residual = best ? ranges.filter((range) => range.field !== next(best)) : [];
  if (!best || !isAllowedResidual(fields, residual)) {
    throw noIndex(fields, alternative, 'counted', ranges[0] ? [ranges[0].field] : []);
  }
  return best;
}

/** For a count by a field: the fields tested for equality first, in any order, then that field unless it is one of them. */
export function indexForCountBy(fields: Fields, alternative: Alternative, field: string): Index {
  if (!fields.arrays.has(field) && alternative.equal.some((test) => test.field === field)) {
    return indexForCount(fields, alternative);
  }
  const index = fields.indexes.find(
    (candidate) =>
      startsWith(candidate, alternative) &&
      candidate.fields[alternative.equal.length] === field &&
      (candidate.array === field || countsOnce(candidate, alternative)),
  );
  const residual = alternative.ranges.filter((range) => range.field !== field);
  if (!index || !isAllowedResidual(fields, residual)) {
    throw noIndex(fields, alternative, `counted by ${field}`, [field]);
  }
  return index;
}

/** The fields tested for equality are exactly the first ones of the index. */
function startsWith(index: Index, { equal }: Alternative): boolean {
  return (
    equal.length <= index.fields.length &&
    equal.every(({ field }) => {
      const at = index.fields.indexOf(field);
      return at >= 0 && at < equal.length;
    }) &&
    new Set(equal.map(({ field }) => field)).size === equal.length
  );
}

/** An index with an array field has a document once for each value, so it serves only where one value is asked for. */
function countsOnce({ array }: Index, { equal }: Alternative): boolean {
  return array === undefined || equal.some(({ field }) => field === array);
}

function isOneById({ equal, ranges }: Alternative): boolean {
  return equal.length === 1 && equal[0]?.field === '_id' && ranges.length === 0;
}

function isAllowedResidual(fields: Fields, residual: readonly Range[]): boolean {
  return (
    residual.length === 0 ||
    (residual.length === 1 &&
      residual.every(({ field }) => field === '_id' || fields.scalars.includes(field)))
  );
}

function noIndex(
  fields: Fields,
  { equal, ranges }: Alternative,
  purpose: string,
  last: readonly string[],
): NoIndex {
  const tests = [
    ...equal.map(({ field }) => `${field} =`),
    ...ranges.map(({ field }) => `${field} in a range`),
  ];
  const wanted = [...new Set([...equal.map(({ field }) => field), ...last])];
  const declared = fields.indexes.slice(1).map((index) => `[${index.fields.join(', ')}]`);
  return new NoIndex(
    `${fields.collection}: no index serves documents with ${tests.join(', ') || 'no test'}, ${purpose}; ` +
      `[${wanted.join(', ')}] would (the field of at most one further range may be in any index). ` +
      `Declared: ${declared.join(' ') || 'none'}`,
  );
}

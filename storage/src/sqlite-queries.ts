// The reads of the SQLite adapter. In: a table, the alternatives of a query, a place to go on from. Out: rows and numbers.
// Every alternative is its own statement over one index, made once for each shape of query. It parses no documents.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Index, Sort, Value } from './collection.ts';
import { type Alternative, areDisjoint, boundsOf } from './filter.ts';
import {
  type Fields,
  indexForCount,
  indexForCountBy,
  indexForPage,
  orderField,
} from './indexes.ts';
import { type Position, startOf } from './paging.ts';
import { decode, encode, indexName, quoted } from './sqlite-tables.ts';
import { compareTexts, compareValues } from './values.ts';

type Column = string | number | Uint8Array;

/** Prepared statements by the shape of their query; the oldest goes when there are too many. */
export interface Statements {
  db: DatabaseSync;
  prepared: Map<string, StatementSync>;
}

const MOST_STATEMENTS = 500;

function prepared(statements: Statements, shape: string, sql: () => string): StatementSync {
  const known = statements.prepared.get(shape);
  if (known) {
    return known;
  }
  const statement = statements.db.prepare(sql());
  statement.setReturnArrays(true);
  if (statements.prepared.size >= MOST_STATEMENTS) {
    for (const oldest of statements.prepared.keys()) {
      statements.prepared.delete(oldest);
      break;
    }
  }
  statements.prepared.set(shape, statement);
  return statement;
}

/** The document's JSON, its value in the sort as it stands in the column, its id. */
export type Row = [json: string, value: unknown, id: string];

export interface PageQuery {
  sort: Sort;
  position: Position | undefined;
  limit: number;
}

/** The first rows of all alternatives together, in order and without duplicates. */
export function pageRows(
  statements: Statements,
  fields: Fields,
  alternatives: readonly Alternative[],
  query: PageQuery,
): Row[] {
  const lists = alternatives.map((one) => alternativeRows(statements, fields, one, query));
  return lists.length < 2 ? (lists[0] ?? []) : firstInOrder(lists.flat(), query);
}

/**
 * The first rows for each parent. Every alternative has a test for equality of `parent`, with any value: the ids take
 * its place. One statement for all: with 50 parents it takes 0.06 ms when they have nothing, against 0.59 ms for one
 * statement each, and as long when reading the documents is what takes the time (bench/storage-pages.ts).
 */
export function parentRows(
  statements: Statements,
  fields: Fields,
  alternatives: readonly Alternative[],
  query: PageQuery & { parent: string; ids: readonly string[] },
): Row[][] {
  const { sort, position, limit, parent, ids } = query;
  const lists = ids.map((): Row[] => []);
  const wanted = JSON.stringify(ids);
  for (const alternative of alternatives) {
    const order = orderField(alternative, sort);
    const start = startOf(alternative, { sort, order, position });
    if (start === 'past the end') continue;
    const tests = { alternative, sort, order, start, parent };
    const shape = `${fields.collection} per ${parent} ${sort.direction} ${sort.field} ${start ? 'after' : ''} ${shapeOf(alternative)}`;
    const statement = prepared(statements, shape, () => parentSql(fields, tests));
    const rows: unknown = statement.all(wanted, ...valuesOf(tests), limit);
    for (const [at, ...row] of rows as [number, ...Row][]) lists[at]?.push(row);
  }
  return lists.map((rows) => firstInOrder(rows, query));
}

/** A document that matches several alternatives stands in neighbouring rows. */
function firstInOrder(rows: readonly Row[], { sort, limit }: PageQuery): Row[] {
  const direction = sort.direction === 'ascending' ? 1 : -1;
  return rows
    .map((row) => ({ row, value: decode(row[1]) }))
    .sort(
      (a, b) => direction * (compareValues(a.value, b.value) || compareTexts(a.row[2], b.row[2])),
    )
    .map(({ row }) => row)
    .filter((row, index, all) => row[2] !== all[index - 1]?.[2])
    .slice(0, limit);
}

/** One alternative's rows, read in the order of its index from the place where the page begins. */
function alternativeRows(
  statements: Statements,
  fields: Fields,
  alternative: Alternative,
  { sort, position, limit }: PageQuery,
): Row[] {
  const order = orderField(alternative, sort);
  const start = startOf(alternative, { sort, order, position });
  if (start === 'past the end') {
    return [];
  }
  const tests = { alternative, sort, order, start };
  const shape = `${fields.collection} page ${sort.direction} ${sort.field} ${start ? 'after' : ''} ${shapeOf(alternative)}`;
  const statement = prepared(statements, shape, () => pageSql(fields, tests));
  const rows: unknown = statement.all(...valuesOf(tests), limit);
  return rows as Row[];
}

/** What is tested and from where: the statement's text and its parameters are made of it in the same order. */
interface Tests {
  alternative: Alternative;
  sort?: Sort;
  /** The column by which the index orders what the tests for equality leave. */
  order?: string;
  start?: Position | undefined;
  /** A field that is compared with each of a list of parents. */
  parent?: string;
}

function shapeOf({ equal, ranges }: Alternative): string {
  let shape = '';
  for (const { field } of equal) shape += `${field}=`;
  for (const range of ranges) {
    const { lower, upper } = boundsOf(range);
    shape += `${range.field}${lower.inclusive ? '[' : '('}${upper.inclusive ? ']' : ')'}`;
  }
  return shape;
}

function valuesOf({ alternative, sort, order, start, parent }: Tests): Column[] {
  const values: Column[] = [];
  for (const { field, value } of alternative.equal) {
    if (field !== parent) values.push(encode(value));
  }
  for (const range of alternative.ranges) {
    const { lower, upper } = boundsOf(range);
    const entered = start && range.field === order ? sort?.direction : undefined;
    if (entered !== 'ascending') values.push(encode(lower.value));
    if (entered !== 'descending') values.push(encode(upper.value));
  }
  if (start) {
    if (order !== '_id') values.push(encode(start.value));
    values.push(start.id);
  }
  return values;
}

function conditionsOf(
  { alternative, sort, order, start, parent }: Tests,
  column: (field: string) => string,
): string {
  const conditions = alternative.equal.map(
    ({ field }) => `${column(field)} = ${field === parent ? 'parents.value' : '?'}`,
  );
  for (const range of alternative.ranges) {
    const { lower, upper } = boundsOf(range);
    const entered = start && range.field === order ? sort?.direction : undefined;
    const name = column(range.field);
    if (entered !== 'ascending') conditions.push(`${name} ${lower.inclusive ? '>=' : '>'} ?`);
    if (entered !== 'descending') conditions.push(`${name} ${upper.inclusive ? '<=' : '<'} ?`);
  }
  if (start && order !== undefined) {
    const comparison = sort?.direction === 'ascending' ? '>' : '<';
    conditions.push(
      order === '_id'
        ? `${column('_id')} ${comparison} ?`
        : `(${column(order)}, ${column('_id')}) ${comparison} (?, ?)`,
    );
  }
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

interface Source {
  joined: string;
  alone: string;
  row: string;
  column: (field: string) => string;
}

/** Where an index is read: the table by its index, or the table of rows per value, joined to the table when needed. */
function sourceOf(fields: Fields, index: Index): Source {
  const table = quoted(fields.collection);
  if (index.array === undefined) {
    const from = `FROM ${table} d INDEXED BY ${indexName(fields, index)}`;
    return {
      joined: from,
      alone: from,
      row: 'd._row',
      column: (name: string) => `d.${quoted(name)}`,
    };
  }
  const inIndex = new Set([...index.fields, '_id']);
  return {
    joined: `FROM ${indexName(fields, index)} s CROSS JOIN ${table} d ON d._row = s._row`,
    alone: `FROM ${indexName(fields, index)} s`,
    row: 's._row',
    column: (name: string) => `${inIndex.has(name) ? 's' : 'd'}.${quoted(name)}`,
  };
}

type PageTests = Tests & { sort: Sort; order: string };

function pageSql(fields: Fields, tests: PageTests): string {
  const { sort } = tests;
  const { joined, column } = sourceOf(fields, indexForPage(fields, tests.alternative, sort));
  return `SELECT d._json, ${column(sort.field)}, ${column('_id')} ${joined} ${firstSql(tests, column)}`;
}

function parentSql(fields: Fields, tests: PageTests): string {
  const { alternative, sort } = tests;
  const source = sourceOf(fields, indexForPage(fields, alternative, sort));
  const from = hasOutsideRange(alternative, source) ? source.joined : source.alone;
  return `SELECT parents.key, o._json, o.${quoted(sort.field)}, o._id
    FROM json_each(?) parents CROSS JOIN ${quoted(fields.collection)} o
    ON o._row IN (SELECT ${source.row} ${from} ${firstSql(tests, source.column)})`;
}

function firstSql(tests: PageTests, column: (field: string) => string): string {
  const { sort, order } = tests;
  const down = sort.direction === 'ascending' ? '' : ' DESC';
  const by = (order === '_id' ? [order] : [order, '_id']).map((name) => column(name) + down);
  return `${conditionsOf(tests, column)} ORDER BY ${by.join(', ')} LIMIT ?`;
}

/** Whether the row-by-row range is of a field that the table of rows per value does not have. */
function hasOutsideRange({ ranges }: Alternative, { row, column }: Source): boolean {
  return row !== 'd._row' && ranges.some(({ field }) => column(field).startsWith('d.'));
}

/** How many documents match. */
export function countRows(
  statements: Statements,
  fields: Fields,
  alternatives: readonly Alternative[],
): number {
  let total = 0;
  for (const together of countedTogether(fields, alternatives)) {
    const shape = `${fields.collection} count ${together.map(shapeOf).join(' or ')}`;
    const statement = prepared(statements, shape, () => countSql(fields, together));
    const row: unknown = statement.get(...allValuesOf(together));
    total += (row as [number])[0];
  }
  return total;
}

/** How many documents match for each parent, in one statement; as for `parentRows`, the ids take a test's place. */
export function countPerParent(
  statements: Statements,
  fields: Fields,
  alternatives: readonly Alternative[],
  { parent, ids }: { parent: string; ids: readonly string[] },
): number[] {
  const totals = ids.map(() => 0);
  const wanted = JSON.stringify(ids);
  for (const together of countedTogether(fields, alternatives)) {
    const shape = `${fields.collection} count per ${parent} ${together.map(shapeOf).join(' or ')}`;
    const statement = prepared(
      statements,
      shape,
      () => `SELECT parents.key, (${countSql(fields, together, parent)}) FROM json_each(?) parents`,
    );
    const rows: unknown = statement.all(...allValuesOf(together, parent), wanted);
    for (const [at, count] of rows as [number, number][]) totals[at] = (totals[at] ?? 0) + count;
  }
  return totals;
}

/** Alternatives that no document can match two of are counted one by one; else all of them as one union. */
function countedTogether(
  { arrays }: Fields,
  alternatives: readonly Alternative[],
): (readonly Alternative[])[] {
  const areAllDisjoint = alternatives.every((one, index) =>
    alternatives.slice(index + 1).every((other) => areDisjoint(one, other, arrays)),
  );
  return areAllDisjoint ? alternatives.map((one) => [one]) : [alternatives];
}

function allValuesOf(alternatives: readonly Alternative[], parent?: string): Column[] {
  return alternatives.flatMap((alternative) =>
    valuesOf({ alternative, ...(parent !== undefined && { parent }) }),
  );
}

function countSql(fields: Fields, together: readonly Alternative[], parent?: string): string {
  const sources = together.map((alternative) => {
    const source = sourceOf(fields, indexForCount(fields, alternative));
    return { row: source.row, matching: matchingSql(alternative, source, parent) };
  });
  const [only] = sources;
  return only && sources.length === 1
    ? `SELECT count(*) ${only.matching}`
    : `SELECT count(*) FROM (${sources.map(({ row, matching }) => `SELECT ${row} ${matching}`).join(' UNION ')})`;
}

function matchingSql(alternative: Alternative, source: Source, parent?: string): string {
  const from = hasOutsideRange(alternative, source) ? source.joined : source.alone;
  const tests = { alternative, ...(parent !== undefined && { parent }) };
  return `${from} ${conditionsOf(tests, source.column)}`;
}

/** How many documents there are for each value of a field. */
export function countRowsBy(
  statements: Statements,
  fields: Fields,
  { field, alternatives }: { field: string; alternatives: readonly Alternative[] },
): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const together of countedTogether(fields, alternatives)) {
    const shape = `${fields.collection} by ${field} ${together.map(shapeOf).join(' or ')}`;
    const statement = prepared(statements, shape, () => countBySql(fields, field, together));
    const rows: unknown = statement.all(...allValuesOf(together));
    for (const [column, count] of rows as [unknown, number][]) {
      const value = decode(column);
      counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }
  return counts;
}

function countBySql(fields: Fields, field: string, together: readonly Alternative[]): string {
  const sources = together.map((alternative) => {
    const source = sourceOf(fields, indexForCountBy(fields, alternative, field));
    const { row, column } = source;
    return { row, value: column(field), matching: matchingSql(alternative, source) };
  });
  const [only] = sources;
  if (only && sources.length === 1) {
    return `SELECT ${only.value}, count(*) ${only.matching} GROUP BY ${only.value}`;
  }
  const branches = sources.map(
    ({ row, value, matching }) => `SELECT ${value} AS value, ${row} ${matching}`,
  );
  return `SELECT value, count(*) FROM (${branches.join(' UNION ')}) GROUP BY value`;
}

// The tables of the SQLite adapter. In: a collection's definition. Out: its table, kept in step with the definition, and
// the statements that write it. It reads no documents and knows no filters.
//
// A collection is one table: the document as JSON, and beside it one column for each indexed field. An index over such
// columns is an SQLite index; an index with an array field is a table of its own with one row for each value of the
// array, its primary key being the index. Both end with the id, so that every index is an order for keyset paging.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CollectionDefinition, Index, Stored, Value } from './collection.ts';
import { type Fields, fieldsOf } from './indexes.ts';
import { indexedValue, indexedValues } from './values.ts';

type Column = string | number | Uint8Array;

export interface Table {
  fields: Fields;
  /** Null when the id is taken. */
  insert(document: Stored): boolean;
  /** `stored` is the document as it is now, for the rows that its arrays have in the indexes. */
  update(document: Stored, stored: Stored): void;
  /** The document's JSON. */
  jsonById: StatementSync;
  /** The ids and seed hashes of those documents of a JSON list of ids that exist. */
  seedsById: StatementSync;
}

/**
 * A value as it stands in a column. Null is the lowest number there is, which JSON cannot hold, so that one row value
 * comparison pages across nulls; false and true are one byte each, so that they are neither numbers nor texts.
 */
export function encode(value: Value): Column {
  if (value === null) return Number.NEGATIVE_INFINITY;
  return typeof value === 'boolean' ? (value ? TRUE : FALSE) : value;
}

const FALSE = Uint8Array.of(0);
const TRUE = Uint8Array.of(1);

export function decode(column: unknown): Value {
  if (column === Number.NEGATIVE_INFINITY) return null;
  return column instanceof Uint8Array ? column[0] === 1 : (column as Value);
}

/** The same name as in SQL; names are checked in `fieldsOf`, and none has a quote in it. */
export function quoted(name: string): string {
  return `"${name}"`;
}

/** The SQLite index, or the table of rows per value, of an index. */
export function indexName(fields: Fields, index: Index): string {
  const list = index.fields.join(',');
  return quoted(
    index.array === undefined ? `${fields.collection}(${list})` : `${fields.collection}[${list}]`,
  );
}

/** Once for each file: the list of collections and the events of all documents. */
export function createStore(db: DatabaseSync): void {
  db.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS _collections (name TEXT PRIMARY KEY COLLATE NOCASE, indexes TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS _events (
      place INTEGER PRIMARY KEY, collection TEXT NOT NULL, document TEXT NOT NULL, sequence INTEGER NOT NULL, json TEXT NOT NULL
    );
    CREATE UNIQUE INDEX IF NOT EXISTS _events_of ON _events (collection, document, sequence);
    COMMIT;`);
}

export function openTable(db: DatabaseSync, definition: CollectionDefinition<Stored>): Table {
  const fields = fieldsOf(definition);
  const declared = JSON.stringify(definition.indexes);
  const known = db.prepare('SELECT name, indexes FROM _collections WHERE name = ?');
  const existing = known.get(fields.collection);
  if (existing && existing.name !== fields.collection) {
    throw new TypeError(`${fields.collection} differs from ${existing.name} only in case`);
  }
  if (existing?.indexes !== declared) {
    db.exec('BEGIN IMMEDIATE');
    try {
      // Another process may have done it in the meantime: every step looks at what is there.
      alterTable(db, fields);
      db.prepare('INSERT OR REPLACE INTO _collections VALUES (?, ?)').run(
        fields.collection,
        declared,
      );
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }
  return tableOf(db, fields);
}

/** Makes the table and its indexes what the definition says, and fills what is new from the documents. */
function alterTable(db: DatabaseSync, fields: Fields): void {
  const table = quoted(fields.collection);
  db.exec(`CREATE TABLE IF NOT EXISTS ${table} (
    _row INTEGER PRIMARY KEY, _id TEXT NOT NULL, _version INTEGER NOT NULL, _seed TEXT, _json TEXT NOT NULL
    ${fields.scalars.map((field) => `, ${quoted(field)} NOT NULL DEFAULT -9e999`).join('')})`);

  const wanted = new Set(fields.indexes.map((index) => indexName(fields, index)));
  const made = new Set<string>();
  const objects = db
    .prepare(
      `SELECT type, name FROM sqlite_schema WHERE (type = 'index' AND tbl_name = ?1) OR (type = 'table' AND substr(name, 1, ?2) = ?1 || '[')`,
    )
    .all(fields.collection, fields.collection.length + 1);
  for (const { type, name } of objects) {
    if (wanted.has(quoted(String(name)))) {
      made.add(quoted(String(name)));
    } else {
      db.exec(`DROP ${type} ${quoted(String(name))}`);
    }
  }

  const columns = db
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(fields.collection)
    .map(({ name }) => String(name))
    .filter((name) => !name.startsWith('_'));
  for (const column of columns) {
    if (!fields.scalars.includes(column)) {
      db.exec(`ALTER TABLE ${table} DROP COLUMN ${quoted(column)}`);
    }
  }
  const added = fields.scalars.filter((field) => !columns.includes(field));
  for (const field of added) {
    db.exec(`ALTER TABLE ${table} ADD COLUMN ${quoted(field)} NOT NULL DEFAULT -9e999`);
  }

  const missing = fields.indexes.filter((index) => !made.has(indexName(fields, index)));
  for (const index of missing.filter(({ array }) => array !== undefined)) {
    const list = index.fields.map(quoted);
    db.exec(`CREATE TABLE ${indexName(fields, index)} (
      ${list.map((column) => `${column} NOT NULL, `).join('')}
      _id TEXT NOT NULL, _row INTEGER NOT NULL, PRIMARY KEY (${list.join(', ')}, _id)) WITHOUT ROWID`);
  }
  refill(db, fields, {
    columns: added,
    sides: missing.filter(({ array }) => array !== undefined),
  });
  for (const index of missing.filter(({ array }) => array === undefined)) {
    const unique = index.fields.length === 0 ? 'UNIQUE' : '';
    const list = [...index.fields, '_id'].map(quoted).join(', ');
    db.exec(`CREATE ${unique} INDEX ${indexName(fields, index)} ON ${table} (${list})`);
  }
}

function refill(
  db: DatabaseSync,
  fields: Fields,
  { columns, sides }: { columns: readonly string[]; sides: readonly Index[] },
): void {
  if (columns.length === 0 && sides.length === 0) {
    return;
  }
  const table = quoted(fields.collection);
  const read = db.prepare(
    `SELECT _row, _json FROM ${table} WHERE _row > ? ORDER BY _row LIMIT 500`,
  );
  const write =
    columns.length === 0
      ? undefined
      : db.prepare(
          `UPDATE ${table} SET ${columns.map((field) => `${quoted(field)} = ?`).join(', ')} WHERE _row = ?`,
        );
  const writers = sides.map((index) => sideOf(db, fields, index));
  let last = -1;
  for (;;) {
    const rows = read.all(last);
    for (const { _row, _json } of rows) {
      const document = JSON.parse(String(_json)) as Stored;
      last = Number(_row);
      write?.run(...columns.map((field) => encode(indexedValue(document, field))), last);
      for (const side of writers) side.add(document, last);
    }
    if (rows.length === 0) return;
  }
}

/** An index with an array field: the rows that a document has in it. */
interface Side {
  add(document: Stored, row: number): void;
  change(document: Stored, stored: Stored, row: number): void;
}

function sideOf(db: DatabaseSync, fields: Fields, index: Index): Side {
  const name = indexName(fields, index);
  const marks = index.fields.map(() => '?').join(', ');
  const add = db.prepare(`INSERT INTO ${name} VALUES (${marks}, ?, ?)`);
  const remove = db.prepare(
    `DELETE FROM ${name} WHERE ${index.fields.map((field) => `${quoted(field)} = ? AND `).join('')} _id = ?`,
  );
  const rowsOf = (document: Stored): Value[][] => {
    const { array = '' } = index;
    const single = new Map(
      index.fields
        .filter((field) => field !== array)
        .map((field) => [field, indexedValue(document, field)]),
    );
    return indexedValues(document, array).map((value) =>
      index.fields.map((field) => (field === array ? value : (single.get(field) ?? null))),
    );
  };
  return {
    add(document, row) {
      for (const values of rowsOf(document)) {
        add.run(...values.map(encode), document._id, row);
      }
    },
    change(document, stored, row) {
      const before = new Map(rowsOf(stored).map((values) => [JSON.stringify(values), values]));
      for (const values of rowsOf(document)) {
        if (!before.delete(JSON.stringify(values))) {
          add.run(...values.map(encode), document._id, row);
        }
      }
      for (const values of before.values()) {
        remove.run(...values.map(encode), document._id);
      }
    },
  };
}

function tableOf(db: DatabaseSync, fields: Fields): Table {
  const table = quoted(fields.collection);
  const columns = ['_version', '_seed', '_json', ...fields.scalars].map(quoted);
  const insert = db.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}, _id) VALUES (${columns.map(() => '?').join(', ')}, ?)
     ON CONFLICT (_id) DO NOTHING`,
  );
  const update = db.prepare(
    `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE _id = ? RETURNING _row`,
  );
  const sides = fields.indexes
    .filter(({ array }) => array !== undefined)
    .map((index) => sideOf(db, fields, index));
  const jsonById = db.prepare(`SELECT _json FROM ${table} WHERE _id = ?`);
  jsonById.setReturnArrays(true);
  const valuesOf = (document: Stored): (Column | null)[] => [
    document.version,
    document.seed ?? null,
    JSON.stringify(document),
    ...fields.scalars.map((field) => encode(indexedValue(document, field))),
    document._id,
  ];
  return {
    fields,
    jsonById,
    seedsById: db.prepare(
      `SELECT d._id, d._seed FROM json_each(?) wanted CROSS JOIN ${table} d ON d._id = wanted.value`,
    ),
    insert(document) {
      const { changes, lastInsertRowid } = insert.run(...valuesOf(document));
      if (changes === 0) return false;
      for (const side of sides) side.add(document, Number(lastInsertRowid));
      return true;
    },
    update(document, stored) {
      const row = Number(update.get(...valuesOf(document))?._row);
      for (const side of sides) side.change(document, stored, row);
    },
  };
}

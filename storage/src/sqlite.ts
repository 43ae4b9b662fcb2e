// The SQLite adapter: `node:sqlite` in this process, a file or memory. In: the port's calls. Out: documents, pages, events.
// Every call but `load` runs to its end before it returns its promise; there is one writer at a time and no pool.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import {
  type Change,
  type Collection,
  type CollectionDefinition,
  Conflict,
  type Filter,
  IdTaken,
  InvalidCursor,
  type NewEvent,
  type Page,
  type Storage,
  type Stored,
  type StoredEvent,
  type Unstored,
  type Visible,
} from './collection.ts';
import { combined, matches, mentions, visibleAlternatives } from './filter.ts';
import { loadedEvent, nextVersion, seedsOf, verdictOn } from './history.ts';
import { refuseNamesake } from './indexes.ts';
import { checkedLimit, type PageRequest, pageOf, pageRequest } from './paging.ts';
import {
  countPerParent,
  countRows,
  countRowsBy,
  pageRows,
  parentRows,
  type Row,
  type Statements,
} from './sqlite-queries.ts';
import { createStore, openTable, type Table } from './sqlite-tables.ts';

/** Documents that `load` writes in one transaction; other work gets its turn between two. */
const LOADED_AT_ONCE = 500;

/** How long a statement waits for another process that is writing the same file, in milliseconds. */
const BUSY_TIMEOUT = 5_000;

interface Store extends Statements {
  tables: Map<CollectionDefinition<Stored>, Table>;
  addEvent: StatementSync;
}

const stores = new WeakMap<Storage, Store>();

/** `path` is a file, whose folder is made if need be, or `:memory:`. */
export function openSqlite(path: string): Storage {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true });
  }
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: false });
  // FULL: a write is on the disk when it is acknowledged. fullfsync is what makes that true on macOS; others ignore it.
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON; PRAGMA cache_size = -16000;`);
  createStore(db);
  const store: Store = {
    db,
    prepared: new Map(),
    tables: new Map(),
    addEvent: db.prepare(
      'INSERT INTO _events (collection, document, sequence, json) VALUES (?, ?, ?, ?)',
    ),
  };
  const changes = db.prepare(
    'SELECT place, collection, document, json FROM _events WHERE place > ? ORDER BY place LIMIT ?',
  );
  const events = db.prepare(
    'SELECT json FROM _events WHERE collection = ? AND document = ? ORDER BY sequence',
  );
  const storage: Storage = {
    collection: (definition, visible) => openCollection(store, definition, visible),
    // Events are numbered as they are committed, one writer at a time, so a number is an exact place in the feed.
    async changes(after, limit) {
      return changes.all(placeOf(after), checkedLimit(limit)).map(
        (row): Change => ({
          cursor: String(row.place),
          collection: String(row.collection),
          documentId: String(row.document),
          event: JSON.parse(String(row.json)) as StoredEvent,
        }),
      );
    },
    async history({ name }, id) {
      return events.all(name, id).map(({ json }) => JSON.parse(String(json)) as StoredEvent);
    },
    async close() {
      if (db.isOpen) db.close();
    },
  };
  stores.set(storage, store);
  return storage;
}

function placeOf(cursor: string | null): number {
  if (cursor === null) {
    return 0;
  }
  if (!/^\d{1,15}$/.test(cursor)) {
    throw new InvalidCursor('The cursor is not one of the feed of changes');
  }
  return Number(cursor);
}

/** For tests: the settings of the database, and SQLite's plan of every read prepared so far. */
export function inspectSqlite(storage: Storage) {
  const { db, prepared } = stores.get(storage) as Store;
  return {
    pragma: (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0],
    plans: () =>
      [...prepared.values()].map((statement) => ({
        sql: statement.sourceSQL,
        steps: db
          .prepare(`EXPLAIN QUERY PLAN ${statement.sourceSQL}`)
          .all()
          .map(({ detail }) => String(detail)),
      })),
  };
}

function openCollection<T extends Stored>(
  store: Store,
  definition: CollectionDefinition<T>,
  visible: Visible,
): Collection<T> {
  const table = tableOf(store, definition);
  const { fields } = table;
  const seen = visibleAlternatives(visible, fields.arrays);

  const alternativesOf = (filter: Filter) => combined(filter, seen, fields.arrays);
  const rowsQuery = ({ sort, position, first }: PageRequest) => ({
    sort,
    position,
    limit: first + 1,
  });
  const pageOfRows = (rows: readonly Row[], request: PageRequest): Page<T> =>
    pageOf(rows, request, ([json]) => JSON.parse(json) as T);
  const pageOfFilter = (filter: Filter, request: PageRequest): Page<T> => {
    const rows = pageRows(store, fields, alternativesOf(filter), rowsQuery(request));
    return pageOfRows(rows, request);
  };

  /** What else is said of the parents' field holds for some of them only: then each parent is a query of its own. */
  const isSaidOf = (field: string, filter: Filter) =>
    mentions(filter, field) || (visible !== 'nothing' && mentions(visible, field));

  return {
    async getMany(ids) {
      return ids.map((id) => {
        const document = storedById<T>(table, id);
        return document && matches(document, seen) ? document : undefined;
      });
    },
    async page(filter, options) {
      return pageOfFilter(filter, pageRequest(options));
    },
    async pagePerParent(field, parentIds, filter, options) {
      const request = pageRequest(options);
      if (isSaidOf(field, filter) || request.sort.field === field) {
        return parentIds.map((id) => pageOfFilter({ [field]: id, or: [filter] }, request));
      }
      const alternatives = alternativesOf({ ...filter, [field]: '' });
      const query = { ...rowsQuery(request), parent: field, ids: parentIds };
      return parentRows(store, fields, alternatives, query).map((rows) =>
        pageOfRows(rows, request),
      );
    },
    async countPerParent(field, parentIds, filter) {
      if (isSaidOf(field, filter)) {
        return parentIds.map((id) =>
          countRows(store, fields, alternativesOf({ [field]: id, or: [filter] })),
        );
      }
      const alternatives = alternativesOf({ ...filter, [field]: '' });
      return countPerParent(store, fields, alternatives, { parent: field, ids: parentIds });
    },
    async count(filter) {
      return countRows(store, fields, alternativesOf(filter));
    },
    async countBy(field, filter) {
      return countRowsBy(store, fields, { field, alternatives: alternativesOf(filter) });
    },
    async insert(document, event) {
      return transaction(store, () => {
        const inserted = write(store, table, { content: document, event });
        if (!inserted) {
          throw new IdTaken(fields.collection, document._id);
        }
        return inserted;
      });
    },
    async replace(document, event) {
      return transaction(store, () => {
        const stored = storedById<T>(table, document._id);
        if (stored?.version !== document.version) {
          throw new Conflict(fields.collection, document._id, stored);
        }
        return write(store, table, { content: document, event, stored }) as T;
      });
    },
    async load(documents, event) {
      const result = { inserted: 0, updated: 0, unchanged: 0, kept: 0 };
      const seeds = seedsOf<T>(fields.collection, documents);
      const known = new Map(
        table.seedsById
          .all(JSON.stringify([...seeds.keys()]))
          .map(({ _id, _seed }) => [_id, _seed === null ? {} : { seed: String(_seed) }]),
      );
      const pending = [...seeds].filter(([id, { seed }]) => {
        const verdict = verdictOn(seed, known.get(id));
        if (verdict === 'inserted' || verdict === 'updated') return true;
        result[verdict] += 1;
        return false;
      });
      for (let start = 0; start < pending.length; start += LOADED_AT_ONCE) {
        if (start > 0) await setImmediate();
        transaction(store, () => {
          for (const [id, { content, seed }] of pending.slice(start, start + LOADED_AT_ONCE)) {
            const stored = storedById<T>(table, id);
            const verdict = verdictOn(seed, stored);
            if (verdict === 'inserted' || verdict === 'updated') {
              write(store, table, { content, event: loadedEvent(event, seed), stored, seed });
            }
            result[verdict] += 1;
          }
        });
      }
      return result;
    },
  };
}

function tableOf(store: Store, definition: CollectionDefinition<Stored>): Table {
  let table = store.tables.get(definition);
  if (!table) {
    refuseNamesake(definition.name, store.tables.keys());
    table = openTable(store.db, definition);
    store.tables.set(definition, table);
  }
  return table;
}

function storedById<T extends Stored>(table: Table, id: string): T | undefined {
  const row: unknown = table.jsonById.get(id);
  if (row === undefined) {
    return undefined;
  }
  const document = JSON.parse((row as [string])[0]) as T;
  // An unpaired surrogate is bound as U+FFFD, which may be another document's id.
  return document._id === id ? document : undefined;
}

/** Writes the next version of a document with its event; undefined when it is new and its id is taken. */
function write<T extends Stored>(
  store: Store,
  table: Table,
  {
    content,
    event: newEvent,
    stored,
    seed,
  }: { content: Unstored<T>; event: NewEvent; stored?: T | undefined; seed?: string },
): T | undefined {
  const { collection } = table.fields;
  const { document, event } = nextVersion<T>(collection, content, {
    stored,
    event: newEvent,
    ...(seed !== undefined && { seed }),
  });
  if (stored) {
    table.update(document, stored);
  } else if (!table.insert(document)) {
    return undefined;
  }
  // Every event stands here from the first, so that the document may drop the older ones: this is the archive.
  store.addEvent.run(collection, document._id, event.sequence, JSON.stringify(event));
  return document;
}

function transaction<R>({ db }: Store, work: () => R): R {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

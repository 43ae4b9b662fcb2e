// The MongoDB adapter, on the official driver. In: the port's calls. Out: documents, pages, events. It uses single-document
// writes and plain finds only, which every version has; what a query may ask is decided in `indexes.ts`, as for SQLite.

import {
  type Db,
  type Collection as Documents,
  MongoBulkWriteError,
  MongoClient,
  MongoServerError,
} from 'mongodb';
import {
  type Collection,
  type CollectionDefinition,
  Conflict,
  type Filter,
  IdTaken,
  type NewEvent,
  type Page,
  type Storage,
  type Stored,
  type Unstored,
  type Value,
  type Visible,
} from './collection.ts';
import { combined, visibleAlternatives } from './filter.ts';
import { loadedEvent, nextVersion, seedsOf, type Verdict, verdictOn } from './history.ts';
import {
  checkIndexedValues,
  type Fields,
  fieldsOf,
  indexForCount,
  indexForCountBy,
  refuseNamesake,
} from './indexes.ts';
import {
  type Archived,
  archive,
  archivedOf,
  changesOf,
  type Feed,
  historyOf,
  nextFeed,
  registerForFeed,
  WRITTEN,
} from './mongo-feed.ts';
import { countByStages, filterOf, pageFind, WITHOUT_FEED } from './mongo-queries.ts';
import { type PageRequest, pageOf, pageRequest } from './paging.ts';

/** What an acknowledged write has survived: a majority of the servers have it in their journals. */
export const WRITE_CONCERN = { w: 'majority', journal: true } as const;

/** How many parents' pages, or updates of seeds, are under way at once. */
const AT_ONCE = 16;

/** Seeds that are looked up, and inserted, in one command. */
const LOADED_AT_ONCE = 500;

/** A document as it is stored: with what the feed needs to know. */
type Kept = Stored & { _feed: Feed };

interface Store {
  db: Pick<Db, 'collection'>;
  now: () => number;
  prepared: Map<CollectionDefinition<Stored>, () => Promise<unknown>>;
}

export function openMongo(url: string, name: string): Storage {
  const { client, database } = mongoClient(url, name);
  return mongoStorage(client.db(database), { now: Date.now, close: () => client.close() });
}

/** The address's path is a prefix for the names of databases, never the database to log in at (that is `authSource`). */
export function mongoClient(url: string, name: string): { client: MongoClient; database: string } {
  const [, hosts = url, prefix = '', options = ''] =
    /^([^:]+:\/\/[^/?]*)(?:\/([^?]*))?(\?.*)?$/.exec(url) ?? [];
  if (!/^[\w-]{0,30}$/.test(prefix)) {
    throw new TypeError(`${JSON.stringify(prefix)} cannot begin the names of databases`);
  }
  const client = new MongoClient(`${hosts}/${options}`, {
    writeConcern: WRITE_CONCERN,
    // An undefined field is an absent one, as in JSON.
    ignoreUndefined: true,
    serverSelectionTimeoutMS: 5_000,
  });
  return { client, database: `${prefix || 'network'}_${name}` };
}

/** `now` is the machine's clock, in milliseconds: it orders the feed and is nobody's data. */
export function mongoStorage(
  db: Pick<Db, 'collection'>,
  { now, close }: { now: () => number; close: () => Promise<void> },
): Storage {
  const store: Store = { db, now, prepared: new Map() };
  return {
    collection: (definition, visible) => openCollection(store, definition, visible),
    changes: (after, limit) => changesOf({ db, now }, after, limit),
    history: ({ name }, id) => historyOf(db, name, id),
    close,
  };
}

/** Makes the indexes, once for each store, when the collection is first used. */
function preparation(
  store: Store,
  definition: CollectionDefinition<Stored>,
): () => Promise<unknown> {
  const known = store.prepared.get(definition);
  if (known) {
    return known;
  }
  refuseNamesake(definition.name, store.prepared.keys());
  let made: Promise<unknown> | undefined;
  const prepare = () => {
    made ??= makeIndexes(store.db, definition).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  store.prepared.set(definition, prepare);
  return prepare;
}

async function makeIndexes(
  db: Pick<Db, 'collection'>,
  { name, indexes }: CollectionDefinition<Stored>,
): Promise<void> {
  const keys = [...indexes.map(({ fields }) => fields), [WRITTEN]];
  await db.collection(name).createIndexes(
    keys.map((fields) => ({
      key: Object.fromEntries([...fields, '_id'].map((field) => [field, 1])),
    })),
  );
  await registerForFeed(db, name);
}

function openCollection<T extends Stored>(
  store: Store,
  definition: CollectionDefinition<T>,
  visible: Visible,
): Collection<T> {
  const fields = fieldsOf(definition);
  const seen = visibleAlternatives(visible, fields.arrays);
  const prepare = preparation(store, definition);
  const documents = store.db.collection<Kept>(definition.name);
  const place = { store, fields, documents };
  const alternativesOf = (filter: Filter) => combined(filter, seen, fields.arrays);

  const pageOfFilter = async (filter: Filter, request: PageRequest): Promise<Page<T>> => {
    const find = pageFind(fields, alternativesOf(filter), request);
    const found = find ? await documents.find(find.filter, find.options).toArray() : [];
    return pageOf(found, request, (document) => document as unknown as T);
  };

  const countOf = async (filter: Filter): Promise<number> => {
    const alternatives = alternativesOf(filter);
    for (const alternative of alternatives) indexForCount(fields, alternative);
    await prepare();
    const matching = filterOf(alternatives);
    return matching ? documents.countDocuments(matching) : 0;
  };

  return {
    async getMany(ids) {
      await prepare();
      const visibleToReader = filterOf(seen);
      if (ids.length === 0 || !visibleToReader) {
        return ids.map(() => undefined);
      }
      const wanted = { _id: { $in: [...new Set(ids)] } };
      const found = await documents
        .find(
          seen.length === 1 && seen[0]?.equal.length === 0 && seen[0].ranges.length === 0
            ? wanted
            : { $and: [wanted, visibleToReader] },
          { projection: WITHOUT_FEED },
        )
        .toArray();
      const byId = new Map(found.map((document) => [document._id, document as unknown as T]));
      return ids.map((id) => byId.get(id));
    },
    async page(filter, options) {
      const request = pageRequest(options);
      await prepare();
      return pageOfFilter(filter, request);
    },
    async pagePerParent(field, parentIds, filter, options) {
      const request = pageRequest(options);
      await prepare();
      return inTurns(parentIds, (id) => pageOfFilter({ [field]: id, or: [filter] }, request));
    },
    async countPerParent(field, parentIds, filter) {
      return inTurns(parentIds, (id) => countOf({ [field]: id, or: [filter] }));
    },
    count: countOf,
    async countBy(field, filter) {
      const alternatives = alternativesOf(filter);
      for (const alternative of alternatives) indexForCountBy(fields, alternative, field);
      await prepare();
      const counts = new Map<Value, number>();
      const matching = filterOf(alternatives);
      if (!matching) return counts;
      const groups = documents.aggregate<{ _id?: Value; count: number }>(
        countByStages(field, matching, fields.arrays),
      );
      for await (const { _id = null, count } of groups) {
        counts.set(_id, (counts.get(_id) ?? 0) + count);
      }
      return counts;
    },
    async insert(document, event) {
      await prepare();
      const written = await write(place, { content: document, event, stored: undefined });
      if (!written) {
        throw new IdTaken(fields.collection, document._id);
      }
      return written as unknown as T;
    },
    async replace(document, event) {
      await prepare();
      const { _id } = document;
      const stored = await documents.findOne({ _id });
      const written =
        stored?.version === document.version
          ? await write(place, { content: document, event, stored })
          : undefined;
      if (!written) {
        const now = await documents.findOne({ _id }, { projection: WITHOUT_FEED });
        throw new Conflict(fields.collection, _id, now ?? undefined);
      }
      return written as unknown as T;
    },
    async load(records, event) {
      const seeds = [...seedsOf(fields.collection, records)];
      await prepare();
      const result = { inserted: 0, updated: 0, unchanged: 0, kept: 0 };
      for (let start = 0; start < seeds.length; start += LOADED_AT_ONCE) {
        const some = seeds.slice(start, start + LOADED_AT_ONCE);
        for (const verdict of await loadSome(place, some, event)) result[verdict] += 1;
      }
      return result;
    },
  };
}

/** What one collection's writes need. */
interface Place {
  store: Store;
  fields: Fields;
  documents: Documents<Kept>;
}

/** The document's next version as it is to be stored, and the events that must be archived before that. */
function nextKept(
  { store, fields }: Place,
  write: { content: Unstored<Stored>; event: NewEvent; stored: Kept | undefined; seed?: string },
): { kept: Kept; leaving: Archived[] } {
  const { content, event, stored, seed } = write;
  const next = nextVersion(fields.collection, content, {
    stored,
    event,
    ...(seed !== undefined && { seed }),
  });
  checkIndexedValues(next.document, fields);
  const feed = nextFeed(stored?._feed, next.leaving.length, store.now());
  return {
    kept: { ...next.document, _feed: feed },
    leaving: archivedOf(fields.collection, { id: content._id, feed: stored?._feed }, next.leaving),
  };
}

/** Writes the next version if the stored one is still there, else nothing; the events that leave it are archived first. */
async function write(
  place: Place,
  change: { content: Unstored<Stored>; event: NewEvent; stored: Kept | undefined; seed?: string },
): Promise<Stored | undefined> {
  const { kept, leaving } = nextKept(place, change);
  const { _id } = kept;
  if (change.stored) {
    await archive(place.store.db, leaving);
    const { matchedCount } = await place.documents.replaceOne(
      { _id, version: change.stored.version },
      kept,
    );
    if (matchedCount === 0) return undefined;
  } else {
    try {
      await place.documents.insertOne(kept);
    } catch (error) {
      if (isDuplicate(error)) return undefined;
      throw error;
    }
  }
  const { _feed, ...document } = kept;
  return document;
}

function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11000;
}

type Seed = [id: string, record: { content: Unstored<Stored>; seed: string }];

/** One look-up for all, one insert for those that are missing; the rest, and what another loader was quicker with, singly. */
async function loadSome(
  place: Place,
  seeds: readonly Seed[],
  event: Pick<NewEvent, 'at' | 'by'>,
): Promise<Verdict[]> {
  const known = await place.documents
    .find({ _id: { $in: seeds.map(([id]) => id) } }, { projection: { seed: 1 } })
    .toArray();
  const knownById = new Map(known.map((document) => [document._id, document]));
  const missing: Seed[] = [];
  const singly: Seed[] = [];
  const verdicts: Verdict[] = [];
  for (const one of seeds) {
    const verdict = verdictOn(one[1].seed, knownById.get(one[0]));
    if (verdict === 'inserted') missing.push(one);
    else if (verdict === 'updated') singly.push(one);
    else verdicts.push(verdict);
  }
  if (missing.length > 0) {
    const taken = await insertSeeds(place, missing, event);
    singly.push(...taken);
    verdicts.push(...Array<Verdict>(missing.length - taken.length).fill('inserted'));
  }
  return [...verdicts, ...(await inTurns(singly, (one) => loadOne(place, one, event)))];
}

/** Inserts them, and returns those whose ids were taken in the meantime. */
async function insertSeeds(
  place: Place,
  seeds: readonly Seed[],
  event: Pick<NewEvent, 'at' | 'by'>,
): Promise<Seed[]> {
  const inserted = seeds.map(([, { content, seed }]) => {
    const loaded = loadedEvent(event, seed);
    return nextKept(place, { content, event: loaded, stored: undefined, seed }).kept;
  });
  try {
    await place.documents.insertMany(inserted, { ordered: false });
    return [];
  } catch (error) {
    const errors = error instanceof MongoBulkWriteError ? [error.writeErrors].flat() : [];
    if (errors.length === 0 || errors.some(({ code }) => code !== 11000)) throw error;
    const taken = new Set(errors.map(({ index }) => index));
    return seeds.filter((_, index) => taken.has(index));
  }
}

/** Another loader may be at the same record, so it is looked at again until what is stored is what was judged. */
async function loadOne(
  place: Place,
  [_id, { content, seed }]: Seed,
  event: Pick<NewEvent, 'at' | 'by'>,
): Promise<Verdict> {
  for (;;) {
    const stored = (await place.documents.findOne({ _id })) ?? undefined;
    const verdict = verdictOn(seed, stored);
    if (verdict === 'unchanged' || verdict === 'kept') return verdict;
    const change = { content, event: loadedEvent(event, seed), stored, seed };
    if (await write(place, change)) return verdict;
  }
}

/** All of them, 16 under way at a time, the results in order. */
async function inTurns<A, B>(list: readonly A[], work: (one: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (let start = 0; start < list.length; start += AT_ONCE) {
    results.push(...(await Promise.all(list.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}

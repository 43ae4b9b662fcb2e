// The feed and the archive of the MongoDB adapter. In: a place in the feed. Out: events. What a document carries for the
// feed, and what leaves it for the archive, is worked out here; `mongo.ts` writes it.
//
// MongoDB numbers nothing across documents, so the feed follows the machine's clock (not the events' own times, which are
// the callers'): a sweep goes through the documents by (time of their last write, collection, id) until there are no more.
// A document that is written again moves ahead of the sweep and is met there. Its archived events are read after it, so
// one that is being moved is met in one of the two. A write may become visible after the sweep has passed its time, by
// OVERLAP at most. So when a page comes back short and its sweep is older than that, the next sweep begins, OVERLAP before
// this one began: what was written since then is handed out once more.

import type { Db } from 'mongodb';
import { type Change, InvalidCursor, type Stored, type StoredEvent } from './collection.ts';
import { checkedLimit, decodeParts, encodeParts } from './paging.ts';
import { compareTexts } from './values.ts';

/** By how much a write may become visible late, clocks of several machines included; in milliseconds. */
export const OVERLAP = 30_000;

/** When the events that a document carries were written, by the machine's clock in milliseconds. */
export interface Feed {
  /** The last of `each`. */
  at: number;
  /** One for each event of the document's history, never falling. */
  each: number[];
}

/** The field by which the feed goes through a collection. */
export const WRITTEN = '_feed.at';

/** An event that its document no longer carries. */
export interface Archived {
  _id: string;
  collection: string;
  document: string;
  sequence: number;
  written: number;
  event: StoredEvent;
}

type Database = Pick<Db, 'collection'>;
type Carrier = Pick<Stored, '_id' | 'history'> & { _feed: Feed };

function archiveOf(db: Database) {
  return db.collection<Archived>('_archive');
}

function collectionsOf(db: Database) {
  return db.collection<{ _id: string }>('_collections');
}

/** A collection is in the feed from its first use on. */
export async function registerForFeed(db: Database, name: string): Promise<void> {
  await archiveOf(db).createIndexes([{ key: { collection: 1, document: 1, sequence: 1 } }]);
  await collectionsOf(db).replaceOne({ _id: name }, {}, { upsert: true });
}

/** The feed's part of a document's next version, whose `leaving` oldest events are archived. */
export function nextFeed(feed: Feed | undefined, leaving: number, now: number): Feed {
  const at = Math.max(now, feed?.at ?? 0);
  return { at, each: [...(feed?.each ?? []).slice(leaving), at] };
}

export function archivedOf(
  collection: string,
  { id, feed }: { id: string; feed: Feed | undefined },
  leaving: readonly StoredEvent[],
): Archived[] {
  return leaving.map((event, index) => ({
    _id: event.id,
    collection,
    document: id,
    sequence: event.sequence,
    written: feed?.each[index] ?? 0,
    event,
  }));
}

/** Writers that race for one document archive the same events, and they never change: each is there once. */
export async function archive(db: Database, events: readonly Archived[]): Promise<void> {
  if (events.length > 0) {
    await archiveOf(db).bulkWrite(
      events.map((event) => ({
        replaceOne: { filter: { _id: event._id }, replacement: event, upsert: true },
      })),
      { ordered: false },
    );
  }
}

/** All events of a document. The document is read first: what leaves it after that is in the archive when that is read. */
export async function historyOf(
  db: Database,
  collection: string,
  id: string,
): Promise<StoredEvent[]> {
  const document = await db.collection<Carrier>(collection).findOne({ _id: id });
  return document ? (await eventsOf(db, collection, { document, from: 0 })).map(eventOf) : [];
}

interface Written {
  event: StoredEvent;
  written: number;
}

function eventOf({ event }: Written): StoredEvent {
  return event;
}

/** A document's events that were written at `from` or later, in order. */
async function eventsOf(
  db: Database,
  collection: string,
  { document, from }: { document: Carrier; from: number },
): Promise<Written[]> {
  const { history, _feed } = document;
  const recent = history.map((event, index) => ({ event, written: _feed.each[index] ?? 0 }));
  const [first] = recent;
  const events =
    first && first.event.sequence > 1 && first.written >= from
      ? [...(await archivedBefore(db, collection, { document, first: first.event })), ...recent]
      : recent;
  return events.filter(({ written }) => written >= from);
}

async function archivedBefore(
  db: Database,
  collection: string,
  { document, first }: { document: Carrier; first: StoredEvent },
): Promise<Archived[]> {
  return archiveOf(db)
    .find(
      { collection, document: document._id, sequence: { $lt: first.sequence } },
      { sort: { sequence: 1 } },
    )
    .toArray();
}

/** A place in the feed: in the sweep that began at `started`, after `last`; what was written before `from` is known. */
interface Place {
  from: number;
  started: number;
  last?: { at: number; collection: string; id: string; sequence: number };
}

/** Events after a place: of its sweep, or, when there are none left and the sweep is old enough, of the next one. */
export async function changesOf(
  { db, now }: { db: Database; now: () => number },
  after: string | null,
  limit: number,
): Promise<Change[]> {
  checkedLimit(limit);
  const place = placeOf(after, now());
  const changes = await sweep(db, place, limit);
  const isDue = changes.length < limit && now() - place.started >= OVERLAP;
  if (!isDue) {
    return changes;
  }
  const from = Math.max(place.from, place.started - OVERLAP);
  const last = changes.at(-1);
  if (last) {
    last.cursor = encodeParts([from]);
    return changes;
  }
  return sweep(db, { from, started: now() }, limit);
}

function placeOf(cursor: string | null, now: number): Place {
  if (cursor === null) {
    return { from: 0, started: now };
  }
  const [from, started, at, collection, id, sequence, ...rest] = decodeParts(cursor);
  if (typeof from === 'number' && started === undefined) {
    return { from, started: now };
  }
  if (
    typeof from === 'number' &&
    typeof started === 'number' &&
    typeof at === 'number' &&
    typeof collection === 'string' &&
    typeof id === 'string' &&
    typeof sequence === 'number' &&
    rest.length === 0
  ) {
    return { from, started, last: { at, collection, id, sequence } };
  }
  throw new InvalidCursor('The cursor is not one of the feed of changes');
}

async function sweep(db: Database, place: Place, limit: number): Promise<Change[]> {
  const names = (await collectionsOf(db).find({}).toArray()).map(({ _id }) => _id);
  const found = await Promise.all(
    names.map(async (collection) => {
      const documents = await db
        .collection<Carrier>(collection)
        .find(stretchOf(place, collection), {
          sort: { [WRITTEN]: 1, _id: 1 },
          // Each has an event to give but the one that the place is in.
          limit: limit + 1,
          projection: { history: 1, _feed: 1 },
          // What only some servers have may yet be undone; a consumer must not see it.
          readConcern: { level: 'majority' },
        })
        .toArray();
      return documents.map((document) => ({ collection, document }));
    }),
  );
  const inOrder = found
    .flat()
    .sort(
      (a, b) =>
        a.document._feed.at - b.document._feed.at ||
        compareTexts(a.collection, b.collection) ||
        compareTexts(a.document._id, b.document._id),
    );
  const changes: Change[] = [];
  const { from, started, last } = place;
  for (const { collection, document } of inOrder) {
    const { at } = document._feed;
    const id = document._id;
    const isLast = last?.at === at && last.collection === collection && last.id === id;
    for (const { event } of await eventsOf(db, collection, { document, from })) {
      if (isLast && event.sequence <= last.sequence) continue;
      const cursor = encodeParts([from, started, at, collection, id, event.sequence]);
      changes.push({ cursor, collection, documentId: id, event });
      if (changes.length === limit) return changes;
    }
  }
  return changes;
}

/** The documents of a collection from a place on, the one that the place is in among them. */
function stretchOf({ from, last }: Place, collection: string): Record<string, unknown> {
  if (!last) {
    return { [WRITTEN]: { $gte: from } };
  }
  const difference = compareTexts(collection, last.collection);
  if (difference !== 0) {
    return { [WRITTEN]: { [difference > 0 ? '$gte' : '$gt']: last.at } };
  }
  return {
    $or: [{ [WRITTEN]: last.at, _id: { $gte: last.id } }, { [WRITTEN]: { $gt: last.at } }],
  };
}

// The history of documents. In: what a caller writes and what was stored before. Out: the document's next version with
// its event, chained by hash, and the events that leave it for the archive. Shared by both adapters; writes nothing.

import { hash } from 'node:crypto';
import type { LoadResult, NewEvent, Stored, StoredEvent, Unstored } from './collection.ts';

/** The most events that a document carries. The write that would make it more drops the older half. */
export const RECENT_EVENTS = 50;

/** JSON with the keys of every object in order and no spaces: equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return objectOf(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

/** SHA-256 of a value's canonical JSON, as lower-case hex. */
export function hashOf(value: unknown): string {
  return hash('sha256', canonicalJson(value));
}

/**
 * The sequence at which a document's events stop being the unbroken chain they were written as: one was changed, left
 * out, added or moved. Undefined when the chain holds. `events` is all of them from the first, as `history` gives them.
 */
export function verifyChain(events: readonly StoredEvent[]): number | undefined {
  let previous: string | null = null;
  let prefix: string | undefined;
  for (const [index, event] of events.entries()) {
    const sequence = index + 1;
    prefix ??= event.id.slice(0, -String(sequence).length);
    const { hash: stated, ...hashed } = event;
    if (
      event.sequence !== sequence ||
      event.previous !== previous ||
      event.id !== `${prefix}${sequence}` ||
      stated !== hashOf(hashed)
    ) {
      return sequence;
    }
    previous = stated;
  }
  return undefined;
}

/** What a write stores. */
export interface Written<T extends Stored> {
  document: T;
  /** The event of this write, the last of the document's history. */
  event: StoredEvent;
  /** Events that this version no longer carries: they must be in the archive before it is written. */
  leaving: StoredEvent[];
}

/** The next version of a document, or the first when nothing is stored. `seed` is set when the content comes from one. */
export function nextVersion<T extends Stored>(
  collection: string,
  content: Unstored<T>,
  write: { stored: Stored | undefined; event: NewEvent; seed?: string },
): Written<T> {
  const { stored, seed } = write;
  const plain = plainContent(content);
  const past = stored?.history ?? [];
  const event = chained(`${collection}/${plain._id}`, past.at(-1), write.event);
  const leaving = past.length < RECENT_EVENTS ? [] : past.slice(0, RECENT_EVENTS / 2);
  const document = {
    ...plain,
    version: (stored?.version ?? 0) + 1,
    changedAt: event.at,
    ...(seed !== undefined && { seed }),
    history: [...past.slice(leaving.length), event],
  };
  return { document: document as unknown as T, event, leaving };
}

/** What `load` does with a seed record. */
export type Verdict = keyof LoadResult;

/** `stored` is what there is under its id: without a seed hash it is somebody's work, whoever made or edited it. */
export function verdictOn(seed: string, stored: Pick<Stored, 'seed'> | undefined): Verdict {
  if (!stored) return 'inserted';
  if (stored.seed === undefined) return 'kept';
  return stored.seed === seed ? 'unchanged' : 'updated';
}

export function loadedEvent(event: Pick<NewEvent, 'at' | 'by'>, seed: string): NewEvent {
  return { at: event.at, by: event.by, type: 'loaded', detail: { seed } };
}

/** Seed records by id, with the hash of each. */
export function seedsOf<T extends Stored>(
  collection: string,
  documents: readonly Unstored<T>[],
): Map<string, { content: Unstored<T>; seed: string }> {
  const seeds = new Map<string, { content: Unstored<T>; seed: string }>();
  for (const document of documents) {
    const content = plainContent<T>(document);
    if (seeds.has(content._id)) {
      throw new TypeError(`${collection}: ${content._id} is given twice to be loaded`);
    }
    seeds.set(content._id, { content, seed: hashOf(content) });
  }
  return seeds;
}

function chained(place: string, previous: StoredEvent | undefined, event: NewEvent): StoredEvent {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(event.at)) {
    throw new TypeError(
      `An event's time is ISO 8601 in UTC with milliseconds, as of toISOString(), not ${event.at}`,
    );
  }
  const sequence = (previous?.sequence ?? 0) + 1;
  const { at, type, by, onBehalfOf, reason, detail } = event;
  const hashed = plainJson({
    id: `${place}/${sequence}`,
    sequence,
    at,
    type,
    by,
    onBehalfOf,
    reason,
    detail,
    previous: previous?.hash ?? null,
  }) as Omit<StoredEvent, 'hash'>;
  return { ...hashed, hash: hashOf(hashed) };
}

/** A document as plain JSON without the fields that are the store's. */
function plainContent<T extends Stored>(content: Unstored<T>): Unstored<T> {
  const { version, history, changedAt, seed, ...own } = content as unknown as Stored;
  const plain = plainJson(own) as Unstored<T>;
  if (typeof plain._id !== 'string' || plain._id === '' || plain._id !== own._id) {
    throw new TypeError(`A document's id is a well-formed text, not ${JSON.stringify(own._id)}`);
  }
  for (const field of Object.keys(plain)) {
    if (!/^[A-Za-z]/.test(field) && field !== '_id') {
      throw new TypeError(`${JSON.stringify(field)} cannot name a field: it begins with no letter`);
    }
  }
  return plain;
}

/**
 * What JSON keeps of a value. MongoDB's texts are UTF-8, so an unpaired surrogate becomes U+FFFD on both stores, and its
 * keys end at a NUL, so neither store takes a key with one.
 */
export function plainJson(value: unknown): unknown {
  const text = JSON.stringify(value);
  const plain: unknown = JSON.parse(text);
  // JSON.stringify escapes an unpaired surrogate, and no other character as \ud...; a NUL it always escapes.
  return text.includes('\\ud') || text.includes('\\u0000') ? storable(plain) : plain;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.toWellFormed();
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(storable);
  }
  return objectOf(
    Object.entries(value).map(([key, part]) => {
      if (key.includes('\0')) {
        throw new TypeError(`The key ${JSON.stringify(key)} has a NUL in it`);
      }
      return [key.toWellFormed(), storable(part)];
    }),
  );
}

/** `Object.fromEntries` defines its keys, so that `__proto__` becomes a field like any other. */
function objectOf(entries: [string, unknown][]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

// The port: what a subgraph may ask of its store, whichever store it is.
// In: a collection's definition and what this reader may see of it. Out: documents, pages, counts, the feed of changes.
// Neither adapter adds a method; a tenth method is a design discussion.

/** What a field of a document is compared with. Dates are ISO 8601 strings in UTC, so that text order is time order. */
export type Value = string | number | boolean | null;

/**
 * One test of one field: equal to a value (for an array field: contains it), one of several, or within a range.
 * `null` matches a field that is null or absent.
 */
export type FieldTest =
  | Value
  | { in: readonly Value[] }
  | { gt?: string | number; gte?: string | number; lt?: string | number; lte?: string | number };

/**
 * All fields named must match; of `or`, when given, at least one alternative. Field names may be dotted paths
 * (`published.status`). At most 16 alternatives once a query's filter and the reader's visibility are combined.
 */
export interface Filter {
  or?: readonly Filter[];
  [field: string]: FieldTest | readonly Filter[] | undefined;
}

/** What a reader may see: a filter joined to every read, by id too; or nothing at all. `{}` is everything. */
export type Visible = Filter | 'nothing';

/** One field and a direction; documents that are equal in it come in the order of their ids (same direction). */
export interface Sort {
  field: string;
  direction: 'ascending' | 'descending';
}

export interface PageOptions {
  /** Default: by id, ascending. */
  sort?: Sort;
  /** How many at most. */
  first: number;
  /** A cursor from an earlier page with the same sort. Anything else throws `InvalidCursor`. */
  after?: string;
}

export interface Page<T> {
  items: { document: T; cursor: string }[];
  hasNextPage: boolean;
}

/** What happened to a document: written with it, in the same write, chained by hash to the one before. */
export interface StoredEvent {
  /** Unique in the store: `collection/document id/sequence`. */
  id: string;
  /** 1 for the first event of a document, then 2, 3 … */
  sequence: number;
  /** When, ISO 8601 UTC with milliseconds. */
  at: string;
  /** What happened, in the past tense: `loaded`, `submitted`, `objected`. */
  type: string;
  /** The subject who did it; `system` for what the platform does itself. */
  by: string;
  /** The organization or network for which it was done, where there is one. */
  onBehalfOf?: string;
  /** The reason given, where one was asked for. */
  reason?: string;
  /** Facts about what changed, as plain JSON: states before and after, hashes of texts, versions. */
  detail?: Record<string, unknown>;
  /** The hash of the event before, or null for the first. */
  previous: string | null;
  /** SHA-256 over all of the above, in a fixed order of keys, as lower-case hex. */
  hash: string;
}

/** What a caller says of an event; the store adds the sequence, the id and the hashes. */
export type NewEvent = Pick<StoredEvent, 'at' | 'type' | 'by' | 'onBehalfOf' | 'reason' | 'detail'>;

/** Every stored document. `version` starts at 1 and grows by one with every write. */
export interface Stored {
  _id: string;
  version: number;
  /** The most recent events, oldest first; older ones are in the archive. */
  history: StoredEvent[];
  /** When the document last changed: the `at` of its last event. */
  changedAt: string;
  /** SHA-256 of the seed record it was last loaded from, when it came from a seed and nobody has edited it since. */
  seed?: string;
}

/** A document before the store has added its own fields. */
export type Unstored<T extends Stored> = Omit<T, 'version' | 'history' | 'changedAt' | 'seed'>;

/**
 * An index: the fields in order, each a path to one plain value, at most one of them to an array of plain values. The id
 * follows by itself. A filter with `or` or `in` is a number of alternatives, and each must be served by one index:
 *
 * - a page: the fields tested for equality (all of them, in any order), then the field sorted by, and nothing more. A
 *   field tested for equality and sorted by is not repeated. Sorted by id: the fields tested for equality alone; with no
 *   test no index is needed. The field sorted by may have a range. One other field that is in any index may have one too
 *   and is tested row by row: it is meant for an embargo's instant, which few documents fail.
 * - a page per parent, and a count: the same, with the parent's field among those tested for equality.
 * - a count: the fields tested for equality first; a field with a range next; further fields do no harm.
 * - a count by a field: the fields tested for equality first, then that field; further fields do no harm.
 *
 * An index with an array serves only queries that test that array for equality (or count by it). An array cannot be
 * sorted by or have a range, and of its values one query asks for one. Reads by id (`getMany`) need no index, whatever
 * the visibility tests. Anything else throws `NoIndex`, which names the index that would serve.
 *
 * A field holds values of one type, or null, which counts as lower than every other value.
 */
export interface Index {
  fields: readonly string[];
  /** The field among them that holds an array of values. */
  array?: string;
}

export interface CollectionDefinition<T extends Stored> {
  name: string;
  indexes: readonly Index[];
  /** Only for the type: never set. */
  readonly document?: T;
}

/** Gives a collection its name, its document type and its indexes. */
export function defineCollection<T extends Stored>(
  name: string,
  indexes: readonly Index[] = [],
): CollectionDefinition<T> {
  return { name, indexes };
}

export interface LoadResult {
  inserted: number;
  updated: number;
  /** Same seed as before: nothing written. */
  unchanged: number;
  /** Edited by somebody since the last load: left as it is. */
  kept: number;
}

export interface Collection<T extends Stored> {
  /** The documents in the order asked for; undefined where there is none or this reader may not see it. */
  getMany(ids: readonly string[]): Promise<(T | undefined)[]>;
  /** One page, by keyset over a declared index. */
  page(filter: Filter, options: PageOptions): Promise<Page<T>>;
  /** A page for each parent: documents whose `field` equals (or, an array, contains) the parent's id. One call for all. */
  pagePerParent(
    field: string,
    parentIds: readonly string[],
    filter: Filter,
    options: PageOptions,
  ): Promise<Page<T>[]>;
  /** How many match for each parent: documents whose `field` equals (or contains) the parent's id. One call for all. */
  countPerParent(field: string, parentIds: readonly string[], filter: Filter): Promise<number[]>;
  /** How many match. */
  count(filter: Filter): Promise<number>;
  /** How many match for each value of a field (for an array field: for each value in it). */
  countBy(field: string, filter: Filter): Promise<Map<Value, number>>;
  /** Stores a new document as version 1 with its first event. Throws `IdTaken` if the id is in use (seen or not). */
  insert(document: Unstored<T>, event: NewEvent): Promise<T>;
  /**
   * Replaces a document if its stored version is still `document.version`, and returns it at the next version with the
   * event added. Throws `Conflict`, which carries what is stored now, otherwise; `Conflict` with undefined if it is gone.
   */
  replace(document: T, event: NewEvent): Promise<T>;
  /** Seeds and imports: inserts what is missing, changes what nobody edited since the last load, keeps the rest. */
  load(documents: readonly Unstored<T>[], event: Pick<NewEvent, 'at' | 'by'>): Promise<LoadResult>;
}

/** One event of the store's feed. */
export interface Change {
  /** Give it to `changes` to go on after this one. */
  cursor: string;
  collection: string;
  documentId: string;
  event: StoredEvent;
}

export interface Storage {
  /** A collection as one reader sees it. `visible` is joined to every read. Writes are not narrowed by it. */
  collection<T extends Stored>(
    definition: CollectionDefinition<T>,
    visible: Visible,
  ): Collection<T>;
  /** The store's feed: every event at least once, in order within a document. `after` null starts from the beginning. */
  changes(after: string | null, limit: number): Promise<Change[]>;
  /** All events of one document, oldest first, archived ones too. The caller has made sure that the reader may see it. */
  history(definition: CollectionDefinition<Stored>, id: string): Promise<StoredEvent[]>;
  close(): Promise<void>;
}

/** The id of a new document is in use. */
export class IdTaken extends Error {
  override name = 'IdTaken';
  readonly id: string;
  constructor(collection: string, id: string) {
    super(`${collection} already has a document with the id ${id}`);
    this.id = id;
  }
}

/** The document changed since it was read. `stored` is what is there now. */
export class Conflict extends Error {
  override name = 'Conflict';
  readonly stored: Stored | undefined;
  constructor(collection: string, id: string, stored: Stored | undefined) {
    super(`${collection} ${id} changed since it was read`);
    this.stored = stored;
  }
}

/** A cursor that no page with this sort has given. */
export class InvalidCursor extends Error {
  override name = 'InvalidCursor';
}

/** A filter or sort that no declared index serves; the message names the collection, the fields and the indexes. */
export class NoIndex extends Error {
  override name = 'NoIndex';
}

/** A filter and a visibility that together have more alternatives than the 16 that a query may have. */
export class TooManyAlternatives extends Error {
  override name = 'TooManyAlternatives';
  constructor(alternatives: number, allowed: number) {
    super(
      `The filter and the visibility have ${alternatives} alternatives together; ${allowed} are allowed`,
    );
  }
}

import type { Storage } from '@network/storage';
import type { Identity } from './identity.ts';
import { languagesWanted } from './languages.ts';
import type { Ask } from './owners.ts';
import type { LanguageCode } from './stored.ts';

/** What every resolver of every subgraph gets: made once per request, never kept longer. */
export interface Context {
  /** This subgraph's own store. */
  storage: Storage;
  /** The clock. Nothing in a subgraph asks the machine for the time. */
  now: () => Date;
  /** A new id that sorts after the earlier ones. */
  newId: () => string;
  /** Null is the public. */
  identity: Identity | null;
  /** Languages wanted, best first; empty when the client stated none. */
  languages: readonly LanguageCode[];
  /** Asks the owners of other subgraphs' records, as this reader. */
  ask: Ask;
  /** Loaders of this request, by what they load (`loading.ts`). */
  loaders: Map<unknown, unknown>;
}

export interface ContextParts {
  storage: Storage;
  now: () => Date;
  newId: () => string;
  identity: Identity | null;
  /** The `Accept-Language` header as it came. */
  acceptLanguage: string;
  ask: Ask;
}

export function createContext(parts: ContextParts): Context {
  return {
    storage: parts.storage,
    now: parts.now,
    newId: parts.newId,
    identity: parts.identity,
    languages: languagesWanted(parts.acceptLanguage),
    ask: parts.ask,
    loaders: new Map(),
  };
}

let lastTime = 0;
let counter = 0;

/** Ids for records without a natural key: time in milliseconds, then a count within it, then 40 random bits; they sort by age. */
export function newSortableId(): string {
  const time = Math.max(Date.now(), lastTime);
  counter = time === lastTime ? counter + 1 : 0;
  lastTime = time;
  const random = crypto.getRandomValues(new Uint8Array(5));
  return (
    time.toString(36).padStart(9, '0') +
    counter.toString(36).padStart(3, '0') +
    Buffer.from(random).toString('hex')
  );
}

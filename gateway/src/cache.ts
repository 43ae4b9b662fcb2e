// Goes in: keys and how to make what is missing. Comes out: values, from a bounded cache with single flight.
// What fails is not kept. Knows nothing of what it holds.

import { createHash } from 'node:crypto';

export interface Cache<Value> {
  /** A value that is there; undefined otherwise, also while it is being made. */
  peek(key: string): Value | undefined;
  /** The value, made if it is not there; who asks meanwhile waits for the same one. */
  get(key: string, make: () => Promise<Value>): Promise<Value>;
  readonly size: number;
}

/** Characters of all keys of one cache: keys are texts that clients choose. */
const keyCharacters = 8_000_000;

/** What the values of a cache may weigh together. */
export interface Scale<Value> {
  most: number;
  weigh(value: Value): number;
}

/** Eviction gives every entry used since the last sweep a second chance, so that a hit is one look-up and one write. */
export function createCache<Value>(capacity: number, scale?: Scale<Value>): Cache<Value> {
  const entries = new Map<string, { value: Value; weight: number; used: boolean }>();
  const flights = new Map<string, Promise<Value>>();
  const mostWeight = scale?.most ?? 0;
  let characters = 0;
  let weights = 0;

  const isFull = (): boolean =>
    entries.size >= capacity || characters > keyCharacters || weights > mostWeight;
  const keep = (key: string, value: Value): void => {
    const weight = scale ? scale.weigh(value) : 0;
    characters += key.length;
    weights += weight;
    while (entries.size > 0 && isFull()) {
      for (const [oldest, entry] of entries) {
        entries.delete(oldest);
        if (!entry.used) {
          characters -= oldest.length;
          weights -= entry.weight;
          break;
        }
        entry.used = false;
        entries.set(oldest, entry);
      }
    }
    entries.set(key, { value, weight, used: false });
  };
  const peek = (key: string): Value | undefined => {
    const entry = entries.get(key);
    if (entry) entry.used = true;
    return entry?.value;
  };
  return {
    peek,
    async get(key, make) {
      const value = peek(key);
      if (value !== undefined) return value;
      const flying = flights.get(key);
      if (flying) return flying;
      const flight = make();
      flights.set(key, flight);
      try {
        const made = await flight;
        keep(key, made);
        return made;
      } finally {
        flights.delete(key);
      }
    },
    get size() {
      return entries.size;
    },
  };
}

/** Texts that clients have sent once and then name by their hash ("automatic persisted queries"). */
export interface PersistedTexts {
  /** undefined if the hash is not known. */
  find(hash: string): string | undefined;
  /** False if the hash is not the text's. */
  remember(hash: string, text: string): boolean;
}

/** Those used last are kept, up to a number of texts and of characters. */
export function createPersistedTexts(capacity: number): PersistedTexts {
  const texts = new Map<string, string>();
  let characters = 0;
  const find = (hash: string): string | undefined => {
    const text = texts.get(hash);
    if (text === undefined) return undefined;
    texts.delete(hash);
    texts.set(hash, text);
    return text;
  };
  return {
    find,
    remember(hash, text) {
      if (find(hash) === text) return true;
      if (createHash('sha256').update(text).digest('hex') !== hash) return false;
      characters += text.length;
      texts.set(hash, text);
      for (const [oldest, old] of texts) {
        if (texts.size <= capacity && characters <= keyCharacters) break;
        texts.delete(oldest);
        characters -= old.length;
      }
      return true;
    },
  };
}

// Goes in: the kind of a value. Comes out: how it is read, from an answer's bytes (`scan`) or from values (`walk`).
// Walking writes its text; scanning only finds its end, for bytes are copied as they are, in spans as long as possible
// (`splice-object.ts`). Both answer or decline, with -1 or false.
//
// Scanning relies on two things that GraphQL servers do: fields come in the order of the selection, and JSON comes
// without white space. Where that is not so the reader declines.

import { reserve, writeBytes } from './splice-arena.ts';
import { isPlain, type Leaf, passAny, passNull } from './splice-leaf.ts';
import type { Splicing } from './splice-state.ts';

/** Reads one value and writes what is wanted of it. */
export interface Value {
  /** Of a leaf: what it consists of, for generated code. */
  leaf: { leaf: Leaf; nonNull: boolean } | null;
  /** Gives the position behind the value, or -1. */
  scan(splicing: Splicing, position: number): number;
  walk(splicing: Splicing, value: unknown): boolean;
}

const braceOpen = 123;
const bracketOpen = 91;
const bracketClose = 93;
const comma = 44;
const nullBytes = Buffer.from('null');

/** A field of an answer that the client does not see. */
export const skippedValue: Value = {
  leaf: null,
  scan: (splicing, position) => passAny(splicing.bytes, position),
  walk: () => true,
};

const nullables = new WeakMap<Leaf, Value>();
const nonNulls = new WeakMap<Leaf, Value>();

/** How a leaf is read: the same for the same leaf, for there are many of few kinds. */
export function leafValue(leaf: Leaf, nonNull: boolean): Value {
  const made = nonNull ? nonNulls : nullables;
  let value = made.get(leaf);
  if (!value) {
    value = newLeafValue(leaf, nonNull);
    made.set(leaf, value);
  }
  return value;
}

function newLeafValue(leaf: Leaf, nonNull: boolean): Value {
  const { pass } = leaf;
  return {
    leaf: { leaf, nonNull },
    scan({ bytes }, position) {
      const end = pass(bytes, position);
      return end < 0 && !nonNull ? passNull(bytes, position) : end;
    },
    walk: (splicing, value) =>
      value === null ? writeNull(splicing, nonNull) : leaf.write(splicing, value),
  };
}

export function writeNull(splicing: Splicing, nonNull: boolean): boolean {
  if (!nonNull) writeBytes(splicing, nullBytes);
  return !nonNull;
}

export function listValue(item: Value, nonNull: boolean): Value {
  return {
    leaf: null,
    scan(splicing, position) {
      const { bytes } = splicing;
      if (bytes[position] !== bracketOpen) return nonNull ? -1 : passNull(bytes, position);
      let at = position + 1;
      if (bytes[at] === bracketClose) return at + 1;
      for (;;) {
        at = item.scan(splicing, at);
        if (at < 0) return -1;
        const next = bytes[at];
        if (next === bracketClose) return at + 1;
        if (next !== comma) return -1;
        at++;
      }
    },
    walk(splicing, value) {
      if (value === null) return writeNull(splicing, nonNull);
      if (!Array.isArray(value)) return false;
      writeByte(splicing, bracketOpen);
      for (let n = 0; n < value.length; n++) {
        if (n > 0) writeByte(splicing, comma);
        if (!item.walk(splicing, value[n])) return false;
      }
      writeByte(splicing, bracketClose);
      return true;
    },
  };
}

export function objectValue(object: Value, nonNull: boolean): Value {
  return {
    leaf: null,
    scan(splicing, position) {
      if (splicing.bytes[position] === braceOpen) return object.scan(splicing, position);
      return nonNull ? -1 : passNull(splicing.bytes, position);
    },
    walk(splicing, value) {
      if (value === null) return writeNull(splicing, nonNull);
      if (typeof value !== 'object' || Array.isArray(value)) return false;
      return object.walk(splicing, value);
    },
  };
}

const typenameStart = Buffer.from('{"__typename":"');

/**
 * An object behind an interface or union: its `__typename`, which comes first, says how to go on. Whoever goes on reads it
 * again, as a whole.
 */
export function switchValue(objectOf: (typename: string) => Value | null): Value {
  return {
    leaf: null,
    scan(splicing, position) {
      const { bytes } = splicing;
      for (let n = 0; n < typenameStart.length; n++) {
        if (bytes[position + n] !== typenameStart[n]) return -1;
      }
      const start = position + typenameStart.length;
      let end = start;
      while (isPlain[bytes[end] as number] === 1) end++;
      const object = objectOf(bytes.toString('latin1', start, end));
      return object ? object.scan(splicing, position) : -1;
    },
    walk(splicing, value) {
      const { __typename: typename } = value as { __typename?: unknown };
      const object = typeof typename === 'string' ? objectOf(typename) : null;
      return object ? object.walk(splicing, value) : false;
    },
  };
}

export function writeByte(splicing: Splicing, byte: number): void {
  if (splicing.end === splicing.bytes.length) reserve(splicing, 1);
  splicing.bytes[splicing.end++] = byte;
}

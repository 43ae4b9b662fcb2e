// Goes in: the type of a leaf. Comes out: how its JSON is passed over in an answer's bytes, and how its value is written.
// Everything here answers or declines: -1, or false, says that the value is not what the type allows, whatever the
// reason; the plain path then decides what that means.

import { type GraphQLEnumType, type GraphQLScalarType, isEnumType } from 'graphql';
import { type Arena, bytesOf, writeBytes, writeInt, writeText, writeUtf8 } from './splice-arena.ts';

/** Gives the position behind a value, or -1. */
type Pass = (bytes: Uint8Array, position: number) => number;

/** Writes a value's JSON; null is not a value here. */
export type Write = (arena: Arena, value: unknown) => boolean;

export interface Leaf {
  pass: Pass;
  write: Write;
}

const quotationMark = 34;
const lowerN = 110;
const comma = 44;
const minus = 45;
const point = 46;
const bracketOpen = 91;
const backslash = 92;
const bracketClose = 93;
const braceOpen = 123;
const braceClose = 125;

/** Bytes that stand for themselves in a JSON text. */
export const isPlain = new Uint8Array(256).map((_, byte) =>
  byte >= 32 && byte !== quotationMark && byte !== backslash ? 1 : 0,
);
const isDigit = new Uint8Array(256).map((_, byte) => (byte >= 48 && byte <= 57 ? 1 : 0));
const isHex = new Uint8Array(256).map((_, byte) =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102) ? 1 : 0,
);
/** What may follow a backslash, but for `u`. */
const isEscaped = new Uint8Array(256).map((_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

export function passNull(bytes: Uint8Array, position: number): number {
  return bytes[position] === 110 &&
    bytes[position + 1] === 117 &&
    bytes[position + 2] === 108 &&
    bytes[position + 3] === 108
    ? position + 4
    : -1;
}

function passText(bytes: Uint8Array, position: number): number {
  if (bytes[position] !== quotationMark) return -1;
  let at = position + 1;
  for (;;) {
    // Four at a time: a fifth faster.
    while (
      (isPlain[bytes[at] as number] as number) &
      (isPlain[bytes[at + 1] as number] as number) &
      (isPlain[bytes[at + 2] as number] as number) &
      (isPlain[bytes[at + 3] as number] as number)
    ) {
      at += 4;
    }
    while (isPlain[bytes[at] as number] === 1) at++;
    const byte = bytes[at];
    if (byte === quotationMark) return at + 1;
    if (byte !== backslash) return -1;
    const escaped = bytes[at + 1] as number;
    if (isEscaped[escaped] === 1) at += 2;
    else if (
      escaped === 117 &&
      isHex[bytes[at + 2] as number] === 1 &&
      isHex[bytes[at + 3] as number] === 1 &&
      isHex[bytes[at + 4] as number] === 1 &&
      isHex[bytes[at + 5] as number] === 1
    ) {
      at += 6;
    } else return -1;
  }
}

/** Up to nine digits: what is longer may not be an Int, and is left to the plain path, as is -0, which it writes as 0. */
function passInt(bytes: Uint8Array, position: number): number {
  const start = bytes[position] === minus ? position + 1 : position;
  let at = start;
  while (isDigit[bytes[at] as number] === 1) at++;
  const digits = at - start;
  if (digits === 0 || digits > 9) return -1;
  if (bytes[start] === 48 && at > position + 1) return -1;
  const next = bytes[at];
  return next === point || next === 69 || next === 101 ? -1 : at;
}

/** Up to 200 digits and two of an exponent: what is longer may not be finite, and is left to the plain path. */
function passNumber(bytes: Uint8Array, position: number): number {
  const start = bytes[position] === minus ? position + 1 : position;
  let at = start;
  while (isDigit[bytes[at] as number] === 1) at++;
  const digits = at - start;
  if (digits === 0 || digits > 200 || (digits > 1 && bytes[start] === 48)) return -1;
  if (bytes[at] === point) {
    const fraction = ++at;
    while (isDigit[bytes[at] as number] === 1) at++;
    if (at === fraction) return -1;
  }
  if (bytes[at] === 69 || bytes[at] === 101) {
    at++;
    if (bytes[at] === minus || bytes[at] === 43) at++;
    const exponent = at;
    while (isDigit[bytes[at] as number] === 1) at++;
    if (at === exponent || at - exponent > 2) return -1;
  }
  return bytes[start] === 48 && start > position && isZero(bytes, start) ? -1 : at;
}

/** Whether a number has no digit but 0 before its exponent: after a minus it is left to the plain path, as above. */
function isZero(bytes: Uint8Array, start: number): boolean {
  let at = start;
  while (bytes[at] === 48 || bytes[at] === point) at++;
  return isDigit[bytes[at] as number] === 0;
}

function passBoolean(bytes: Uint8Array, position: number): number {
  if (
    bytes[position] === 116 &&
    bytes[position + 1] === 114 &&
    bytes[position + 2] === 117 &&
    bytes[position + 3] === 101
  ) {
    return position + 4;
  }
  return bytes[position] === 102 &&
    bytes[position + 1] === 97 &&
    bytes[position + 2] === 108 &&
    bytes[position + 3] === 115 &&
    bytes[position + 4] === 101
    ? position + 5
    : -1;
}

/** Deeper values would need more stack than there is; the plain path's parser needs none. */
const deepest = 500;

/** Any value without white space: what is not asked for, and scalars of the supergraph's own. */
export function passAny(bytes: Uint8Array, position: number, depth = 0): number {
  switch (bytes[position]) {
    case quotationMark:
      return passText(bytes, position);
    case braceOpen:
    case bracketOpen:
      return depth < deepest ? passMembers(bytes, position, depth + 1) : -1;
    case 116:
    case 102:
      return passBoolean(bytes, position);
    case 110:
      return passNull(bytes, position);
    default:
      return passNumber(bytes, position);
  }
}

function passMembers(bytes: Uint8Array, position: number, depth: number): number {
  const close = bytes[position] === braceOpen ? braceClose : bracketClose;
  let at = position + 1;
  if (bytes[at] === close) return at + 1;
  for (;;) {
    if (close === braceClose) {
      at = passText(bytes, at);
      if (at < 0 || bytes[at] !== 58) return -1;
      at++;
    }
    at = passAny(bytes, at, depth);
    if (at < 0) return -1;
    const next = bytes[at];
    if (next === close) return at + 1;
    if (next !== comma) return -1;
    at++;
  }
}

function writeString(arena: Arena, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  writeText(arena, value);
  return true;
}

const leaves: Record<string, Leaf> = {
  Int: {
    pass: passInt,
    write(arena, value) {
      if (typeof value !== 'number' || (value | 0) !== value) return false;
      writeInt(arena, value);
      return true;
    },
  },
  Float: {
    pass: passNumber,
    write(arena, value) {
      if (typeof value !== 'number' || !Number.isFinite(value)) return false;
      if ((value | 0) === value) writeInt(arena, value);
      else writeUtf8(arena, String(value));
      return true;
    },
  },
  String: { pass: passText, write: writeString },
  ID: { pass: passText, write: writeString },
  Boolean: {
    pass: passBoolean,
    write(arena, value) {
      if (typeof value !== 'boolean') return false;
      writeUtf8(arena, value ? 'true' : 'false');
      return true;
    },
  },
};

const anyLeaf: Leaf = {
  pass: (bytes, position) => (bytes[position] === lowerN ? -1 : passAny(bytes, position)),
  write: writeAny,
};

/** Writes a value of any kind. */
export function writeAny(arena: Arena, value: unknown): boolean {
  if (typeof value === 'string') {
    writeText(arena, value);
    return true;
  }
  const text = JSON.stringify(value);
  // JSON has no NaN; as a key that would be none, and nothing would be asked.
  if (text === undefined || (text === 'null' && value !== null)) return false;
  writeUtf8(arena, text);
  return true;
}

export const textLeaf = leaves.String as Leaf;

const enums = new WeakMap<GraphQLEnumType, Leaf>();

export function leafOf(type: GraphQLScalarType | GraphQLEnumType): Leaf {
  if (!isEnumType(type)) return leaves[type.name] ?? anyLeaf;
  let leaf = enums.get(type);
  if (!leaf) {
    leaf = oneOf(type.getValues().map(({ name }) => name));
    enums.set(type, leaf);
  }
  return leaf;
}

/** One of some names. */
export function oneOf(names: readonly string[]): Leaf {
  const encoded = new Map(names.map((name) => [name, bytesOf(`"${name}"`)]));
  const texts = [...encoded.values()];
  return {
    pass(bytes, position) {
      for (const name of texts) {
        let at = 0;
        while (at < name.length && bytes[position + at] === name[at]) at++;
        if (at === name.length) return position + at;
      }
      return -1;
    },
    write(arena, value) {
      const name = typeof value === 'string' ? encoded.get(value) : undefined;
      if (name) writeBytes(arena, name);
      return name !== undefined;
    },
  };
}

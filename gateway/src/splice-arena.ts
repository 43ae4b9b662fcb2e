// The bytes of one spliced request: answers as they came, and behind them whatever is written. One array for all of it,
// so that a part of the text is two numbers and moving it is a copy within the array: nothing is decoded, and hardly
// anything is left to the garbage collector. Knows nothing of JSON but how a text is quoted.

import { codes, requestError } from './errors.ts';

export interface Arena {
  bytes: Buffer;
  /** Behind the last byte that is used. */
  end: number;
}

const smallest = 16 * 1024;
/** Twice what the plain path can answer, whose text V8 bounds; positions must also fit into an Int32. */
const largest = 2 ** 30;

export function newBytes(): Buffer {
  return Buffer.allocUnsafeSlow(smallest);
}

/** Makes room behind the end; throws a RequestError where there must be no more. */
export function reserve(arena: Arena, count: number): void {
  const needed = arena.end + count;
  if (needed <= arena.bytes.length) return;
  if (needed > largest) throw requestError('The response is too large.', codes.limit);
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, arena.bytes.length * 2));
  arena.bytes.copy(larger, 0, 0, arena.end);
  arena.bytes = larger;
}

/** The same numbers with room for more; new ones are -1. */
export function grown(numbers: Int32Array, count: number): Int32Array {
  const larger = new Int32Array(Math.max(count, numbers.length * 2, 16));
  larger.set(numbers);
  larger.fill(-1, numbers.length);
  return larger;
}

/** Puts an answer behind what is there, followed by a byte that ends every reading. Gives its start. */
export function addAnswer(arena: Arena, answer: Buffer): number {
  // Readers look a few bytes ahead.
  reserve(arena, answer.length + 16);
  const start = arena.end;
  answer.copy(arena.bytes, start);
  arena.bytes[start + answer.length] = 0;
  arena.end = start + answer.length + 1;
  return start;
}

const texts = new Map<string, Buffer>();
const mostTexts = 10_000;
/** Clients choose aliases: longer texts are not kept here. */
const longestKept = 100;

/** A text as bytes, which are never to be changed: operations have most of their keys in common, and share them. */
export function bytesOf(text: string): Buffer {
  const known = texts.get(text);
  if (known) return known;
  const bytes = Buffer.from(text);
  if (text.length > longestKept) return bytes;
  if (texts.size === mostTexts) texts.clear();
  texts.set(text, bytes);
  return bytes;
}

export function writeBytes(arena: Arena, source: Uint8Array): void {
  const { length } = source;
  reserve(arena, length);
  const { bytes } = arena;
  let at = arena.end;
  for (let n = 0; n < length; n++) bytes[at++] = source[n] as number;
  arena.end = at;
}

/** Writes a part of the arena again, at its end. Copying is native where that is faster: from some 20 bytes on. */
export function repeat(arena: Arena, start: number, stop: number): void {
  const count = stop - start;
  reserve(arena, count);
  const { bytes } = arena;
  let at = arena.end;
  arena.end += count;
  if (count > 24) bytes.copyWithin(at, start, stop);
  else for (let n = start; n < stop; n++) bytes[at++] = bytes[n] as number;
}

/** What was written since some point, for others to keep. */
export function copyFrom({ bytes, end }: Arena, start: number): Buffer {
  return Buffer.from(bytes.subarray(start, end));
}

/** Characters that JSON does not write as they are, and all that are not ASCII. */
const needsCare = /[^ !#-[\]-~]/;
/** The same as a table over all characters: 1 for those that stand for themselves. */
const isPlain = new Uint8Array(65_536);
for (let code = 0x20; code < 0x7f; code++) isPlain[code] = code === 0x22 || code === 0x5c ? 0 : 1;
const quotationMark = 0x22;
/** From here on testing a text as a whole and copying it natively is faster than going through it. */
const long = 120;

/** Writes the JSON of a text. */
export function writeText(arena: Arena, text: string): void {
  if (!writePlain(arena, text)) writeUtf8(arena, JSON.stringify(text));
}

/** Writes a text that JSON has as it is; false, and nothing is written, for any other. */
function writePlain(arena: Arena, text: string): boolean {
  const { length } = text;
  reserve(arena, length + 2);
  const { bytes } = arena;
  let at = arena.end;
  bytes[at++] = quotationMark;
  if (length > long) {
    if (needsCare.test(text)) return false;
    at += bytes.write(text, at, 'latin1');
  } else {
    let n = 0;
    // Four at a time: a third faster.
    for (; n + 3 < length; n += 4) {
      const a = text.charCodeAt(n);
      const b = text.charCodeAt(n + 1);
      const c = text.charCodeAt(n + 2);
      const d = text.charCodeAt(n + 3);
      const allPlain =
        (isPlain[a] as number) &
        (isPlain[b] as number) &
        (isPlain[c] as number) &
        (isPlain[d] as number);
      if (allPlain === 0) return false;
      bytes[at] = a;
      bytes[at + 1] = b;
      bytes[at + 2] = c;
      bytes[at + 3] = d;
      at += 4;
    }
    for (; n < length; n++) {
      const code = text.charCodeAt(n);
      if (isPlain[code] === 0) return false;
      bytes[at++] = code;
    }
  }
  bytes[at++] = quotationMark;
  arena.end = at;
  return true;
}

/** Writes a text as it is. */
export function writeUtf8(arena: Arena, text: string): void {
  reserve(arena, text.length * 3);
  arena.end += arena.bytes.write(text, arena.end, 'utf8');
}

export function writeInt(arena: Arena, value: number): void {
  reserve(arena, 11);
  const { bytes } = arena;
  if (value >= 0 && value < 10) {
    bytes[arena.end++] = 48 + value;
    return;
  }
  let rest = value;
  if (rest < 0) {
    bytes[arena.end++] = 45;
    rest = -rest;
  }
  let digits = 1;
  for (let power = 10; power <= rest; power *= 10) digits++;
  let at = arena.end + digits;
  arena.end = at;
  while (at > arena.end - digits) {
    const tenth = Math.trunc(rest / 10);
    bytes[--at] = 48 + rest - tenth * 10;
    rest = tenth;
  }
}

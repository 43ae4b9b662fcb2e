// Goes in: what is wanted of the objects of one place. Comes out: how they are read and listed as spans, in the client's
// order, with gaps for what comes from elsewhere. Answers or declines, as in `splice-read.ts`.

import { writeBytes } from './splice-arena.ts';
import { generateObject } from './splice-generate.ts';
import { writeAny } from './splice-leaf.ts';
import { type Value, writeByte } from './splice-read.ts';
import { addAgain, addGap, addSpan, pushParts, type Splicing } from './splice-state.ts';
import {
  type Additions,
  addSlots,
  addText,
  compileNote,
  literalOf,
  type Note,
  nextRecord,
  type Reading,
  type Readings,
  type Step,
  type Steps,
  stepsInOrder,
} from './splice-steps.ts';

const braceOpen = 123;
const braceClose = 125;

/** Reads the objects that a place consists of. */
export function baseReader(
  readings: Readings,
  additions: Additions,
  { generates }: { generates: boolean },
): Value {
  const note = compileNote(additions, readings.captures);
  const steps = stepsInOrder(readings, additions.slots);
  const generated = generates
    ? generateObject({ readings, additions, steps, note })
    : { scan: null, walk: null };
  const scan = steps
    ? scanInOrder(steps, readings, { additions, note })
    : scanReordered(readings, additions, note);
  return {
    leaf: null,
    scan: generated.scan ?? scan,
    walk: generated.walk ?? walkObject(readings, additions, note),
  };
}

function walkObject(
  { fields, captures }: Readings,
  { slots, leaders }: Additions,
  note: Note | null,
): Value['walk'] {
  const hasHidden = fields.some(isHidden);
  const isOfType = typenameCheck(fields);
  return (splicing, value) => {
    const object = value as Readonly<Record<string, unknown>>;
    if (!isOfType(object)) return false;
    const record = note ? nextRecord(splicing, leaders) : 0;
    const frame = pushParts(splicing, captures);
    writeByte(splicing, braceOpen);
    for (const slot of slots) {
      if (slot.kind === 'text') writeBytes(splicing, slot.text);
      else if (slot.kind === 'gap') {
        addSpan(splicing, splicing.from, splicing.end);
        addGap(splicing, slot.gap, record);
        splicing.from = splicing.end;
      } else if (!walkField(splicing, fields[slot.field] as Reading, { object, frame })) {
        return false;
      }
    }
    writeByte(splicing, braceClose);
    if (hasHidden) {
      addSpan(splicing, splicing.from, splicing.end);
      if (!walkHidden(splicing, fields, { object, frame })) return false;
      splicing.from = splicing.end;
    }
    if (note) note(splicing, frame, record);
    splicing.partsEnd = frame;
    return true;
  };
}

interface Walked {
  object: Readonly<Record<string, unknown>>;
  frame: number;
}

export function walkField(splicing: Splicing, field: Reading, { object, frame }: Walked): boolean {
  const { lead, raw, value, capture } = field;
  writeBytes(splicing, lead as Uint8Array);
  const start = splicing.end;
  if (!value.walk(splicing, object[raw])) return false;
  if (capture >= 0) setPart(splicing, frame + 2 * capture, start);
  return true;
}

/** Whether an object's typenames that the client does not see are what they may be; the others are written. */
export function typenameCheck(
  fields: readonly Reading[],
): (object: Readonly<Record<string, unknown>>) => boolean {
  const checked = fields.filter(({ lead, typenames }) => lead === null && typenames);
  return (object) => {
    for (const { raw, typenames } of checked) {
      if (!typenames?.includes(object[raw] as string)) return false;
    }
    return true;
  };
}

/** What representations need and the client does not see. */
function isHidden({ capture, lead }: Reading): boolean {
  return capture >= 0 && lead === null;
}

/** Writes what is hidden behind what the client sees. */
export function walkHidden(
  splicing: Splicing,
  fields: readonly Reading[],
  { object, frame }: Walked,
): boolean {
  for (const field of fields) {
    if (!isHidden(field)) continue;
    const start = splicing.end;
    if (!writeAny(splicing, object[field.raw])) return false;
    setPart(splicing, frame + 2 * field.capture, start);
  }
  return true;
}

/** Keeps where what was written last is. */
function setPart(splicing: Splicing, at: number, start: number): void {
  splicing.parts[at] = start;
  splicing.parts[at + 1] = splicing.end;
}

function scanInOrder(
  { steps, last, cutsLast, resumesLast }: Steps,
  { captures }: Readings,
  { additions, note }: { additions: Additions; note: Note | null },
): Value['scan'] {
  const { leaders } = additions;
  const count = steps.length;
  return (splicing, position) => {
    const { bytes } = splicing;
    const record = note ? nextRecord(splicing, leaders) : 0;
    const frame = captures > 0 ? pushParts(splicing, captures) : 0;
    let at = position + 1;
    for (let n = 0; n < count; n++) {
      const step = steps[n] as Step;
      const { literal, value } = step;
      const { length } = literal;
      if (step.cuts) addSpan(splicing, splicing.from, at);
      if (step.slots.length > 0) addSlots(splicing, step.slots, record);
      for (let i = 0; i < length; i++) if (bytes[at + i] !== literal[i]) return -1;
      const start = at + length;
      if (step.resumes !== 'no') {
        if (step.text) addText(splicing, step.text);
        if (step.resumes === 'value') splicing.from = start;
        else splicing.from = step.resumes === 'key' && n > 0 ? at + 1 : at;
      }
      at = value.scan(splicing, start);
      if (at < 0) return -1;
      if (step.capture >= 0) {
        splicing.parts[frame + 2 * step.capture] = start;
        splicing.parts[frame + 2 * step.capture + 1] = at;
      }
    }
    if (bytes[at] !== braceClose) return -1;
    if (cutsLast) addSpan(splicing, splicing.from, at);
    if (last.length > 0) addSlots(splicing, last, record);
    if (resumesLast) splicing.from = at;
    if (note) note(splicing, frame, record);
    if (captures > 0) splicing.partsEnd = frame;
    return at + 1;
  };
}

const braceOpenText = Buffer.from('{');
const braceCloseText = Buffer.from('}');

/** For answers in another order than the client's: every field is listed apart, and then again in its place. */
function scanReordered(
  readings: Readings,
  { slots, leaders }: Additions,
  note: Note | null,
): Value['scan'] {
  const { fields, captures } = readings;
  const apart = scanApart(readings);
  return (splicing, position) => {
    const record = nextRecord(splicing, leaders);
    addSpan(splicing, splicing.from, position);
    const frame = pushParts(splicing, captures + fields.length);
    const pieces = frame + 2 * captures;
    const first = splicing.listEnd;
    const end = apart(splicing, position, { captures: frame, pieces });
    if (end < 0) return -1;
    const composed = splicing.listEnd;
    addText(splicing, braceOpenText);
    for (const slot of slots) {
      if (slot.kind === 'text') addText(splicing, slot.text);
      else if (slot.kind === 'gap') addGap(splicing, slot.gap, record);
      else addPiece(splicing, fields[slot.field] as Reading, pieces + 2 * slot.field);
    }
    addText(splicing, braceCloseText);
    // What was listed apart is not part of the response a second time.
    splicing.list.copyWithin(first, composed, splicing.listEnd);
    splicing.listEnd -= composed - first;
    splicing.from = end;
    if (note) note(splicing, frame, record);
    splicing.partsEnd = frame;
    return end;
  };
}

export function addPiece(splicing: Splicing, { lead }: Reading, piece: number): void {
  addText(splicing, lead as Uint8Array);
  addAgain(splicing, splicing.parts[piece] as number, splicing.parts[piece + 1] as number);
}

/** Lists the fields of an object that are wanted, each by itself. */
export function scanApart({ fields }: Readings) {
  const literals = fields.map(({ raw }, n) => literalOf(raw, n));
  return (
    splicing: Splicing,
    position: number,
    into: { captures: number; pieces: number },
  ): number => {
    const { bytes } = splicing;
    let at = position + 1;
    for (let n = 0; n < fields.length; n++) {
      const { lead, value, capture } = fields[n] as Reading;
      const literal = literals[n] as Uint8Array;
      for (let i = 0; i < literal.length; i++) if (bytes[at + i] !== literal[i]) return -1;
      const start = at + literal.length;
      splicing.from = start;
      const { listEnd } = splicing;
      at = value.scan(splicing, start);
      if (at < 0) return -1;
      if (lead !== null) {
        addSpan(splicing, splicing.from, at);
        splicing.parts[into.pieces + 2 * n] = listEnd;
        splicing.parts[into.pieces + 2 * n + 1] = splicing.listEnd;
      }
      if (capture >= 0) {
        splicing.parts[into.captures + 2 * capture] = start;
        splicing.parts[into.captures + 2 * capture + 1] = at;
      }
    }
    return bytes[at] === braceClose ? at + 1 : -1;
  };
}

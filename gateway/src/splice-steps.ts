// Goes in: the fields of an answer's object, in the answer's order, and what the client has at that place, in its own.
// Comes out: what is done field by field while the object is read, as data. From the first byte wanted to the last that
// follows it unchanged is one span. `splice-object.ts` runs the steps, `splice-generate.ts` makes code of them.

import { grown, writeBytes } from './splice-arena.ts';
import { entityOf } from './splice-entities.ts';
import type { Value } from './splice-read.ts';
import type { Site, Slot } from './splice-sites.ts';
import {
  addGap,
  addSpan,
  follow,
  noteEntity,
  pushParts,
  type Splicing,
  siteState,
} from './splice-state.ts';

/** A field of an answer's object. */
export interface Reading {
  raw: string;
  /** What the response has before the value, `,"key":`; null if the client does not see the field. */
  lead: Uint8Array | null;
  /** The response has another key than the answer. */
  isRenamed: boolean;
  value: Value;
  /** Position among what is kept for representations, or -1. */
  capture: number;
  /** Of a `__typename`: what it may be. Any other changes what the plain path asks and answers. */
  typenames: readonly string[] | null;
}

/** The fields of an answer's object, in the answer's order. */
export interface Readings {
  fields: readonly Reading[];
  /** How many of them are kept for representations. */
  captures: number;
}

/** What is added to the objects of a place. */
export interface Additions {
  slots: readonly Slot[];
  /** Sites that want a representation of every object. */
  leaders: readonly Site[];
  /** Sites that want one of every entity that a leader finds. */
  followers: readonly Site[];
}

/** A field of an answer's bytes, and what is done before it is read. */
export interface Step {
  literal: Uint8Array;
  /** The span ends before the field. */
  cuts: boolean;
  /** Listed after that. */
  slots: readonly Slot[];
  text: Uint8Array | null;
  /** Where the next span begins: nowhere, at the comma before the field, at its key, or at its value. */
  resumes: 'no' | 'comma' | 'key' | 'value';
  value: Value;
  capture: number;
}

export interface Steps {
  steps: readonly Step[];
  /** Listed behind the last field; the span before it ends, or the next one begins, at the closing brace. */
  last: readonly Slot[];
  cutsLast: boolean;
  resumesLast: boolean;
}

const commaText = Buffer.from(',');

/**
 * Null if the answer's order is not the client's. Example: of `{"__typename":"Product","upc":"1"}` the client wants
 * `upc`, and `name` comes from elsewhere: a span up to `{`, one from `"upc"` to `"1"`, a gap, and a span from `}` on.
 */
export function stepsInOrder({ fields }: Readings, slots: readonly Slot[]): Steps | null {
  const order = slots.flatMap((slot) => (slot.kind === 'own' ? [slot.field] : []));
  if (order.some((field, n) => n > 0 && field < (order[n - 1] as number))) return null;
  const steps: Step[] = [];
  let next = 0;
  let isCopying = true;
  const slotsBeforeNext = (): Slot[] => {
    const start = next;
    while (next < slots.length && slots[next]?.kind !== 'own') next++;
    return slots.slice(start, next);
  };
  fields.forEach(({ raw, lead, isRenamed, value, capture }, n) => {
    const isWanted = lead !== null;
    const before = isWanted ? slotsBeforeNext() : [];
    const isFirst = next === 0;
    const cuts = isCopying && (!isWanted || before.length > 0 || isRenamed);
    let resumes: Step['resumes'] = 'no';
    let text: Uint8Array | null = null;
    if (isWanted) {
      next++;
      if (isRenamed) {
        resumes = 'value';
        text = lead;
      } else if (cuts || !isCopying) {
        resumes = isFirst || n === 0 ? 'key' : 'comma';
        if (!isFirst && n === 0) text = commaText;
      }
    }
    isCopying = isWanted;
    const literal = literalOf(raw, n);
    steps.push({ literal, cuts, slots: before, text, resumes, value, capture });
  });
  const last = slotsBeforeNext();
  return {
    steps,
    last,
    cutsLast: isCopying && last.length > 0,
    resumesLast: !isCopying || last.length > 0,
  };
}

/** `"raw":`, with the comma before it. */
export function literalOf(raw: string, position: number): Uint8Array {
  return new Uint8Array(Buffer.from(`${position > 0 ? ',' : ''}${JSON.stringify(raw)}:`));
}

/** Writes a text and lists it. */
export function addText(splicing: Splicing, text: Uint8Array): void {
  const start = splicing.end;
  writeBytes(splicing, text);
  addSpan(splicing, start, splicing.end);
}

export function addSlots(splicing: Splicing, slots: readonly Slot[], record: number): void {
  for (const slot of slots) {
    if (slot.kind === 'text') addText(splicing, slot.text);
    else if (slot.kind === 'gap') addGap(splicing, slot.gap, record);
  }
}

/** Leaders of one object are noted together, so the next place of each has the same number. */
export function nextRecord(splicing: Splicing, leaders: readonly Site[]): number {
  const [first] = leaders;
  return first ? siteState(splicing, first).places : 0;
}

export type Note = (splicing: Splicing, frame: number, record: number) => void;

/** Notes a further place with the entities that others add to it; null where nobody adds any. */
export function compileNote({ leaders, followers }: Additions, captures: number): Note | null {
  const notes = leaders.map((site): Note => {
    if (site.waits)
      return (splicing, frame, record) => noteOwn(splicing, site, { frame, record, captures });
    const { tokens } = site;
    const own = followers.filter(({ leader }) => leader === site);
    // Where the parts are those of the object, in its order, they need not be put together.
    const isObject = tokens.every(({ capture }, n) => capture === n) && tokens.length === captures;
    return (splicing, frame, record) => {
      const state = siteState(splicing, site);
      let parts = frame;
      if (!isObject) {
        parts = pushParts(splicing, tokens.length);
        for (let n = 0; n < tokens.length; n++) {
          const at = frame + 2 * (tokens[n] as Site['tokens'][number]).capture;
          splicing.parts[parts + 2 * n] = splicing.parts[at] as number;
          splicing.parts[parts + 2 * n + 1] = splicing.parts[at + 1] as number;
        }
      }
      const entity = entityOf(splicing, state, parts);
      const isNew = noteEntity(state, record, entity);
      if (isNew) for (const each of own) follow(splicing, siteState(splicing, each), entity);
    };
  });
  const [first, ...others] = notes;
  if (!first) return null;
  if (others.length === 0) return first;
  return (splicing, frame, record) => {
    for (const note of notes) note(splicing, frame, record);
  };
}

/** Keeps what an object gives to a site that waits for the rest. */
function noteOwn(
  splicing: Splicing,
  site: Site,
  { frame, record, captures }: { frame: number; record: number; captures: number },
): void {
  const state = siteState(splicing, site);
  const at = 2 * captures * record;
  if (at + 2 * captures > state.own.length) state.own = grown(state.own, at + 2 * captures);
  for (let n = 0; n < 2 * captures; n++) state.own[at + n] = splicing.parts[frame + n] as number;
  noteEntity(state, record, -1);
}

// Goes in: where the parts of a representation are. Comes out: which entity it stands for: the same for the same bytes.
// So a subgraph is asked for an entity once, and no text has to be made to find that out.

import { grown } from './splice-arena.ts';
import type { SiteState, Splicing, TargetState } from './splice-state.ts';

/** Entities of one type by the bytes of their parts. */
export interface EntityTable {
  /** A member and one, or 0; as many as a power of two. */
  slots: Int32Array;
  /** How many members there are; by member: the hash of its parts, and which entity it is. */
  used: number;
  hashes: Int32Array;
  members: Int32Array;
}

const fewest = 32;

export function newTable(): EntityTable {
  return { slots: new Int32Array(fewest), used: 0, hashes: noHashes, members: noHashes };
}

const noHashes = new Int32Array(0);

/** Makes it ready for another request. One that is far larger than it was needed is given up. */
export function emptyTable(table: EntityTable): void {
  const isTooLarge = table.slots.length > 16 * Math.max(table.used, fewest);
  if (isTooLarge) table.slots = new Int32Array(fewest);
  else table.slots.fill(0);
  table.used = 0;
}

const lowerN = 110;

/**
 * The entity that some parts stand for, in the order of the site's tokens; a new one if none of the type has the same;
 * -1 if all of them are null. The parts are in `splicing.parts` from `frame` on.
 */
export function entityOf(splicing: Splicing, state: SiteState, frame: number): number {
  const { bytes, parts } = splicing;
  const { target, table } = state;
  const stop = frame + state.site.tokens.length * 2;
  let hash = 0x811c9dc5;
  let isNull = true;
  for (let n = frame; n < stop; n += 2) {
    const end = parts[n + 1] as number;
    let at = parts[n] as number;
    if (bytes[at] !== lowerN) isNull = false;
    for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    hash = Math.imul(hash ^ 255, 0x01000193);
  }
  if (isNull) return -1;
  const { slots } = table;
  const mask = slots.length - 1;
  let slot = slotOf(hash, mask);
  for (;;) {
    const member = slots[slot] as number;
    if (member === 0) break;
    if (table.hashes[member - 1] === hash) {
      const entity = table.members[member - 1] as number;
      if (isSame(splicing, target.partsAt[entity] as number, { target, frame, stop }))
        return entity;
    }
    slot = (slot + 1) & mask;
  }
  const entity = addEntity(splicing, state, { frame, stop });
  if (table.used === table.hashes.length) {
    table.hashes = grown(table.hashes, 0);
    table.members = grown(table.members, 0);
  }
  table.hashes[table.used] = hash;
  table.members[table.used] = entity;
  slots[slot] = ++table.used;
  if (table.used * 2 > slots.length) growTable(table);
  return entity;
}

/** The last bits of this hash are its worst where only the last letters differ. */
function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}

function isSame(
  { bytes, parts }: Splicing,
  known: number,
  { target, frame, stop }: { target: TargetState; frame: number; stop: number },
): boolean {
  for (let n = frame; n < stop; n += 2) {
    let a = target.parts[known + n - frame] as number;
    let b = parts[n] as number;
    const end = parts[n + 1] as number;
    if ((target.parts[known + n - frame + 1] as number) - a !== end - b) return false;
    while (b < end) if (bytes[a++] !== bytes[b++]) return false;
  }
  return true;
}

function addEntity(
  { parts }: Splicing,
  { target, site }: SiteState,
  { frame, stop }: { frame: number; stop: number },
): number {
  const entity = target.count++;
  if (entity >= target.types.length) {
    target.types = grown(target.types, entity + 1);
    target.partsAt = grown(target.partsAt, entity + 1);
  }
  const end = target.partsEnd + stop - frame;
  if (end > target.parts.length) target.parts = grown(target.parts, end);
  target.types[entity] = site.typeSlot;
  target.partsAt[entity] = target.partsEnd;
  for (let n = frame; n < stop; n++) target.parts[target.partsEnd++] = parts[n] as number;
  return entity;
}

function growTable(table: EntityTable): void {
  const slots = new Int32Array(table.slots.length * 4);
  const mask = slots.length - 1;
  for (let member = 1; member <= table.used; member++) {
    let slot = slotOf(table.hashes[member - 1] as number, mask);
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = member;
  }
  table.slots = slots;
}

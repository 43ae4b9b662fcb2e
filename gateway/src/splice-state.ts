// The state of one spliced request: what is known of the entities at every place, and the text so far, as a list of
// spans of the arena with gaps between them where the text of entities goes once it is there. Reads no answers.

import { type Arena, giveBytes, repeat, takeBytes, writeBytes } from './splice-arena.ts';
import type { Gap, Site, SpliceTarget } from './splice-compile.ts';

/** What is known of one site. Positions are of the arena, two for each part: its start and the byte behind it. */
export interface SiteState {
  site: Site;
  target: TargetState;
  table: EntityTable;
  /** Of a leader: for each place that was met, the index of its entity, or -1. Of a follower: for each of its leader's. */
  entities: number[];
  /** By entity: whether it is wanted here. */
  wanted: boolean[];
  /** By entity and run: where its spans are in the list, two numbers each. */
  runs: number[];
  /** By entity: where the parts are that other sites need of it. */
  captures: number[];
  /** Of a site that waits and leads: for each place, where the parts are that the object itself gives. */
  places: number[];
}

/** The representations of one `_entities`: a type and some parts of the arena for each. */
export interface TargetState {
  count: number;
  tables: (EntityTable | undefined)[];
  types: number[];
  /** Where an entity's parts begin in `parts`. */
  partsAt: number[];
  parts: number[];
}

/** Entities of one type by the bytes of their parts. */
export interface EntityTable {
  /** Index of an entity and one, or 0; as many as a power of two. */
  slots: Int32Array;
  used: number;
  hashes: number[];
  members: number[];
}

export interface Splicing extends Arena {
  /** From where on the answer that is read is copied as it is. */
  from: number;
  /** Spans and gaps: start and end of a span; or, of a gap, -1 less its id, and which of its leader's places it is. */
  list: Int32Array;
  listEnd: number;
  /** Parts of objects that are being read, a stack. */
  parts: Int32Array;
  partsEnd: number;
  sites: (SiteState | undefined)[];
  targets: (TargetState | undefined)[];
  /** By gap and entity of its leader: where its text was written first, two numbers each. */
  filled: (number[] | undefined)[];
  gaps: readonly Gap[];
}

const freeLists: { list: Int32Array; parts: Int32Array }[] = [];
const listsKept = 128;
const largestListKept = 1 << 18;

export function createSplicing(gaps: readonly Gap[]): Splicing {
  const { list, parts } = freeLists.pop() ?? {
    list: new Int32Array(2048),
    parts: new Int32Array(64),
  };
  return {
    bytes: takeBytes(),
    end: 0,
    from: 0,
    list,
    listEnd: 0,
    parts,
    partsEnd: 0,
    sites: [],
    targets: [],
    filled: [],
    gaps,
  };
}

/** Gives what can be used again. Nothing may refer to the state any more. */
export function endSplicing({ bytes, list, parts }: Splicing): void {
  giveBytes(bytes);
  if (freeLists.length < listsKept && list.length <= largestListKept) {
    freeLists.push({ list, parts });
  }
}

export function siteState(splicing: Splicing, site: Site): SiteState {
  const state = splicing.sites[site.id];
  if (state) return state;
  const target = targetState(splicing, site.target);
  let table = target.tables[site.typeSlot];
  if (!table) {
    table = { slots: new Int32Array(32), used: 0, hashes: [], members: [] };
    target.tables[site.typeSlot] = table;
  }
  const made: SiteState = {
    site,
    target,
    table,
    entities: [],
    wanted: [],
    runs: [],
    captures: [],
    places: [],
  };
  splicing.sites[site.id] = made;
  return made;
}

export function targetState(splicing: Splicing, target: SpliceTarget): TargetState {
  let state = splicing.targets[target.id];
  if (!state) {
    state = { count: 0, tables: [], types: [], partsAt: [], parts: [] };
    splicing.targets[target.id] = state;
  }
  return state;
}

export function addSpan(splicing: Splicing, start: number, stop: number): void {
  if (start === stop) return;
  const { listEnd } = splicing;
  if (listEnd + 2 > splicing.list.length) growList(splicing);
  const { list } = splicing;
  list[listEnd] = start;
  list[listEnd + 1] = stop;
  splicing.listEnd = listEnd + 2;
}

export function addGap(splicing: Splicing, gap: Gap, record: number): void {
  const { listEnd } = splicing;
  if (listEnd + 2 > splicing.list.length) growList(splicing);
  const { list } = splicing;
  list[listEnd] = -1 - gap.id;
  list[listEnd + 1] = record;
  splicing.listEnd = listEnd + 2;
}

/** Adds a part of the list again, at its end. */
export function addAgain(splicing: Splicing, start: number, stop: number): void {
  while (splicing.listEnd + stop - start > splicing.list.length) growList(splicing);
  splicing.list.copyWithin(splicing.listEnd, start, stop);
  splicing.listEnd += stop - start;
}

function growList(splicing: Splicing): void {
  const larger = new Int32Array(splicing.list.length * 2);
  larger.set(splicing.list);
  splicing.list = larger;
}

/** Room for the parts of one object: gives the place of the first. */
export function pushParts(splicing: Splicing, count: number): number {
  const frame = splicing.partsEnd;
  const end = frame + 2 * count;
  if (end > splicing.parts.length) {
    const larger = new Int32Array(splicing.parts.length * 2 + 2 * count);
    larger.set(splicing.parts);
    splicing.parts = larger;
  }
  splicing.partsEnd = end;
  return frame;
}

const lowerN = 110;

/**
 * The entity that some parts stand for, in the order of the site's tokens; a new one if none of the type has the same;
 * -1 if all of them are null. `parts` holds start and end of each.
 */
export function entityOf(
  splicing: Splicing,
  { target, table, site }: SiteState,
  parts: ArrayLike<number>,
): number {
  const { bytes } = splicing;
  const count = site.tokens.length * 2;
  let hash = 0x811c9dc5;
  let isNull = true;
  for (let n = 0; n < count; n += 2) {
    const stop = parts[n + 1] as number;
    const start = parts[n] as number;
    if (bytes[start] !== lowerN) isNull = false;
    for (let at = start; at < stop; at++)
      hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    hash = Math.imul(hash ^ 255, 0x01000193);
  }
  if (isNull) return -1;
  const { slots } = table;
  const mask = slots.length - 1;
  // The last bits of FNV are its best ones but for short texts that differ in the last letter only: mix them.
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (;;) {
    const member = slots[slot] as number;
    if (member === 0) break;
    if (table.hashes[member - 1] === hash) {
      const entity = table.members[member - 1] as number;
      if (isSame(bytes, target, { entity, parts, count })) return entity;
    }
    slot = (slot + 1) & mask;
  }
  const entity = target.count++;
  target.types.push(site.typeSlot);
  target.partsAt.push(target.parts.length);
  for (let n = 0; n < count; n++) target.parts.push(parts[n] as number);
  table.hashes.push(hash);
  table.members.push(entity);
  slots[slot] = ++table.used;
  if (table.used * 2 > slots.length) growTable(table);
  return entity;
}

function isSame(
  bytes: Uint8Array,
  target: TargetState,
  { entity, parts, count }: { entity: number; parts: ArrayLike<number>; count: number },
): boolean {
  const known = target.partsAt[entity] as number;
  for (let n = 0; n < count; n += 2) {
    let a = target.parts[known + n] as number;
    let b = parts[n] as number;
    const stop = target.parts[known + n + 1] as number;
    if (stop - a !== (parts[n + 1] as number) - b) return false;
    while (a < stop) if (bytes[a++] !== bytes[b++]) return false;
  }
  return true;
}

function growTable(table: EntityTable): void {
  const slots = new Int32Array(table.slots.length * 4);
  const mask = slots.length - 1;
  for (let member = 1; member <= table.used; member++) {
    const hash = table.hashes[member - 1] as number;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = member;
  }
  table.slots = slots;
}

/** Finds a follower's entity for one of its leader's; what that needs of other entities must be there. */
export function follow(splicing: Splicing, state: SiteState, leaderEntity: number): void {
  const { site } = state;
  const leader = siteState(splicing, site.leader);
  const parts: number[] = [];
  for (let n = 0; n < site.tokens.length; n++) {
    const { from, capture } = site.tokens[n] as Site['tokens'][number];
    let list: readonly number[] = leader.target.parts;
    let at = (leader.target.partsAt[leaderEntity] as number) + 2 * (site.leaderTokens[n] as number);
    if (from) {
      const other = siteState(splicing, from);
      list = other.captures;
      at = 2 * (entityAt(splicing, from, leaderEntity) * from.captureCount + capture);
    }
    const start = list[at] ?? -1;
    // What is needed and not there was not found: nothing can be asked.
    if (at < 0 || start < 0) break;
    parts.push(start, list[at + 1] as number);
  }
  const isWhole = parts.length === 2 * site.tokens.length;
  noteEntity(state, leaderEntity, isWhole ? entityOf(splicing, state, parts) : -1);
}

/** Notes which entity stands at a place. */
export function noteEntity(state: SiteState, place: number, entity: number): void {
  state.entities[place] = entity;
  if (entity >= 0) state.wanted[entity] = true;
}

/** The entity of a site where its leader has a certain one. */
export function entityAt(splicing: Splicing, site: Site, leaderEntity: number): number {
  if (leaderEntity < 0 || site.leader === site) return leaderEntity;
  return splicing.sites[site.id]?.entities[leaderEntity] ?? -1;
}

/** Writes a part of the list with its gaps filled; false where one must not be empty and is. */
export function writeList(splicing: Splicing, start: number, stop: number): boolean {
  for (let n = start; n < stop; n += 2) {
    const first = splicing.list[n] as number;
    const second = splicing.list[n + 1] as number;
    if (first >= 0) repeat(splicing, first, second);
    else if (!writeGap(splicing, splicing.gaps[-1 - first] as Gap, second)) return false;
  }
  return true;
}

function writeGap(splicing: Splicing, gap: Gap, record: number): boolean {
  const leaderEntity = splicing.sites[gap.leader.id]?.entities[record] ?? -1;
  let filled = splicing.filled[gap.id];
  if (!filled) {
    filled = [];
    splicing.filled[gap.id] = filled;
  }
  // An entity's text is put together once, however often it stands in the response.
  const known = 2 * (leaderEntity + 1);
  const before = filled[known];
  if (before !== undefined) {
    repeat(splicing, before, filled[known + 1] as number);
    return true;
  }
  const start = splicing.end;
  for (const { site, run, whenNull } of gap.holes) {
    const entity = entityAt(splicing, site, leaderEntity);
    const at = 2 * (entity * site.runCount + run);
    const runs = entity < 0 ? undefined : splicing.sites[site.id]?.runs;
    const first = runs?.[at] ?? -1;
    if (runs && first >= 0) {
      if (!writeList(splicing, first, runs[at + 1] as number)) return false;
      continue;
    }
    if (whenNull === null) return false;
    writeBytes(splicing, whenNull);
  }
  filled[known] = start;
  filled[known + 1] = splicing.end;
  return true;
}

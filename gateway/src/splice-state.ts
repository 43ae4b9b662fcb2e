// The state of one spliced request: what is known of the entities at every place, and the text so far, as a list of
// spans of the arena with gaps between them where the text of entities goes once it is there. Reads no answers.
// Everything here is numbers in arrays that are used again: a request leaves next to nothing to the garbage collector.

import { type Arena, grown, repeat, writeBytes } from './splice-arena.ts';
import { type EntityTable, entityOf, newTable } from './splice-entities.ts';
import type { Gap, Site, SpliceTarget, Token } from './splice-sites.ts';

/** Thrown inside: something is not as expected, and the plain path must answer. */
export const declined = new Error('declined');

/** What is known of one site. Positions are of the arena, two for each part: its start and the byte behind it. */
export interface SiteState {
  site: Site;
  target: TargetState;
  table: EntityTable;
  /** Of a leader: for each place that was met, the index of its entity. Of a follower: for each entity of its leader's. */
  entities: Int32Array;
  /** How many of them there are. */
  places: number;
  /** By entity: 1 if it is wanted here. */
  wanted: Uint8Array;
  /** By entity and run: where its spans are in the list, two numbers each. */
  runs: Int32Array;
  /** By entity: where the parts are that other sites need of it. */
  captures: Int32Array;
  /** Of a leader that waits: for each place, where the parts are that the object itself gives. */
  own: Int32Array;
}

/** The representations of one `_entities`: a type and some parts of the arena for each. */
export interface TargetState {
  count: number;
  tables: (EntityTable | undefined)[];
  /** By entity: its type, and where its parts begin in `parts`. */
  types: Int32Array;
  partsAt: Int32Array;
  parts: Int32Array;
  partsEnd: number;
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
  /** By gap, and by the entity of its leader: where its text was written first, two numbers each. */
  filled: (Int32Array | undefined)[];
  gaps: readonly Gap[];
  /** How many bytes it holds without `bytes`, `list` and `parts`, which are lent to it. */
  size: number;
}

const none = new Int32Array(0);
const noBytes = new Uint8Array(0);

export function siteState(splicing: Splicing, site: Site): SiteState {
  const state = splicing.sites[site.id];
  if (state) return state;
  const target = targetState(splicing, site.target);
  let table = target.tables[site.typeSlot];
  if (!table) {
    table = newTable();
    target.tables[site.typeSlot] = table;
  }
  const made: SiteState = {
    site,
    target,
    table,
    entities: none,
    places: 0,
    wanted: noBytes,
    runs: none,
    captures: none,
    own: none,
  };
  splicing.sites[site.id] = made;
  return made;
}

export function targetState(splicing: Splicing, target: SpliceTarget): TargetState {
  let state = splicing.targets[target.id];
  if (!state) {
    state = { count: 0, tables: [], types: none, partsAt: none, parts: none, partsEnd: 0 };
    splicing.targets[target.id] = state;
  }
  return state;
}

/** Makes room for what is read of a site's entities. */
export function expectEntities(state: SiteState, count: number): void {
  const { runCount, captureCount } = state.site;
  if (state.runs.length < 2 * runCount * count)
    state.runs = grown(state.runs, 2 * runCount * count);
  const captures = 2 * captureCount * count;
  if (state.captures.length < captures) state.captures = grown(state.captures, captures);
}

/** Adds a span to the list. */
export function addSpan(splicing: Splicing, start: number, stop: number): void {
  if (start === stop) return;
  const { listEnd } = splicing;
  if (listEnd + 2 > splicing.list.length) splicing.list = grown(splicing.list, 0);
  const { list } = splicing;
  list[listEnd] = start;
  list[listEnd + 1] = stop;
  splicing.listEnd = listEnd + 2;
}

export function addGap(splicing: Splicing, gap: Gap, record: number): void {
  const { listEnd } = splicing;
  if (listEnd + 2 > splicing.list.length) splicing.list = grown(splicing.list, 0);
  const { list } = splicing;
  list[listEnd] = -1 - gap.id;
  list[listEnd + 1] = record;
  splicing.listEnd = listEnd + 2;
}

/** Adds a part of the list again, at its end. */
export function addAgain(splicing: Splicing, start: number, stop: number): void {
  const end = splicing.listEnd + stop - start;
  if (end > splicing.list.length) splicing.list = grown(splicing.list, end);
  splicing.list.copyWithin(splicing.listEnd, start, stop);
  splicing.listEnd = end;
}

/** Room for the parts of one object: gives the place of the first. */
export function pushParts(splicing: Splicing, count: number): number {
  const frame = splicing.partsEnd;
  const end = frame + 2 * count;
  if (end > splicing.parts.length) splicing.parts = grown(splicing.parts, end);
  splicing.partsEnd = end;
  return frame;
}

/** Notes which entity stands at a place of a leader, or at an entity of a follower's. True if it is the first here. */
export function noteEntity(state: SiteState, place: number, entity: number): boolean {
  if (place >= state.entities.length) state.entities = grown(state.entities, place + 1);
  state.entities[place] = entity;
  if (place >= state.places) state.places = place + 1;
  if (entity < 0) return false;
  if (entity >= state.wanted.length) {
    const larger = new Uint8Array(Math.max(entity + 1, state.wanted.length * 2, 16));
    larger.set(state.wanted);
    state.wanted = larger;
  }
  if (state.wanted[entity] === 1) return false;
  state.wanted[entity] = 1;
  return true;
}

/** Finds a follower's entity for one of its leader's; what that needs of other entities must be there. */
export function follow(splicing: Splicing, state: SiteState, leaderEntity: number): void {
  const { tokens, leader, leaderTokens } = state.site;
  const { target } = siteState(splicing, leader);
  const frame = pushParts(splicing, tokens.length);
  let isWhole = true;
  for (let n = 0; n < tokens.length; n++) {
    const token = tokens[n] as Site['tokens'][number];
    let list = target.parts;
    let at = (target.partsAt[leaderEntity] as number) + 2 * (leaderTokens[n] as number);
    if (token.from) {
      list = siteState(splicing, token.from).captures;
      const entity = entityAt(splicing, token.from, leaderEntity);
      at = 2 * (entity * token.from.captureCount + token.capture);
    }
    if (!takePart(splicing, token, { list, at, into: frame + 2 * n })) isWhole = false;
  }
  noteEntity(state, leaderEntity, isWhole ? entityOf(splicing, state, frame) : -1);
  splicing.partsEnd = frame;
}

const lowerN = 110;

/** Takes a part of a representation from where it is kept; false where it was not found: nothing can be asked then. */
export function takePart(
  { bytes, parts }: Splicing,
  { isOnly }: Token,
  { list, at, into }: { list: Int32Array; at: number; into: number },
): boolean {
  const start = at < 0 ? -1 : (list[at] ?? -1);
  if (!isOnly && (start < 0 || bytes[start] === lowerN)) throw declined;
  parts[into] = start;
  parts[into + 1] = list[at + 1] as number;
  return start >= 0;
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
  const state = splicing.sites[gap.leader.id];
  const leaderEntity = state?.entities[record] ?? -1;
  let filled = splicing.filled[gap.id];
  // An entity's text is put together once, however often it stands in the response.
  const known = 2 * (leaderEntity + 1);
  if (!filled || known >= filled.length) {
    filled = grown(filled ?? none, 2 * ((state?.target.count ?? 0) + 1));
    splicing.filled[gap.id] = filled;
  }
  const before = filled[known] as number;
  if (before >= 0) {
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
    } else if (whenNull) writeBytes(splicing, whenNull);
    else return false;
  }
  filled[known] = start;
  filled[known + 1] = splicing.end;
  return true;
}

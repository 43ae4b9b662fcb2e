// The states of spliced requests, used again. What belongs to an operation is kept with it; the bytes and lists that every
// request needs are lent to whichever comes next. Reads and writes no text.

import { newBytes } from './splice-arena.ts';
import { emptyTable } from './splice-entities.ts';
import type { Gap } from './splice-sites.ts';
import type { Splicing, TargetState } from './splice-state.ts';

/** States of finished requests of one operation; they hold on to it. */
export interface FreeSplicings {
  states: Splicing[];
  self: WeakRef<FreeSplicings>;
}

export function createFreeSplicings(): FreeSplicings {
  const free = { states: [] } as unknown as FreeSplicings;
  free.self = new WeakRef(free);
  return free;
}

/** What every operation needs. After a request any other may have it: a new operation finds room for large answers. */
type Room = Pick<Splicing, 'bytes' | 'list' | 'parts'>;

const rooms: Room[] = [];
let roomBytes = 0;
const mostRoomBytes = 128 * 1024 * 1024;
/** After so many requests, rooms are given up that none of them needed, or not nearly so large. */
const patience = 1_000;
let served = 0;
/** Since that was done last: the fewest rooms that were left over, and the most bytes that a request has used. */
let leftOver = 0;
let mostUsed = 0;
const ampleBytes = 1024 * 1024;

/**
 * Operations that keep states, how many states there are in all, and how many bytes these hold: when there are too
 * many of either, none is kept. Those of an operation that is not known any more go with it; they are counted until then.
 */
const keeping = new Set<WeakRef<FreeSplicings>>();
let keptCount = 0;
let keptBytes = 0;
const mostKept = 2_000;
const mostBytes = 32 * 1024 * 1024;
const noRoom: Room = { bytes: Buffer.alloc(0), list: new Int32Array(0), parts: new Int32Array(0) };

export function createSplicing(gaps: readonly Gap[], free: FreeSplicings): Splicing {
  const room = takeRoom();
  const known = free.states.pop();
  if (known) {
    keptCount--;
    keptBytes -= known.size;
    known.bytes = room.bytes;
    known.list = room.list;
    known.parts = room.parts;
    return known;
  }
  return {
    bytes: room.bytes,
    end: 0,
    from: 0,
    list: room.list,
    listEnd: 0,
    parts: room.parts,
    partsEnd: 0,
    sites: [],
    targets: [],
    filled: [],
    gaps,
    size: 0,
  };
}

function takeRoom(): Room {
  const room = rooms.pop();
  leftOver = Math.min(leftOver, rooms.length);
  if (!room) return { bytes: newBytes(), list: new Int32Array(1024), parts: new Int32Array(64) };
  roomBytes -= sizeOf(room);
  return room;
}

/** Takes the room back, which may have grown. */
function keepRoom(splicing: Splicing): void {
  const { bytes, list, parts } = splicing;
  const room: Room = { bytes, list, parts };
  mostUsed = Math.max(mostUsed, splicing.end);
  splicing.bytes = noRoom.bytes;
  splicing.list = noRoom.list;
  splicing.parts = noRoom.parts;
  const size = sizeOf(room);
  if (roomBytes + size <= mostRoomBytes) {
    rooms.push(room);
    roomBytes += size;
  }
  if (++served === patience) giveUpRooms();
}

function giveUpRooms(): void {
  const ample = Math.max(ampleBytes, 8 * mostUsed);
  const kept = rooms.slice(leftOver).filter((room) => sizeOf(room) <= ample);
  rooms.splice(0, rooms.length, ...kept);
  roomBytes = rooms.reduce((sum, room) => sum + sizeOf(room), 0);
  served = 0;
  leftOver = rooms.length;
  mostUsed = 0;
}

function sizeOf({ bytes, list, parts }: Room): number {
  return bytes.length + 4 * (list.length + parts.length);
}

/** Gives the state back; to be called when nothing refers to it any more. Only the first call does anything. */
export function releaseOf(splicing: Splicing, free: FreeSplicings): () => void {
  let isReleased = false;
  return () => {
    if (isReleased) return;
    isReleased = true;
    endSplicing(splicing, free);
  };
}

/** Makes the state ready for another request, and its room for any. */
function endSplicing(splicing: Splicing, free: FreeSplicings): void {
  keepRoom(splicing);
  splicing.size = 4 * numbersOf(splicing);
  if (splicing.size > mostBytes) return;
  splicing.end = 0;
  splicing.listEnd = 0;
  splicing.partsEnd = 0;
  // Only what was used: the arrays are as large as the largest answer so far.
  for (const state of splicing.sites) {
    if (!state) continue;
    const { site, target, places } = state;
    const count = entitiesOf(target);
    state.entities.fill(-1, 0, places);
    state.wanted.fill(0, 0, count);
    state.runs.fill(-1, 0, 2 * site.runCount * count);
    state.captures.fill(-1, 0, 2 * site.captureCount * count);
    state.places = 0;
  }
  splicing.gaps.forEach(({ id, leader }) => {
    const state = splicing.sites[leader.id];
    if (state) splicing.filled[id]?.fill(-1, 0, 2 * (entitiesOf(state.target) + 1));
  });
  for (const target of splicing.targets) {
    if (!target) continue;
    target.count = 0;
    target.partsEnd = 0;
    for (const table of target.tables) if (table) emptyTable(table);
  }
  if (keptCount === mostKept || keptBytes + splicing.size > mostBytes) {
    for (const others of keeping) {
      const known = others.deref();
      if (known) known.states.length = 0;
    }
    keeping.clear();
    keptCount = 0;
    keptBytes = 0;
  }
  keeping.add(free.self);
  free.states.push(splicing);
  keptCount++;
  keptBytes += splicing.size;
}

/** The root of an answer stands as the one entity of a target that counts none. */
function entitiesOf({ count }: TargetState): number {
  return Math.max(count, 1);
}

/** How many numbers a state holds, at most. */
function numbersOf({ sites, targets, filled }: Splicing): number {
  let size = 0;
  for (const state of sites) {
    if (!state) continue;
    const { entities, wanted, runs, captures, own } = state;
    size += entities.length + wanted.length + runs.length + captures.length + own.length;
  }
  for (const target of targets) {
    if (!target) continue;
    size += target.types.length + target.partsAt.length + target.parts.length;
    for (const table of target.tables) {
      if (table) size += table.slots.length + table.hashes.length + table.members.length;
    }
  }
  for (const texts of filled) if (texts) size += texts.length;
  return size;
}

// Goes in: the compiled fetches of a plan. Comes out: for each of them the fetches it waits for: those that write what
// it reads, and no others; and how fetches run in that order. The planner's own order is coarser: there all of one wave
// wait for all of the wave before. Asks nobody and holds no values.

import type { CompiledFetch, CompiledPlace } from './compile.ts';
import type { Layout } from './layout.ts';
import type { Required } from './plan.ts';

/** Everything by the fetch's id, which is its position in the plan. */
export interface Order {
  /** The fetches it waits for, without those that these wait for themselves. */
  after: readonly (readonly number[])[];
  /** The fetches that wait for it. */
  before: readonly (readonly number[])[];
  /** How many it waits for. */
  counts: readonly number[];
}

/**
 * Starts every fetch as soon as those it waits for have settled. `start` gives a promise, or nothing where the fetch is
 * done at once. When one throws or is rejected nothing further is started, and that is what this throws.
 */
export function runInOrder(
  { before, counts }: Order,
  start: (id: number) => Promise<void> | void,
): Promise<void> | void {
  if (counts.length < 2) return counts.length === 1 ? start(0) : undefined;
  return new Promise((resolve, reject) => {
    const open = counts.slice();
    let left = counts.length;
    const fail = (error: unknown): void => {
      left = -1;
      reject(error);
    };
    const settle = (id: number): void => {
      if (left < 0) return;
      if (--left === 0) resolve();
      for (const next of before[id] as readonly number[]) {
        open[next] = (open[next] as number) - 1;
        if (open[next] === 0) begin(next);
      }
    };
    const begin = (id: number): void => {
      if (left < 0) return;
      try {
        const pending = start(id);
        if (pending) pending.then(() => settle(id), fail);
        else settle(id);
      } catch (error) {
        fail(error);
      }
    };
    for (let id = 0; id < counts.length; id++) if (counts[id] === 0) begin(id);
  });
}

/** The objects at one place of the data: who writes which of their fields. */
interface Spot {
  fields: Map<string, SpotField>;
  /** The planner's names for fields that are kept under others; null if there are none. */
  stored: Map<string, Set<string>> | null;
  /** Who writes the objects' type. */
  typenames: number[];
}

interface SpotField {
  writers: number[];
  /** null for a leaf. */
  below: Spot | null;
}

export function orderOf(fetches: readonly CompiledFetch[]): Order {
  const waits = waitsOf(fetches);
  const all: Set<number>[] = [];
  const after: number[][] = [];
  const before: number[][] = fetches.map(() => []);
  // Whoever is waited for has a smaller id: its own list is there.
  waits.forEach((own, id) => {
    const reached = new Set<number>();
    for (const other of own) for (const further of all[other] ?? []) reached.add(further);
    const needed = [...own].filter((other) => !reached.has(other)).sort((a, b) => a - b);
    after.push(needed);
    for (const other of own) reached.add(other);
    all.push(reached);
    for (const other of needed) before[other]?.push(id);
  });
  return { after, before, counts: after.map(({ length }) => length) };
}

/** The fetches that each has to wait for; always some of those that the planner puts before it. */
function waitsOf(fetches: readonly CompiledFetch[]): Set<number>[] {
  const waits = fetches.map(() => new Set<number>());
  if (fetches.length < 2) return waits;
  const waitFor = (id: number, other: number) => waits[id]?.add(other);
  const isEarlier = (id: number, than: number) => fetches[than]?.fetch.earlier.has(id) ?? false;

  const root = newSpot();
  for (const compiled of fetches) {
    for (const { steps, layout } of placesOf(compiled)) {
      let spot = root;
      for (const step of steps) if (step.kind === 'field') spot = below(fieldOf(spot, step.stored));
      write(spot, layout, compiled.fetch.id);
    }
  }
  for (const compiled of fetches) {
    const { id, earlier, operationKind } = compiled.fetch;
    // Mutations run one after another, each with everything below it.
    for (const other of earlier) {
      const isMutation = fetches[other]?.fetch.operationKind === 'mutation';
      if (isMutation || operationKind === 'mutation') waitFor(id, other);
    }
    for (const { kind, writers } of readsOf(compiled, root)) {
      const givers = writers.filter((writer) => isEarlier(writer, id));
      for (const giver of givers) waitFor(id, giver);
      // Nobody is seen to write it: then the planner's order is certain.
      if (givers.length === 0 && kind !== 'type') for (const other of earlier) waitFor(id, other);
      // Who writes objects again that a fetch was asked for keeps its turn: they must not be replaced meanwhile.
      if (kind === 'leaf') continue;
      for (const writer of writers) if (isEarlier(id, writer)) waitFor(writer, id);
    }
  }
  return waits;
}

/** Something of the data that a fetch reads before it asks: objects, their type, or a value of theirs. */
interface Read {
  kind: 'object' | 'type' | 'leaf';
  writers: readonly number[];
}

/** What stands on the way to a fetch's places, and what its representations hold. */
function readsOf(compiled: CompiledFetch, root: Spot): Read[] {
  const reads: Read[] = [];
  const readType = ({ typenames }: Spot) => reads.push({ kind: 'type', writers: typenames });
  const readTo = ({ steps }: CompiledPlace): Spot => {
    let spot = root;
    for (const step of steps) {
      if (step.kind === 'type') readType(spot);
      else {
        const field = fieldOf(spot, step.stored);
        reads.push({ kind: 'object', writers: field.writers });
        spot = below(field);
      }
    }
    return spot;
  };
  const readRequired = (spots: readonly Spot[], required: readonly Required[]): void => {
    for (const selection of required) {
      if (selection.kind === 'type') {
        spots.forEach(readType);
        readRequired(spots, selection.selections);
      } else if (selection.from === '__typename') spots.forEach(readType);
      else {
        const fields = spots.flatMap((spot) => fieldsNamed(spot, selection.from));
        const kind = selection.selections ? 'object' : 'leaf';
        reads.push({ kind, writers: fields.flatMap(({ writers }) => writers) });
        if (selection.selections) readRequired(fields.map(below), selection.selections);
      }
    }
  };
  if (compiled.root) readTo(compiled.root);
  compiled.targets.forEach(({ places }, index) => {
    const required = compiled.fetch.entities?.[index]?.requires ?? [];
    for (const place of places) readRequired([readTo(place)], required);
  });
  return reads;
}

function placesOf({ root, targets }: CompiledFetch): readonly CompiledPlace[] {
  return root ? [root] : targets.flatMap(({ places }) => places);
}

function newSpot(): Spot {
  return { fields: new Map(), stored: null, typenames: [] };
}

function below(field: SpotField): Spot {
  field.below ??= newSpot();
  return field.below;
}

function fieldOf(spot: Spot, stored: string): SpotField {
  let field = spot.fields.get(stored);
  if (!field) {
    field = { writers: [], below: null };
    spot.fields.set(stored, field);
  }
  return field;
}

function fieldsNamed(spot: Spot, name: string): SpotField[] {
  const names = [name, ...(spot.stored?.get(name) ?? [])];
  return names.flatMap((stored) => spot.fields.get(stored) ?? []);
}

function write(spot: Spot, layout: Layout, id: number): void {
  for (const { raw, stored, isTypename, child } of layout) {
    if (isTypename) spot.typenames.push(id);
    const field = fieldOf(spot, stored);
    field.writers.push(id);
    if (raw !== stored) {
      spot.stored ??= new Map();
      spot.stored.set(raw, (spot.stored.get(raw) ?? new Set()).add(stored));
    }
    if (child) write(below(field), child, id);
  }
}

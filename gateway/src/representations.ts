// Goes in: an entity target of a plan. Comes out: how to find its objects in merged data and what to send for each.
// Reads only; what comes back is merged elsewhere.

import type { PathSegment } from './errors.ts';
import type { Layout, Scope } from './layout.ts';
import { isMerged, type Merged } from './merge.ts';
import type { InputRewrite, PathStep, Required, RewriteStep } from './plan.ts';
import type { TypeTable } from './supergraph.ts';

/** Where an object stands, from the inside out; made into a list only when an error needs it. */
export interface Place {
  parent: Place | null;
  key: PathSegment;
}

export function pathOf(place: Place | null): PathSegment[] {
  const path: PathSegment[] = [];
  for (let at = place; at; at = at.parent) path.push(at.key);
  return path.reverse();
}

export type Visit = (object: Merged, place: Place | null) => void;

/** A step of a path, with the key of the merged data in place of the planner's. */
export type StoredStep =
  | { kind: 'field'; stored: string; clientKey: string | null }
  | { kind: 'type'; types: ReadonlySet<string> };

/**
 * Finds every object at the end of a path. Lists are passed through wherever they are. Below a field that the client
 * did not ask for, the place stays that of the last object it knows.
 */
export function compileWalk(steps: readonly StoredStep[]): (data: Merged, visit: Visit) => void {
  let next: (value: Merged, place: Place | null, visit: Visit) => void = (value, place, visit) =>
    visit(value, place);
  for (const step of [...steps].reverse()) {
    const then = next;
    if (step.kind === 'type') {
      next = (value, place, visit) => {
        const typename = value.__typename;
        if (typeof typename === 'string' && !step.types.has(typename)) return;
        then(value, place, visit);
      };
      continue;
    }
    const { stored, clientKey } = step;
    const each = (value: unknown, place: Place | null, visit: Visit): void => {
      if (Array.isArray(value)) {
        for (let index = 0; index < value.length; index++) {
          const at = clientKey === null ? place : { parent: place, key: index };
          each(value[index], at, visit);
        }
      } else if (isMerged(value)) then(value, place, visit);
    };
    next = (value, place, visit) =>
      each(value[stored], clientKey === null ? place : { parent: place, key: clientKey }, visit);
  }
  return (data, visit) => next(data, null, visit);
}

/** A place of the data as a fetch finds it. */
export interface Found {
  /** What earlier fetches have written there. */
  layouts: readonly Layout[];
  /** What the client selects there; nothing below what it did not ask for. */
  scope: Scope;
  /** The place below a field. */
  below(stored: string, clientKey: string | null): Found;
}

/** The steps of a path of the plan, and the place it leads to. */
export function storedSteps(
  path: readonly PathStep[],
  root: Found,
  types: TypeTable,
): { steps: StoredStep[]; at: Found } {
  const steps: StoredStep[] = [];
  let at = root;
  let isClients = true;
  for (const step of path) {
    if (step.kind === 'list') continue;
    if (step.kind === 'type') {
      const matching = new Set(step.conditions.flatMap((name) => [...types.matching(name)]));
      steps.push({ kind: 'type', types: matching });
      continue;
    }
    const fields = at.layouts.flatMap((layout) =>
      layout.filter((field) => field.raw === step.name || field.stored === step.name),
    );
    const field =
      fields.find((candidate) => candidate.stored === step.name && candidate.clientKey !== null) ??
      fields.find((candidate) => candidate.raw === step.name) ??
      fields[0];
    const clientKey: string | null = isClients ? (field?.clientKey ?? null) : null;
    if (clientKey === null) isClients = false;
    const stored = field?.stored ?? step.name;
    steps.push({ kind: 'field', stored, clientKey });
    at = at.below(stored, clientKey);
  }
  return { steps, at };
}

type Value = Record<string, unknown>;
/** Writes what it reads from the object; false if something that was asked for is not there at all. */
type Writer = (object: Merged, into: Value) => boolean;

/** Gives the representation of an object, or null where none can be made: the entity is then not asked for. */
export function compileRepresentation(
  requires: readonly Required[],
  inputs: readonly InputRewrite[],
  at: { layouts: readonly Layout[]; types: TypeTable },
): (object: Merged) => Value | null {
  const writers = requires.map((selection) => compileWriter(selection, at));
  const rewrites = inputs.map((rewrite) => compileRewrite(rewrite, at.types));
  return (object) => {
    const representation: Value = {};
    for (const write of writers) {
      if (!write(object, representation)) return null;
    }
    let hasKey = false;
    for (const name in representation) {
      if (name !== '__typename' && representation[name] !== null) {
        hasKey = true;
        break;
      }
    }
    if (!hasKey) return null;
    for (const rewrite of rewrites) rewrite(representation);
    return representation;
  };
}

function compileWriter(
  selection: Required,
  at: { layouts: readonly Layout[]; types: TypeTable },
): Writer {
  if (selection.kind === 'type') {
    const matching = at.types.matching(selection.condition);
    const inner = selection.selections.map((child) => compileWriter(child, at));
    const fallback = at.types.isObject(selection.condition) ? selection.condition : null;
    return (object, into) => {
      const typename = object.__typename ?? fallback;
      if (typeof typename !== 'string' || !matching.has(typename)) return true;
      into.__typename = typename;
      return inner.every((write) => write(object, into));
    };
  }
  const { name, from } = selection;
  if (name === '__typename') {
    return (object, into) => {
      if (typeof object.__typename === 'string') into.__typename = object.__typename;
      return true;
    };
  }
  const candidates = storedKeys(from, at.layouts);
  const children = at.layouts.flatMap((layout) =>
    layout.flatMap((field) => (field.raw === from && field.child ? [field.child] : [])),
  );
  const inner = selection.selections?.map((child) =>
    compileWriter(child, { layouts: children, types: at.types }),
  );
  const copy = (value: unknown): unknown => {
    if (!inner || value === null) return value;
    if (Array.isArray(value)) {
      const copies = value.map(copy);
      return copies.includes(undefined) ? undefined : copies;
    }
    if (!isMerged(value)) return value;
    const written: Value = {};
    return inner.every((write) => write(value, written)) ? written : undefined;
  };
  return (object, into) => {
    for (const key of candidates) {
      const value = object[key];
      if (value === undefined) continue;
      const copied = copy(value);
      if (copied === undefined) return false;
      const before = into[name];
      into[name] = isMerged(before) && isMerged(copied) ? { ...before, ...copied } : copied;
      return true;
    }
    return false;
  };
}

/** Keys of the merged data under which a field can stand, the latest fetch first. */
function storedKeys(from: string, layouts: readonly Layout[]): readonly string[] {
  const keys = new Set<string>();
  for (const layout of [...layouts].reverse()) {
    for (const field of layout) if (field.raw === from) keys.add(field.stored);
  }
  for (const layout of layouts) {
    if (layout.some((field) => field.stored === from)) keys.add(from);
  }
  return keys.size > 0 ? [...keys] : [from];
}

function compileRewrite(rewrite: InputRewrite, types: TypeTable): (value: Value) => void {
  const apply = (value: unknown, steps: readonly RewriteStep[]): void => {
    if (Array.isArray(value)) {
      for (const item of value) apply(item, steps);
      return;
    }
    if (!isMerged(value)) return;
    const [step, ...rest] = steps;
    if (!step) return;
    if (step.kind === 'type') {
      const typename = value.__typename;
      const matches =
        typeof typename !== 'string' ||
        step.conditions.some((condition) => types.matching(condition).has(typename));
      if (matches) apply(value, rest);
    } else if (rest.length > 0) {
      apply(value[step.name], rest);
    } else if (rewrite.kind === 'set') {
      value[step.name] = rewrite.value;
    } else if (value[step.name] !== undefined) {
      value[rewrite.to] = value[step.name];
      delete value[step.name];
    }
  };
  return (value) => apply(value, rewrite.path);
}

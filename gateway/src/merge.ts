// Goes in: the layout of a fetch. Comes out: a function that writes an answer into the merged data.
// Answers are only read: what is merged is a copy, so that shared and frozen answers stay as they are.

import type { Layout } from './layout.ts';
import type { TypeTable } from './supergraph.ts';

/** An object of the merged data. */
export type Merged = Record<string, unknown>;

export type Merge = (target: Merged, source: Readonly<Record<string, unknown>>) => void;

export function compileMerge(layout: Layout, types: TypeTable): Merge {
  const fields = layout.map((field) => ({
    field,
    child: field.child ? compileMerge(field.child, types) : null,
  }));
  return (target, source) => {
    for (const { field, child } of fields) {
      const value = source[field.raw];
      if (value === undefined) continue;
      if (field.isTypename) writeTypename(target, field.stored, { value, types });
      else if (child) target[field.stored] = mergeValue(target[field.stored], value, child);
      else if (value !== null || target[field.stored] === undefined) target[field.stored] = value;
    }
  };
}

/** A subgraph that knows a type only as an interface object must not hide what the object is. */
function writeTypename(
  target: Merged,
  key: string,
  { value, types }: { value: unknown; types: TypeTable },
): void {
  const before = target.__typename;
  if (typeof before === 'string' && types.isObject(before) && !types.isObject(String(value))) {
    target[key] = before;
    return;
  }
  target.__typename = value;
  target[key] = value;
}

function mergeValue(before: unknown, value: unknown, child: Merge): unknown {
  if (value === null) return before === undefined ? null : before;
  if (Array.isArray(value)) {
    const old = Array.isArray(before) && before.length === value.length ? before : null;
    const merged: unknown[] = new Array(value.length);
    for (let index = 0; index < value.length; index++) {
      merged[index] = mergeValue(old?.[index], value[index], child);
    }
    return merged;
  }
  if (typeof value !== 'object') return value;
  const target = isMerged(before) ? before : {};
  child(target, value as Readonly<Record<string, unknown>>);
  return target;
}

export function isMerged(value: unknown): value is Merged {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

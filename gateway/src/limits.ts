// Goes in: a parsed document. Comes out: how large it is, or a RequestError that names the limit, the value and the code.
// Tokens are counted by graphql's own parser and bytes by the HTTP face; the rest is counted here, before validation.

import type { DocumentNode, SelectionSetNode } from 'graphql';
import { codes, RequestError } from './errors.ts';

export interface Limits {
  /** Tokens of a document. */
  tokens: number;
  /** Levels of fields, fragments included. */
  depth: number;
  /** Aliases in a document. */
  aliases: number;
  /** Fields directly under query or mutation. */
  rootFields: number;
  /** Fields of an operation when every fragment is written out. */
  fields: number;
  /** Bytes of a request's body. */
  bodyBytes: number;
}

export const defaultLimits: Limits = {
  tokens: 10_000,
  depth: 25,
  aliases: 200,
  rootFields: 50,
  fields: 5_000,
  bodyBytes: 1_048_576,
};

export function limitError(limit: keyof Limits, allowed: number, found: number): RequestError {
  return new RequestError([
    {
      message: `The operation exceeds the limit "${limit}": ${found} found, ${allowed} allowed.`,
      extensions: { code: codes.limit, limit, allowed, found },
    },
  ]);
}

/** For a text nested so deeply that it cannot be parsed: brackets are counted, of selections and of values. */
export function nestingError(text: string, limits: Limits): RequestError {
  let level = 0;
  let found = 0;
  for (const character of text) {
    if ('{[('.includes(character)) found = Math.max(found, ++level);
    else if ('}])'.includes(character)) level--;
  }
  return limitError('depth', limits.depth, found);
}

interface Size {
  depth: number;
  fields: number;
}

/**
 * Throws when a document is larger than allowed. Fragment cycles count once: validation refuses them. Gives the fields
 * of all its operations when every fragment is written out.
 */
export function checkLimits(document: DocumentNode, limits: Limits): number {
  let fields = 0;
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }
  const known = new Map<string, Size>();
  const nothing: Size = { depth: 0, fields: 0 };
  let aliases = 0;

  const measure = (selectionSet: SelectionSetNode): Size => {
    const size: Size = { depth: 0, fields: 0 };
    for (const selection of selectionSet.selections) {
      let part = nothing;
      if (selection.kind === 'Field') {
        if (selection.alias) aliases++;
        const inner = selection.selectionSet ? measure(selection.selectionSet) : nothing;
        part = { depth: inner.depth + 1, fields: inner.fields + 1 };
      } else if (selection.kind === 'InlineFragment') {
        part = measure(selection.selectionSet);
      } else {
        part = measureFragment(selection.name.value);
      }
      if (part.depth > size.depth) size.depth = part.depth;
      // Fragments in fragments double with every level: beyond this the number would be Infinity, which is not JSON.
      size.fields = Math.min(size.fields + part.fields, Number.MAX_SAFE_INTEGER);
    }
    return size;
  };
  const measureFragment = (name: string): Size => {
    const before = known.get(name);
    if (before) return before;
    const selectionSet = fragments.get(name);
    if (!selectionSet) return nothing;
    known.set(name, nothing);
    const size = measure(selectionSet);
    known.set(name, size);
    return size;
  };
  const rootFields = (selectionSet: SelectionSetNode, seen: Set<string>): number => {
    let count = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === 'Field') count++;
      else if (selection.kind === 'InlineFragment')
        count += rootFields(selection.selectionSet, seen);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) count += rootFields(fragment, seen);
      }
    }
    return count;
  };

  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') measureFragment(definition.name.value);
    if (definition.kind !== 'OperationDefinition') continue;
    const size = measure(definition.selectionSet);
    fields += size.fields;
    const roots = rootFields(definition.selectionSet, new Set());
    if (size.depth > limits.depth) throw limitError('depth', limits.depth, size.depth);
    if (size.fields > limits.fields) throw limitError('fields', limits.fields, size.fields);
    if (roots > limits.rootFields) throw limitError('rootFields', limits.rootFields, roots);
  }
  if (aliases > limits.aliases) throw limitError('aliases', limits.aliases, aliases);
  return fields;
}

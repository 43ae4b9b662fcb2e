// Goes in: the text of a fetch and where its answer belongs in the client's operation. Comes out: for every key of the
// answer, the key under which the merged data keeps it. Holds no values.
// Merged data keeps the client's values under the names they are planned by (`FieldSelection.alias`), and what only the
// plan needs beside them. The planner's own aliases are numbered fetch by fetch and get the fetch's number here.

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FieldSelection, Selection } from './normalise.ts';
import type { KeyRenamer } from './plan.ts';

export interface LayoutField {
  /** Key in the subgraph's answer. */
  raw: string;
  /** Key in the merged data. */
  stored: string;
  /** What the client calls it; null if the client did not ask for it here. */
  clientKey: string | null;
  isTypename: boolean;
  /** null for a leaf. */
  child: Layout | null;
}

export type Layout = readonly LayoutField[];

/** What the client selects at one place: the parts of its operation that meet there. */
export type Scope = readonly (readonly Selection[])[];

/** What aliases begin with that only plans know. */
export const plannerAlias = '_internal_qp_alias_';

/** The key of the merged data for a key of an answer. */
export function storedKey(key: string, fetchId: number): string {
  return key.startsWith(plannerAlias) ? `#${key}@${fetchId}` : key;
}

interface LayoutSource {
  document: DocumentNode;
  fetchId: number;
}

/** The selection set of a fetch, or the one below one of its aliases of `_entities`. */
export function fetchSelection(document: DocumentNode, alias: string | null): SelectionSetNode {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation) throw new Error('A planned fetch has no operation.');
  if (alias === null) return operation.selectionSet;
  for (const selection of operation.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) continue;
    if ((selection.alias ?? selection.name).value === alias && selection.selectionSet) {
      return selection.selectionSet;
    }
  }
  throw new Error(`A planned fetch has no "${alias}".`);
}

/** A field of an answer: its name in the schema, and the selection sets that meet below it. */
export interface RawField {
  name: string;
  inner: SelectionSetNode[];
}

export function layoutOf(
  selectionSets: readonly SelectionSetNode[],
  scope: Scope,
  options: { source: LayoutSource; renamers: readonly KeyRenamer[] },
): Layout {
  const { source, renamers } = options;
  const raw = new Map<string, RawField>();
  const everywhere = { document: source.document, isMet: () => true };
  for (const selectionSet of selectionSets) collectFields(selectionSet, everywhere, raw);

  const fields: LayoutField[] = [];
  for (const [key, field] of raw) {
    const rename = renamers.find((renamer) => renames(renamer, key));
    const below = renamers.flatMap((renamer) => stepInto(renamer, key) ?? []);
    const name = rename?.to ?? key;
    const wanted = clientFields(scope, name);
    fields.push({
      raw: key,
      stored: storedKey(name, source.fetchId),
      clientKey: wanted[0]?.key ?? null,
      isTypename: field.name === '__typename',
      child:
        field.inner.length > 0
          ? layoutOf(field.inner, scopeBelow(wanted), { source, renamers: below })
          : null,
    });
  }
  return fields;
}

/** The fields of a selection set by their keys, in the order of GraphQL's CollectFields, through fragments that are met. */
export function collectFields(
  selectionSet: SelectionSetNode,
  at: { document: DocumentNode; isMet(condition: string): boolean },
  into: Map<string, RawField>,
): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const field = into.get(key) ?? { name: selection.name.value, inner: [] };
      if (selection.selectionSet) field.inner.push(selection.selectionSet);
      into.set(key, field);
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? at.document.definitions.find(
            (definition): definition is FragmentDefinitionNode =>
              definition.kind === Kind.FRAGMENT_DEFINITION &&
              definition.name.value === selection.name.value,
          )
        : selection;
    const condition = fragment?.typeCondition?.name.value;
    if (fragment && (condition === undefined || at.isMet(condition))) {
      collectFields(fragment.selectionSet, at, into);
    }
  }
}

/** The client's fields at a place that are planned under a name, whatever the type they are asked of. */
export function clientFields(scope: Scope, alias: string): FieldSelection[] {
  const found: FieldSelection[] = [];
  const walk = (selections: readonly Selection[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'type') walk(selection.selections);
      else if (selection.alias === alias && !selection.refused) found.push(selection);
    }
  };
  for (const selections of scope) walk(selections);
  return found;
}

/** What the client selects below some of its fields. */
export function scopeBelow(fields: readonly FieldSelection[]): Scope {
  return fields.flatMap(({ selections }) => (selections ? [selections] : []));
}

function renames(renamer: KeyRenamer, key: string): boolean {
  const keys = renamer.path.filter((step) => step.kind === 'key');
  return keys.length === 1 && keys[0]?.name === key;
}

/** A renamer of something below a key, as seen from there. */
function stepInto(renamer: KeyRenamer, key: string): KeyRenamer | null {
  const first = renamer.path.findIndex((step) => step.kind === 'key');
  const step = renamer.path[first];
  if (step?.kind !== 'key' || step.name !== key) return null;
  const path = renamer.path.slice(first + 1);
  return path.some((next) => next.kind === 'key') ? { path, to: renamer.to } : null;
}

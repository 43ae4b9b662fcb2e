// Goes in: the selection of a fetch. Comes out: for one object type, the keys of its answer in the order in which a
// subgraph gives them, and where the client expects each. Holds no values.

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { storedKey } from './layout.ts';
import type { KeyRenamer } from './plan.ts';
import type { TypeTable } from './supergraph.ts';

/** A part of a fetch: the selection sets that meet at one place of its answer. */
export interface Source {
  document: DocumentNode;
  fetchId: number;
  sets: readonly SelectionSetNode[];
  renamers: readonly KeyRenamer[];
}

export interface SourceField {
  raw: string;
  name: string;
  /** Under which name the client's fields and the plan's requirements look for it. */
  stored: string;
  /** null for a leaf. */
  inner: Source | null;
}

/** The fields of an object of one type, in the order of GraphQL's CollectFields. */
export function sourceFields(source: Source, typename: string, types: TypeTable): SourceField[] {
  const found = new Map<string, { name: string; sets: SelectionSetNode[] }>();
  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const raw = (selection.alias ?? selection.name).value;
        const field = found.get(raw) ?? { name: selection.name.value, sets: [] };
        if (selection.selectionSet) field.sets.push(selection.selectionSet);
        found.set(raw, field);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? source.document.definitions.find(
              (definition): definition is FragmentDefinitionNode =>
                definition.kind === Kind.FRAGMENT_DEFINITION &&
                definition.name.value === selection.name.value,
            )
          : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (fragment && (condition === undefined || types.matching(condition).has(typename))) {
        collect(fragment.selectionSet);
      }
    }
  };
  for (const set of source.sets) collect(set);

  const renamers = source.renamers.flatMap((renamer) => {
    const first = renamer.path.findIndex((step) => step.kind === 'key');
    const matches = renamer.path
      .slice(0, first)
      .every(
        (step) =>
          step.kind === 'key' ||
          step.conditions.some((condition) => types.matching(condition).has(typename)),
      );
    return matches ? [{ path: renamer.path.slice(first), to: renamer.to }] : [];
  });
  return [...found].map(([raw, { name, sets }]) => {
    const own = renamers.filter(({ path }) => path[0]?.kind === 'key' && path[0].name === raw);
    const rename = own.find(({ path }) => path.length === 1);
    return {
      raw,
      name,
      stored: rename?.to ?? storedKey(raw, source.fetchId),
      inner:
        sets.length > 0
          ? {
              ...source,
              sets,
              renamers: own
                .filter(({ path }) => path.length > 1)
                .map(({ path, to }) => ({ path: path.slice(1), to })),
            }
          : null,
    };
  });
}

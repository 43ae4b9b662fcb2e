// Goes in: the selection of a fetch. Comes out: for one object type, the keys of its answer in the order in which a
// subgraph gives them, and where the client expects each. Holds no values.

import type { DocumentNode, SelectionSetNode } from 'graphql';
import { collectFields, type RawField, storedKey } from './layout.ts';
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
  const found = new Map<string, RawField>();
  const isMet = (condition: string) => types.matching(condition).has(typename);
  for (const set of source.sets) {
    collectFields(set, { document: source.document, isMet }, found);
  }

  const renamers = source.renamers.flatMap((renamer) => {
    const first = renamer.path.findIndex((step) => step.kind === 'key');
    const matches = renamer.path
      .slice(0, first)
      .every((step) => step.kind === 'key' || step.conditions.some(isMet));
    return matches ? [{ path: renamer.path.slice(first), to: renamer.to }] : [];
  });
  return [...found].map(([raw, { name, inner }]) => {
    const own = renamers.filter(({ path }) => path[0]?.kind === 'key' && path[0].name === raw);
    const rename = own.find(({ path }) => path.length === 1);
    return {
      raw,
      name,
      stored: rename?.to ?? storedKey(raw, source.fetchId),
      inner:
        inner.length > 0
          ? {
              document: source.document,
              fetchId: source.fetchId,
              sets: inner,
              renamers: own
                .filter(({ path }) => path.length > 1)
                .map(({ path, to }) => ({ path: path.slice(1), to })),
            }
          : null,
    };
  });
}

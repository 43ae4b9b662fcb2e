// Reading a subgraph's own store within one request: every read is batched with its like, and every read is made
// through what this reader may see.

import type { Collection, CollectionDefinition, Stored, Visible } from '@network/storage';
import DataLoader from 'dataloader';
import type { Context } from './context.ts';

/** A collection and the rule for who may see what of it. */
export interface Source<T extends Stored> {
  definition: CollectionDefinition<T>;
  visible: (context: Context) => Visible;
}

/** For records that everybody may see. */
export const everybody = (): Visible => ({});

/** The collection as this reader sees it: the same one for the whole request. */
export function collectionOf<T extends Stored>(context: Context, source: Source<T>): Collection<T> {
  return kept(context, source, 'collection', () =>
    context.storage.collection(source.definition, source.visible(context)),
  );
}

/** One record by id, read together with the others of its kind; null where there is none for this reader. */
export function load<T extends Stored>(
  context: Context,
  source: Source<T>,
  id: string,
): Promise<T | null> {
  const loader = kept(context, source, 'load', () => {
    return new DataLoader<string, T | null>(async (ids) =>
      (await collectionOf(context, source).getMany(ids)).map((document) => document ?? null),
    );
  });
  return loader.load(id);
}

/** What a request has made once for a source under a name: a loader, a collection. */
export function kept<V>(context: Context, source: object, name: string, make: () => V): V {
  let bySource = context.loaders.get(source) as Map<string, unknown> | undefined;
  if (!bySource) {
    bySource = new Map();
    context.loaders.set(source, bySource);
  }
  let value = bySource.get(name) as V | undefined;
  if (value === undefined) {
    value = make();
    bySource.set(name, value);
  }
  return value;
}

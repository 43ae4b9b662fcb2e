import {
  type ConnectionSource,
  type Context,
  collectionOf,
  load,
  type PageArguments,
  pageOf,
  pageOfParent,
} from '@network/schema';
import type { Filter, Sort } from '@network/storage';
import { issuedSource, type StatementView, source, viewOf, viewsOf } from './visibility.ts';

/** Statements with a month come behind those with a day in it, those without a date last. */
export const newestFirst: Sort = { field: 'published.date', direction: 'descending' };

export async function viewById(context: Context, id: string): Promise<StatementView | null> {
  const document = await load(context, source, id);
  return document && viewOf(context, document);
}

export async function viewsById(context: Context, ids: readonly string[]) {
  const documents = await collectionOf(context, source).getMany(ids);
  return documents.map((document) => document && viewOf(context, document));
}

export async function issuedStatements(
  context: Context,
  filter: Filter,
  page: PageArguments,
): Promise<ConnectionSource<StatementView>> {
  return viewsOf(
    context,
    await pageOf(context, issuedSource, { ...page, filter, sort: newestFirst }),
  );
}

/** The issued statements that name a parent in an array of the published section. */
export async function issuedStatementsOf(
  context: Context,
  { field, parent }: { field: string; parent: string },
  page: PageArguments,
): Promise<ConnectionSource<StatementView>> {
  const found = await pageOfParent(context, issuedSource, {
    ...page,
    field,
    parent,
    sort: newestFirst,
  });
  return viewsOf(context, found);
}

import { type Filter, InvalidCursor, type Sort, type Stored } from '@network/storage';
import DataLoader from 'dataloader';
import { GraphQLError } from 'graphql';
import type { Context } from './context.ts';
import { collectionOf, kept, type Source } from './loading.ts';

export const defaultPageSize = 20;
export const largestPageSize = 100;

export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
}

/** What a connection type is resolved from. The total is a function: it is counted only when asked for. */
export interface ConnectionSource<Node> {
  items: { node: Node; cursor: string }[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  totalCount: () => number | Promise<number>;
}

/** A page of a subgraph's own records. `filter` and `sort` must be served by a declared index. */
export async function pageOf<T extends Stored>(
  context: Context,
  source: Source<T>,
  { filter = {}, sort, ...page }: PageArguments & { filter?: Filter; sort?: Sort },
): Promise<ConnectionSource<T>> {
  const collection = collectionOf(context, source);
  const { first, after } = checked(page);
  const { items, hasNextPage } = await refusingBadCursors(() =>
    collection.page(filter, {
      first,
      ...(sort && { sort }),
      ...(after !== undefined && { after }),
    }),
  );
  return {
    items: items.map(({ document, cursor }) => ({ node: document, cursor })),
    hasNextPage,
    hasPreviousPage: after !== undefined,
    totalCount: () => collection.count(filter),
  };
}

/**
 * A page of records that belong to a parent by `field`. All parents of one request that ask the same way are answered by
 * one storage call, and so are their total counts.
 */
export async function pageOfParent<T extends Stored>(
  context: Context,
  source: Source<T>,
  {
    field,
    parent,
    filter = {},
    sort,
    ...page
  }: PageArguments & { field: string; parent: string; filter?: Filter; sort?: Sort },
): Promise<ConnectionSource<T>> {
  const collection = collectionOf(context, source);
  const { first, after } = checked(page);
  const question = JSON.stringify([field, filter, sort]);
  const pages = kept(context, source, `pages ${question} ${first} ${after ?? ''}`, () => {
    const options = { first, ...(sort && { sort }), ...(after !== undefined && { after }) };
    return new DataLoader<string, Awaited<ReturnType<typeof collection.page>>>((parents) =>
      refusingBadCursors(() => collection.pagePerParent(field, parents, filter, options)),
    );
  });
  const counts = kept(context, source, `counts ${question}`, () => {
    return new DataLoader<string, number>((parents) =>
      collection.countPerParent(field, parents, filter),
    );
  });
  const { items, hasNextPage } = await pages.load(parent);
  return {
    items: items.map(({ document, cursor }) => ({ node: document, cursor })),
    hasNextPage,
    hasPreviousPage: after !== undefined,
    totalCount: () => counts.load(parent),
  };
}

/** All of a subgraph's own records that match, page by page: only for what one question has few of. */
export async function allOf<T extends Stored>(
  context: Context,
  source: Source<T>,
  question: { filter?: Filter; sort?: Sort },
): Promise<T[]> {
  return everyPage((page) => pageOf(context, source, { ...question, ...page }));
}

/** All records that belong to a parent by `field`, page by page; the pages of all parents of a request together. */
export async function allOfParent<T extends Stored>(
  context: Context,
  source: Source<T>,
  question: { field: string; parent: string; filter?: Filter; sort?: Sort },
): Promise<T[]> {
  return everyPage((page) => pageOfParent(context, source, { ...question, ...page }));
}

async function everyPage<Node>(
  read: (page: PageArguments) => Promise<ConnectionSource<Node>>,
): Promise<Node[]> {
  const found: Node[] = [];
  let after: string | undefined;
  do {
    const { items, hasNextPage } = await read({ first: largestPageSize, after });
    found.push(...items.map(({ node }) => node));
    after = hasNextPage ? items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return found;
}

/** A page of a list that is at hand: parts of a document, a fixed vocabulary. `keyOf` must be unique in the list. */
export function pageOfList<Node>(
  list: readonly Node[],
  keyOf: (node: Node) => string,
  page: PageArguments,
): ConnectionSource<Node> {
  const { first, after } = checked(page);
  let start = 0;
  if (after !== undefined) {
    const key = Buffer.from(after, 'base64url').toString('utf8');
    start = list.findIndex((node) => keyOf(node) === key) + 1;
    if (start === 0) throw badCursor();
  }
  const items = list.slice(start, start + first).map((node) => ({
    node,
    cursor: Buffer.from(keyOf(node), 'utf8').toString('base64url'),
  }));
  return {
    items,
    hasNextPage: start + first < list.length,
    hasPreviousPage: start > 0,
    totalCount: () => list.length,
  };
}

function checked({ first, after }: PageArguments): { first: number; after: string | undefined } {
  const size = first ?? defaultPageSize;
  if (size < 0 || size > largestPageSize) {
    throw new GraphQLError(
      `The argument "first" is ${size}; a page has from 0 to ${largestPageSize} records. Ask for the next page with "after".`,
      {
        extensions: {
          code: 'PAGE_SIZE_OUT_OF_RANGE',
          argument: 'first',
          allowed: [0, largestPageSize],
        },
      },
    );
  }
  return { first: size, after: after ?? undefined };
}

async function refusingBadCursors<V>(read: () => Promise<V>): Promise<V> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof InvalidCursor ? badCursor() : error;
  }
}

function badCursor(): GraphQLError {
  return new GraphQLError(
    'The argument "after" is no cursor of this list. Use "pageInfo.endCursor" or an edge\'s "cursor" of an earlier page, with the same arguments.',
    { extensions: { code: 'INVALID_CURSOR', argument: 'after' } },
  );
}

// The asks of all issued statements that name an objective, as one list. Asks stand inside the documents of their
// statements, so a page of asks is cut out of a page of statements: each of those has at least one.

import {
  type ConnectionSource,
  type Context,
  type PageArguments,
  pageOfParent,
} from '@network/schema';
import { type AskView, asksOf } from './content.ts';
import { newestFirst } from './reading.ts';
import { issuedSource, viewOf } from './visibility.ts';

const defaultSize = 20;
const largestSize = 100;

/** Where a page goes on: behind an ask of a statement, which is found again by the cursor of the statement before. */
interface Place {
  before: string | null;
  statement: string;
  number: number;
}

export async function asksThatName(
  context: Context,
  objective: string,
  { first, after }: PageArguments,
): Promise<ConnectionSource<AskView>> {
  const size = first ?? defaultSize;
  // A size out of range is passed on, to be refused as everywhere; so is what is no cursor.
  const statements = size >= 0 && size < largestSize ? size + 1 : size;
  const start = after == null ? null : placeOf(after);
  const items: { node: AskView; cursor: string }[] = [];
  let before = start ? start.before : (after ?? null);
  let isBehindStart = start === null;
  let hasMore = true;
  while (hasMore && items.length <= size) {
    const page = await statementsThatName(context, objective, { first: statements, after: before });
    for (const { node, cursor } of page.items) {
      const asks = asksOf(viewOf(context, node)).filter(({ ask }) =>
        ask.objectives.includes(objective),
      );
      const isStart = node._id === start?.statement;
      for (const ask of asks) {
        if (isBehindStart || (isStart && ask.ask.number > (start?.number ?? 0))) {
          items.push({
            node: ask,
            cursor: cursorOf({ before, statement: node._id, number: ask.ask.number }),
          });
        }
      }
      isBehindStart ||= isStart;
      before = cursor;
    }
    hasMore = page.hasNextPage;
  }
  return {
    items: items.slice(0, size),
    hasNextPage: items.length > size,
    hasPreviousPage: after != null,
    totalCount: () => countOf(context, objective),
  };
}

function statementsThatName(context: Context, objective: string, page: PageArguments) {
  const question = { field: 'published.askObjectives', parent: objective, sort: newestFirst };
  return pageOfParent(context, issuedSource, { ...page, ...question });
}

/** No index counts parts of documents: only when the total is asked for, every statement is looked at. */
async function countOf(context: Context, objective: string): Promise<number> {
  let count = 0;
  let after: string | undefined;
  do {
    const page = await statementsThatName(context, objective, { first: largestSize, after });
    const asks = page.items.flatMap(({ node }) => node.published?.asks ?? []);
    count += asks.filter(({ objectives }) => objectives.includes(objective)).length;
    after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return count;
}

function cursorOf({ before, statement, number }: Place): string {
  return Buffer.from(JSON.stringify([before, statement, number])).toString('base64url');
}

function placeOf(cursor: string): Place | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3) return null;
    const [before, statement, number] = parts as unknown[];
    const isPlace =
      (before === null || typeof before === 'string') &&
      typeof statement === 'string' &&
      typeof number === 'number';
    return isPlace ? { before, statement, number } : null;
  } catch {
    return null;
  }
}

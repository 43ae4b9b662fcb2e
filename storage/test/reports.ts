// The documents that the tests of storage store, and how they read them.

import {
  type Collection,
  defineCollection,
  type Filter,
  type NewEvent,
  type PageOptions,
  type Storage,
  type Stored,
  type Unstored,
  type Visible,
} from '../src/index.ts';

export interface Report extends Stored {
  status?: string | null;
  region?: string | null;
  owner?: string;
  rank?: number | null;
  open?: boolean | null;
  date?: string | null;
  embargo?: string;
  subjects?: string[] | null;
  nested?: { level?: string };
  text?: unknown;
}

export const reports = defineCollection<Report>('reports', [
  { fields: ['status', 'date'] },
  { fields: ['status', 'rank'] },
  { fields: ['status', 'region', 'date'] },
  { fields: ['owner', 'date'] },
  { fields: ['region', 'date'] },
  { fields: ['date'] },
  { fields: ['rank'] },
  { fields: ['open', 'date'] },
  { fields: ['embargo'] },
  { fields: ['nested.level', 'date'] },
  { fields: ['subjects', 'status', 'date'], array: 'subjects' },
  { fields: ['subjects', 'owner', 'date'], array: 'subjects' },
  { fields: ['subjects', 'date'], array: 'subjects' },
  { fields: ['status', 'subjects'], array: 'subjects' },
  { fields: ['owner', 'subjects'], array: 'subjects' },
]);

export const seedEvent = { at: '2024-01-01T00:00:00.000Z', by: 'system' };

/** An event, some seconds after the beginning of 2024. */
export function event(type = 'changed', second = 0): NewEvent {
  return { at: new Date(Date.UTC(2024, 0, 1, 0, 0, second)).toISOString(), type, by: 'someone' };
}

export const byDate = { field: 'date', direction: 'ascending' } as const;
export const newestFirst = { field: 'date', direction: 'descending' } as const;

/** A store with these documents, as this reader sees it. */
export async function reading(
  open: () => Promise<Storage>,
  documents: readonly Unstored<Report>[],
  visible: Visible = {},
): Promise<Collection<Report>> {
  const storage = await open();
  await storage.collection(reports, 'nothing').load(documents, seedEvent);
  return storage.collection(reports, visible);
}

/** The ids of all pages, one after the other. */
export async function idsOf(
  collection: Collection<Report>,
  filter: Filter,
  options: PageOptions,
): Promise<string[]> {
  const ids: string[] = [];
  let after = options.after;
  for (;;) {
    const page = await collection.page(filter, {
      ...options,
      ...(after !== undefined && { after }),
    });
    ids.push(...page.items.map(({ document }) => document._id));
    after = page.items.at(-1)?.cursor;
    if (!page.hasNextPage) return ids;
  }
}

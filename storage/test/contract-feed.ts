// What every adapter must do as a feed of changes.

import { describe, expect, test } from 'vitest';
import {
  type Change,
  defineCollection,
  InvalidCursor,
  type Storage,
  type Stored,
} from '../src/index.ts';
import type { Open } from './contract.ts';
import { event, type Report, reports, seedEvent } from './reports.ts';

const others = defineCollection<Stored>('others');

/** Reads on until a page is not full. */
async function drained(
  storage: Storage,
  from: string | null,
  limit: number,
): Promise<{ changes: Change[]; cursor: string | null }> {
  const changes: Change[] = [];
  let cursor = from;
  for (;;) {
    const page = await storage.changes(cursor, limit);
    changes.push(...page);
    cursor = page.at(-1)?.cursor ?? cursor;
    if (page.length < limit) return { changes, cursor };
  }
}

/** The sequences of each document in the order in which they were first met. */
function firstMet(changes: readonly Change[]): Map<string, number[]> {
  const met = new Map<string, number[]>();
  for (const { collection, documentId, event: one } of changes) {
    const place = `${collection}/${documentId}`;
    const sequences = met.get(place) ?? [];
    if (!sequences.includes(one.sequence)) met.set(place, [...sequences, one.sequence]);
  }
  return met;
}

const upTo = (last: number) => [...Array(last).keys()].map((index) => index + 1);

export function testFeed(open: Open): void {
  describe('changes', () => {
    test('give every event of every collection, in order within a document, page by page', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      let a = await collection.insert({ _id: 'a' }, event('made', 5));
      await storage.collection(others, {}).load([{ _id: 'a' }, { _id: 'b' }], seedEvent);
      a = await collection.replace(a, event('changed', 3));
      await collection.insert({ _id: 'b' }, event('made', 1));
      await collection.replace(a, event('changed', 9));
      for (const limit of [1, 2, 3, 100]) {
        const { changes } = await drained(storage, null, limit);
        expect(firstMet(changes)).toEqual(
          new Map([
            ['reports/a', [1, 2, 3]],
            ['reports/b', [1]],
            ['others/a', [1]],
            ['others/b', [1]],
          ]),
        );
        for (const { collection, documentId, event } of changes) {
          expect(event.id).toBe(`${collection}/${documentId}/${event.sequence}`);
        }
      }
      const { changes } = await drained(storage, null, 100);
      const given = changes.find(({ event }) => event.id === 'reports/a/2');
      expect(given?.event).toEqual((await storage.history(reports, 'a'))[1]);
    });

    test('go on after a cursor, wherever in the feed it was given', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      for (const id of 'abcdef') {
        const document = await collection.insert({ _id: id }, event());
        await collection.replace(document, event());
      }
      const all = await storage.changes(null, 50);
      expect(all).toHaveLength(12);
      for (const [index, { cursor }] of all.slice(0, -1).entries()) {
        const rest = await storage.changes(cursor, 50);
        expect(rest.map(({ event }) => event.id)).toEqual(
          all.slice(index + 1).map(({ event }) => event.id),
        );
      }
    });

    test('are none in an empty store, and then the first', async () => {
      const storage = await open();
      expect(await storage.changes(null, 10)).toEqual([]);
      await storage.collection(reports, {}).insert({ _id: 'a' }, event());
      const [first] = await storage.changes(null, 10);
      expect(first?.event.id).toBe('reports/a/1');
    });

    test('have the events that a document no longer carries, in their place', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      let document = await collection.insert({ _id: 'long' }, event());
      await collection.insert({ _id: 'short' }, event());
      while (document.version < 120) document = await collection.replace(document, event());
      for (const limit of [7, 1_000]) {
        const { changes } = await drained(storage, null, limit);
        expect(firstMet(changes).get('reports/long')).toEqual(upTo(120));
      }
    });

    test('miss nothing while writers write and events are archived', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      const writer = async (id: string) => {
        let document = await collection.insert({ _id: id }, event());
        while (document.version < 80) {
          document = await collection.replace(document, event('changed', document.version % 7));
        }
      };
      let writing = true;
      const written = Promise.all(['a', 'b', 'c'].map(writer)).finally(() => {
        writing = false;
      });
      const met: Change[] = [];
      let cursor: string | null = null;
      do {
        const page: Change[] = await storage.changes(cursor, 5);
        met.push(...page);
        cursor = page.at(-1)?.cursor ?? cursor;
        // Writers in the same process get their turn.
        await new Promise((resolve) => setImmediate(resolve));
      } while (writing);
      await written;
      const rest = await drained(storage, cursor, 50);
      expect(firstMet([...met, ...rest.changes])).toEqual(
        new Map(['a', 'b', 'c'].map((id) => [`reports/${id}`, upTo(80)])),
      );
    });

    test('have a loaded event for each record that a load changed, and none for the others', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      const load = (...ids: string[]) =>
        collection.load(
          ids.map((_id): Pick<Report, '_id'> => ({ _id })),
          seedEvent,
        );
      await load('a', 'b');
      await load('a', 'b', 'c');
      const { changes } = await drained(storage, null, 2);
      expect(new Set(changes.map(({ event }) => event.id))).toEqual(
        new Set(['reports/a/1', 'reports/b/1', 'reports/c/1']),
      );
      expect(changes.every(({ event }) => event.type === 'loaded')).toBe(true);
    });

    test('refuse a cursor that is not theirs, and a limit that is none', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      await collection.insert({ _id: 'a' }, event());
      const page = await collection.page({}, { first: 1 });
      for (const cursor of ['', 'x', '-1', '1e3', '💥', page.items[0]?.cursor as string]) {
        await expect(storage.changes(cursor, 5), cursor).rejects.toThrow(InvalidCursor);
      }
      for (const limit of [0, -1, 1.5, Number.NaN]) {
        await expect(storage.changes(null, limit)).rejects.toThrow(RangeError);
      }
    });
  });
}

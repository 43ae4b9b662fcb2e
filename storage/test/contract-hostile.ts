// What every adapter must do with content that some layer might take for its own.

import { describe, expect, test } from 'vitest';
import { verifyChain } from '../src/index.ts';
import type { Open } from './contract.ts';
import { event, reports } from './reports.ts';

/** Ids and texts that some layer might take for its own. */
const hostile = [
  `it's "quoted" \`back\``,
  'a\0b',
  '😀🇨🇳e\u0301',
  '__proto__',
  'constructor',
  '$where',
  'a.b.c',
  "'; DROP TABLE reports; --",
  '{"$gt":""}',
  ' ',
  '\u202Eright to left',
  '-9e999',
  'x'.repeat(5_000),
];

export function testHostileContent(open: Open): void {
  describe('hostile content', () => {
    test('as an id, an indexed value, an array’s value, a parent, a cursor, an event', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      for (const text of hostile) {
        const inserted = await collection.insert(
          { _id: text, status: text, owner: text, subjects: [text, 'all'], date: text },
          { ...event(text), by: text, reason: text, detail: { [text.replace('\0', '')]: text } },
        );
        expect(await collection.getMany([text])).toEqual([inserted]);
        expect(verifyChain(await storage.history(reports, text))).toBeUndefined();
      }
      const sort = { field: 'date', direction: 'ascending' } as const;
      for (const text of hostile) {
        for (const filter of [{ status: text }, { owner: text }, { subjects: text }]) {
          const { items } = await collection.page(filter, { first: 5, sort });
          expect(items.map(({ document }) => document._id)).toEqual([text]);
        }
      }
      const pages = await collection.pagePerParent('subjects', hostile, {}, { first: 2, sort });
      expect(pages.map(({ items }) => items[0]?.document._id)).toEqual(hostile);
      const seen = new Set<string>();
      for (let after: string | undefined; ; ) {
        const page = await collection.page({}, { first: 1, sort, ...(after && { after }) });
        for (const { document, cursor } of page.items) {
          seen.add(document._id);
          after = cursor;
        }
        if (!page.hasNextPage) break;
      }
      expect(seen).toEqual(new Set(hostile));
      expect(new Set((await collection.countBy('subjects', {})).keys())).toEqual(
        new Set([...hostile, 'all']),
      );
    });

    test('keys that some layer might take for its own stay inside a document', async () => {
      const collection = (await open()).collection(reports, {});
      const text = JSON.parse(
        '{"$where":"1","$set":{"a":1},"a.b":2,"__proto__":{"polluted":true},"constructor":3,"or":[4],"":5,"toJSON":6}',
      );
      await collection.insert({ _id: 'a', text }, { ...event(), detail: { text } });
      const [stored] = await collection.getMany(['a']);
      expect(JSON.stringify(stored?.text)).toBe(JSON.stringify(text));
      expect(Object.hasOwn(stored?.text as object, '__proto__')).toBe(true);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      expect(verifyChain(stored?.history ?? [])).toBeUndefined();
    });

    test('what is not JSON is stored as JSON would have it, unpaired surrogates as U+FFFD', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      const given = {
        _id: 'a',
        status: 'x\uD800y',
        subjects: ['\uDC00'],
        text: { date: new Date(0), none: undefined, big: 1e21, zero: -0, '\uD83D': '\\ud800' },
      };
      const inserted = await collection.insert(given, { ...event(), reason: '\uD800' });
      expect(inserted).toMatchObject({
        status: 'x\uFFFDy',
        subjects: ['\uFFFD'],
        text: { date: '1970-01-01T00:00:00.000Z', big: 1e21, zero: 0, '\uFFFD': '\\ud800' },
      });
      expect(await collection.getMany(['a'])).toEqual([inserted]);
      expect(verifyChain(await storage.history(reports, 'a'))).toBeUndefined();
      expect(await collection.count({ subjects: '\uFFFD' })).toBe(1);
    });

    test('a document of a megabyte', async () => {
      const collection = (await open()).collection(reports, {});
      const text = '移民'.repeat(250_000);
      await collection.insert({ _id: 'a', text, status: text.slice(0, 10_000) }, event());
      expect((await collection.getMany(['a']))[0]?.text).toBe(text);
      expect(await collection.count({ status: text.slice(0, 10_000) })).toBe(1);
    });
  });
}

// What every adapter must do when it is read.

import { describe, expect, test } from 'vitest';
import {
  defineCollection,
  type Filter,
  InvalidCursor,
  type Unstored,
  type Visible,
} from '../src/index.ts';
import type { Open } from './contract.ts';
import { byDate, idsOf, newestFirst, type Report, reading, reports, seedEvent } from './reports.ts';

export function testReading(open: Open): void {
  describe('by id', () => {
    test('gives documents in the order asked for, again when asked twice, undefined when missing', async () => {
      const collection = await reading(open, [{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }]);
      const found = await collection.getMany(['c', 'missing', 'a', 'c']);
      expect(found.map((document) => document?._id)).toEqual(['c', undefined, 'a', 'c']);
      expect(await collection.getMany([])).toEqual([]);
    });

    test('gives what was written, with version, time and history, and nothing else', async () => {
      const text = { en: 'Text', zh: '移民', deep: [{ list: [1.5, null, true] }] };
      const collection = await reading(open, [
        { _id: 'a', status: 'draft', subjects: ['x'], text },
      ]);
      expect((await collection.getMany(['a']))[0]).toEqual({
        _id: 'a',
        status: 'draft',
        subjects: ['x'],
        text,
        version: 1,
        changedAt: seedEvent.at,
        seed: expect.stringMatching(/^[0-9a-f]{64}$/),
        history: [expect.objectContaining({ id: 'reports/a/1', type: 'loaded', by: 'system' })],
      });
    });

    test('finds nothing under an id that no document can have', async () => {
      const collection = await reading(open, [{ _id: '\uFFFD' }, { _id: 'a' }]);
      const ids = ['', '\0', '\uD800', '__proto__', '{"$gt":""}', "' OR 1=1 --", 'a\0', 'A'];
      expect(await collection.getMany(ids)).toEqual(ids.map(() => undefined));
    });
  });

  describe('visibility', () => {
    const documents: Unstored<Report>[] = [
      { _id: 'issued', status: 'issued', owner: 'x', date: '2024-01-01', subjects: ['s'] },
      { _id: 'draft-x', status: 'draft', owner: 'x', date: '2024-01-02', subjects: ['s'] },
      { _id: 'draft-y', status: 'draft', owner: 'y', date: '2024-01-03', subjects: ['s', 't'] },
    ];
    const ids = ['issued', 'draft-x', 'draft-y'];

    test.each<[string, Visible, string[]]>([
      ['everything', {}, ['issued', 'draft-x', 'draft-y']],
      ['one alternative', { status: 'issued' }, ['issued']],
      ['several', { or: [{ status: 'issued' }, { owner: 'y' }] }, ['issued', 'draft-y']],
      ['no alternative', { or: [] }, []],
      ['nothing', 'nothing', []],
    ])('is joined to every read: %s', async (_, visible, seen) => {
      const collection = await reading(open, documents, visible);
      const found = await collection.getMany(ids);
      expect(found.map((document) => document?._id)).toEqual(
        ids.map((id) => (seen.includes(id) ? id : undefined)),
      );
      expect(await idsOf(collection, {}, { first: 1, sort: byDate })).toEqual(seen);
      expect(await idsOf(collection, { subjects: 's' }, { first: 1, sort: byDate })).toEqual(seen);
      expect(await collection.count({})).toBe(seen.length);
      expect(await collection.count({ subjects: 's' })).toBe(seen.length);
      const [perParent] = await collection.pagePerParent(
        'subjects',
        ['s'],
        {},
        { first: 9, sort: byDate },
      );
      expect(perParent?.items.map(({ document }) => document._id)).toEqual(seen);
      const counts: [string, number][] = [
        ['s', seen.length],
        ['t', seen.includes('draft-y') ? 1 : 0],
      ];
      expect(await collection.countBy('subjects', {})).toEqual(
        new Map(counts.filter(([, count]) => count > 0)),
      );
    });

    test('narrows a filter on the same field', async () => {
      const collection = await reading(open, documents, {
        status: { in: ['issued', 'draft'] },
        owner: 'x',
      });
      expect(await collection.count({ owner: 'y' })).toBe(0);
      const drafts = await reading(open, documents, {
        or: [{ status: 'issued' }, { status: 'draft' }],
      });
      expect(await idsOf(drafts, { status: 'draft' }, { first: 5, sort: byDate })).toEqual([
        'draft-x',
        'draft-y',
      ]);
    });

    test('a hidden document and a missing one are read alike', async () => {
      const collection = await reading(open, documents, { owner: 'y' });
      expect(await collection.getMany(['issued'])).toEqual(await collection.getMany(['never']));
    });
  });

  describe('pages', () => {
    test('are by id when no sort is given', async () => {
      const collection = await reading(
        open,
        ['b', 'a', 'd', 'c'].map((_id) => ({ _id })),
      );
      expect(await idsOf(collection, {}, { first: 3 })).toEqual(['a', 'b', 'c', 'd']);
      const sort = { field: '_id', direction: 'descending' } as const;
      expect(await idsOf(collection, {}, { first: 3, sort })).toEqual(['d', 'c', 'b', 'a']);
    });

    test('of every size meet equal values and nulls exactly once, in both directions', async () => {
      const dates = ['2024-02', null, '2024-01', '2024-02', undefined, '2024-02', '2024-03', null];
      const collection = await reading(
        open,
        dates.map((date, index) => ({
          _id: `r${index}`,
          status: 'issued',
          ...(date !== undefined && { date }),
        })),
      );
      const ascending = ['r1', 'r4', 'r7', 'r2', 'r0', 'r3', 'r5', 'r6'];
      for (const first of [1, 2, 3, 8, 20]) {
        for (const filter of [{}, { status: 'issued' }]) {
          expect(await idsOf(collection, filter, { first, sort: byDate })).toEqual(ascending);
          expect(await idsOf(collection, filter, { first, sort: newestFirst })).toEqual(
            ascending.toReversed(),
          );
        }
      }
    });

    test('say whether another follows, also when empty or of no document', async () => {
      const collection = await reading(open, [{ _id: 'a' }, { _id: 'b' }]);
      const has = async (first: number) => (await collection.page({}, { first })).hasNextPage;
      expect([await has(0), await has(1), await has(2)]).toEqual([true, true, false]);
      const none = await collection.page({ status: 'none' }, { first: 2, sort: byDate });
      expect(none).toEqual({ items: [], hasNextPage: false });
      await expect(collection.page({}, { first: -1 })).rejects.toThrow(RangeError);
    });

    test('go on where they were when documents come and go before and after', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      const load = (ids: string[]) =>
        collection.load(
          ids.map((_id) => ({ _id, date: '2024' })),
          seedEvent,
        );
      await load(['b', 'd', 'f']);
      const page = await collection.page({}, { first: 2, sort: byDate });
      await load(['a', 'e', 'g']);
      const after = page.items.at(-1)?.cursor as string;
      expect(await idsOf(collection, {}, { first: 9, sort: byDate, after })).toEqual([
        'e',
        'f',
        'g',
      ]);
    });

    test('of a sort whose field the filter fixes go by id', async () => {
      const collection = await reading(
        open,
        ['c', 'a', 'b'].map((_id) => ({ _id, date: _id === 'b' ? null : '2024' })),
      );
      const sort = byDate;
      expect(await idsOf(collection, { date: '2024' }, { first: 1, sort })).toEqual(['a', 'c']);
      const both = { date: { in: [null, '2024'] } };
      expect(await idsOf(collection, both, { first: 1, sort })).toEqual(['b', 'a', 'c']);
      expect(await idsOf(collection, both, { first: 1, sort: newestFirst })).toEqual([
        'c',
        'a',
        'b',
      ]);
    });

    test('refuse a cursor that no page with this sort gave', async () => {
      const collection = await reading(open, [{ _id: 'a', date: '2024' }, { _id: 'b' }]);
      const { items } = await collection.page({}, { first: 1, sort: byDate });
      const cursor = items[0]?.cursor as string;
      const garbage = ['', 'x', '💥', '%00', 'bnVsbA', 'W10', 'eyJhIjoxfQ', cursor.slice(1)];
      for (const after of garbage) {
        const page = collection.page({}, { first: 1, sort: byDate, after });
        await expect(page, after).rejects.toThrow(InvalidCursor);
      }
      for (const sort of [undefined, newestFirst, { ...byDate, field: 'rank' }]) {
        const page = collection.page({}, { first: 1, after: cursor, ...(sort && { sort }) });
        await expect(page).rejects.toThrow(InvalidCursor);
      }
      const hostile = Buffer.from('["+date",{"$gt":""},"a"]').toString('base64url');
      const page = collection.page({}, { first: 1, sort: byDate, after: hostile });
      await expect(page).rejects.toThrow(InvalidCursor);
    });
  });

  describe('a page per parent', () => {
    const documents = [...'abcdefgh'].map((_id, index) => ({
      _id,
      owner: `o${index % 3}`,
      status: 'issued',
      subjects: index % 2 ? ['s', 't'] : ['s'],
      date: index % 4 ? `2024-${index % 4}` : null,
    }));

    test.each<[string, string, Visible]>([
      ['of an array', 'subjects', {}],
      ['in several alternatives', 'subjects', { or: [{ status: 'issued' }, { owner: 'o1' }] }],
      ['that the visibility tests too', 'owner', { owner: 'o1' }],
    ])('is the same as a page with the parent in the filter: %s', async (_, field, visible) => {
      const collection = await reading(open, documents, visible);
      const options = { first: 2, sort: newestFirst };
      const first = await collection.page({}, { ...options, first: 1 });
      const after = first.items[0]?.cursor as string;
      for (const given of [options, { ...options, first: 0 }, { ...options, after }]) {
        const parents = ['t', 's', 'o1', 'o2', 'missing', "'", 's', '\0'];
        const pages = await collection.pagePerParent(field, parents, {}, given);
        for (const [index, parent] of parents.entries()) {
          expect(pages[index]).toEqual(await collection.page({ [field]: parent }, given));
        }
      }
    });

    test.each<[string, string, Visible, Filter]>([
      ['of an array', 'subjects', {}, { owner: 'o1' }],
      ['in several', 'subjects', { or: [{ status: 'issued' }, { owner: 'o1' }] }, {}],
      ['in several apart', 'subjects', { status: { in: ['issued', 'none'] } }, {}],
      ['of a field that the visibility tests too', 'owner', { owner: 'o1' }, { subjects: 's' }],
      ['of a field that the filter tests too', 'owner', {}, { owner: { in: ['o1', 'o2'] } }],
    ])('is counted as with the parent in the filter: %s', async (_, field, visible, filter) => {
      const collection = await reading(open, documents, visible);
      const parents = ['t', 's', 'o1', 'o2', 'missing', "'", 's', '\0'];
      const counts = await collection.countPerParent(field, parents, filter);
      expect(counts).toEqual(
        await Promise.all(
          parents.map((parent) => collection.count({ [field]: parent, or: [filter] })),
        ),
      );
      expect(Math.max(...counts)).toBeGreaterThan(0);
      expect(await collection.countPerParent(field, [], filter)).toEqual([]);
    });

    test('takes a further filter, also of the same field, and no parents', async () => {
      const collection = await reading(open, documents);
      const options = { first: 3, sort: byDate };
      const ids = async (filter: Filter) =>
        (await collection.pagePerParent('owner', ['o1', 'o0'], filter, options)).map(({ items }) =>
          items.map(({ document }) => document._id),
        );
      expect(await ids({})).toEqual([
        ['e', 'b', 'h'],
        ['a', 'g', 'd'],
      ]);
      expect(await ids({ owner: 'o0' })).toEqual([[], ['a', 'g', 'd']]);
      expect(await ids({ subjects: 't' })).toEqual([['b', 'h'], ['d']]);
      expect(await collection.pagePerParent('owner', [], {}, options)).toEqual([]);
    });

    test('serves more parents than are asked for at once', async () => {
      const collection = await reading(
        open,
        [...Array(40).keys()].map((index) => ({ _id: `d${index}`, owner: `p${index}` })),
      );
      const parents = [...Array(40).keys()].map((index) => `p${39 - index}`);
      const pages = await collection.pagePerParent(
        'owner',
        parents,
        {},
        { first: 1, sort: byDate },
      );
      expect(pages.map(({ items }) => items[0]?.document.owner)).toEqual(parents);
    });
  });

  test('two collections of one store are apart, and no two have one name', async () => {
    const storage = await open();
    const others = defineCollection<Report>('others');
    await storage.collection(reports, {}).load([{ _id: 'a' }], seedEvent);
    await storage.collection(others, {}).load([{ _id: 'b' }], seedEvent);
    expect(await storage.collection(others, {}).getMany(['a'])).toEqual([undefined]);
    expect(await storage.collection(others, {}).count({})).toBe(1);
    expect(() => storage.collection(defineCollection('others'), {})).toThrow(TypeError);
    expect(() => storage.collection(defineCollection('Robert"); DROP'), {})).toThrow(TypeError);
  });
}

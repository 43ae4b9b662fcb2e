// What every adapter must do with filters: their meaning, what is refused, and how alternatives come together.

import { describe, expect, test } from 'vitest';
import { type Filter, NoIndex, type PageOptions, TooManyAlternatives } from '../src/index.ts';
import type { Adapter, Open } from './contract.ts';
import { byDate, idsOf, newestFirst, reading } from './reports.ts';

export function testFilters(open: Open, { orderOfTextsDiffers }: Adapter): void {
  describe('filters', () => {
    test('null is a null or an absent field; an array contains, and an empty one contains not even null', async () => {
      const collection = await reading(open, [
        { _id: 'null', region: null, subjects: null },
        { _id: 'absent' },
        { _id: 'one', region: 'asia', subjects: ['x'] },
        { _id: 'two', region: 'asia', subjects: ['x', 'y', 'x'] },
        { _id: 'empty', region: 'asia', subjects: [] },
      ]);
      const ids = (filter: Filter) => idsOf(collection, filter, { first: 9, sort: byDate });
      expect(await ids({ region: null })).toEqual(['absent', 'null']);
      expect(await ids({ region: { in: ['asia', null] } })).toHaveLength(5);
      expect(await ids({ region: { in: [] } })).toEqual([]);
      expect(await ids({ region: undefined } as Filter)).toHaveLength(5);
      expect(await ids({ subjects: 'x' })).toEqual(['one', 'two']);
      expect(await ids({ subjects: { in: ['x', 'y'] } })).toEqual(['one', 'two']);
      expect(await ids({ subjects: null })).toEqual(['absent', 'null']);
      expect(await collection.count({ subjects: { in: ['x', 'y'] } })).toBe(2);
      expect(await collection.countBy('subjects', {})).toEqual(
        new Map([
          [null, 2],
          ['x', 2],
          ['y', 1],
        ]),
      );
    });

    test('true, false, numbers and texts are never equal to each other', async () => {
      const collection = await reading(open, [
        { _id: 'true', open: true, date: '1' },
        { _id: 'false', open: false, date: '1' },
        { _id: 'null', open: null, date: '1' },
      ]);
      const ids = (open: boolean | number | string | null) =>
        idsOf(collection, { open } as Filter, { first: 9, sort: byDate });
      expect(await Promise.all([true, false, null, 1, 0, 'true'].map(ids))).toEqual([
        ['true'],
        ['false'],
        ['null'],
        [],
        [],
        [],
      ]);
      expect(await collection.countBy('open', {})).toEqual(
        new Map([
          [null, 1],
          [false, 1],
          [true, 1],
        ]),
      );
    });

    test('a range holds values of its own type, and its bounds or not', async () => {
      const collection = await reading(
        open,
        [null, -2, 0, 1.5, 3].map((rank, index) => ({ _id: `r${index}`, status: 'a', rank })),
      );
      const ids = (rank: Filter['rank']) =>
        idsOf(
          collection,
          { status: 'a', rank },
          { first: 1, sort: { field: 'rank', direction: 'descending' } },
        );
      expect(await ids({ gt: 0 })).toEqual(['r4', 'r3']);
      expect(await ids({ gte: 0, lt: 3 })).toEqual(['r3', 'r2']);
      expect(await ids({ lte: 0 })).toEqual(['r2', 'r1']);
      expect(await ids({ lt: 'text' })).toEqual([]);
      expect(await ids({ gt: 2, lt: 1 })).toEqual([]);
      expect(await collection.count({ status: 'a', rank: { lt: 2 } })).toBe(3);
    });

    test('a range begins and ends pages whatever cursor they go on from', async () => {
      const collection = await reading(
        open,
        ['1', '2', '2', '3', '4', '5'].map((date, index) => ({ _id: `r${index}`, date })),
      );
      for (const sort of [byDate, newestFirst]) {
        const all = await collection.page({}, { first: 9, sort });
        for (const [index, { cursor }] of all.items.entries()) {
          for (const date of [{ gt: '2' }, { gte: '2', lt: '4' }, { lte: '3' }]) {
            const within = (value: string) =>
              value > (date.gt ?? '') &&
              value >= (date.gte ?? '') &&
              value < (date.lt ?? '9') &&
              value <= (date.lte ?? '9');
            const expected = all.items
              .slice(index + 1)
              .filter(({ document }) => within(document.date as string))
              .map(({ document }) => document._id);
            expect(await idsOf(collection, { date }, { first: 1, sort, after: cursor })).toEqual(
              expected,
            );
          }
        }
      }
    });

    test('one further range is tested row by row: an embargo', async () => {
      const collection = await reading(
        open,
        [...'abcdef'].map((_id, index) => ({
          _id,
          status: 'issued',
          subjects: ['s'],
          date: `2024-0${index + 1}`,
          embargo: `2024-0${((index * 5) % 6) + 1}`,
        })),
        { status: 'issued', embargo: { lte: '2024-03' } },
      );
      const seen = await idsOf(collection, {}, { first: 1, sort: newestFirst });
      expect(seen).toEqual(['f', 'e', 'a']);
      expect(await idsOf(collection, { subjects: 's' }, { first: 1, sort: newestFirst })).toEqual(
        seen,
      );
      const [page] = await collection.pagePerParent(
        'subjects',
        ['s'],
        {},
        { first: 2, sort: byDate },
      );
      expect(page?.items.map(({ document }) => document._id)).toEqual(['a', 'e']);
      expect(await collection.count({})).toBe(3);
      expect(await collection.count({ subjects: 's' })).toBe(3);
      expect(await collection.countBy('date', {})).toEqual(
        new Map([
          ['2024-01', 1],
          ['2024-05', 1],
          ['2024-06', 1],
        ]),
      );
    });

    test('a document that several alternatives match comes and counts once', async () => {
      const collection = await reading(
        open,
        [...'abcdef'].map((_id, index) => ({
          _id,
          status: index % 2 ? 'issued' : 'draft',
          owner: index % 3 ? 'x' : 'y',
          date: index < 3 ? '2024' : '2025',
        })),
        { or: [{ status: 'issued' }, { owner: 'x' }, { owner: 'x', status: 'draft' }] },
      );
      for (const first of [1, 2, 4, 9]) {
        expect(await idsOf(collection, {}, { first, sort: newestFirst })).toEqual([
          'f',
          'e',
          'd',
          'c',
          'b',
        ]);
      }
      expect(await collection.count({})).toBe(5);
      expect(await collection.countBy('date', {})).toEqual(
        new Map([
          ['2024', 2],
          ['2025', 3],
        ]),
      );
    });

    test.skipIf(orderOfTextsDiffers)(
      `texts come by code points, from one alternative and from several${
        orderOfTextsDiffers ? ` (skipped: ${orderOfTextsDiffers})` : ''
      }`,
      async () => {
        const texts = ['\u{1F600}', '\uFF5E', 'z', '\u{10FFFF}', '\uE000'];
        const inOrder = ['z', '\uE000', '\uFF5E', '\u{1F600}', '\u{10FFFF}'];
        const collection = await reading(
          open,
          texts.flatMap((text, index) => [
            { _id: text, status: index % 2 ? 'a' : 'b', date: '1', region: 'x' },
            { _id: `by date ${index}`, status: index % 2 ? 'a' : 'b', date: text, region: 'y' },
          ]),
        );
        for (const status of [undefined, { in: ['a', 'b'] }]) {
          for (const first of [1, 9]) {
            const options = { first, sort: byDate };
            const filter = status ? { status } : {};
            expect(await idsOf(collection, { ...filter, region: 'x' }, options)).toEqual(inOrder);
            const byTheirDate = await idsOf(collection, { ...filter, region: 'y' }, options);
            expect(byTheirDate.map((id) => texts[Number(id.at(-1))])).toEqual(inOrder);
          }
        }
      },
    );

    test('have at most 16 alternatives after filter and visibility are combined', async () => {
      const values = (count: number) => [...Array(count).keys()].map((index) => `v${index}`);
      const collection = await reading(
        open,
        [{ _id: 'a', status: 'v3', region: 'v1', date: '1' }],
        {
          region: { in: values(4) },
        },
      );
      const page = (count: number) =>
        collection.page({ status: { in: values(count) } }, { first: 5, sort: byDate });
      expect((await page(4)).items).toHaveLength(1);
      await expect(page(5)).rejects.toThrow(TooManyAlternatives);
      await expect(collection.count({ status: { in: values(10_000) } })).rejects.toThrow(
        TooManyAlternatives,
      );
    });

    test.each<[string, Filter, PageOptions]>([
      ['a field in no index', { unknown: 1 }, { first: 1 }],
      ['a sort in no index', {}, { first: 1, sort: { field: 'owner', direction: 'ascending' } }],
      ['a filter without its sort', { status: 'a' }, { first: 1 }],
      ['a sort by an array', {}, { first: 1, sort: { field: 'subjects', direction: 'ascending' } }],
      [
        'two values of an array',
        { subjects: 's', or: [{ subjects: 't' }] },
        { first: 1, sort: byDate },
      ],
      ['two further ranges', { embargo: { gt: '' }, rank: { gt: 1 } }, { first: 1, sort: byDate }],
      ['a range of an unindexed field', { unknown: { gt: 1 } }, { first: 1, sort: byDate }],
      ['an operator for a name', { $where: 'true' }, { first: 1 }],
      ['a name of the language', JSON.parse('{"__proto__":"x"}'), { first: 1 }],
    ])('are refused when no index serves them: %s', async (_, filter, options) => {
      const collection = await reading(open, [{ _id: 'a' }]);
      await expect(collection.page(filter, options)).rejects.toThrow(NoIndex);
      await expect(collection.page(filter, options)).rejects.toThrow(
        /reports.*Declared: \[status, date\]/,
      );
    });

    test('counts are refused too when no index serves them', async () => {
      const collection = await reading(open, [{ _id: 'a' }]);
      await expect(collection.count({ unknown: 1 })).rejects.toThrow(NoIndex);
      await expect(
        collection.count({ owner: 'x', rank: { gt: 1 }, embargo: { gt: '' } }),
      ).rejects.toThrow(NoIndex);
      await expect(collection.countBy('unknown', {})).rejects.toThrow(NoIndex);
      await expect(collection.countBy('date', { rank: 3 })).rejects.toThrow(NoIndex);
      const page = collection.pagePerParent('unknown', ['a'], {}, { first: 1 });
      await expect(page).rejects.toThrow(NoIndex);
    });

    test.each<[string, unknown]>([
      ['an object of operators', { status: { $ne: null } }],
      ['a list', { status: ['a'] }],
      ['an empty test', { status: {} }],
      ['not a number', { rank: Number.NaN }],
      ['a range of an array', { subjects: { gt: 'a' } }],
      ['a range of mixed types', { rank: { gt: 1, lt: 'a' } }],
    ])('of a wrong form are the caller’s mistake: %s', async (_, filter) => {
      const collection = await reading(open, [{ _id: 'a' }]);
      const page = collection.page(filter as Filter, { first: 1, sort: byDate });
      await expect(page).rejects.toThrow(TypeError);
    });
  });
}

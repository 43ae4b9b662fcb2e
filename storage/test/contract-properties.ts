// Pages and counts of any documents and filters, compared with a plain filter and sort of a list in memory.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defineCollection,
  type Filter,
  type Sort,
  type Stored,
  TooManyAlternatives,
  type Unstored,
  type Value,
  type Visible,
} from '../src/index.ts';
import type { Adapter, Open } from './contract.ts';
import { seedEvent } from './reports.ts';

interface Thing extends Stored {
  text?: string | null;
  flag?: boolean | null;
  deep: { number?: number | null };
  tags?: (string | null)[] | null;
  limit?: number | null;
}

const sorts = ['text', 'deep.number'];
const tested = ['text', 'flag', 'tags'];

/** Every choice of tested fields, in their order. */
const choices = tested.reduce<string[][]>(
  (lists, field) => lists.flatMap((list) => [list, [...list, field]]),
  [[]],
);

/** An index for every choice of tested fields and every sort, and one for every count by a field. */
const things = defineCollection<Thing>('things', [
  ...new Map(
    [
      ...choices,
      ...choices.flatMap((fields) =>
        [...sorts, ...tested]
          .filter((field) => !fields.includes(field))
          .map((field) => [...fields, field]),
      ),
      ['limit'],
    ]
      .filter((fields) => fields.length > 0)
      .map((fields) => [
        fields.join(),
        { fields, ...(fields.includes('tags') && { array: 'tags' }) },
      ]),
  ).values(),
]);

const words = ['', 'a', 'A', 'b', 'ab', 'é', '\0', "'", '移'];
const numbers = [-1, 0, 0.5, 1, 2, 1e15];

function arbitraries({ orderOfTextsDiffers }: Adapter) {
  // U+FF5E comes before U+1F600 by code points, and after it by UTF-16 units.
  const text = fc.constantFrom(...words, ...(orderOfTextsDiffers ? [] : ['\uFF5E', '\u{1F600}']));
  const number = fc.constantFrom(...numbers);
  const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const document = fc.record(
    {
      text: orNull(text),
      flag: orNull(fc.boolean()),
      deep: fc.record({ number: orNull(number) }, { requiredKeys: [] }),
      tags: orNull(fc.array(orNull(text), { maxLength: 3 })),
      limit: orNull(number),
    },
    { requiredKeys: ['deep'] },
  );
  const documents = fc
    .uniqueArray(text, { minLength: 1, maxLength: 25 })
    .chain((ids) => fc.array(document, { maxLength: 25 }).map((list) => ({ ids, list })))
    .map(({ ids, list }) =>
      list.map((one, index) => ({ ...one, _id: `${ids[index % ids.length]}${index}` })),
    );
  const test = (value: fc.Arbitrary<Value>) =>
    fc.oneof(
      value,
      fc.uniqueArray(value, { maxLength: 2 }).map((list) => ({ in: list })),
    );
  const range = (bound: fc.Arbitrary<string | number>) =>
    fc
      .record({ gt: bound, gte: bound, lt: bound, lte: bound }, { requiredKeys: [] })
      .filter((bounds) => Object.keys(bounds).length > 0);
  const plain = fc.record(
    { text: test(orNull(text)), flag: test(orNull(fc.boolean())) },
    { requiredKeys: [] },
  );
  const withTags = fc.record({ tags: test(orNull(text)) }, { requiredKeys: [] });
  const limit = fc.record({ limit: range(number) }, { requiredKeys: [] });
  const either = fc.oneof(
    fc.constant({}),
    fc.array(plain, { maxLength: 2 }).map((or) => ({ or })),
  );
  const merged = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<Filter> =>
    fc.tuple(...parts).map((list) => Object.assign({}, ...list) as Filter);
  return {
    documents,
    filter: merged(plain, withTags, either),
    visible: merged(plain, limit, either),
    sort: fc.record<Sort>({
      field: fc.constantFrom('_id', ...sorts),
      direction: fc.constantFrom('ascending', 'descending'),
    }),
    sorted: range(number),
    first: fc.integer({ min: 1, max: 7 }),
  };
}

type Plain = Unstored<Thing>;

function at(document: Plain, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as never)?.[key], document);
}

function passes(document: Plain, filter: Filter): boolean {
  return Object.entries(filter).every(([field, test]) => {
    if (field === 'or') return (test as Filter[]).some((one) => passes(document, one));
    const value = at(document, field) ?? null;
    const held = (Array.isArray(value) ? value : [value]) as Value[];
    if (typeof test !== 'object' || test === null) return held.includes(test as Value);
    if ('in' in test) return held.some((one) => (test.in as Value[]).includes(one));
    return held.some(
      (one) =>
        one !== null &&
        Object.entries(test).every(([operator, bound]) => {
          if (typeof one !== typeof bound) return false;
          const order = compared(one, bound);
          if (order === 0) return operator.endsWith('e');
          return operator.startsWith('g') ? order > 0 : order < 0;
        }),
    );
  });
}

/** Null first, texts by their bytes in UTF-8. */
function compared(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string') {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return Number(a) - Number(b);
}

function inOrder(documents: Plain[], { field, direction }: Sort): string[] {
  const ids = documents
    .toSorted(
      (a, b) => compared(at(a, field) ?? null, at(b, field) ?? null) || compared(a._id, b._id),
    )
    .map(({ _id }) => _id);
  return direction === 'ascending' ? ids : ids.reverse();
}

function countsBy(field: string, documents: Plain[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const document of documents) {
    const value = (at(document, field) ?? null) as Value | Value[];
    for (const one of new Set(Array.isArray(value) ? value : [value])) {
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
  }
  return counts;
}

export function testProperties(open: Open, adapter: Adapter): void {
  const { documents, filter, visible, sort, sorted, first } = arbitraries(adapter);
  const runs = { numRuns: adapter.runs ?? 150 };

  describe('for any documents, filter and visibility', () => {
    test('the pages are the list filtered and sorted, and the counts are its own', async () => {
      await fc.assert(
        fc.asyncProperty(
          documents,
          filter,
          visible,
          sort,
          first,
          fc.boolean(),
          sorted,
          async (list, wanted, seen, by, size, isWithin, range) => {
            const storage = await open();
            const collection = storage.collection(things, seen as Visible);
            await collection.load(list, seedEvent);
            const narrowed =
              isWithin && by.field === 'deep.number' ? { ...wanted, [by.field]: range } : wanted;
            const expected = inOrder(
              list.filter((one) => passes(one, narrowed) && passes(one, seen)),
              by,
            );
            // More than 16 alternatives are refused, which another test looks at.
            const refused = await collection.count(narrowed).catch((error: unknown) => error);
            fc.pre(!(refused instanceof TooManyAlternatives));
            const ids: string[] = [];
            for (let after: string | undefined; ; ) {
              const page = await collection.page(narrowed, {
                sort: by,
                first: size,
                ...(after !== undefined && { after }),
              });
              expect(page.items.length).toBeLessThanOrEqual(size);
              ids.push(...page.items.map(({ document }) => document._id));
              after = page.items.at(-1)?.cursor;
              expect(page.hasNextPage).toBe(ids.length < expected.length);
              if (!page.hasNextPage) break;
            }
            expect(ids).toEqual(expected);
            const found = await collection.getMany(list.map(({ _id }) => _id));
            expect(found.filter(Boolean)).toHaveLength(
              list.filter((one) => passes(one, seen)).length,
            );
            const matching = list.filter((one) => passes(one, wanted) && passes(one, seen));
            expect(await collection.count(wanted)).toBe(matching.length);
            for (const field of tested) {
              // What is tested of an array is not counted by it too.
              if (field === 'tags' && 'tags' in wanted) continue;
              expect(await collection.countBy(field, wanted)).toEqual(countsBy(field, matching));
            }
          },
        ),
        runs,
      );
    });
  });
}

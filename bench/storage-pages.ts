// What a page costs as a collection grows: pages 1 and 100 (of 20) out of 200,000 matching documents against the same out
// of 2,000. Filtered on two declared fields, one an array, and by a visibility of two alternatives; sorted on a third.
// Then what 50 parents' pages cost in one call and in 50. Run with: node bench/storage-pages.ts. Ends with 1 when a page of the large one costs more than twice the small one's.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Collection,
  defineCollection,
  openStorage,
  type Storage,
  type Stored,
  type Unstored,
} from '../storage/src/index.ts';

interface Report extends Stored {
  kind: string;
  subjects: string[];
  status: string;
  owner: string;
  date: string;
  text: { en: string; zh: string };
}

const reports = defineCollection<Report>('reports', [
  { fields: ['subjects', 'kind', 'status', 'date'], array: 'subjects' },
  { fields: ['subjects', 'kind', 'owner', 'date'], array: 'subjects' },
]);

const sizes = [2_000, 200_000] as const;
const filter = { kind: 'status-report', subjects: 'objective-13' };
const visible = { or: [{ status: 'published' }, { owner: 'iom' }] };
const sort = { field: 'date', direction: 'descending' } as const;
const rounds = 400;

/** All of them match the filter; nine of ten are published, one of seven is the reader's own. */
function* matching(count: number): Generator<Unstored<Report>> {
  for (let index = 0; index < count; index++) {
    // 7,919 is prime, so the order of the dates has nothing to do with the order of storing.
    const day = (index * 7_919) % 3_650;
    yield {
      _id: `report-${index}`,
      kind: 'status-report',
      subjects: ['objective-13', `objective-${index % 12}`],
      status: index % 10 ? 'published' : index % 70 ? 'draft' : 'returned',
      owner: index % 7 ? `organization-${index % 40}` : 'iom',
      date: new Date(Date.UTC(2020, 0, 1 + day)).toISOString(),
      text: { en: 'What was done in the period. '.repeat(20), zh: '本期工作。'.repeat(20) },
    };
  }
}

/** The cursor after which page 100 begins. */
async function cursorBeforePage100(collection: Collection<Report>): Promise<string> {
  let after: string | undefined;
  for (let page = 1; page < 100; page++) {
    const { items } = await collection.page(filter, { sort, first: 20, ...(after && { after }) });
    after = items.at(-1)?.cursor;
  }
  return after as string;
}

async function timeOf(collection: Collection<Report>, after: string | undefined): Promise<number> {
  const options = { sort, first: 20, ...(after && { after }) };
  const start = process.hrtime.bigint();
  const { items } = await collection.page(filter, options);
  const microseconds = Number(process.hrtime.bigint() - start) / 1_000;
  if (items.length !== 20) throw new Error(`A page of ${items.length}`);
  return microseconds;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    await work();
    times.push(Number(process.hrtime.bigint() - start) / 1_000);
  }
  return median(times.slice(rounds / 4));
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
try {
  const collections: Collection<Report>[] = [];
  const stores: Storage[] = [];
  for (const size of sizes) {
    const storage = await openStorage(`sqlite:${folder}`, `reports-${size}`);
    stores.push(storage);
    const collection = storage.collection(reports, visible);
    const start = performance.now();
    await collection.load([...matching(size)], { at: new Date().toISOString(), by: 'system' });
    const seconds = ((performance.now() - start) / 1_000).toFixed(1);
    const seen = await collection.count(filter);
    console.log(`${size} matching documents loaded in ${seconds} s; the reader sees ${seen}`);
    collections.push(collection);
  }
  let worst = 0;
  const starts = await Promise.all(collections.map(cursorBeforePage100));
  for (const page of [1, 100]) {
    const times = sizes.map((): number[] => []);
    // One after the other in turns, so that what else the machine does meets both.
    for (let round = 0; round < rounds; round++) {
      for (const [index, collection] of collections.entries()) {
        times[index]?.push(await timeOf(collection, page === 1 ? undefined : starts[index]));
      }
    }
    const [small = 0, large = 0] = times.map((list) => median(list.slice(rounds / 4)));
    const ratio = large / small;
    worst = Math.max(worst, ratio);
    console.log(
      `page ${page}: ${small.toFixed(0)} µs of ${sizes[0]}, ${large.toFixed(0)} µs of ${sizes[1]}: ${ratio.toFixed(2)} ×`,
    );
  }
  const large = stores[1]?.collection(reports, {}) as Collection<Report>;
  for (const [what, prefix] of [
    ['of 6 documents', 'organization'],
    ['of none', 'nobody'],
  ]) {
    const parents = [...Array(50).keys()].map((index) => `${prefix}-${index % 40}`);
    const options = { sort, first: 6 };
    const together = await medianOf(() => large.pagePerParent('owner', parents, filter, options));
    const singly = await medianOf(() =>
      Promise.all(parents.map((owner) => large.page({ ...filter, owner }, options))),
    );
    console.log(
      `50 parents' pages ${what}: ${together.toFixed(0)} µs in one call, ${singly.toFixed(0)} µs in 50`,
    );
  }
  for (const storage of stores) await storage.close();
  console.log(worst <= 2 ? 'within 2 ×' : 'NOT within 2 ×');
  process.exitCode = worst <= 2 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

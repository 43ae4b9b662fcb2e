// What the MongoDB adapter hands to the driver, without a server: indexes, filters, sorts, limits, updates.

import { describe, expect, test } from 'vitest';
import { defineCollection, type Filter, type PageOptions, type Visible } from '../src/index.ts';
import { mongoClient, mongoStorage } from '../src/mongo.ts';
import { event, type Report } from './reports.ts';

type Db = Parameters<typeof mongoStorage>[0];

const reports = defineCollection<Report>('reports', [
  { fields: ['status', 'date'] },
  { fields: ['owner', 'date'] },
  { fields: ['date'] },
  { fields: ['subjects', 'date'], array: 'subjects' },
]);

/** One line for each thing, its keys in their order, which matters in an index and in a sort. */
const lines = (things: readonly unknown[] = []) =>
  things.map((thing) => JSON.stringify(thing)).join('\n');

const byDate = { field: 'date', direction: 'ascending' } as const;
const newestFirst = { field: 'date', direction: 'descending' } as const;

/** Stands where the driver's database does: notes every call, and answers reads of `reports` with `stored`. */
function recorder(stored: object[] = []) {
  const calls: [collection: string, method: string, ...given: unknown[]][] = [];
  const underWay = { now: 0, most: 0 };
  const db = {
    collection: (name: string) => {
      const found = name === 'reports' ? stored : [];
      const toArray = async () => {
        underWay.now += 1;
        underWay.most = Math.max(underWay.most, underWay.now);
        await new Promise((resolve) => setImmediate(resolve));
        underWay.now -= 1;
        return found;
      };
      const answers: Record<string, unknown> = {
        find: { toArray },
        findOne: Promise.resolve(found[0] ?? null),
        countDocuments: Promise.resolve(0),
        aggregate: [],
        replaceOne: Promise.resolve({ matchedCount: 1 }),
      };
      return new Proxy(
        {},
        {
          get:
            (_, method: string) =>
            (...given: unknown[]) => {
              calls.push([name, method, ...given]);
              return answers[method] ?? Promise.resolve({});
            },
        },
      );
    },
  };
  const storage = mongoStorage(db as unknown as Db, { now: () => 1_000, close: async () => {} });
  const made = (method: string) =>
    calls
      .filter(([name, called]) => name === 'reports' && called === method)
      .map((call) => call.slice(2));
  return { storage, calls, made, underWay };
}

async function findOf(filter: Filter, options: PageOptions, visible: Visible = {}) {
  const { storage, made } = recorder();
  await storage.collection(reports, visible).page(filter, options);
  return made('find')[0];
}

/** A cursor of a page over these documents. */
async function cursorAfter(document: object, options: PageOptions): Promise<string> {
  const { storage } = recorder([document]);
  const { items } = await storage.collection(reports, {}).page({}, options);
  return items[0]?.cursor as string;
}

describe('the driver', () => {
  test('acknowledges a write when a majority has it in its journal', () => {
    const { client, database } = mongoClient(
      'mongodb://user:secret@a:1,b:2/un?replicaSet=r',
      'fund',
    );
    expect(client.options.writeConcern).toMatchObject({ w: 'majority', journal: true });
    expect(client.options.hosts.map(String)).toEqual(['a:1', 'b:2']);
    expect(client.options.replicaSet).toBe('r');
    expect(database).toBe('un_fund');
    expect(mongoClient('mongodb://localhost', 'fund').database).toBe('network_fund');
    expect(() => mongoClient('mongodb://localhost/a.b', 'fund')).toThrow(TypeError);
  });

  test('is asked for the declared indexes once, each ending with the id, and for those of the feed', async () => {
    const { storage, calls } = recorder();
    await storage.collection(reports, {}).count({});
    await storage.collection(reports, { status: 'x' }).count({});
    expect(lines(calls.filter(([, method]) => method !== 'countDocuments'))).toMatchInlineSnapshot(`
      "["reports","createIndexes",[{"key":{"status":1,"date":1,"_id":1}},{"key":{"owner":1,"date":1,"_id":1}},{"key":{"date":1,"_id":1}},{"key":{"subjects":1,"date":1,"_id":1}},{"key":{"_feed.at":1,"_id":1}}]]
      ["_archive","createIndexes",[{"key":{"collection":1,"document":1,"sequence":1}}]]
      ["_collections","replaceOne",{"_id":"reports"},{},{"upsert":true}]"
    `);
  });
});

describe('a page', () => {
  test('is one find with the sort of its index and one document more than asked for', async () => {
    expect(
      lines(await findOf({ status: 'issued' }, { first: 20, sort: byDate })),
    ).toMatchInlineSnapshot(`
      "{"status":"issued"}
      {"sort":{"date":1,"_id":1},"limit":21,"projection":{"_feed":0}}"
    `);
    expect(lines(await findOf({}, { first: 1 }))).toMatchInlineSnapshot(`
      "{}
      {"sort":{"_id":1},"limit":2,"projection":{"_feed":0}}"
    `);
  });

  test('has a branch for each alternative, and after a cursor one for each stretch of its index', async () => {
    const visible = { or: [{ status: 'issued' }, { owner: 'x' }] };
    expect(
      lines(await findOf({}, { first: 2, sort: newestFirst }, visible)),
    ).toMatchInlineSnapshot(`
      "{"$or":[{"status":"issued"},{"owner":"x"}]}
      {"sort":{"date":-1,"_id":-1},"limit":3,"projection":{"_feed":0}}"
    `);
    const after = await cursorAfter({ _id: 'a', date: '2024' }, { first: 2, sort: newestFirst });
    expect(
      lines(await findOf({}, { first: 2, sort: newestFirst, after }, visible)),
    ).toMatchInlineSnapshot(`
      "{"$or":[{"status":"issued","date":"2024","_id":{"$lt":"a"}},{"status":"issued","date":{"$lt":"2024"}},{"status":"issued","date":null},{"owner":"x","date":"2024","_id":{"$lt":"a"}},{"owner":"x","date":{"$lt":"2024"}},{"owner":"x","date":null}]}
      {"sort":{"date":-1,"_id":-1},"limit":3,"projection":{"_feed":0}}"
    `);
  });

  test('goes on after nulls, which no comparison finds', async () => {
    const from = { _id: 'a', date: null };
    const after = await cursorAfter(from, { first: 1, sort: byDate });
    expect(lines(await findOf({}, { first: 1, sort: byDate, after }))).toMatchInlineSnapshot(`
      "{"$or":[{"date":null,"_id":{"$gt":"a"}},{"date":{"$ne":null}}]}
      {"sort":{"date":1,"_id":1},"limit":2,"projection":{"_feed":0}}"
    `);
    const back = await cursorAfter(from, { first: 1, sort: newestFirst });
    expect(
      lines(await findOf({}, { first: 1, sort: newestFirst, after: back })),
    ).toMatchInlineSnapshot(`
      "{"date":null,"_id":{"$lt":"a"}}
      {"sort":{"date":-1,"_id":-1},"limit":2,"projection":{"_feed":0}}"
    `);
  });

  test('keeps a range and a cursor of one field apart', async () => {
    const after = await cursorAfter({ _id: 'a', date: '2024' }, { first: 1, sort: byDate });
    const found = await findOf(
      { date: { gte: '2023', lt: '2025' } },
      { first: 1, sort: byDate, after },
    );
    expect(lines(found)).toMatchInlineSnapshot(`
      "{"$or":[{"$and":[{"date":{"$gte":"2023","$lt":"2025"}},{"date":"2024"},{"_id":{"$gt":"a"}}]},{"$and":[{"date":{"$gte":"2023","$lt":"2025"}},{"date":{"$gt":"2024"}}]}]}
      {"sort":{"date":1,"_id":1},"limit":2,"projection":{"_feed":0}}"
    `);
  });

  test('per parent is one find for each, 16 at a time', async () => {
    const { storage, made, underWay } = recorder();
    const parents = [...Array(20).keys()].map((index) => `p${index}`);
    await storage
      .collection(reports, {})
      .pagePerParent('owner', parents, {}, { first: 3, sort: byDate });
    expect(made('find')).toHaveLength(20);
    expect(underWay.most).toBe(16);
    expect(lines(made('find')[19])).toMatchInlineSnapshot(`
      "{"owner":"p19"}
      {"sort":{"date":1,"_id":1},"limit":4,"projection":{"_feed":0}}"
    `);
  });

  test('of nothing asks nothing', async () => {
    const { storage, calls } = recorder();
    const collection = storage.collection(reports, 'nothing');
    await collection.page({}, { first: 3 });
    await collection.getMany(['a']);
    await collection.count({});
    expect(calls.some(([, method]) => ['find', 'countDocuments'].includes(method))).toBe(false);
  });
});

test('a read by id is one find for all, narrowed by the visibility', async () => {
  const { storage, made } = recorder();
  await storage.collection(reports, {}).getMany(['a', 'b', 'a']);
  await storage.collection(reports, { owner: 'x', date: { lte: '2024' } }).getMany(['a']);
  expect(lines(made('find'))).toMatchInlineSnapshot(`
    "[{"_id":{"$in":["a","b"]}},{"projection":{"_feed":0}}]
    [{"$and":[{"_id":{"$in":["a"]}},{"owner":"x","date":{"$lte":"2024"}}]},{"projection":{"_feed":0}}]"
  `);
});

test('counts are of matching documents, by value in the store', async () => {
  const { storage, made } = recorder();
  const collection = storage.collection(reports, { status: 'issued' });
  await collection.count({ status: { in: ['issued', 'draft'] } });
  await collection.countBy('date', {});
  await storage.collection(reports, {}).countBy('subjects', {});
  expect(lines([...made('countDocuments'), ...made('aggregate')])).toMatchInlineSnapshot(`
    "[{"status":"issued"}]
    [[{"$match":{"status":"issued"}},{"$group":{"_id":"$date","count":{"$sum":1}}}]]
    [[{"$match":{"$and":[{},{"subjects":{"$ne":[]}}]}},{"$project":{"value":{"$setUnion":["$subjects",[]]}}},{"$unwind":{"path":"$value","preserveNullAndEmptyArrays":true}},{"$group":{"_id":"$value","count":{"$sum":1}}}]]"
  `);
});

describe('a write', () => {
  test('inserts the document with its event and its place in the feed', async () => {
    const { storage, made } = recorder();
    await storage.collection(reports, {}).insert({ _id: 'a', status: 'draft' }, event('made'));
    expect(lines(made('insertOne'))).toMatchInlineSnapshot(
      `"[{"_id":"a","status":"draft","version":1,"changedAt":"2024-01-01T00:00:00.000Z","history":[{"id":"reports/a/1","sequence":1,"at":"2024-01-01T00:00:00.000Z","type":"made","by":"someone","previous":null,"hash":"1afef7d92da2b2e1c68b821a511b060da3d9a597be1e24162a303d18bf5c05c3"}],"_feed":{"at":1000,"each":[1000]}}]"`,
    );
  });

  test('replaces the one version that was read', async () => {
    const { storage: first } = recorder();
    const stored = await first.collection(reports, {}).insert({ _id: 'a' }, event('made'));
    const { storage, made } = recorder([{ ...stored, _feed: { at: 5_000, each: [5_000] } }]);
    await storage
      .collection(reports, {})
      .replace({ ...stored, status: 'issued' }, event('issued', 1));
    const [filter, replacement] = made('replaceOne')[0] as [object, Report & { _feed: object }];
    expect(filter).toEqual({ _id: 'a', version: 1 });
    // The clock went back: the place in the feed does not.
    expect(replacement).toMatchObject({ version: 2, _feed: { at: 5_000, each: [5_000, 5_000] } });
    expect(replacement.history.map(({ type }) => type)).toEqual(['made', 'issued']);
  });

  test('archives the events that leave a document before the document is written without them', async () => {
    const { storage: first } = recorder();
    let stored = await first.collection(reports, {}).insert({ _id: 'a' }, event('made'));
    const each = [1];
    const writing = () => recorder([{ ...stored, _feed: { at: each.length, each: [...each] } }]);
    while (stored.version < 50) {
      stored = await writing().storage.collection(reports, {}).replace(stored, event('changed'));
      each.push(each.length + 1);
    }
    const { storage, calls } = writing();
    await storage.collection(reports, {}).replace(stored, event('changed'));
    const written = calls
      .filter(([, method]) => ['bulkWrite', 'replaceOne'].includes(method))
      .slice(-2);
    expect(written.map(([name, method]) => `${name} ${method}`)).toEqual([
      '_archive bulkWrite',
      'reports replaceOne',
    ]);
    const archived = written[0]?.[2] as { replaceOne: { replacement: object } }[];
    expect(archived).toHaveLength(25);
    expect(archived[24]).toMatchObject({
      replaceOne: {
        filter: { _id: 'reports/a/25' },
        replacement: { collection: 'reports', document: 'a', sequence: 25, written: 25 },
        upsert: true,
      },
    });
    const replacement = written[1]?.[3] as Report & { _feed: { each: number[] } };
    expect(replacement.history.map(({ sequence }) => sequence)).toEqual(
      [...Array(26).keys()].map((index) => index + 26),
    );
    expect(replacement._feed.each).toHaveLength(26);
  });

  test('of seeds is one look-up and one insert for up to 500', async () => {
    const { storage, calls } = recorder();
    const seeds = [...Array(600).keys()].map((index) => ({ _id: `s${index}` }));
    await storage.collection(reports, {}).load(seeds, { at: event().at, by: 'system' });
    const made = calls.filter(([name, method]) => name === 'reports' && method !== 'createIndexes');
    expect(
      made.map(([, method, given]) => [method, Array.isArray(given) ? given.length : 0]),
    ).toEqual([
      ['find', 0],
      ['insertMany', 500],
      ['find', 0],
      ['insertMany', 100],
    ]);
  });
});

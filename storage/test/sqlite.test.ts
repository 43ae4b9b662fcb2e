import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  defineCollection,
  type Filter,
  type Index,
  openStorage,
  type Page,
  type Storage,
  type Stored,
  type Unstored,
  verifyChain,
} from '../src/index.ts';
import { inspectSqlite } from '../src/sqlite.ts';
import { testCollection } from './contract.ts';
import { event, reports } from './reports.ts';

const folder = await mkdtemp(join(tmpdir(), 'storage-'));
afterAll(() => rm(folder, { recursive: true }));

/** SQLite's own plan of every read: by an index, and in its order. Only the union of a count may be sorted. */
function everyReadUsesItsIndex(storage: Storage): void {
  for (const { sql, steps } of inspectSqlite(storage).plans()) {
    const isUnion = sql.includes(' UNION ');
    if (/\) [<>] \(\?, \?\)/.test(sql)) {
      // A page that goes on from a cursor enters the index there, not at the bound of a range.
      expect(steps.join(), sql).toMatch(/\)[<>]\(\?,\?\)/);
    }
    for (const step of steps) {
      const usesIndex =
        /^SEARCH \w+ USING (COVERING INDEX|INDEX|PRIMARY KEY|INTEGER PRIMARY KEY)/.test(step);
      // Without a test an index is read from its one end (`s` is an index with an array, a table of its own).
      const readsInOrder = /^SCAN (s$|\w+ USING (COVERING )?INDEX )/.test(step);
      const isParents =
        /^SCAN parents VIRTUAL TABLE/.test(step) || /^CORRELATED (LIST|SCALAR)/.test(step);
      const isMerge =
        isUnion && /^(CO-ROUTINE|MERGE|LEFT|RIGHT|USE TEMP B-TREE|SCAN \(subquery)/.test(step);
      expect(usesIndex || readsInOrder || isParents || isMerge, `${step} in ${sql}`).toBe(true);
    }
  }
}

let opened = 0;
testCollection('SQLite in memory', {
  open: () => openStorage('sqlite::memory:', 'test'),
  check: everyReadUsesItsIndex,
});
testCollection('SQLite in a file', {
  open: () => openStorage(`sqlite:${folder}`, `store-${++opened}`),
  check: everyReadUsesItsIndex,
  runs: 25,
});

describe('a SQLite file', () => {
  test('is in WAL mode, and a write is on the disk when it is acknowledged', async () => {
    const storage = await openStorage(`sqlite:${folder}`, 'settings');
    const { pragma } = inspectSqlite(storage);
    // 2 is FULL: the log is synced before a commit returns.
    expect(['journal_mode', 'synchronous', 'fullfsync', 'foreign_keys'].map(pragma)).toEqual([
      'wal',
      2,
      1,
      0,
    ]);
    expect(pragma('busy_timeout')).toBeGreaterThanOrEqual(1_000);
    await storage.close();
    await storage.close();
  });

  test('keeps everything for those who open it later', async () => {
    const first = await openStorage(`sqlite:${folder}/deep/er`, 'kept');
    const inserted = await first
      .collection(reports, {})
      .insert({ _id: 'a', subjects: ['s'], date: '1' }, event());
    await first.close();
    const second = await openStorage(`sqlite:${folder}/deep/er`, 'kept');
    const collection = second.collection(reports, {});
    expect(await collection.getMany(['a'])).toEqual([inserted]);
    expect(await collection.count({ subjects: 's' })).toBe(1);
    expect(await second.changes(null, 5)).toHaveLength(1);
    await second.close();
  });

  test('follows a definition whose indexes change', async () => {
    const documents = [...Array(1_200).keys()].map((index) => ({
      _id: `d${index}`,
      a: `a${index % 3}`,
      b: index % 4 ? index : null,
      list: [`l${index % 5}`, `l${index % 2}`],
      other: [`o${index % 2}`],
    }));
    const sort = { field: 'b', direction: 'descending' } as const;
    const versions: (readonly Index[])[] = [
      [{ fields: ['a'] }],
      [{ fields: ['a', 'b'] }, { fields: ['list', 'b'], array: 'list' }],
      [
        { fields: ['list', 'a', 'b'], array: 'list' },
        { fields: ['other'], array: 'other' },
      ],
      [{ fields: ['a', 'b'] }, { fields: ['list', 'b'], array: 'list' }],
    ];
    const answers: unknown[] = [];
    for (const indexes of versions) {
      const storage = await openStorage(`sqlite:${folder}`, 'changing');
      const collection = storage.collection(defineCollection('things', indexes), {});
      await collection.load(documents as Unstored<Stored>[], { at: event().at, by: 'system' });
      const page = (filter: Filter) =>
        collection.page(filter, { first: 500, sort }).catch((error: Error) => error.name);
      answers.push([await page({ a: 'a1' }), await page({ list: 'l1' })]);
      everyReadUsesItsIndex(storage);
      await storage.close();
    }
    const [none, second, third, last] = answers;
    expect(none).toEqual(['NoIndex', 'NoIndex']);
    expect(third).toEqual(['NoIndex', 'NoIndex']);
    expect(last).toEqual(second);
    const { items } = (second as [Page<Stored>])[0];
    expect(items.map(({ document }) => document._id)).toEqual(
      documents
        .filter(({ a }) => a === 'a1')
        .sort((x, y) => (y.b ?? -1) - (x.b ?? -1) || (x._id < y._id ? 1 : -1))
        .map(({ _id }) => _id),
    );
  });

  test('is opened and written by several processes at once', async () => {
    const url = `sqlite:${folder}/several`;
    const writers = ['a', 'b', 'c'].map((id) => startWriter(url, id, 20));
    for (const writer of writers) await writer.ended;
    const storage = await openStorage(url, 'written');
    const found = await storage.collection(reports, {}).getMany(['a', 'b', 'c']);
    expect(found.map((document) => document?.version)).toEqual([21, 21, 21]);
    expect(await storage.changes(null, 1_000)).toHaveLength(63);
    await storage.close();
  });

  test('has every acknowledged write, whole and in its chain, after kill -9', async () => {
    const url = `sqlite:${folder}/killed`;
    const acknowledged = new Map<string, number>();
    let writes = 0;
    for (let round = 0; round < 8; round++) {
      const writer = startWriter(url, `d${round % 3}`, 10_000);
      const stopAfter = 10 + round * 3;
      let heard = 0;
      writer.process.on('message', ({ id, version }: { id: string; version: number }) => {
        acknowledged.set(id, version);
        writes += 1;
        heard += 1;
        if (heard === stopAfter) writer.process.kill('SIGKILL');
      });
      await writer.ended;
      expect(writer.process.signalCode).toBe('SIGKILL');

      const storage = await openStorage(url, 'written');
      expect(inspectSqlite(storage).pragma('integrity_check')).toBe('ok');
      const collection = storage.collection(reports, {});
      let events = 0;
      for (const [id, version] of acknowledged) {
        const [document] = await collection.getMany([id]);
        const history = await storage.history(reports, id);
        events += history.length;
        // One more may have been written whose acknowledgement was not heard.
        expect(document?.version).toBeGreaterThanOrEqual(version);
        expect(history).toHaveLength(document?.version ?? 0);
        expect(verifyChain(history)).toBeUndefined();
        expect(document?.history.at(-1)).toEqual(history.at(-1));
        const rank = (document?.version ?? 0) - 1;
        expect(document).toMatchObject({ rank, status: `s${rank % 3}` });
      }
      expect(await storage.changes(null, 10_000)).toHaveLength(events);
      expect([...(await collection.countBy('subjects', {})).values()].reduce((a, b) => a + b)).toBe(
        2 * acknowledged.size,
      );
      await storage.close();
    }
    expect(writes).toBeGreaterThanOrEqual(100);
  });
});

function startWriter(url: string, id: string, most: number) {
  const writer = fork(join(import.meta.dirname, 'writer.ts'), [url, id, String(most)], {
    execArgv: [],
  });
  const ended = new Promise<void>((resolve) => writer.once('close', () => resolve()));
  return { process: writer, ended };
}

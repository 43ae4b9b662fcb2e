// What every adapter must do when it is written: versions, history, seeds.

import { describe, expect, test } from 'vitest';
import {
  type Collection,
  Conflict,
  hashOf,
  IdTaken,
  type StoredEvent,
  type Unstored,
  verifyChain,
} from '../src/index.ts';
import type { Open } from './contract.ts';
import { event, type Report, reports, seedEvent } from './reports.ts';

export function testWriting(open: Open): void {
  async function writing(): Promise<Collection<Report>> {
    return (await open()).collection(reports, {});
  }

  describe('insert', () => {
    test('stores version 1 with its first event, and gives what is stored', async () => {
      const collection = await writing();
      const given = { _id: 'a', status: 'draft', subjects: ['s'] };
      const made = { ...event('submitted'), onBehalfOf: 'iom', reason: 'due', detail: { to: 1 } };
      const inserted = await collection.insert(given, made);
      expect(inserted).toEqual({
        ...given,
        version: 1,
        changedAt: made.at,
        history: [
          {
            ...made,
            id: 'reports/a/1',
            sequence: 1,
            previous: null,
            hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          },
        ],
      });
      expect(await collection.getMany(['a'])).toEqual([inserted]);
    });

    test('does not keep the caller’s objects', async () => {
      const collection = await writing();
      const given = { _id: 'a', subjects: ['s'] };
      const inserted = await collection.insert(given, event());
      given.subjects.push('t');
      inserted.subjects?.push('u');
      expect((await collection.getMany(['a']))[0]?.subjects).toEqual(['s']);
    });

    test('refuses an id that is taken, also one that this reader does not see', async () => {
      const storage = await open();
      await storage.collection(reports, {}).insert({ _id: 'a', status: 'draft' }, event('first'));
      const second = storage.collection(reports, 'nothing').insert({ _id: 'a' }, event('second'));
      await expect(second).rejects.toThrow(new IdTaken('reports', 'a'));
      expect(await storage.history(reports, 'a')).toHaveLength(1);
    });

    test('ignores versions, histories and seeds that a caller made up', async () => {
      const collection = await writing();
      const forged = { _id: 'a', version: 7, history: [{}], changedAt: 'x', seed: 'y' };
      const inserted = await collection.insert(forged as Unstored<Report>, event());
      expect(inserted).toEqual({
        _id: 'a',
        version: 1,
        changedAt: event().at,
        history: [expect.objectContaining({ sequence: 1 })],
      });
    });

    test.each<[string, object, object]>([
      ['an empty id', { _id: '' }, event()],
      ['an id that is no text', { _id: 7 }, event()],
      ['an id that is not well-formed', { _id: '\uD800' }, event()],
      ['a field that begins with no letter', { _id: 'a', $set: 1 }, event()],
      ['a key with a NUL in it', { _id: 'a', text: [{ 'a\0b': 1 }] }, event()],
      ['an object where an index is', { _id: 'a', status: { a: 1 } }, event()],
      ['an array where an index has one value', { _id: 'a', status: ['a'] }, event()],
      ['one value where an index has an array', { _id: 'a', subjects: 's' }, event()],
      ['an object in an array', { _id: 'a', subjects: [{ a: 1 }] }, event()],
      ['a time without milliseconds', { _id: 'a' }, { ...event(), at: '2024-01-01T00:00:00Z' }],
    ])('refuses %s, and stores nothing', async (_, document, made) => {
      const collection = await writing();
      const inserted = collection.insert(
        document as Unstored<Report>,
        made as ReturnType<typeof event>,
      );
      await expect(inserted).rejects.toThrow(TypeError);
      expect(await collection.count({})).toBe(0);
    });
  });

  describe('replace', () => {
    test('stores the next version, adds its event, drops fields that are gone, and moves it in the indexes', async () => {
      const collection = await writing();
      const first = await collection.insert(
        { _id: 'a', status: 'draft', owner: 'x', subjects: ['s', 't'], date: '1' },
        event('submitted'),
      );
      const { owner, ...rest } = first;
      const second = await collection.replace(
        { ...rest, status: 'issued', subjects: ['t', 'u'], date: '2' },
        event('issued', 1),
      );
      expect(second).toMatchObject({ version: 2, status: 'issued', changedAt: event('', 1).at });
      expect(second).not.toHaveProperty('owner');
      expect(second.history.map(({ type, sequence }) => [type, sequence])).toEqual([
        ['submitted', 1],
        ['issued', 2],
      ]);
      expect(await collection.getMany(['a'])).toEqual([second]);
      expect(await collection.count({ status: 'draft' })).toBe(0);
      expect(await collection.count({ status: 'issued' })).toBe(1);
      expect(await collection.count({ owner: 'x' })).toBe(0);
      expect(await collection.countBy('subjects', {})).toEqual(
        new Map([
          ['t', 1],
          ['u', 1],
        ]),
      );
      expect(await collection.count({ subjects: 't', status: 'draft' })).toBe(0);
      expect(await collection.count({ subjects: 't', status: 'issued' })).toBe(1);
    });

    test('refuses a version that is no longer stored, and carries what is', async () => {
      const collection = await writing();
      const first = await collection.insert({ _id: 'a', status: '1' }, event());
      const second = await collection.replace({ ...first, status: '2' }, event());
      const stale = await collection.replace({ ...first, status: '3' }, event()).catch((e) => e);
      expect(stale).toBeInstanceOf(Conflict);
      expect(stale.stored).toEqual(second);
      const gone = await collection.replace({ ...first, _id: 'gone' }, event()).catch((e) => e);
      expect(gone).toBeInstanceOf(Conflict);
      expect(gone.stored).toBeUndefined();
      expect(await collection.getMany(['a', 'gone'])).toEqual([second, undefined]);
    });

    test('of 50 that race for each of five versions, one wins', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      let document = await collection.insert({ _id: 'a', rank: -1 }, event());
      for (let round = 0; round < 5; round++) {
        const results = await Promise.allSettled(
          [...Array(50).keys()].map((rank) =>
            collection.replace({ ...document, rank, subjects: [`r${rank}`] }, event()),
          ),
        );
        const won = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
        const lost = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
        expect(won).toHaveLength(1);
        expect(lost.every((error) => error instanceof Conflict)).toBe(true);
        document = won[0] as Report;
        expect(await collection.getMany(['a'])).toEqual([document]);
      }
      expect(document.version).toBe(6);
      expect(verifyChain(await storage.history(reports, 'a'))).toBeUndefined();
      expect((await collection.countBy('subjects', {})).size).toBe(1);
    });

    test('keeps the history that is stored, whatever the caller made of it', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      const first = await collection.insert({ _id: 'a' }, event());
      await collection.replace({ ...first, history: [] }, event());
      expect(verifyChain(await storage.history(reports, 'a'))).toBeUndefined();
      expect((await collection.getMany(['a']))[0]?.history).toHaveLength(2);
    });
  });

  describe('history', () => {
    test('is a chain: a changed, missing, added or moved event is found', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      let document = await collection.insert({ _id: 'a' }, { ...event(), detail: { x: 1.5 } });
      for (let second = 1; second < 5; second++) {
        document = await collection.replace(document, {
          ...event('changed', second),
          detail: { text: ['移民', '', 'it’s'], before: { b: null, a: [second] } },
        });
      }
      const events = await storage.history(reports, 'a');
      expect(events).toEqual(document.history);
      expect(verifyChain(events)).toBeUndefined();
      const [one, two, three, four, five] = events as [
        StoredEvent,
        StoredEvent,
        StoredEvent,
        StoredEvent,
        StoredEvent,
      ];
      expect(verifyChain([one, two, { ...three, by: 'another' }, four, five])).toBe(3);
      expect(verifyChain([one, two, { ...three, detail: {} }, four, five])).toBe(3);
      expect(verifyChain([one, two, { ...three, id: 'reports/b/3' }, four, five])).toBe(3);
      const { hash, ...forged } = { ...three, by: 'another' };
      expect(verifyChain([one, two, { ...forged, hash: hashOf(forged) }, four, five])).toBe(4);
      expect(verifyChain([one, two, four, five])).toBe(3);
      expect(verifyChain([two, three])).toBe(1);
      expect(verifyChain([one, three, two])).toBe(2);
      expect(verifyChain([one, one])).toBe(2);
      expect(verifyChain([])).toBeUndefined();
      expect(await storage.history(reports, 'none')).toEqual([]);
    });

    test('is whole when the document carries only its recent events', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      let document = await collection.insert({ _id: 'a' }, event('made'));
      const carried = new Set<number>();
      for (let second = 1; second < 130; second++) {
        document = await collection.replace(document, event(`change ${second}`, second));
        carried.add(document.history.length);
      }
      expect(Math.max(...carried)).toBe(50);
      expect(document.history.length).toBeLessThan(50);
      expect(await collection.getMany(['a'])).toEqual([document]);
      const events = await storage.history(reports, 'a');
      expect(events.map(({ sequence }) => sequence)).toEqual(
        [...Array(130).keys()].map((n) => n + 1),
      );
      expect(events.slice(-document.history.length)).toEqual(document.history);
      expect(verifyChain(events)).toBeUndefined();
    });
  });

  describe('load', () => {
    test('inserts what is missing, changes what nobody edited, keeps the rest, deletes nothing', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      const seeds = (status: string) => [
        { _id: 'untouched', status, subjects: [status] },
        { _id: 'edited', status },
        { _id: 'same', status: 'same' },
      ];
      expect(await collection.load(seeds('1'), seedEvent)).toEqual({
        inserted: 3,
        updated: 0,
        unchanged: 0,
        kept: 0,
      });
      expect(await collection.load(seeds('1'), seedEvent)).toEqual({
        inserted: 0,
        updated: 0,
        unchanged: 3,
        kept: 0,
      });
      const [edited] = await collection.getMany(['edited']);
      const replaced = await collection.replace({ ...(edited as Report), status: 'mine' }, event());
      expect(replaced).not.toHaveProperty('seed');
      await collection.insert({ _id: 'made', status: 'mine' }, event());

      const again = [...seeds('2'), { _id: 'made', status: '2' }, { _id: 'new', status: '2' }];
      expect(await collection.load(again, seedEvent)).toEqual({
        inserted: 1,
        updated: 1,
        unchanged: 1,
        kept: 2,
      });
      expect(await collection.load([], seedEvent)).toEqual({
        inserted: 0,
        updated: 0,
        unchanged: 0,
        kept: 0,
      });
      const ids = ['untouched', 'edited', 'same', 'made', 'new'];
      const found = await collection.getMany(ids);
      expect(found.map((document) => document?.status)).toEqual(['2', 'mine', 'same', 'mine', '2']);
      expect(found.map((document) => document?.version)).toEqual([2, 2, 1, 1, 1]);
      expect(await collection.countBy('subjects', { status: '2' })).toEqual(
        new Map([
          ['2', 1],
          [null, 1],
        ]),
      );
      for (const id of ids) expect(verifyChain(await storage.history(reports, id))).toBeUndefined();
      const [, second] = await storage.history(reports, 'untouched');
      expect(second).toMatchObject({
        ...seedEvent,
        type: 'loaded',
        detail: { seed: found[0]?.seed },
      });
    });

    test('knows a seed by its content, not by the order of its keys', async () => {
      const collection = await writing();
      await collection.load([{ _id: 'a', status: 's', text: { en: 'x', fr: 'y' } }], seedEvent);
      const result = await collection.load(
        [
          {
            text: { fr: 'y', en: 'x' },
            status: 's',
            _id: 'a',
            region: undefined,
          } as unknown as Report,
        ],
        seedEvent,
      );
      expect(result).toMatchObject({ unchanged: 1 });
    });

    test('takes thousands, and several loaders at once', async () => {
      const storage = await open();
      const collection = storage.collection(reports, {});
      const seeds = (status: string) =>
        [...Array(1_100).keys()].map((index) => ({ _id: `s${index}`, status }));
      const both = await Promise.all([1, 2].map(() => collection.load(seeds('1'), seedEvent)));
      expect(both.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(1_100);
      expect(both.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(1_100);
      const changed = seeds('2').slice(0, 40);
      const again = await Promise.all([1, 2].map(() => collection.load(changed, seedEvent)));
      expect(again.reduce((sum, { updated }) => sum + updated, 0)).toBe(40);
      expect(await collection.count({ status: '2' })).toBe(40);
      expect(await collection.count({})).toBe(1_100);
      expect(await storage.history(reports, 's7')).toHaveLength(2);
    });

    test('refuses an id that is given twice, before it writes anything', async () => {
      const collection = await writing();
      const twice = collection.load([{ _id: 'b' }, { _id: 'a' }, { _id: 'a' }], seedEvent);
      await expect(twice).rejects.toThrow(/a is given twice/);
      expect(await collection.count({})).toBe(0);
    });
  });
}

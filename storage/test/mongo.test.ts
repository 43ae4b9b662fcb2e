import { MongoClient } from 'mongodb';
import { afterAll, describe, expect, test } from 'vitest';
import { openStorage } from '../src/index.ts';
import { mongoStorage } from '../src/mongo.ts';
import { OVERLAP } from '../src/mongo-feed.ts';
import { testCollection } from './contract.ts';
import { startMongoServer } from './mongo-server.ts';
import { event, reports } from './reports.ts';

const server = await startMongoServer();

if ('skipped' in server) {
  describe('MongoDB', () => {
    test.skip(`skipped: ${server.skipped}`);
  });
} else {
  let opened = 0;
  const nextName = () => `store-${++opened}`;
  afterAll(() => server[Symbol.asyncDispose]());

  testCollection('MongoDB', {
    open: () => openStorage(server.url, nextName()),
    runs: 20,
    ...(!process.env.MONGODB_URL && {
      orderOfTextsDiffers: 'the test server compares texts by UTF-16 units, MongoDB by code points',
    }),
  });

  describe('MongoDB’s feed', () => {
    test('meets a write that becomes visible after the feed has passed its time', async () => {
      const client = new MongoClient(server.url);
      const database = client.db(`${new URL(server.url).pathname.slice(1)}_${nextName()}`);
      let time = 1_000_000;
      const storage = mongoStorage(database, { now: () => time, close: () => client.close() });
      const collection = storage.collection(reports, {});
      const idsAfter = async (cursor: string | null) => {
        const page = await storage.changes(cursor, 10);
        return { ids: page.map(({ documentId }) => documentId), cursor: page.at(-1)?.cursor };
      };

      await collection.insert({ _id: 'long ago' }, event());
      time += 2 * OVERLAP;
      await collection.insert({ _id: 'in time' }, event());
      time += 1;
      const first = await idsAfter(null);
      expect(first.ids).toEqual(['long ago', 'in time']);

      time -= 10;
      await collection.insert({ _id: 'late' }, event());
      time += 10;
      expect((await idsAfter(first.cursor as string)).ids).toEqual([]);
      time += OVERLAP;
      const again = await idsAfter(first.cursor as string);
      expect(again.ids).toEqual(['late', 'in time']);
      time += OVERLAP;
      expect((await idsAfter(again.cursor as string)).ids).toEqual([]);
      await storage.close();
    });
  });
}

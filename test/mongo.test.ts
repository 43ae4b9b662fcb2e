import { afterAll, describe, expect, it } from 'vitest';
import { defaultQuery } from '../platform/src/default-query.ts';
import { startMongoServer } from '../storage/test/mongo-server.ts';
import { startTestPlatform } from './client.ts';
import { startDistributed } from './distributed.ts';
import { clearStatement, draftStatement } from './one-voice.ts';
import { beforePublications, startWithPublications } from './publications.ts';
import { verifiedRecords } from './stores.ts';

const server = await startMongoServer();

if ('skipped' in server) {
  describe('on MongoDB', () => {
    it.skip(`skipped: ${server.skipped}`);
  });
} else {
  afterAll(() => server[Symbol.asyncDispose]());

  /** Databases of its own for each test, before the options of the address. */
  const storageUrl = (name: string) => server.url.replace(/(\?.*)?$/, `_${name}$1`);
  const lists = [
    defaultQuery,
    '{ organization(id: "iom") { workstreams(first: 3) { totalCount pageInfo { hasNextPage } edges { node { id } } } statements { totalCount } } }',
    '{ statusReports(subject: "thematic-2") { totalCount edges { node { id state published { status } } } } }',
    '{ organizations(kind: UN_SPECIALIZED_AGENCY, first: 5) { totalCount edges { node { id acronym } } } }',
    '{ coverage { uncovered { id } uncoveredByAny { id } } }',
  ];

  describe('on MongoDB', () => {
    it('reports and a statement are published, and one process or eight answer as on SQLite', async () => {
      const stores = storageUrl('jobs');
      await using one = await startWithPublications({ storageUrl: stores });
      await using eight = await startDistributed(beforePublications, { storageUrl: stores });
      eight.clock.now = one.clock.now;
      await using sqlite = await startWithPublications();
      for (const query of lists) {
        const expected = await sqlite.anybody('en')(query);
        expect(expected.errors).toBeUndefined();
        expect(await one.anybody('en')(query)).toEqual(expected);
        expect(await eight.anybody('en')(query)).toEqual(expected);
      }
      const records = await verifiedRecords(stores);
      expect(records.length).toBeGreaterThan(200);
    });

    it('an embargoed statement is not there for the public before its instant, and is from it on', async () => {
      await using test = await startTestPlatform(beforePublications, {
        storageUrl: storageUrl('embargo'),
      });
      const draft = await draftStatement(test, 'embargoed');
      await clearStatement(draft);
      await draft.step('openSilence', { deadline: '2026-07-08T09:00:00.000Z', zone: 'UTC' });
      test.clock.now = new Date('2026-07-08T09:00:00.001Z');
      await draft.step('scheduleStatement', { at: '2026-07-10T09:00:00.000Z', zone: 'UTC' });
      const seen = async () =>
        (
          await test.anybody()(
            '{ statement(id: "embargoed") { state } objective(id: "objective-13") { statements { totalCount edges { node { id } } } asks { totalCount } } }',
          )
        ).data;
      test.clock.now = new Date('2026-07-10T08:59:59.999Z');
      expect(await seen()).toEqual({
        statement: null,
        objective: { statements: { totalCount: 0, edges: [] }, asks: { totalCount: 0 } },
      });
      test.clock.now = new Date('2026-07-10T09:00:00.000Z');
      expect(await seen()).toEqual({
        statement: { state: 'ISSUED' },
        objective: {
          statements: { totalCount: 1, edges: [{ node: { id: 'embargoed' } }] },
          asks: { totalCount: 1 },
        },
      });
    });
  });
}

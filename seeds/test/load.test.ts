import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { regions } from '@network/compact/documents';
import { organizations } from '@network/members/documents';
import { regionalNetworks } from '@network/regional-networks/documents';
import { subgraphs } from '@network/schema';
import { openStorage, type Storage } from '@network/storage';
import { workstreams } from '@network/workstreams/documents';
import { afterEach, describe, expect, test } from 'vitest';
import {
  defaultDirectory,
  InvalidSeeds,
  loadSeeds,
  type SeedProgress,
  seedFiles,
} from '../src/load.ts';

const stores = new Map<string, Storage>();
let directory: string | undefined;

afterEach(async () => {
  for (const storage of stores.values()) await storage.close();
  stores.clear();
  if (directory) await rm(directory, { recursive: true });
  directory = undefined;
});

/** The stores of one platform: a second load meets what the first one stored. */
async function storeOf(subgraph: string): Promise<Storage> {
  const open = stores.get(subgraph) ?? (await openStorage('sqlite::memory:', subgraph));
  stores.set(subgraph, open);
  return open;
}

const at = '2026-01-05T08:00:00.000Z';
const options = { openStorage: storeOf, now: () => new Date(at) };

async function changedSeeds(file: string, from: string, to: string): Promise<string> {
  directory = await mkdtemp(join(tmpdir(), 'seeds-'));
  await cp(defaultDirectory, directory, { recursive: true });
  const source = await readFile(join(directory, file), 'utf8');
  expect(source).toContain(from);
  await writeFile(join(directory, file), source.replace(from, to));
  return directory;
}

describe('loading', () => {
  test('stores every record of every file in the store of its subgraph', async () => {
    const progress: SeedProgress[] = [];
    const summary = await loadSeeds({ ...options, onProgress: (one) => progress.push(one) });

    expect(progress).toEqual(summary.files);
    expect(progress.map(({ file, subgraph }) => [file, subgraph])).toEqual(
      seedFiles.map(({ file, subgraph }) => [file, subgraph]),
    );
    for (const { file, records, inserted } of progress)
      expect([file, inserted]).toEqual([file, records]);
    expect(summary).toMatchObject({ inserted: summary.records, updated: 0, unchanged: 0, kept: 0 });
    for (const { subgraph, collection, file } of seedFiles) {
      const stored = await (await storeOf(subgraph)).collection(collection, {}).count({});
      expect([file, stored]).toEqual([file, progress.find((one) => one.file === file)?.records]);
    }
  });

  test('says in the history of each record that the system loaded it, and when', async () => {
    await loadSeeds({ ...options, only: ['compact'] });
    const [region] = await (await storeOf('compact'))
      .collection(regions, {})
      .getMany(['asia-pacific']);
    expect(region).toMatchObject({
      _id: 'asia-pacific',
      version: 1,
      changedAt: at,
      history: [{ type: 'loaded', by: 'system', at }],
    });
  });

  test('keeps the order of objectives and adds what a network is found by', async () => {
    await loadSeeds(options);
    const [detention] = await (await storeOf('workstreams'))
      .collection(workstreams, {})
      .getMany(['thematic-2']);
    expect(detention?.objectives).toEqual(['objective-13', 'objective-7', 'objective-10']);
    const page = await (await storeOf('regional-networks'))
      .collection(regionalNetworks, {})
      .page({ memberIds: 'world-bank' }, { first: 10 });
    expect(page.items.map(({ document }) => document._id)).toEqual(['asia-pacific']);
  });

  test('again changes nothing', async () => {
    const first = await loadSeeds(options);
    const second = await loadSeeds({ ...options, now: () => new Date('2026-02-05T08:00:00.000Z') });
    expect(second).toMatchObject({ inserted: 0, updated: 0, unchanged: first.records, kept: 0 });
    const [iom] = await (await storeOf('members')).collection(organizations, {}).getMany(['iom']);
    expect(iom).toMatchObject({ version: 1, changedAt: at });
  });

  test('follows a seed that changed', async () => {
    await loadSeeds(options);
    const changed = await changedSeeds('organizations.yaml', 'acronym: IOM', 'acronym: OIM');
    const second = await loadSeeds({ ...options, directory: changed });
    expect(second).toMatchObject({ inserted: 0, updated: 1, kept: 0 });
    const [iom] = await (await storeOf('members')).collection(organizations, {}).getMany(['iom']);
    expect(iom).toMatchObject({ acronym: 'OIM', version: 2 });
  });

  test('keeps a record that somebody edited, also when its seed changed', async () => {
    await loadSeeds(options);
    const collection = (await storeOf('members')).collection(organizations, {});
    const [iom] = await collection.getMany(['iom']);
    if (!iom) throw new Error('iom was not loaded');
    await collection.replace(
      { ...iom, acronym: 'UN Migration' },
      { at, type: 'edited', by: 'somebody' },
    );

    const changed = await changedSeeds('organizations.yaml', 'acronym: IOM', 'acronym: OIM');
    const second = await loadSeeds({ ...options, directory: changed });
    expect(second).toMatchObject({ inserted: 0, updated: 0, kept: 1 });
    expect((await collection.getMany(['iom']))[0]).toMatchObject({
      acronym: 'UN Migration',
      version: 2,
    });
  });

  test('of some subgraphs opens no other store', async () => {
    const summary = await loadSeeds({ ...options, only: ['regional-networks'] });
    expect([...stores.keys()]).toEqual(['regional-networks']);
    expect(summary.files.map(({ file }) => file)).toEqual([
      'regional-networks.yaml',
      'regional-network-figures.yaml',
    ]);
  });

  test('opens no store at all when one record of one file is wrong', async () => {
    const wrong = await changedSeeds('statements.yaml', 'date: 2020-07-08', 'date: 2020-07-32');
    await expect(loadSeeds({ ...options, directory: wrong, only: ['compact'] })).rejects.toThrow(
      InvalidSeeds,
    );
    expect(stores.size).toBe(0);
  });

  test('passes on what the store says when it fails', async () => {
    const refusing = loadSeeds({
      ...options,
      openStorage: () => Promise.reject(new Error('disk full')),
    });
    await expect(refusing).rejects.toThrow('disk full');
  });
});

describe('the table of files', () => {
  test('has a file for every subgraph, and every collection once', () => {
    expect(new Set(seedFiles.map(({ subgraph }) => subgraph))).toEqual(
      new Set(subgraphs.map(({ name }) => name)),
    );
    const collections = seedFiles.map(
      ({ subgraph, collection }) => `${subgraph}/${collection.name}`,
    );
    expect(new Set(collections).size).toBe(collections.length);
  });
});

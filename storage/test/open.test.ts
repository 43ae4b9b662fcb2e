import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStorage } from '../src/index.ts';
import { event, reports } from './reports.ts';

test('a folder has one file for each store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'storage-'));
  for (const [url, name] of [
    [`sqlite:${folder}`, 'fund'],
    [`sqlite://${folder}`, 'working-groups'],
  ] as const) {
    await (await openStorage(url, name)).close();
    expect(existsSync(join(folder, `${name}.sqlite`))).toBe(true);
  }
  await rm(folder, { recursive: true });
});

test('a memory is its store’s own', async () => {
  const [one, other] = [
    await openStorage('sqlite::memory:', 'fund'),
    await openStorage('sqlite::memory:', 'fund'),
  ];
  await one.collection(reports, {}).insert({ _id: 'a' }, event());
  expect(await other.collection(reports, {}).getMany(['a'])).toEqual([undefined]);
  await one.close();
  await other.close();
});

test('a MongoDB is not asked before it is used', async () => {
  const storage = await openStorage('mongodb://127.0.0.1:9/', 'fund');
  storage.collection(reports, {});
  await storage.close();
});

test.each([
  ['', 'fund'],
  ['sqlite:', 'fund'],
  ['postgres://user:secret@host/db', 'fund'],
  ['./data', 'fund'],
  ['mongodb://host/a$b', 'fund'],
  ['sqlite:./data', '../fund'],
  ['sqlite::memory:', ''],
])(
  'an address or a name of another form is refused, and no password repeated: %s %s',
  async (url, name) => {
    const error = await openStorage(url, name).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).not.toContain('secret');
  },
);

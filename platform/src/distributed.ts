// npm run start:distributed: loads the seeds, then runs eight services with turbo: seven subgraphs and the gateway.
// They share one secret, made at first use in the data folder, and the store named by STORAGE_URL.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSeeds } from '@network/seeds';
import { openStorage } from '@network/storage';
import { dataFolder } from './data-folder.ts';

const given = process.env.STORAGE_URL ?? 'sqlite:./data';
if (given.includes(':memory:')) {
  console.error(
    'eight services cannot share a store in memory: set STORAGE_URL to sqlite:FOLDER or mongodb://…',
  );
  process.exit(1);
}
const folder = dataFolder(given);
const storageUrl = given.startsWith('sqlite:') ? `sqlite:${folder}` : given;

const opened = new Map<string, Awaited<ReturnType<typeof openStorage>>>();
const { records, inserted } = await loadSeeds({
  openStorage: async (name) => {
    const storage = opened.get(name) ?? (await openStorage(storageUrl, name));
    opened.set(name, storage);
    return storage;
  },
  now: () => new Date(),
});
for (const storage of opened.values()) await storage.close();
console.log(`${records} source records, ${inserted} of them new`);

const child = spawn('turbo', ['run', 'start', '--concurrency', '32', '--ui', 'stream'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    STORAGE_URL: storageUrl,
    PLATFORM_SECRET: process.env.PLATFORM_SECRET ?? secretIn(folder),
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 0;
});

function secretIn(directory: string): string {
  const file = join(directory, 'platform-secret');
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch {
    // Made by an earlier start.
  }
  return readFileSync(file, 'utf8');
}

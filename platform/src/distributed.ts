// npm run start:distributed: loads the seeds, then runs eight services with turbo: seven subgraphs and the gateway.
// They share one secret, made at first use in the data folder, and the store named by STORAGE_URL.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadSeeds } from '@network/seeds';
import { openStorage, type Storage } from '@network/storage';
import { keptSecret } from './kept-secret.ts';
import { readSettings, reasonOf } from './settings.ts';

const root = join(import.meta.dirname, '../..');

try {
  const { storageUrl, folder } = readSettings();
  if (storageUrl.includes(':memory:')) {
    throw new Error(
      'Eight services cannot share a store in memory: set STORAGE_URL to sqlite:FOLDER or mongodb://…',
    );
  }
  await loadInto(storageUrl);
  const secret =
    process.env.PLATFORM_SECRET ??
    (await keptSecret(folder, 'platform-secret', () => randomBytes(32).toString('base64url')));
  runServices({ STORAGE_URL: storageUrl, PLATFORM_SECRET: secret });
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
}

async function loadInto(storageUrl: string): Promise<void> {
  const opened: Storage[] = [];
  try {
    const { records, inserted } = await loadSeeds({
      openStorage: async (name) => {
        const storage = await openStorage(storageUrl, name);
        opened.push(storage);
        return storage;
      },
      now: () => new Date(),
    });
    console.log(`${records} source records, ${inserted} of them new`);
  } finally {
    await Promise.all(opened.map((storage) => storage.close()));
  }
}

function runServices(environment: { STORAGE_URL: string; PLATFORM_SECRET: string }): void {
  const child = spawn('turbo', ['run', 'start', '--concurrency', '32', '--ui', 'stream'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`The services cannot be started with turbo: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 0;
  });
}

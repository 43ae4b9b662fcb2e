// `npm run seed`: loads the seeds into the storage named by STORAGE_URL (default `sqlite:./data`).
// `--check` only validates; `--directory DIR` takes the files of another folder. Exits with 1, and the list of problems, if
// a file is wrong.

import { parseArgs } from 'node:util';
import { openStorage, type Storage } from '@network/storage';
import {
  defaultDirectory,
  InvalidSeeds,
  loadSeeds,
  readSeeds,
  type SeedProgress,
  type SeedSummary,
} from './load.ts';
import { countOf } from './read.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    directory: { type: 'string', default: defaultDirectory },
  },
});

const countsOf = ({ records, inserted, updated, unchanged, kept }: SeedProgress | SeedSummary) =>
  `${records} records: ${inserted} new, ${updated} changed, ${unchanged} as before, ${kept} kept as edited`;

async function check(directory: string) {
  const seeds = await readSeeds(directory);
  const files = Object.values(seeds);
  const records = files.reduce((sum, list) => sum + list.length, 0);
  console.log(`${records} records in ${files.length} files are right`);
}

async function load(directory: string) {
  const url = process.env.STORAGE_URL ?? 'sqlite:./data';
  const open: Storage[] = [];
  try {
    const summary = await loadSeeds({
      directory,
      now: () => new Date(),
      async openStorage(subgraph) {
        const storage = await openStorage(url, subgraph);
        open.push(storage);
        return storage;
      },
      onProgress: (progress) =>
        console.log(`${progress.subgraph}/${progress.file}: ${countsOf(progress)}`),
    });
    console.log(`all: ${countsOf(summary)}`);
  } finally {
    await Promise.all(open.map((storage) => storage.close()));
  }
}

try {
  await (values.check ? check(values.directory) : load(values.directory));
} catch (error) {
  if (!(error instanceof InvalidSeeds)) throw error;
  for (const problem of error.problems) console.error(problem);
  console.error(`${countOf(error.problems)}; nothing was loaded`);
  process.exitCode = 1;
}

import { resolve } from 'node:path';

/** The folder of the embedded store, also where the development issuer's key lies: `./data` unless `STORAGE_URL` names another. */
export function dataFolder(storageUrl = process.env.STORAGE_URL ?? 'sqlite:./data'): string {
  const path = /^sqlite:(?!:memory:)(.+)$/.exec(storageUrl)?.[1] ?? './data';
  return resolve(import.meta.dirname, '../..', path);
}

import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A text that only this machine's user may read, made at first use and kept in a folder. It is there whole or not at all,
 * also when the process that makes it is killed; of two that make it at once, both get the same.
 */
export async function keptSecret(
  folder: string,
  name: string,
  make: () => Promise<string> | string,
): Promise<string> {
  const file = join(folder, name);
  const kept = await readFile(file, 'utf8').catch(unless('ENOENT'));
  if (kept !== undefined) return kept;
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.${name}-${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(draft, await make(), { mode: 0o600, flag: 'wx', flush: true });
    await link(draft, file).catch(unless('EEXIST'));
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}

function unless(expected: string) {
  return (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== expected) throw error;
  };
}

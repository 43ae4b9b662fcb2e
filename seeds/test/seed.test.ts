import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultDirectory } from '../src/load.ts';

const program = resolve(import.meta.dirname, '../src/seed.ts');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seed-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command in a folder of its own. */
function run(args: string[]): Promise<{ code: unknown; output: string[]; errors: string[] }> {
  const environment = { ...process.env, STORAGE_URL: 'sqlite:./stores' };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd: folder, env: environment },
      (error, stdout, stderr) => {
        const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');
        done({ code: error ? error.code : 0, output: linesOf(stdout), errors: linesOf(stderr) });
      },
    );
  });
}

describe('npm run seed', () => {
  test('loads the storage that is named, shows each file, and finds it loaded the second time', async () => {
    const first = await run([]);
    expect(first).toMatchObject({ code: 0, errors: [] });
    expect(first.output).toContain(
      'members/organizations.yaml: 37 records: 37 new, 0 changed, 0 as before, 0 kept as edited',
    );
    expect(await readdir(join(folder, 'stores'))).not.toEqual([]);

    const second = await run([]);
    expect(second.output.at(-1)).toMatch(
      /^all: (\d+) records: 0 new, 0 changed, \1 as before, 0 kept as edited$/,
    );
  });

  test('only validates with --check', async () => {
    const { code, output } = await run(['--check']);
    expect(code).toBe(0);
    expect(output).toEqual([expect.stringMatching(/^\d+ records in 19 files are right$/)]);
  });

  test('lists what is wrong and exits with 1', async () => {
    const wrong = join(folder, 'wrong');
    await cp(defaultDirectory, wrong, { recursive: true });
    const pilots = await readFile(join(wrong, 'pilots.yaml'), 'utf8');
    await writeFile(join(wrong, 'pilots.yaml'), pilots.replace('country: THA', 'country: TAH'));

    const { code, output, errors } = await run(['--directory', wrong]);
    expect([code, output]).toEqual([1, []]);
    expect(errors).toEqual([
      expect.stringMatching(/wrong\/pilots\.yaml:\d+:12 country: unknown country TAH$/),
      '1 problem; nothing was loaded',
    ]);
  });
});

// An older revision of the sources in a folder of its own, so that both run in one measurement. Its own packages refer
// to each other there; packages from the registry are those that are installed now.

import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';

async function linkAll(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (name !== '@network') await symlink(join(from, name), join(to, name));
  }
}

/** The folders that hold packages: the workspaces, with a `*` at their end resolved. */
async function packageFolders(root: string): Promise<string[]> {
  const { workspaces } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    workspaces: string[];
  };
  const folders: string[] = [];
  for (const workspace of workspaces) {
    if (!workspace.endsWith('/*')) folders.push(workspace);
    else {
      const parent = workspace.slice(0, -2);
      const names = await readdir(join(root, parent));
      folders.push(...names.map((name) => join(parent, name)));
    }
  }
  return folders.map((folder) => join(root, folder));
}

/** The root of the unpacked revision. */
export async function unpack(
  revision: string,
  { root, folder }: { root: string; folder: string },
): Promise<string> {
  const target = join(folder, 'before');
  await mkdir(target);
  const archive = execFileSync('git', ['-C', root, 'archive', '--format=tar', revision], {
    maxBuffer: 2 ** 30,
  });
  execFileSync('tar', ['-x', '-C', target], { input: archive });
  const modules = join(target, 'node_modules');
  await linkAll(join(root, 'node_modules'), modules);
  await mkdir(join(modules, '@network'), { recursive: true });
  for (const each of await packageFolders(target)) {
    try {
      const { name } = JSON.parse(await readFile(join(each, 'package.json'), 'utf8')) as {
        name: string;
      };
      await symlink(each, join(modules, name));
    } catch {
      // A workspace of the list that this revision does not have yet.
    }
  }
  return target;
}

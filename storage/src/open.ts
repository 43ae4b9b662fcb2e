// Opens a store by its address. In: the address of all stores and the name of one. Out: that store, through the port.
// Each subgraph opens its own; MongoDB's driver is loaded only where it is used.

import { join } from 'node:path';
import type { Storage } from './collection.ts';
import { openSqlite } from './sqlite.ts';

/**
 * `sqlite:./data` is a folder with one file for each name, `sqlite::memory:` a memory of this store's own,
 * `mongodb://host:27017/prefix` a database `prefix_name` (without a path: `network_name`), connected to when it is
 * first used. Name letters, digits and `-`.
 */
export async function openStorage(url: string, name: string): Promise<Storage> {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
    throw new TypeError(
      `${JSON.stringify(name)} cannot name a store: a-z, 0-9 and - after a letter`,
    );
  }
  if (url === 'sqlite::memory:') {
    return openSqlite(':memory:');
  }
  if (/^sqlite:./.test(url)) {
    const folder = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
    return openSqlite(join(folder, `${name}.sqlite`));
  }
  if (/^mongodb(\+srv)?:\/\//.test(url)) {
    const { openMongo } = await import('./mongo.ts');
    return openMongo(url, name);
  }
  // Only the scheme is repeated: what follows it may hold a password.
  throw new TypeError(
    `A storage address begins with sqlite: (a folder, or sqlite::memory:) or mongodb://, not ${JSON.stringify(url.split(':')[0])}`,
  );
}

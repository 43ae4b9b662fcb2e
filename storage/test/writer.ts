// A process that writes to a store until it has written enough or is killed, and tells its parent of each write that was
// acknowledged: `{ id, version }`. Arguments: the store's address, the id of its document, how many writes at most.

import { openStorage } from '../src/index.ts';
import { event, reports } from './reports.ts';

const [, , url = '', id = '', most = '0'] = process.argv;
const storage = await openStorage(url, 'written');
const collection = storage.collection(reports, {});
const [known] = await collection.getMany([id]);
let document = known ?? (await collection.insert({ _id: id, rank: 0 }, event()));
for (let count = 0; count < Number(most) && process.connected; count++) {
  const rank = document.version;
  const next = {
    ...document,
    rank,
    status: `s${rank % 3}`,
    subjects: [`t${rank % 5}`, `u${rank}`],
  };
  document = await collection.replace(next, event('changed', rank));
  await new Promise<void>((resolve) =>
    process.send?.({ id, version: document.version }, () => resolve()),
  );
}
await storage.close();
process.disconnect();

// Every package of the lock file carries a licence that the Open Source Initiative has approved; bench/ has its own lock.

import { readFileSync } from 'node:fs';

const approved = new Set([
  'MIT',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'MPL-2.0',
  'BlueOak-1.0.0',
  'OFL-1.1',
  'Unlicense',
  'MIT-0',
  '0BSD',
  'Python-2.0',
]);
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { license?: string; link?: boolean; name?: string }>;
};
const refused = Object.entries(lock.packages)
  .filter(([, entry]) => !entry.link)
  .filter(
    ([, { license = 'none' }]) =>
      !license
        .replace(/[()]/g, '')
        .split(' OR ')
        .some((one) => one.split(' AND ').every((part) => approved.has(part))),
  )
  .map(([path, { license }]) => `${path || 'the project'}: ${license ?? 'states no licence'}`);
for (const line of refused) console.error(line);
console.log(`licences: ${Object.keys(lock.packages).length} packages, ${refused.length} refused`);
process.exitCode = refused.length === 0 ? 0 : 1;

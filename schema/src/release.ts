// Makes the public schema of today the one that later changes are judged against. CHANGELOG.md has to say it first.

import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sdlFolder } from './compose.ts';

const day = process.argv[2] ?? '';
const changelog = readFileSync(join(import.meta.dirname, '../../CHANGELOG.md'), 'utf8');
if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !changelog.includes(`## ${day}`)) {
  console.error(
    'usage: npm run schema:release -- 2026-11-22, after CHANGELOG.md has a section "## 2026-11-22"',
  );
  process.exitCode = 2;
} else {
  copyFileSync(join(sdlFolder, 'api.graphql'), join(sdlFolder, 'baseline.graphql'));
  console.log(`schema/sdl/baseline.graphql is now the public schema of ${day}`);
}

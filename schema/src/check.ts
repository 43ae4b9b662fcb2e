// What CI asks of the schema: that schema/sdl is what the sources give, that nothing breaks clients of the last release,
// and that everything is described. Prints every finding; exits with 1 if there is one.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { compose, sdlFolder } from './compose.ts';
import { poorDescriptions } from './descriptions.ts';
import { subgraphs } from './subgraphs.ts';

const findings: string[] = [];
const fresh = mkdtempSync(join(tmpdir(), 'network-sdl-'));
try {
  for (const { name } of subgraphs) {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'print.ts'), fresh],
      {
        cwd: join(import.meta.dirname, '../../subgraphs', name),
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`${name} cannot be printed:\n${stderr}`);
    compareWithCommitted(`${name}.graphql`, readFileSync(join(fresh, `${name}.graphql`), 'utf8'));
  }
  const { supergraph, api } = compose(fresh);
  compareWithCommitted('supergraph.graphql', supergraph);
  compareWithCommitted('api.graphql', api);
  findings.push(...poorDescriptions(api).map((poor) => `description: ${poor}`));
  findings.push(...(await breakingChanges(api)));
} catch (error) {
  findings.push((error as Error).message);
} finally {
  rmSync(fresh, { recursive: true });
}

for (const finding of findings) console.error(finding);
console.log(
  findings.length === 0
    ? 'schema: current, compatible, described'
    : `schema: ${findings.length} findings`,
);
process.exitCode = findings.length === 0 ? 0 : 1;

function compareWithCommitted(file: string, expected: string): void {
  if (read(file) !== expected)
    findings.push(
      `schema/sdl/${file} is not what the sources give: run npm run schema and commit schema/sdl`,
    );
}

/** Against the last released public schema; `npm run schema:release` moves it. */
async function breakingChanges(api: string): Promise<string[]> {
  const released = read('baseline.graphql');
  if (released === undefined)
    return ['schema/sdl/baseline.graphql is missing: run npm run schema:release'];
  const changes = await diff(buildSchema(released), buildSchema(api));
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
    .map((change) => `breaks clients of the last release: ${change.message} Deprecate it instead.`);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(join(sdlFolder, file), 'utf8');
  } catch {
    return undefined;
  }
}

// Run inside a subgraph's folder: its schema as SDL, written to schema/sdl/<folder's name>.graphql, or to a folder given.

import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { sdl } = (await import(pathToFileURL(join(process.cwd(), 'src/schema.ts')).href)) as {
  sdl: string;
};
const folder = process.argv[2] ?? join(import.meta.dirname, '../sdl');
writeFileSync(join(folder, `${basename(process.cwd())}.graphql`), sdl);

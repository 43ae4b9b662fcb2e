// The subgraphs' SDL files → supergraph.graphql, which the gateway loads, and api.graphql, which clients see.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueryPlanner } from '@graphql-hive/router-query-planner';
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { parse, print, visit } from 'graphql';
import { localUrlOf } from './owners.ts';
import { subgraphs } from './subgraphs.ts';

export const sdlFolder = join(import.meta.dirname, '../sdl');

/** Composes SDL files of a folder. Throws with every composition error, a line each. */
export function compose(folder: string): { supergraph: string; api: string } {
  const result = composeServices(
    subgraphs.map(({ name }) => ({
      name,
      url: localUrlOf(name),
      typeDefs: parse(readFileSync(join(folder, `${name}.graphql`), 'utf8')),
    })),
  );
  if (compositionHasErrors(result)) {
    const lines = result.errors.map(
      (error) => `  ${error.extensions?.code ?? ''} ${error.message}`,
    );
    throw new Error(`the subgraphs do not compose:\n${lines.join('\n')}`);
  }
  return { supergraph: `${result.supergraphSdl}\n`, api: publicSchema(result.supergraphSdl) };
}

/** The public schema of a supergraph as SDL, without the introspection fields that the planner lists on Query. */
export function publicSchema(supergraph: string): string {
  const document = parse(new QueryPlanner(supergraph).consumerSchema);
  const withoutIntrospection = visit(document, {
    FieldDefinition: (node) => (node.name.value.startsWith('__') ? null : undefined),
  });
  return `${print(withoutIntrospection)}\n`;
}

if (import.meta.main) {
  try {
    const { supergraph, api } = compose(sdlFolder);
    writeFileSync(join(sdlFolder, 'supergraph.graphql'), supergraph);
    writeFileSync(join(sdlFolder, 'api.graphql'), api);
    console.log('composed schema/sdl/supergraph.graphql and schema/sdl/api.graphql');
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

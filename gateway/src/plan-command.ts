// `npm run plan -- op.graphql`: prints every stage's artefact for an operation. Sends nothing to any subgraph.

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError, readText, unusable } from './config.ts';
import { RequestError } from './errors.ts';
import { createGateway, type Gateway, type Transport } from './gateway.ts';
import { isMerged } from './merge.ts';

const usage = 'npm run plan -- FILE [--supergraph FILE|URL] [--operation NAME] [--variables JSON]';
const ours = fileURLToPath(new URL('../../schema/sdl/supergraph.graphql', import.meta.url));

const nowhere: Transport = {
  wants: 'values',
  send() {
    throw new Error('Printing a plan sends nothing.');
  },
};

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        supergraph: { type: 'string', default: ours },
        operation: { type: 'string' },
        variables: { type: 'string', default: '{}' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}

function readVariables(text: string): Record<string, unknown> {
  try {
    const variables: unknown = JSON.parse(text);
    if (isMerged(variables)) return variables;
  } catch {
    // Said below.
  }
  throw new ConfigError('--variables: expected a JSON object.');
}

function openGateway(supergraph: string): Gateway {
  try {
    return createGateway({ supergraph, transport: () => nowhere });
  } catch (error) {
    throw unusable(error);
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parse();
  if (values.help) {
    console.log(usage);
    return;
  }
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new ConfigError('Name one file.');
  const variables = readVariables(values.variables);
  const gateway = openGateway(await readText(values.supergraph));
  console.log(await gateway.plan(await readText(file), values.operation, variables));
}

try {
  await main();
} catch (error) {
  if (error instanceof RequestError) {
    for (const { message } of error.errors) console.error(message);
  } else if (error instanceof ConfigError) console.error(`${error.message}\n\n${usage}`);
  else throw error;
  process.exitCode = 1;
}

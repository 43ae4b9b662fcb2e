// `npm run plan -- op.graphql`: prints every stage's artefact for an operation. Sends nothing to any subgraph.

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError, readText } from './config.ts';
import { RequestError } from './errors.ts';
import { createGateway, type Transport } from './gateway.ts';

const usage = 'npm run plan -- FILE [--supergraph FILE|URL] [--operation NAME] [--variables JSON]';
const ours = fileURLToPath(new URL('../../schema/sdl/supergraph.graphql', import.meta.url));

const nowhere: Transport = {
  wants: 'values',
  send() {
    throw new Error('Printing a plan sends nothing.');
  },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      supergraph: { type: 'string', default: ours },
      operation: { type: 'string' },
      variables: { type: 'string', default: '{}' },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new ConfigError('Name one file.');
  const gateway = createGateway({
    supergraph: await readText(values.supergraph),
    transport: () => nowhere,
  });
  const query = await readText(file);
  console.log(await gateway.plan(query, values.operation, JSON.parse(values.variables)));
}

try {
  await main();
} catch (error) {
  const known = error instanceof ConfigError || error instanceof SyntaxError;
  if (error instanceof RequestError) {
    for (const { message } of error.errors) console.error(message);
  } else if (known) console.error(`${error.message}\n\n${usage}`);
  else throw error;
  process.exitCode = 1;
}

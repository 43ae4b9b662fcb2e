// `npm run gateway`: serves one supergraph over HTTP until it is told to stop. All settings come from `config.ts`.

import { ConfigError, readConfig, usage } from './config.ts';
import { createGateway, createHttpTransports } from './gateway.ts';
import { startHttp } from './http.ts';

async function main(): Promise<void> {
  const config = await readConfig(process.argv.slice(2));
  const transports = createHttpTransports({
    ...(config.timeout !== undefined && { timeout: config.timeout }),
    secret: config.secret,
  });
  const gateway = createGateway({
    supergraph: config.supergraph,
    transport(subgraph, stated) {
      const url = config.subgraphs.get(subgraph) ?? stated;
      if (!URL.canParse(url)) {
        throw new ConfigError(
          `Subgraph "${subgraph}" has no address: give --subgraph ${subgraph}=URL.`,
        );
      }
      return transports.to(subgraph, url);
    },
    limits: config.limits,
    identityOperation: config.identityOperation,
  });
  for (const name of config.subgraphs.keys()) {
    if (!gateway.subgraphs.includes(name)) {
      throw new ConfigError(`--subgraph ${name}: there are ${gateway.subgraphs.join(', ')}.`);
    }
  }
  const face = await startHttp(gateway, {
    host: config.host,
    port: config.port,
    issuer: config.issuer ?? undefined,
    cors: config.corsOrigins ? { origins: config.corsOrigins } : undefined,
    forwardHeaders: config.forwardHeaders,
    checkSubgraphs: config.checkSubgraphs,
    explorer: config.hasExplorer
      ? {
          title: 'Explorer',
          query:
            '{\n  __schema {\n    queryType {\n      fields {\n        name\n        description\n      }\n    }\n  }\n}\n',
        }
      : undefined,
  });
  console.log(`GraphQL at ${face.url}`);

  const stop = async () => {
    await face.close();
    await gateway.close();
    await transports.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 1;
}

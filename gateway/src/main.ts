// `npm run gateway`: serves one supergraph over HTTP until it is told to stop. All settings come from `config.ts`.

import { onStop } from '@network/schema/on-stop';
import { type Config, ConfigError, isHttpUrl, readConfig, unusable, usage } from './config.ts';
import { RequestError } from './errors.ts';
import {
  createGateway,
  createHttpTransports,
  type Gateway,
  type HttpTransports,
} from './gateway.ts';
import { startHttp } from './http.ts';

const firstQuery = `{
  __schema {
    queryType {
      fields {
        name
        description
      }
    }
  }
}
`;

async function main(): Promise<void> {
  const config = await readConfig(process.argv.slice(2));
  if (!config) {
    console.log(usage);
    return;
  }
  const transports = createHttpTransports({
    ...(config.timeout !== undefined && { timeout: config.timeout }),
    secret: config.secret,
  });
  const gateway = await openGateway(config, transports);
  const face = await startHttp(gateway, {
    host: config.host,
    port: config.port,
    issuer: config.issuer ?? undefined,
    cors: config.corsOrigins ? { origins: config.corsOrigins } : undefined,
    forwardHeaders: config.forwardHeaders,
    checkSubgraphs: config.checkSubgraphs,
    explorer: config.hasExplorer ? { title: 'Explorer', query: firstQuery } : undefined,
  });
  console.log(`GraphQL at ${face.url}`);
  setTimeout(gateway.warmUp, 1_000).unref();

  onStop(async () => {
    await face.close();
    await gateway.close();
    await transports.close();
  });
}

async function openGateway(config: Config, transports: HttpTransports): Promise<Gateway> {
  let gateway: Gateway;
  try {
    gateway = createGateway({
      supergraph: config.supergraph,
      transport(subgraph, stated) {
        const url = config.subgraphs.get(subgraph) ?? stated;
        if (isHttpUrl(url)) return transports.to(subgraph, url);
        const message = `Subgraph "${subgraph}" has no http address: give --subgraph ${subgraph}=URL.`;
        throw new ConfigError(message);
      },
      limits: config.limits,
      sharing: config.sharing,
      identityOperation: config.identityOperation,
    });
  } catch (error) {
    throw unusable(error);
  }
  for (const name of config.subgraphs.keys()) {
    if (!gateway.subgraphs.includes(name)) {
      throw new ConfigError(`--subgraph ${name}: there are ${gateway.subgraphs.join(', ')}.`);
    }
  }
  if (config.identityOperation !== undefined) await checkOperation(gateway, config);
  return gateway;
}

/** Better now than at the first login. */
async function checkOperation(gateway: Gateway, config: Config): Promise<void> {
  try {
    await gateway.plan(config.identityOperation ?? '', undefined, { subject: '' });
  } catch (error) {
    if (error instanceof RequestError) {
      throw new ConfigError(`--identity-operation: ${error.message}`);
    }
    throw error;
  }
}

/** Why the program cannot start, in words for whoever started it; null for a fault of the program. */
function reasonOf(error: unknown): string | null {
  if (error instanceof ConfigError) return error.message;
  const { code, syscall, message, hostname } = error as NodeJS.ErrnoException & {
    hostname?: string;
  };
  if (syscall === 'getaddrinfo') {
    return `The host "${hostname}" has no address (${code}): give another --host.`;
  }
  if (syscall !== 'listen') return null;
  return code === 'EADDRINUSE' ? 'The port is in use: give another --port.' : message;
}

try {
  await main();
} catch (error) {
  const reason = reasonOf(error);
  if (reason === null) throw error;
  console.error(`${reason}\n\nAll options: npm run gateway -- --help`);
  process.exitCode = 1;
}

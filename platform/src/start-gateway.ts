// The gateway of our own graph as a service: subgraphs over HTTP at the addresses of the supergraph. Started by
// `npm run start:distributed` beside the seven subgraphs.

import { createHttpTransports } from '@network/gateway';
import { onStop } from '@network/schema/on-stop';
import { openLogins } from './issuer.ts';
import { startOwnGateway } from './own-graph.ts';
import { readSettings, reasonOf } from './settings.ts';

try {
  const secret = process.env.PLATFORM_SECRET;
  if (!secret) throw new Error('PLATFORM_SECRET is not set: subgraphs could not tell who asks.');
  const settings = readSettings();
  const { host, port } = settings;
  const { logins } = await openLogins(settings.logins, settings);
  const transports = createHttpTransports({ secret });
  const { url, gateway, close } = await startOwnGateway({
    transport: transports.to,
    logins,
    host,
    port,
  });
  console.log(`gateway answers at ${url}; a browser gets the explorer there`);
  setTimeout(gateway.warmUp, 1_000).unref();

  onStop(async () => {
    await close();
    await transports.close();
  });
} catch (error) {
  console.error(`The gateway cannot start: ${reasonOf(error)}`);
  process.exitCode = 1;
}

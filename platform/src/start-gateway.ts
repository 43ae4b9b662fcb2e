// The gateway of our own graph as a service: subgraphs over HTTP at the addresses of the supergraph, the development
// issuer's key from the data folder. Started by `npm run start:distributed` beside the seven subgraphs.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGateway, createHttpTransports } from '@network/gateway';
import { startHttp } from '@network/gateway/http';
import { dataFolder } from './data-folder.ts';
import { defaultQuery } from './default-query.ts';
import { audience, issuerName, openIssuer } from './issuer.ts';
import { identityOperation, isLoopback } from './own-graph.ts';

const secret = process.env.PLATFORM_SECRET;
if (!secret) throw new Error('PLATFORM_SECRET is not set: subgraphs could not tell who asks');
const host = process.env.HOST ?? '127.0.0.1';
if (!isLoopback(host))
  throw new Error(`HOST is ${host}: with the development issuer on, loopback only`);

const issuer = await openIssuer(dataFolder());
const transports = createHttpTransports({ secret });
const gateway = createGateway({
  supergraph: await readFile(
    join(import.meta.dirname, '../../schema/sdl/supergraph.graphql'),
    'utf8',
  ),
  transport: transports.to,
  identityOperation,
});
const http = await startHttp(gateway, {
  host,
  port: Number(process.env.PORT ?? 4000),
  explorer: { title: 'The Network’s graph', query: defaultQuery },
  issuer: { issuer: issuerName, audience, key: issuer.key, rolesClaim: 'roles' },
});
console.log(`gateway answers at ${http.url}; a browser gets the explorer there`);

const stop = async () => {
  await http.close();
  await gateway.close();
  await transports.close();
};
process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());

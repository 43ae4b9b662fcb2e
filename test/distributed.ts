// The graph as eight services, all of them in this process: seven subgraphs over HTTP on one store, the gateway in front.
// A subgraph can be stopped and started again.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpTransports } from '@network/gateway';
import { schemas } from '@network/platform';
import { type SubgraphName, subgraphs } from '@network/schema';
import { type SubgraphService, startSubgraph } from '@network/schema/serve';
import { loadSeeds } from '@network/seeds';
import { openStorage } from '@network/storage';
import { openIssuer } from '../platform/src/issuer.ts';
import { startOwnGateway } from '../platform/src/own-graph.ts';
import { clientsOf, type TestGraph } from './client.ts';

export interface DistributedGraph extends TestGraph {
  /** The address of all stores. */
  storageUrl: string;
  /** What identities are signed with between the gateway and the subgraphs. */
  secret: string;
  /** The endpoint of one subgraph. */
  urlOf: (subgraph: SubgraphName) => string;
  stop: (subgraph: SubgraphName) => Promise<void>;
  start: (subgraph: SubgraphName) => Promise<void>;
}

export interface DistributedOptions {
  /** Default: a folder of its own, removed at the end. */
  storageUrl?: string;
  /** How long the gateway keeps roles, in milliseconds. */
  identityTtl?: number;
}

export async function startDistributed(
  now = '2021-03-01T12:00:00.000Z',
  { storageUrl, identityTtl = 0 }: DistributedOptions = {},
): Promise<DistributedGraph> {
  await using opened = new AsyncDisposableStack();
  const clock = { now: new Date(now) };
  const secret = randomBytes(32).toString('base64url');
  const stores = storageUrl ?? `sqlite:${await temporaryFolder(opened)}`;
  await loadAll(stores, () => clock.now);

  const services = new Map<SubgraphName, SubgraphService>();
  const urlOf = (name: SubgraphName) => {
    const service = services.get(name);
    if (!service) throw new Error(`${name} was never started`);
    return service.url;
  };
  const stop = async (name: SubgraphName) => services.get(name)?.close();
  const start = async (name: SubgraphName) => {
    const options = { storageUrl: stores, secret, port: 0, now: () => clock.now, urlOf };
    const service = await startSubgraph(name, schemas[name], options);
    services.set(name, service);
  };
  opened.defer(async () => {
    for (const service of services.values()) await service.close();
  });
  for (const { name } of subgraphs) await start(name);

  const transports = createHttpTransports({ secret });
  opened.defer(transports.close);
  const issuer = await openIssuer(null);
  const { url, close } = await startOwnGateway({
    transport: (name, stated) => ({
      ...transports.to(name, stated),
      // Looked up for each request: a subgraph that was started again has another address.
      send: (request) => transports.to(name, urlOf(name as SubgraphName)).send(request),
    }),
    logins: issuer.logins,
    now: () => clock.now,
    identityTtl,
    host: '127.0.0.1',
    port: 0,
  });
  opened.defer(close);

  const running = opened.move();
  return {
    url,
    clock,
    storageUrl: stores,
    secret,
    urlOf,
    stop,
    start,
    ...clientsOf(url, issuer),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** A folder that is there until the stack is disposed of. */
export async function temporaryFolder(until: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'network-'));
  until.defer(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function loadAll(storageUrl: string, now: () => Date): Promise<void> {
  await using opened = new AsyncDisposableStack();
  await loadSeeds({
    openStorage: async (name) => {
      const storage = await openStorage(storageUrl, name);
      opened.defer(() => storage.close());
      return storage;
    },
    now,
  });
}

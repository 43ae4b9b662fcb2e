// The parts put together in one process: stores, seeds, seven subgraphs as functions, one gateway, one HTTP server.

import * as compact from '@network/compact';
import * as countryNetworks from '@network/country-networks';
import { type Gateway, inProcess } from '@network/gateway';
import * as members from '@network/members';
import * as regionalNetworks from '@network/regional-networks';
import {
  type Context,
  createAsk,
  createContext,
  type Identity,
  newSortableId,
  type OwnerCall,
  type SubgraphName,
  subgraphs,
} from '@network/schema';
import { loadSeeds, type SeedProgress } from '@network/seeds';
import * as statements from '@network/statements';
import { openStorage, type Storage } from '@network/storage';
import * as workingGroups from '@network/working-groups';
import * as workstreams from '@network/workstreams';
import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import { type Issuer, openLogins } from './issuer.ts';
import { startOwnGateway } from './own-graph.ts';
import type { Logins } from './settings.ts';

export const schemas: Record<SubgraphName, GraphQLSchema> = {
  compact: compact.schema,
  members: members.schema,
  'regional-networks': regionalNetworks.schema,
  'country-networks': countryNetworks.schema,
  workstreams: workstreams.schema,
  'working-groups': workingGroups.schema,
  statements: statements.schema,
};

export interface PlatformOptions {
  /** `sqlite:FOLDER`, `sqlite::memory:` or `mongodb://…`. Default: in memory. */
  storageUrl?: string;
  /** 0 takes a free port. */
  port?: number;
  host?: string;
  now?: () => Date;
  /** How long roles read from the graph are kept, in milliseconds; tests say 0. */
  identityTtl?: number;
  /** Who vouches for logins; without it the development issuer does, and `host` has to be a loopback address. */
  logins?: Logins | null;
  /** Where the development issuer's key lies; null keeps it in this process. */
  issuerFolder?: string | null;
  /** False leaves the stores as they are. */
  seeds?: boolean;
  onProgress?: (progress: SeedProgress) => void;
}

export interface Platform extends AsyncDisposable {
  /** The GraphQL endpoint; a browser gets the explorer there. */
  url: string;
  gateway: Gateway;
  /** The development issuer; null when another one vouches for logins. */
  issuer: Issuer | null;
  storages: Record<SubgraphName, Storage>;
  /** Makes the context of one request to one subgraph. */
  contextOf: (subgraph: SubgraphName, identity: Identity | null, acceptLanguage: string) => Context;
  close: () => Promise<void>;
}

/** Starts the whole platform in this process. Rejects, with everything closed again, when a part cannot start. */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const now = options.now ?? (() => new Date());
  const host = options.host ?? '127.0.0.1';
  const { issuer, logins } = await openLogins(options.logins ?? null, {
    host,
    folder: options.issuerFolder ?? null,
  });
  const storages = {} as Record<SubgraphName, Storage>;
  const closeStores = () => Promise.all(Object.values(storages).map((storage) => storage.close()));
  try {
    for (const { name } of subgraphs) {
      storages[name] = await openStorage(options.storageUrl ?? 'sqlite::memory:', name);
    }
    if (options.seeds ?? true) {
      await loadSeeds({
        openStorage: (name) => storages[name as SubgraphName],
        now,
        ...(options.onProgress && { onProgress: options.onProgress }),
      });
    }
    const contextOf = contextMaker(storages, now);
    const { url, gateway, ...server } = await startOwnGateway({
      transport: (name) => {
        const subgraph = name as SubgraphName;
        return inProcess(schemas[subgraph], ({ identity, languages }) =>
          contextOf(subgraph, identity, languages),
        );
      },
      logins,
      now,
      identityTtl: options.identityTtl,
      host,
      port: options.port ?? 0,
    });
    const close = async () => {
      await server.close();
      await closeStores();
    };
    return {
      url,
      gateway,
      issuer,
      storages,
      contextOf,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await closeStores();
    throw error;
  }
}

/** Contexts of co-located subgraphs: owners of other subgraphs' records are asked by executing their schema. */
function contextMaker(
  storages: Record<SubgraphName, Storage>,
  now: () => Date,
): Platform['contextOf'] {
  const documents = new Map<string, DocumentNode>();
  const call: OwnerCall = async (subgraph, { query, variables, identity, acceptLanguage }) => {
    let document = documents.get(query);
    if (!document) {
      document = parse(query);
      documents.set(query, document);
    }
    return execute({
      schema: schemas[subgraph],
      document,
      variableValues: variables,
      contextValue: contextOf(subgraph, identity, acceptLanguage),
    });
  };
  const contextOf: Platform['contextOf'] = (subgraph, identity, acceptLanguage) =>
    createContext({
      storage: storages[subgraph],
      now,
      newId: newSortableId,
      identity,
      acceptLanguage,
      ask: createAsk(call, identity, acceptLanguage),
    });
  return contextOf;
}

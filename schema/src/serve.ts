// A subgraph as a service of its own: Apollo Server on its port, its own store, identity from the gateway's token.

import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { openStorage } from '@network/storage';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { type Context, createContext, newSortableId } from './context.ts';
import { type Identity, verifyIdentity } from './identity.ts';
import { onStop } from './on-stop.ts';
import { callOverHttp, createAsk, localUrlOf } from './owners.ts';
import { type SubgraphName, subgraphs } from './subgraphs.ts';

export interface SubgraphOptions {
  /** The address of all stores, as `openStorage` takes it; the subgraph opens its own. */
  storageUrl: string;
  /** What the gateway signs identities with. */
  secret: string;
  /** Default: the port of `subgraphs.ts`; 0 takes a free one. */
  port?: number;
  host?: string;
  now?: () => Date;
  /** Where the other subgraphs are, for questions to the owners of records. */
  urlOf?: (subgraph: SubgraphName) => string;
}

export interface SubgraphService extends AsyncDisposable {
  /** Its GraphQL endpoint. */
  url: string;
  /** Answers the requests under way, then closes the store. */
  close: () => Promise<void>;
}

/**
 * Starts one subgraph over HTTP. Requests without a token are the public's; a token that does not verify is refused with
 * 401. Rejects, with everything closed again, when it cannot start.
 */
export async function startSubgraph(
  name: SubgraphName,
  schema: GraphQLSchema,
  options: SubgraphOptions,
): Promise<SubgraphService> {
  const { secret, now = () => new Date(), host = '127.0.0.1' } = options;
  const port = options.port ?? subgraphs.find((known) => known.name === name)?.port ?? 0;
  await requireFree(port, host);
  const storage = await openStorage(options.storageUrl, name);
  const call = callOverHttp(secret, options.urlOf ?? localUrlOf);
  const server = new ApolloServer<Context>({
    schema,
    introspection: true,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
  });
  const close = async () => {
    await server.stop();
    await storage.close();
  };
  try {
    const { url } = await startStandaloneServer(server, {
      listen: { port, host },
      context: async ({ req }) => {
        const identity = identityOf(req.headers.authorization, { secret, audience: name });
        const acceptLanguage = req.headers['accept-language'] ?? '';
        return createContext({
          storage,
          now,
          newId: newSortableId,
          identity,
          acceptLanguage,
          ask: createAsk(call, identity, acceptLanguage),
        });
      },
    });
    return { url: `${url}graphql`, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/**
 * What each subgraph's `server.ts` runs: its service until SIGINT or SIGTERM, as the environment says (`STORAGE_URL`,
 * `HOST`, `PLATFORM_SECRET`). Exits with 1, saying why, when it cannot start.
 */
export async function runSubgraph(name: SubgraphName, schema: GraphQLSchema): Promise<void> {
  const { STORAGE_URL = 'sqlite:./data', HOST, PLATFORM_SECRET } = process.env;
  try {
    if (!PLATFORM_SECRET) {
      throw new Error('PLATFORM_SECRET is not set: a subgraph could not tell who asks');
    }
    const { url, close } = await startSubgraph(name, schema, {
      storageUrl: fromRoot(STORAGE_URL),
      secret: PLATFORM_SECRET,
      ...(HOST && { host: HOST }),
    });
    onStop(close);
    console.log(`${name} answers at ${url}`);
  } catch (error) {
    console.error(`${name} cannot start: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

function identityOf(
  authorization: string | undefined,
  { secret, audience }: { secret: string; audience: string },
): Identity | null {
  if (authorization === undefined) return null;
  const identity = verifyIdentity(authorization.replace(/^Bearer +/i, ''), { secret, audience });
  if (identity) return identity;
  throw new GraphQLError('The identity token of this request does not verify.', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  });
}

/** Asked beforehand, because Apollo's standalone server does not report that it cannot listen. */
async function requireFree(port: number, host: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((free, taken) => {
    probe.once('error', taken);
    probe.listen(port, host, free);
  });
  await new Promise((closed) => probe.close(closed));
}

/** The embedded store's folder is named from the root of the repository, whatever folder the service is started in. */
function fromRoot(storageUrl: string): string {
  return storageUrl.replace(
    /^sqlite:(?!:memory:)(.+)$/,
    (_, folder: string) => `sqlite:${resolve(import.meta.dirname, '../..', folder)}`,
  );
}

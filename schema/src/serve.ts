// A subgraph as a service of its own: Apollo Server on its port, its own store, identity from the gateway's token.

import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { openStorage } from '@network/storage';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { type Context, createContext, newSortableId } from './context.ts';
import { verifyIdentity } from './identity.ts';
import { callOverHttp, createAsk, localUrlOf } from './owners.ts';
import { type SubgraphName, subgraphs } from './subgraphs.ts';

export interface SubgraphOptions {
  /** 0 takes a free port. */
  port?: number;
  host?: string;
  storageUrl?: string;
  secret?: string;
  now?: () => Date;
  /** Where the other subgraphs are, for questions to the owners of records. */
  urlOf?: (subgraph: SubgraphName) => string;
}

/**
 * Starts one subgraph over HTTP. Options default to the environment: `STORAGE_URL`, `HOST`, `PLATFORM_SECRET` and the
 * port of `subgraphs.ts`. Requests without a token are the public's; a token that does not verify is refused with 401.
 */
export async function startSubgraph(
  name: SubgraphName,
  schema: GraphQLSchema,
  options: SubgraphOptions = {},
): Promise<{ url: string; close: () => Promise<void> }> {
  const secret = options.secret ?? process.env.PLATFORM_SECRET;
  if (!secret) throw new Error('PLATFORM_SECRET is not set: a subgraph could not tell who asks');
  const now = options.now ?? (() => new Date());
  const storage = await openStorage(
    options.storageUrl ?? process.env.STORAGE_URL ?? 'sqlite:./data',
    name,
  );
  const call = callOverHttp(secret, options.urlOf ?? localUrlOf);
  const server = new ApolloServer<Context>({
    schema,
    introspection: true,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
  });
  const port = options.port ?? subgraphs.find((known) => known.name === name)?.port ?? 0;
  const { url } = await startStandaloneServer(server, {
    listen: { port, host: options.host ?? process.env.HOST ?? '127.0.0.1' },
    context: async ({ req }) => {
      const token = req.headers.authorization?.replace(/^Bearer /, '');
      const identity = token ? verifyIdentity(token, { secret, audience: name }) : null;
      if (token && !identity) {
        throw new GraphQLError('The identity token of this request does not verify.', {
          extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
        });
      }
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
  const close = async () => {
    await server.stop();
    await storage.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
  console.log(`${name} answers at ${url}graphql`);
  return { url: `${url}graphql`, close };
}

// Subgraphs that listen on free ports, for what only happens over HTTP: they answer by their schema or as a test says.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, parse } from 'graphql';
import { createGateway, createHttpTransports, type HttpTransportOptions } from '../src/gateway.ts';
import {
  compose,
  type SubgraphSource,
  subgraphSchema,
  type Tester,
  type TesterOptions,
} from './tester.ts';

/** Answers in place of the schema. */
export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface ServedSubgraph extends SubgraphSource {
  answer?: Answer;
}

export interface SubgraphServer extends AsyncDisposable {
  url: string;
  /** Headers and bodies of the requests so far. */
  requests: { headers: IncomingMessage['headers']; body: string }[];
  /** Ends at once, also what is under way. */
  stop(): Promise<void>;
}

export async function serveSubgraph(source: ServedSubgraph): Promise<SubgraphServer> {
  const schema = subgraphSchema(source);
  const requests: SubgraphServer['requests'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    requests.push({ headers: request.headers, body });
    if (source.answer) return source.answer(request, response, body);
    const { query, variables } = JSON.parse(body);
    const contextValue = { headers: request.headers };
    const document = parse(query);
    const result = await execute({ schema, document, variableValues: variables, contextValue });
    answerText(response, JSON.stringify(result));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/graphql`, requests, stop, [Symbol.asyncDispose]: stop };
}

export function answerText(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

export interface HttpTester extends Omit<Tester, 'calls' | 'plan'> {
  servers: Record<string, SubgraphServer>;
}

/** The tester's twin over HTTP. */
export async function startHttpTester(
  subgraphs: Record<string, ServedSubgraph>,
  { http, ...options }: TesterOptions & { http?: HttpTransportOptions } = {},
): Promise<HttpTester> {
  const servers: Record<string, SubgraphServer> = {};
  for (const [name, source] of Object.entries(subgraphs))
    servers[name] = await serveSubgraph(source);
  const transports = createHttpTransports(http);
  const supergraph = compose(subgraphs);
  const gateway = createGateway({
    supergraph,
    transport: (name) => transports.to(name, servers[name]?.url ?? ''),
    ...options,
  });
  return {
    servers,
    supergraph,
    gateway,
    run: (query, request) => gateway.execute({ query, identity: null, languages: '', ...request }),
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(servers).map((server) => server.stop()));
      await gateway.close();
      await transports.close();
    },
  };
}

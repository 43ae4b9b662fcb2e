// `@apollo/gateway` as its own documentation starts it: ApolloServer's standalone server in front of it, the composed
// supergraph given as text, one data source for each subgraph with its defaults.

import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const [port, supergraph] = process.argv.slice(2);
if (!port || !supergraph) throw new Error('apollo.ts PORT SUPERGRAPH-FILE');
const server = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl: readFileSync(supergraph, 'utf8') }),
});
await startStandaloneServer(server, { listen: { port: Number(port), host: '127.0.0.1' } });

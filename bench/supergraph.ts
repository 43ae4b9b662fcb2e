// Goes in: where the subgraphs are. Comes out: the composed supergraph, with more subgraphs beside the four if wanted.

import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { sdlOf, subgraphNames } from './workload.ts';

export interface Composed {
  supergraphSdl: string;
  publicSdl: string;
}

/** A subgraph that adds its own type and a field to the shared types; no operation here ever asks it. */
function bystanderSdl(n: number): string {
  return `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { extra${n}: Extra${n} }
type Extra${n} @key(fields: "id") { id: ID! title: String! product: Product account: Account }
type Product @key(fields: "upc") { upc: ID! extra${n}: Extra${n} }
type Account @key(fields: "id") { id: ID! extras${n}: [Extra${n}!] }
`;
}

export function compose(
  addressOf: (subgraph: string) => string,
  { subgraphs }: { subgraphs: number },
): Composed {
  const services = subgraphNames.map((name) => ({
    name: name as string,
    url: addressOf(name),
    typeDefs: parse(sdlOf(name)),
  }));
  for (let n = services.length + 1; n <= subgraphs; n++) {
    const name = `extra${n}`;
    services.push({ name, url: addressOf(name), typeDefs: parse(bystanderSdl(n)) });
  }
  const result = composeServices(services);
  if (!result.supergraphSdl) {
    throw new Error((result.errors ?? []).map(({ message }) => message).join('\n'));
  }
  return { supergraphSdl: result.supergraphSdl, publicSdl: result.publicSdl };
}

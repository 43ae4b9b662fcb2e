// The gateway of our own graph, wherever its subgraphs run: the committed supergraph, how roles are read, whose logins
// are accepted, and the page for a browser.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGateway, type Gateway, type GatewayOptions } from '@network/gateway';
import { startHttp } from '@network/gateway/http';
import { defaultQuery } from './default-query.ts';
import type { Logins } from './settings.ts';

/** Asks the graph itself for the roles of a verified subject, as the platform (architecture: "Identity inside"). */
const identityOperation =
  'query ($subject: ID!) { roles: rolesOf(subject: $subject) { role scope { type id } validFrom validTo } }';

export interface OwnGatewayOptions extends Pick<GatewayOptions, 'transport' | 'now'> {
  logins: Logins;
  host: string;
  port: number;
  /** How long roles read from the graph are kept, in milliseconds. */
  identityTtl?: number | undefined;
}

export interface OwnGateway {
  /** The GraphQL endpoint; a browser gets the explorer there. */
  url: string;
  gateway: Gateway;
  /** Answers the requests under way, then closes. */
  close: () => Promise<void>;
}

export async function startOwnGateway(options: OwnGatewayOptions): Promise<OwnGateway> {
  const { transport, now, identityTtl, logins, host, port } = options;
  const supergraph = join(import.meta.dirname, '../../schema/sdl/supergraph.graphql');
  const gateway = createGateway({
    supergraph: await readFile(supergraph, 'utf8'),
    transport,
    identityOperation,
    identityTtl,
    now,
  });
  try {
    const http = await startHttp(gateway, {
      host,
      port,
      explorer: { title: 'The Network’s graph', query: defaultQuery },
      issuer: logins,
    });
    const close = async () => {
      await http.close();
      await gateway.close();
    };
    return { url: http.url, gateway, close };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

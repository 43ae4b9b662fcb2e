// Goes in: the transports of a gateway. Comes out: which subgraphs answer a question about nothing, and in time. However
// many ask for that at the same time, every subgraph is asked once. Keeps nothing: who asks later asks anew.

import { readResult } from './subgraph-errors.ts';
import type { Transport } from './transport.ts';

/** Milliseconds; an orchestrator's own probes seldom wait longer for `/health/ready`. */
const defaultProbeTimeout = 2_000;

/** Gives a function that names the subgraphs that do not answer. */
export function createProbes(
  transports: ReadonlyMap<string, Transport>,
  timeout: number = defaultProbeTimeout,
): () => Promise<string[]> {
  let underWay: Promise<string[]> | null = null;
  const probe = async (): Promise<string[]> => {
    const found = await Promise.all(
      [...transports].map(async ([name, transport]) =>
        (await answers(name, transport, timeout)) ? [] : [name],
      ),
    );
    return found.flat();
  };
  return () => {
    underWay ??= probe().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

const query = '{__typename}';

async function answers(subgraph: string, transport: Transport, timeout: number): Promise<boolean> {
  const end = new AbortController();
  const late = Promise.withResolvers<boolean>();
  // A subgraph in this process need not heed the signal; it is not waited for all the same.
  const timer = setTimeout(() => {
    end.abort();
    late.resolve(false);
  }, timeout);
  const ask = async (): Promise<boolean> => {
    const body = Buffer.from(JSON.stringify({ query }));
    const request = { subgraph, query, body, isMutation: false, variables: {} };
    const anonymous = { ...request, identity: null, languages: '', signal: end.signal };
    readResult(await transport.send(anonymous), subgraph);
    return true;
  };
  try {
    return await Promise.race([ask(), late.promise]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

// Our own graph, all in one process on SQLite in memory: the five-subgraph objective query by the gateway, and by the
// same resolvers as one plain schema under graphql-js. Taken in turns in one process; processor time, garbage included.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'graphql';

export interface OwnGraphReport {
  /** Milliseconds of processor time for one query, one value for each round. */
  gateway: number[];
  monolith: number[];
  answerBytes: number;
  isEqual: boolean;
}

/** Compiling what is hot costs processor time too, and happens once: it should be over. */
const warmUps = 500;

if (import.meta.main) {
  const [root, roundsText, queriesText] = process.argv.slice(2);
  if (!root) throw new Error('own-graph.ts ROOT ROUNDS QUERIES-A-ROUND');
  const rounds = Number(roundsText ?? 5);
  const queries = Number(queriesText ?? 100);
  const load = (file: string) => import(pathToFileURL(join(root, file)).href);
  const { startPlatform, schemas } = (await load(
    'platform/src/platform.ts',
  )) as typeof import('../platform/src/platform.ts');
  const { defaultQuery } = (await load(
    'platform/src/default-query.ts',
  )) as typeof import('../platform/src/default-query.ts');
  const { createMonolith } = (await load(
    'test/monolith.ts',
  )) as typeof import('../test/monolith.ts');

  const platform = await startPlatform();
  try {
    const monolith = createMonolith(schemas, {
      api: await readFile(join(root, 'schema/sdl/api.graphql'), 'utf8'),
      contextOf: platform.contextOf,
    });
    // Both give the text of a response, and neither parses the query again.
    const byGateway = async () => {
      const request = { query: defaultQuery, identity: null, languages: '' };
      const { body, release } = await platform.gateway.respond(request);
      const text = body.toString('utf8');
      release?.();
      return text;
    };
    const document = parse(defaultQuery);
    const byMonolith = async () => JSON.stringify(await monolith.execute(document));
    const cpu = async (run: () => Promise<string>, count: number): Promise<number> => {
      const before = process.cpuUsage();
      for (let n = 0; n < count; n++) await run();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000 / count;
    };
    const [answer, reference] = [await byGateway(), await byMonolith()];
    await cpu(byGateway, warmUps);
    await cpu(byMonolith, warmUps);
    const report: OwnGraphReport = {
      gateway: [],
      monolith: [],
      answerBytes: Buffer.byteLength(answer),
      isEqual: isDeepStrictEqual(JSON.parse(answer), JSON.parse(reference)),
    };
    for (let round = 0; round < rounds; round++) {
      report.gateway.push(await cpu(byGateway, queries));
      report.monolith.push(await cpu(byMonolith, queries));
    }
    process.send?.(report);
  } finally {
    await platform.close();
  }
}

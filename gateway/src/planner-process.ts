// The native planner in a process of its own, for supergraphs on which it may end its process (`planner.ts`). Gets the
// supergraph's SDL, then one question after another; answers each with a plan, or with what was wrong.

import { QueryPlanner } from '@graphql-hive/router-query-planner';
import type { Question, Reply } from './planner.ts';

process.once('message', (sdl: string) => {
  const planner = new QueryPlanner(sdl);
  process.on('message', async ({ operation, labels, percentage }: Question) => {
    let reply: Reply;
    try {
      const plan = await planner.planAsync(operation, undefined, new Set(labels), percentage);
      reply = { plan, message: '' };
    } catch (error) {
      reply = { plan: null, message: error instanceof Error ? error.message : String(error) };
    }
    process.send?.(reply);
  });
});

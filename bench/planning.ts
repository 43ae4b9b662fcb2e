// What the first request of an operation cannot do without: the native planner alone, and parsing and validation beside it.
// A process of its own, so that it can be pinned. Every operation is planned once, as for a gateway that never saw it.

import { readFileSync } from 'node:fs';
import { QueryPlanner } from '@graphql-hive/router-query-planner';
import { buildSchema, parse, validate } from 'graphql';
import { medianOf } from './statistics.ts';
import { heavyVariant } from './workload.ts';

export interface PlanningReport {
  /** Milliseconds, medians. */
  plan: number;
  parse: number;
  validate: number;
}

const warmUps = 60;
const measured = 40;

function timed<Value>(into: number[], run: () => Value): Value {
  const start = performance.now();
  const value = run();
  into.push(performance.now() - start);
  return value;
}

if (import.meta.main) {
  const [supergraph, publicSdl] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));
  if (!supergraph || !publicSdl) throw new Error('planning.ts SUPERGRAPH-FILE PUBLIC-SCHEMA-FILE');
  const planner = new QueryPlanner(supergraph);
  const schema = buildSchema(publicSdl);
  const plans: number[] = [];
  const parses: number[] = [];
  const validations: number[] = [];
  for (let n = 0; n < warmUps + measured; n++) {
    const text = heavyVariant(n);
    const document = timed(parses, () => parse(text));
    const errors = timed(validations, () => validate(schema, document));
    if (errors.length > 0) throw errors[0];
    timed(plans, () => planner.plan(text, null, new Set(), 0));
  }
  process.send?.({
    plan: medianOf(plans.slice(warmUps)),
    parse: medianOf(parses.slice(warmUps)),
    validate: medianOf(validations.slice(warmUps)),
  } satisfies PlanningReport);
}

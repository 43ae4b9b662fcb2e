// Goes in: a supergraph, as text and parsed. Comes out: the native planner for it. The planner takes subgraphs in the
// order of their names, and finds no way from an interface object to the types behind it if the subgraph with the object
// comes first: where names stand in the wrong order, it is given others. Where it may end its process, it has one of its
// own. Plans nothing itself.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type PlanNode, type QueryPlan, QueryPlanner } from '@graphql-hive/router-query-planner';
import { type DocumentNode, Kind, print, visit } from 'graphql';
import { argument } from './public-schema.ts';
import type { Subgraph } from './supergraph.ts';

export interface Planner {
  overrideLabels: readonly string[];
  overridePercentages: readonly number[];
  planAsync: QueryPlanner['planAsync'];
  close(): void;
}

export function createPlanner(
  sdl: string,
  document: DocumentNode,
  subgraphs: readonly Subgraph[],
): Planner {
  const order = orderOf(document, subgraphs);
  const given = new Map(order?.map((name, at) => [name, `${String(at).padStart(6, '0')}:${name}`]));
  const own = new Map([...given].map(([name, its]) => [its, name]));
  const text = order ? print(renamed(document, given)) : sdl;
  const planner = new QueryPlanner(text);
  const { planAsync, close } = mayEndProcess(document)
    ? planApart(text)
    : { planAsync: planner.planAsync.bind(planner), close: () => {} };
  return {
    overrideLabels: planner.overrideLabels,
    overridePercentages: planner.overridePercentages,
    async planAsync(...operation) {
      const plan: QueryPlan = await planAsync(...operation);
      if (order && plan.node) restore(plan.node, own);
      return plan;
    },
    close,
  };
}

/**
 * Whether some type has fields that require others, and no key that all subgraphs know. There the planner has asked
 * subgraphs for keys they do not have; it notices, and ends the process it is in.
 */
function mayEndProcess({ definitions }: DocumentNode): boolean {
  return definitions.some((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return false;
    const keys = (definition.directives ?? []).flatMap((directive) =>
      directive.name.value === 'join__type' ? [argument(directive, 'key')] : [],
    );
    const requires = definition.fields?.some(({ directives = [] }) =>
      directives.some((directive) => argument(directive, 'requires') !== undefined),
    );
    return requires === true && new Set(keys).size > 1;
  });
}

export interface Question {
  operation: string;
  labels: readonly string[];
  percentage: number;
}

/** `message`: why there is no plan. */
export interface Reply {
  plan: QueryPlan | null;
  message: string;
}

/** One operation at a time, so that no other fails with one that ends the process; the next starts another process. */
function planApart(sdl: string): Pick<Planner, 'planAsync' | 'close'> {
  let child: ChildProcess | null = null;
  const start = (): ChildProcess => {
    const program = new URL('planner-process.ts', import.meta.url);
    const started = fork(program, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
    started.once('exit', () => {
      if (child === started) child = null;
    });
    started.send(sdl);
    child = started;
    return started;
  };
  const ask = async (question: Question): Promise<QueryPlan> => {
    const asked = child ?? start();
    // It keeps this process alive as long as an answer is waited for, and no longer.
    asked.ref();
    asked.channel?.ref();
    const ended = new AbortController();
    try {
      asked.send(question);
      const { signal } = ended;
      const [reply]: [Reply | null] = await Promise.race([
        once(asked, 'message', { signal }) as Promise<[Reply]>,
        once(asked, 'exit', { signal }).then((): [null] => [null]),
      ]);
      if (!reply) throw new Error('the planner ended over it.');
      if (!reply.plan) throw new Error(reply.message);
      return reply.plan;
    } finally {
      ended.abort();
      asked.unref();
      asked.channel?.unref();
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    planAsync(operation, _name, labels, percentage) {
      const plan = last.then(() =>
        ask({ operation, labels: [...(labels ?? [])], percentage: percentage ?? 0 }),
      );
      last = plan.catch(() => {});
      return plan;
    },
    close: () => child?.kill(),
  };
}

/** Names of all subgraphs, those with an interface before those with an object for it; null if they stand so already. */
function orderOf(document: DocumentNode, subgraphs: readonly Subgraph[]): string[] | null {
  const names = new Map<unknown, string>(subgraphs.map(({ graph, name }) => [graph, name]));
  const earlier = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (definition.kind !== 'InterfaceTypeDefinition') continue;
    const owners: string[] = [];
    const objects: string[] = [];
    for (const directive of definition.directives ?? []) {
      const name = names.get(argument(directive, 'graph'));
      if (directive.name.value !== 'join__type' || name === undefined) continue;
      (argument(directive, 'isInterfaceObject') === true ? objects : owners).push(name);
    }
    for (const name of objects) earlier.set(name, [...(earlier.get(name) ?? []), ...owners]);
  }

  const sorted = [...new Set(names.values())].sort();
  const order: string[] = [];
  while (order.length < sorted.length) {
    const left = sorted.filter((name) => !order.includes(name));
    const free = left.find(
      (name) => earlier.get(name)?.every((one) => order.includes(one)) ?? true,
    );
    // Two subgraphs may each have an interface object for an interface of the other: then one of the two comes too early.
    order.push(free ?? (left[0] as string));
  }
  return order.every((name, at) => name === sorted[at]) ? null : order;
}

/** Subgraphs are named in two places: where they are listed, and where one has taken over a field from another. */
function renamed(document: DocumentNode, names: ReadonlyMap<string, string>): DocumentNode {
  return visit(document, {
    Directive(directive) {
      const place = { join__graph: 'name', join__field: 'override' }[directive.name.value];
      if (place === undefined) return undefined;
      return {
        ...directive,
        arguments: directive.arguments?.map((node) => {
          if (node.name.value !== place || node.value.kind !== Kind.STRING) return node;
          const value = names.get(node.value.value) ?? node.value.value;
          return { ...node, value: { kind: Kind.STRING, value } };
        }),
      };
    },
  });
}

function restore(node: PlanNode, names: ReadonlyMap<string, string>): void {
  if (node.kind === 'Sequence' || node.kind === 'Parallel') {
    for (const child of node.nodes) restore(child, names);
  } else if (node.kind === 'Flatten') restore(node.node, names);
  else if (node.kind === 'Fetch' || node.kind === 'BatchFetch') {
    node.serviceName = names.get(node.serviceName) ?? node.serviceName;
  }
}

// Goes in: a supergraph, as text and parsed. Comes out: the native planner for it. The planner takes subgraphs in the
// order of their names, and finds no way from an interface object to the types behind it if the subgraph with the object
// comes first. So where names stand in the wrong order, it is given others. Plans nothing itself.

import { type PlanNode, type QueryPlan, QueryPlanner } from '@graphql-hive/router-query-planner';
import { type DocumentNode, Kind, print, visit } from 'graphql';
import { argument } from './public-schema.ts';
import type { Subgraph } from './supergraph.ts';

export type Planner = Pick<QueryPlanner, 'overrideLabels' | 'overridePercentages' | 'planAsync'>;

export function createPlanner(
  sdl: string,
  document: DocumentNode,
  subgraphs: readonly Subgraph[],
): Planner {
  const order = orderOf(document, subgraphs);
  if (!order) return new QueryPlanner(sdl);
  const given = new Map(order.map((name, at) => [name, `${String(at).padStart(6, '0')}:${name}`]));
  const own = new Map([...given].map(([name, its]) => [its, name]));
  const planner = new QueryPlanner(print(renamed(document, given)));
  return {
    overrideLabels: planner.overrideLabels,
    overridePercentages: planner.overridePercentages,
    async planAsync(...operation) {
      const plan: QueryPlan = await planner.planAsync(...operation);
      if (plan.node) restore(plan.node, own);
      return plan;
    },
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

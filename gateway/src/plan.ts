// Goes in: a normalised operation. Comes out: its plan as plain data: which fetch goes to which subgraph, which others
// come before it, and where its answer belongs. Where there is but one way, `direct-plan.ts` takes it; otherwise the
// native planner decides, and this file gives its answer our shape and puts mutations in series. What a fetch really
// waits for is for `order.ts` to say. Executes nothing.

import type {
  FetchNode,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode as NativeNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { type DocumentNode, parse } from 'graphql';
import { planDirectly } from './direct-plan.ts';
import { codes, requestError } from './errors.ts';
import { type FieldSelection, type NormalisedOperation, operationText } from './normalise.ts';
import type { Supergraph } from './supergraph.ts';

export type PathStep =
  | { kind: 'field'; name: string }
  | { kind: 'list' }
  | { kind: 'type'; conditions: readonly string[] };

/** A field or a type condition of what a representation holds. */
export type Required =
  | { kind: 'field'; name: string; from: string; selections: readonly Required[] | null }
  | { kind: 'type'; condition: string; selections: readonly Required[] };

export type RewriteStep =
  | { kind: 'key'; name: string }
  | { kind: 'type'; conditions: readonly string[] };

/** Changes a representation before it is sent. */
export type InputRewrite =
  | { kind: 'set'; path: readonly RewriteStep[]; value: string }
  | { kind: 'rename'; path: readonly RewriteStep[]; to: string };

/** A key of an answer that the data must have under another name; lists on the way are passed through. */
export interface KeyRenamer {
  path: readonly RewriteStep[];
  to: string;
}

/** One `_entities` of a fetch: whose representations go in, where its entities belong. */
export interface EntityTarget {
  /** The response key of `_entities`. */
  alias: string;
  variable: string;
  paths: readonly (readonly PathStep[])[];
  requires: Required[];
  inputs: readonly InputRewrite[];
  renamers: readonly KeyRenamer[];
}

export interface Fetch {
  /** Position in the plan's order, from 0. */
  id: number;
  /** Ids of all fetches that the planner puts before it. */
  earlier: ReadonlySet<number>;
  subgraph: string;
  operationKind: 'query' | 'mutation';
  text: string;
  /** What the text selects; arguments may be missing. */
  document: DocumentNode;
  /** Variables of the client that the fetch uses. */
  variables: readonly string[];
  /** null: the answer's root belongs at `path` (empty: the root of the data). */
  entities: readonly EntityTarget[] | null;
  path: readonly PathStep[];
  renamers: readonly KeyRenamer[];
}

export interface Plan {
  /** By id; empty when no subgraph is needed. */
  fetches: readonly Fetch[];
}

export interface OverrideChoice {
  /** Active labels of progressive overrides. */
  labels: ReadonlySet<string>;
  /** 0 to 100: decides labels such as `percent(30)`. */
  percentage: number;
}

export async function planOperation(
  supergraph: Supergraph,
  normalised: NormalisedOperation,
  overrides: OverrideChoice,
): Promise<Plan> {
  const fetches: Fetch[] = [];
  if (normalised.planned.length === 0) return { fetches };
  const direct = planDirectly(supergraph, normalised);
  if (direct) return { fetches: direct };

  const native = async (fields: readonly FieldSelection[]): Promise<NativeNode | undefined> => {
    try {
      const plan = await supergraph.planner.planAsync(
        operationText(normalised, fields),
        undefined,
        new Set(overrides.labels),
        overrides.percentage,
      );
      return plan.node;
    } catch (error) {
      throw requestError(
        `The operation could not be planned: ${error instanceof Error ? error.message : error}`,
        codes.planning,
      );
    }
  };
  const whole = await native(normalised.planned);
  if (normalised.kind !== 'mutation' || isOnlyMutations(whole)) {
    if (whole) addNode(whole, fetches, none);
    return { fetches };
  }

  // GraphQL runs the fields of a mutation one after another, each with everything below it. The planner starts the
  // next field's fetch while entities of the one before are still being read; so each field is planned by itself.
  let earlier = none;
  for (const fields of byKey(normalised.planned)) {
    const node = await native(fields);
    if (node) earlier = addNode(node, fetches, earlier);
  }
  return { fetches };
}

const none: ReadonlySet<number> = new Set();

function byKey(fields: readonly FieldSelection[]): FieldSelection[][] {
  const groups = new Map<string, FieldSelection[]>();
  for (const field of fields) {
    const group = groups.get(field.key);
    if (group) group.push(field);
    else groups.set(field.key, [field]);
  }
  return [...groups.values()];
}

function isOnlyMutations(node: NativeNode | undefined): boolean {
  if (!node) return true;
  if (node.kind === 'Sequence') return node.nodes.every(isOnlyMutations);
  return node.kind === 'Fetch' && node.operationKind === 'mutation';
}

/** Adds the fetches of a node that comes after some others; gives these and its own. */
function addNode(
  node: NativeNode,
  fetches: Fetch[],
  earlier: ReadonlySet<number>,
): ReadonlySet<number> {
  switch (node.kind) {
    case 'Sequence': {
      let before = earlier;
      for (const child of node.nodes) before = addNode(child, fetches, before);
      return before;
    }
    case 'Parallel': {
      const all = new Set(earlier);
      for (const child of node.nodes)
        for (const id of addNode(child, fetches, earlier)) all.add(id);
      return all;
    }
    case 'Fetch':
    case 'Flatten':
    case 'BatchFetch': {
      const id = fetches.length;
      fetches.push(toFetch(node, { id, earlier }));
      return new Set(earlier).add(id);
    }
    default:
      return unexpected(node.kind);
  }
}

type Position = Pick<Fetch, 'id' | 'earlier'>;

function toFetch(
  node: Extract<NativeNode, { kind: 'Fetch' | 'Flatten' | 'BatchFetch' }>,
  position: Position,
): Fetch {
  if (node.kind === 'Fetch') return fetchAt([], node, position);
  if (node.kind === 'Flatten') {
    if (node.node.kind !== 'Fetch') return unexpected(`${node.kind} of ${node.node.kind}`);
    return fetchAt(node.path.map(pathStep), node.node, position);
  }
  return {
    ...position,
    ...requestOf(node),
    entities: node.entityBatch.aliases.map((target) => ({
      alias: target.alias,
      variable: target.representationsVariableName,
      paths: target.paths.map((path) => path.map(pathStep)),
      requires: target.requires.map(required),
      ...rewrites(target),
    })),
    path: [],
    renamers: [],
  };
}

function fetchAt(path: readonly PathStep[], node: FetchNode, position: Position): Fetch {
  const { inputs, renamers } = rewrites(node);
  if (!node.requires?.length) {
    return { ...position, ...requestOf(node), entities: null, path, renamers };
  }
  const target: EntityTarget = {
    alias: '_entities',
    variable: 'representations',
    paths: [path],
    requires: node.requires.map(required),
    inputs,
    renamers,
  };
  return { ...position, ...requestOf(node), entities: [target], path: [], renamers: [] };
}

function requestOf(
  node: Pick<FetchNode, 'serviceName' | 'operationKind' | 'operation' | 'variableUsages'>,
): Pick<Fetch, 'subgraph' | 'operationKind' | 'text' | 'document' | 'variables'> {
  return {
    subgraph: node.serviceName,
    operationKind: node.operationKind === 'mutation' ? 'mutation' : 'query',
    text: node.operation,
    document: parse(node.operation, { noLocation: true }),
    variables: node.variableUsages ?? [],
  };
}

function pathStep(segment: FlattenNodePathSegment): PathStep {
  if (segment === '@') return { kind: 'list' };
  if ('Field' in segment) return { kind: 'field', name: segment.Field };
  return { kind: 'type', conditions: segment.TypeCondition };
}

function required(selection: RequiresSelection): Required {
  switch (selection.kind) {
    case 'Field':
      // `name` is where to read, `alias` how the representation calls it.
      return {
        kind: 'field',
        name: selection.alias ?? selection.name,
        from: selection.name,
        selections: selection.selections?.length ? selection.selections.map(required) : null,
      };
    case 'InlineFragment':
      return {
        kind: 'type',
        condition: selection.typeCondition,
        selections: selection.selections.map(required),
      };
    default:
      return unexpected(`${selection.kind} in requires`);
  }
}

function rewrites(node: { inputRewrites?: FetchRewrite[]; outputRewrites?: FetchRewrite[] }): {
  inputs: InputRewrite[];
  renamers: KeyRenamer[];
} {
  return {
    inputs: (node.inputRewrites ?? []).map((rewrite): InputRewrite => {
      if ('KeyRenamer' in rewrite) {
        const { path, renameKeyTo } = rewrite.KeyRenamer;
        return { kind: 'rename', path: path.map(rewriteStep), to: renameKeyTo };
      }
      const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
      return { kind: 'set', path: path.map(rewriteStep), value: setValueTo };
    }),
    renamers: (node.outputRewrites ?? []).map((rewrite) => {
      if (!('KeyRenamer' in rewrite)) return unexpected('a value set in an answer');
      const { path, renameKeyTo } = rewrite.KeyRenamer;
      return { path: path.map(rewriteStep), to: renameKeyTo };
    }),
  };
}

function rewriteStep(segment: { TypenameEquals: string[] } | { Key: string }): RewriteStep {
  if ('Key' in segment) return { kind: 'key', name: segment.Key };
  return { kind: 'type', conditions: segment.TypenameEquals };
}

function unexpected(what: string): never {
  throw requestError(`The planner gave a plan that cannot be run: ${what}.`, codes.planning);
}

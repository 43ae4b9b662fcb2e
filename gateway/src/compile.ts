// Goes in: a plan and the client's normalised operation. Comes out: what `execute.ts` runs: for every fetch its request
// text, how its representations are found and made, how its answer is merged, and what its keys are called by the
// client. Made once per operation; holds no values.

import { type DocumentNode, parse } from 'graphql';
import type { PathSegment } from './errors.ts';
import { fetchSelection, type Layout, type LayoutField, layoutOf, type Scope } from './layout.ts';
import { compileMerge, type Merge, type Merged } from './merge.ts';
import type { NormalisedOperation, Selection } from './normalise.ts';
import type { Fetch, PathStep, Plan, PlanNode } from './plan.ts';
import { type ObjectProjection, projectionOf } from './projection.ts';
import {
  compileRepresentation,
  compileWalk,
  type StoredStep,
  storedSteps,
  type Visit,
} from './representations.ts';
import { compileSplice, type SplicePlan } from './splice-compile.ts';
import type { Supergraph, TypeTable } from './supergraph.ts';

/** The objects at one path of the data, and what a fetch does for them. */
export interface CompiledPlace {
  steps: readonly StoredStep[];
  walk(data: Merged, visit: Visit): void;
  merge: Merge;
  layout: Layout;
  /** The path in the client's names, without the indices of lists. */
  clientPath: readonly string[];
}

export interface CompiledTarget {
  alias: string;
  variable: string;
  /** `"variable":` as it stands in a request's text. */
  variableText: Buffer;
  places: readonly (CompiledPlace & {
    represent(object: Merged): Record<string, unknown> | null;
  })[];
}

export interface CompiledFetch {
  kind: 'fetch';
  fetch: Fetch;
  document: DocumentNode;
  /** The request's text up to the first variable. */
  bodyStart: Buffer;
  /** Client variables the fetch passes on, each with its `"name":`. */
  variables: readonly { name: string; text: Buffer }[];
  targets: readonly CompiledTarget[];
  /** Where the root of the answer belongs; null for a fetch of entities. */
  root: CompiledPlace | null;
}

export type Step =
  | CompiledFetch
  | { kind: 'sequence'; steps: readonly Step[] }
  | { kind: 'parallel'; steps: readonly Step[] };

export interface CompiledOperation {
  /** Distinguishes it from every other one of this process. */
  id: number;
  normalised: NormalisedOperation;
  plan: Plan;
  steps: Step | null;
  fetches: readonly CompiledFetch[];
  projection: ObjectProjection;
  /** How the response is spliced from answers; null if it has to be merged and projected. */
  splice: SplicePlan | null;
  /** How often it was spliced. */
  runs: number;
  /** Makes code for splicing. */
  generate(): void;
}

let serial = 0;

export function compileOperation(
  supergraph: Supergraph,
  normalised: NormalisedOperation,
  plan: Plan,
): CompiledOperation {
  const known = new KnownLayouts(supergraph.types, normalised.root);
  const fetches = plan.fetches.map((fetch) => compileFetch(fetch, known, supergraph.types));
  const toStep = (node: PlanNode): Step => {
    if (node.kind === 'fetch') return fetches[node.id] as CompiledFetch;
    return { kind: node.kind, steps: node.nodes.map(toStep) };
  };
  const compiled: CompiledOperation = {
    id: serial++,
    normalised,
    plan,
    steps: plan.root && toStep(plan.root),
    fetches,
    projection: projectionOf(normalised, supergraph.schema),
    splice: null,
    runs: 0,
    generate() {
      compiled.splice = compileSplice(compiled, supergraph.types, { generates: true });
    },
  };
  compiled.splice = compileSplice(compiled, supergraph.types, { generates: false });
  return compiled;
}

/** What the fetches compiled so far put where: layouts by the data's own path. */
class KnownLayouts {
  readonly types: TypeTable;
  readonly #root: readonly Selection[];
  readonly #attached = new Map<string, Layout[]>();

  constructor(types: TypeTable, root: readonly Selection[]) {
    this.types = types;
    this.#root = root;
  }

  attach(steps: readonly StoredStep[], layout: Layout): void {
    const key = keyOf(steps);
    const layouts = this.#attached.get(key);
    if (layouts) layouts.push(layout);
    else this.#attached.set(key, [layout]);
  }

  at(steps: readonly StoredStep[]): readonly Layout[] {
    const fields = steps.filter((step) => step.kind === 'field');
    let layouts: readonly Layout[] = this.#attached.get('') ?? [];
    for (let depth = 0; depth < fields.length; depth++) {
      const stored = fields[depth]?.stored;
      const below = layouts.flatMap((layout) =>
        layout.flatMap((field) => (field.stored === stored && field.child ? [field.child] : [])),
      );
      layouts = [...below, ...(this.#attached.get(keyOf(fields.slice(0, depth + 1))) ?? [])];
    }
    return layouts;
  }

  /** What the client selects at a path; nothing below what it did not ask for. */
  scopeAt(steps: readonly StoredStep[]): Scope {
    let scope: readonly (readonly Selection[])[] = [this.#root];
    for (const step of steps) {
      if (step.kind !== 'field') continue;
      if (step.clientKey === null) return [];
      const inner: (readonly Selection[])[] = [];
      const walk = (selections: readonly Selection[]): void => {
        for (const selection of selections) {
          if (selection.kind === 'type') walk(selection.selections);
          else if (selection.alias === step.stored && selection.selections) {
            inner.push(selection.selections);
          }
        }
      };
      for (const selections of scope) walk(selections);
      scope = inner;
    }
    return scope;
  }
}

function keyOf(steps: readonly StoredStep[]): string {
  return steps
    .map((step) => (step.kind === 'field' ? step.stored : ''))
    .filter(Boolean)
    .join('/');
}

function compileFetch(fetch: Fetch, known: KnownLayouts, types: TypeTable): CompiledFetch {
  const document = parse(fetch.text, { noLocation: true });
  const source = { document, fetchId: fetch.id };

  const place = (
    path: readonly PathStep[],
    options: { alias: string | null; renamers: Fetch['renamers'] },
  ) => {
    const steps = storedSteps(path, (prefix) => known.at(prefix), types);
    const layouts = known.at(steps);
    const layout = layoutOf([fetchSelection(document, options.alias)], known.scopeAt(steps), {
      source,
      renamers: options.renamers,
    });
    const compiled: CompiledPlace = {
      steps,
      walk: compileWalk(steps),
      merge: compileMerge(layout, types),
      layout,
      clientPath: steps.flatMap((step) =>
        step.kind === 'field' && step.clientKey !== null ? [step.clientKey] : [],
      ),
    };
    return { compiled, steps, layouts };
  };

  const attachments: (() => void)[] = [];
  const targets = (fetch.entities ?? []).map(
    (target): CompiledTarget => ({
      alias: target.alias,
      variable: target.variable,
      variableText: Buffer.from(`${JSON.stringify(target.variable)}:`),
      places: target.paths.map((path) => {
        const { compiled, steps, layouts } = place(path, target);
        attachments.push(() => known.attach(steps, compiled.layout));
        const represent = compileRepresentation(target.requires, target.inputs, { layouts, types });
        return { ...compiled, represent };
      }),
    }),
  );
  let root: CompiledPlace | null = null;
  if (!fetch.entities) {
    const { compiled, steps } = place(fetch.path, { alias: null, renamers: fetch.renamers });
    root = compiled;
    attachments.push(() => known.attach(steps, compiled.layout));
  }
  for (const attach of attachments) attach();

  const bodyStart = `{"query":${JSON.stringify(fetch.text)},"variables":{`;
  return {
    kind: 'fetch',
    fetch,
    document,
    bodyStart: Buffer.from(bodyStart),
    variables: fetch.variables.map((name) => ({
      name,
      text: Buffer.from(`${JSON.stringify(name)}:`),
    })),
    targets,
    root,
  };
}

/** An error's path below an object, in the client's names; it ends where the client did not ask. */
export function clientPathBelow(layout: Layout, path: readonly PathSegment[]): PathSegment[] {
  const result: PathSegment[] = [];
  let fields: Layout | null = layout;
  for (const segment of path) {
    if (typeof segment === 'number') {
      result.push(segment);
      continue;
    }
    const field: LayoutField | undefined = fields?.find(
      (candidate) => candidate.raw === segment && candidate.clientKey !== null,
    );
    if (!field?.clientKey) break;
    result.push(field.clientKey);
    fields = field.child;
  }
  return result;
}

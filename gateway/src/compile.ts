// Goes in: a plan and the client's normalised operation. Comes out: what `execute.ts` runs: for every fetch its request
// text, how its representations are found and made, how its answer is merged, what its keys are called by the client,
// and for which others it waits. Made once per operation; holds no values of answers.

import {
  clientFields,
  fetchSelection,
  type Layout,
  layoutOf,
  type Scope,
  scopeBelow,
} from './layout.ts';
import { compileMerge, type Merge, type Merged } from './merge.ts';
import type { NormalisedOperation } from './normalise.ts';
import { type Order, orderOf } from './order.ts';
import type { Fetch, PathStep, Plan } from './plan.ts';
import { type ObjectProjection, projectionOf } from './projection.ts';
import {
  compileRepresentation,
  compileWalk,
  type Found,
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
  fetch: Fetch;
  /** The request's text up to the first variable. */
  bodyStart: Buffer;
  /** The whole of it, where it is always the same. */
  body: Buffer | null;
  /** Client variables the fetch passes on, each with its `"name":`. */
  variables: readonly { name: string; text: Buffer }[];
  targets: readonly CompiledTarget[];
  /** Where the root of the answer belongs; null for a fetch of entities. */
  root: CompiledPlace | null;
}

export interface CompiledOperation {
  /** Distinguishes it from every other one of this process. */
  id: number;
  normalised: NormalisedOperation;
  plan: Plan;
  fetches: readonly CompiledFetch[];
  order: Order;
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
  const data = newPlace();
  const scopes = { types: supergraph.types, client: [normalised.root] };
  const fetches = plan.fetches.map((fetch) => compileFetch(fetch, data, scopes));
  const compiled: CompiledOperation = {
    id: serial++,
    normalised,
    plan,
    fetches,
    order: orderOf(fetches),
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

/** A place of the data: which fetches compiled so far write what there, and the places below it. */
interface Place {
  written: { fetchId: number; layout: Layout }[];
  below: Map<string, Place>;
}

function newPlace(): Place {
  return { written: [], below: new Map() };
}

/** A place as a fetch finds it: others may have answered by then or not, so only what `ids` have written counts. */
function find(
  place: Place | undefined,
  ids: ReadonlySet<number>,
  { scope, inherited }: { scope: Scope; inherited: readonly Layout[] },
): Found {
  const layouts = [...inherited];
  for (const { fetchId, layout } of place?.written ?? []) {
    if (ids.has(fetchId)) layouts.push(layout);
  }
  return {
    layouts,
    scope,
    below: (stored, clientKey) =>
      find(place?.below.get(stored), ids, {
        scope: clientKey === null ? [] : scopeBelow(clientFields(scope, stored)),
        inherited: layouts.flatMap((layout) =>
          layout.flatMap((field) => (field.stored === stored && field.child ? [field.child] : [])),
        ),
      }),
  };
}

function write(root: Place, steps: readonly StoredStep[], written: Place['written'][number]): void {
  let place = root;
  for (const step of steps) {
    if (step.kind === 'type') continue;
    const below = place.below.get(step.stored) ?? newPlace();
    place.below.set(step.stored, below);
    place = below;
  }
  place.written.push(written);
}

/** Makes a function when it is first called: most operations are spliced, and never merged. */
function whenCalled<Given extends unknown[], Result>(
  make: () => (...given: Given) => Result,
): (...given: Given) => Result {
  let made: ((...given: Given) => Result) | null = null;
  return (...given) => {
    made ??= make();
    return made(...given);
  };
}

function compileFetch(
  fetch: Fetch,
  data: Place,
  { types, client }: { types: TypeTable; client: Scope },
): CompiledFetch {
  const { document } = fetch;
  const source = { document, fetchId: fetch.id };
  const root = find(data, fetch.earlier, { scope: client, inherited: [] });
  const placeAt = (
    path: readonly PathStep[],
    { alias, renamers }: { alias: string | null; renamers: Fetch['renamers'] },
  ): { place: CompiledPlace; layouts: readonly Layout[] } => {
    const { steps, at } = storedSteps(path, root, types);
    const layout = layoutOf([fetchSelection(document, alias)], at.scope, { source, renamers });
    write(data, steps, { fetchId: fetch.id, layout });
    const place = {
      steps,
      walk: whenCalled(() => compileWalk(steps)),
      merge: whenCalled(() => compileMerge(layout, types)),
      layout,
      clientPath: steps.flatMap((step) =>
        step.kind === 'field' && step.clientKey !== null ? [step.clientKey] : [],
      ),
    };
    return { place, layouts: at.layouts };
  };
  const targets = (fetch.entities ?? []).map(
    (target): CompiledTarget => ({
      alias: target.alias,
      variable: target.variable,
      variableText: Buffer.from(`${JSON.stringify(target.variable)}:`),
      places: target.paths.map((path) => {
        const { place, layouts } = placeAt(path, target);
        const represent = whenCalled(() =>
          compileRepresentation(target.requires, target.inputs, { layouts, types }),
        );
        return { ...place, represent };
      }),
    }),
  );
  const bodyStart = `{"query":${JSON.stringify(fetch.text)},"variables":{`;
  return {
    fetch,
    bodyStart: Buffer.from(bodyStart),
    body: fetch.entities || fetch.variables.length > 0 ? null : Buffer.from(`${bodyStart}}}`),
    variables: fetch.variables.map((name) => ({
      name,
      text: Buffer.from(`${JSON.stringify(name)}:`),
    })),
    targets,
    root: fetch.entities ? null : placeAt(fetch.path, { ...fetch, alias: null }).place,
  };
}

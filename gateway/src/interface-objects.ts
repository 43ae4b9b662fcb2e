// Goes in: a plan and the operation it is for. Comes out: the same plan; where a fetch asks an interface object for what
// the client wants of several types behind the interface, it is asked for all of them. The planner merges such fetches,
// and of their requirements it sometimes keeps those of one type. Decides nothing else about a plan.

import { clientFields, fetchSelection, layoutOf, type Scope, scopeBelow } from './layout.ts';
import type { NormalisedOperation, Selection } from './normalise.ts';
import type { EntityTarget, Fetch, Plan, Required } from './plan.ts';
import type { TypeTable } from './supergraph.ts';

export function completeInterfaceObjects(
  plan: Plan,
  normalised: NormalisedOperation,
  types: TypeTable,
): void {
  for (const fetch of plan.fetches) {
    for (const target of fetch.entities ?? []) {
      const name = target.inputs.find((input) => input.kind === 'set')?.value;
      if (name === undefined || !types.isInterfaceObject(name)) continue;
      const missing = missingTypes(target, { fetch, interfaceName: name, normalised, types });
      const [known] = target.requires;
      if (known?.kind !== 'type') continue;
      for (const condition of missing) target.requires.push({ ...known, condition });
    }
  }
}

/** Types behind the interface of which the client wants something the fetch gives, and for which it is not asked. */
function missingTypes(
  target: EntityTarget,
  at: {
    fetch: Fetch;
    interfaceName: string;
    normalised: NormalisedOperation;
    types: TypeTable;
  },
): string[] {
  const { requires, paths } = target;
  const { fetch, interfaceName, normalised, types } = at;
  const isAsked = (type: string) =>
    requires.some(
      (part: Required) => part.kind === 'field' || types.matching(part.condition).has(type),
    );
  const unasked = [...types.matching(interfaceName)].filter(
    (type) => types.isObject(type) && !isAsked(type),
  );
  if (unasked.length === 0) return [];
  const given = keysOf(fetch, target);
  const places = paths.map((path) => {
    let place: Scope = [normalised.root];
    for (const step of path) {
      if (step.kind === 'field') place = scopeBelow(clientFields(place, step.name));
    }
    return place.flat();
  });
  return unasked.filter((type) => places.some((place) => selects(place, given, { type, types })));
}

/** The keys of a fetch's entities, whatever their type. */
function keysOf(fetch: Fetch, { alias, renamers }: EntityTarget): ReadonlySet<string> {
  const source = { document: fetch.document, fetchId: fetch.id };
  const layout = layoutOf([fetchSelection(fetch.document, alias)], [], { source, renamers });
  return new Set(layout.flatMap(({ stored, isTypename }) => (isTypename ? [] : [stored])));
}

function selects(
  selections: readonly Selection[],
  keys: ReadonlySet<string>,
  at: { type: string; types: TypeTable },
): boolean {
  return selections.some((selection) =>
    selection.kind === 'type'
      ? at.types.matching(selection.condition).has(at.type) &&
        selects(selection.selections, keys, at)
      : keys.has(selection.alias),
  );
}

// Goes in: objects that one subgraph gives, and a field that it does not give. Comes out: the step that asks another for it,
// by a key and by what the other requires; that may take further steps. Selects nothing else.

import { newStep, type Selected, type Step } from './direct-steps.ts';
import { plannerAlias } from './layout.ts';
import type { FieldSelection, Selection } from './normalise.ts';
import type { OwnedField, OwnedObject, Ownership } from './ownership.ts';
import type { PathStep } from './plan.ts';

/** A field of the client's at one place: its selections may stand in several parts of the operation. */
export interface Wanted {
  field: FieldSelection;
  below: (readonly Selection[])[];
}

/** Where a step asks for objects. */
export interface Place {
  step: Step;
  selected: Selected;
  path: readonly PathStep[];
}

/** Where they are all of one type. */
export interface Objects extends Place {
  type: OwnedObject;
}

export const declined = Symbol('declined');

export function decline(): never {
  throw declined;
}

/** The fields of some selections, each key once. */
export function wantedOf(parts: readonly (readonly Selection[])[]): Iterable<Wanted> {
  const all = new Map<string, Wanted>();
  for (const selections of parts) {
    for (const field of selections) {
      if (field.kind === 'type') return decline();
      if (field.refused) continue;
      let wanted = all.get(field.alias);
      if (!wanted) {
        wanted = { field, below: [] };
        all.set(field.alias, wanted);
      }
      if (field.selections) wanted.below.push(field.selections);
    }
  }
  return all.values();
}

/** Objects that one subgraph has given, and the steps that ask others about them. */
export interface Asking {
  ownership: Ownership;
  at: Objects;
  /** Names under which the client has values of fields with arguments. */
  taken: ReadonlySet<string>;
  steps: Step[];
  givers: Map<OwnedField, Step | null>;
}

/** The step that gives a field. */
export function giverOf(place: Asking, owned: OwnedField, below: Wanted['below'] = []): Step {
  const { step } = place.at;
  if (isHere(owned, step)) return step;
  const known = place.givers.get(owned);
  // Null: it would be required for itself.
  if (known !== undefined) return known ?? decline();
  place.givers.set(owned, null);
  const [subgraph, requires] = bestOwner(place, owned, below);
  const giver = stepTo(place, subgraph, requires);
  place.givers.set(owned, giver);
  return giver;
}

/** Of several: who has most of what is below, then who is asked anyway, then who can be asked at once. */
function bestOwner(
  place: Asking,
  { owners, type }: OwnedField,
  below: Wanted['below'],
): readonly [string, readonly string[]] {
  const reached = [...owners].filter(([owner]) => keyFor(place, owner) !== null);
  const [only, ...others] = reached;
  if (!only) return decline();
  if (others.length === 0) return only;
  const inner = type === null ? null : place.ownership.get(type);
  const wanted = inner?.kind === 'object' ? [...wantedOf(below)] : [];
  const rank = (owner: string): number => {
    const isGiven = ({ field }: Wanted) => inner?.fields.get(field.name)?.owners.has(owner);
    const isAsked = place.steps.some(({ subgraph }) => subgraph === owner);
    const isAtHand = keyAtHand(place, owner) !== null;
    return 4 * wanted.filter(isGiven).length + 2 * Number(isAsked) + Number(isAtHand);
  };
  const ranks = reached.map(([owner]) => rank(owner));
  return reached[ranks.indexOf(Math.max(...ranks))] ?? only;
}

function stepTo(place: Asking, subgraph: string, requires: readonly string[]): Step {
  const { step, selected, type, path } = place.at;
  const key = keyFor(place, subgraph) ?? decline();
  const after = new Set([step]);
  const sent = new Map<string, string>();
  for (const name of [...key, ...requires]) {
    const owned = leafOf(type, name);
    const giver = giverOf(place, owned);
    const from = place.taken.has(name) ? `${plannerAlias}${name}` : name;
    selectRequired(giver === step ? selected : giver.selected, { name, from, owned });
    sent.set(name, from);
    after.add(giver);
  }
  let to = place.steps.find((known) => known.subgraph === subgraph && isEqual(known.after, after));
  if (!to) {
    to = { ...newStep({ kind: 'query', subgraph, typename: type.name, path }), after };
    place.steps.push(to);
  }
  for (const [name, from] of sent) to.requires.set(name, from);
  return to;
}

function isEqual(some: ReadonlySet<Step>, others: ReadonlySet<Step>): boolean {
  return some.size === others.size && contains(some, others);
}

function contains(some: ReadonlySet<Step>, others: ReadonlySet<Step>): boolean {
  return [...others].every((step) => some.has(step));
}

/** A key of a subgraph that is known of the objects. */
function keyAtHand({ at: { step, type } }: Asking, subgraph: string): readonly string[] | null {
  const isKnown = (name: string) => isHere(leafOf(type, name), step);
  return type.keys.get(subgraph)?.find((key) => key.every(isKnown)) ?? null;
}

/** Such a key, or else one that others who have such a key add to it. */
function keyFor(place: Asking, subgraph: string): readonly string[] | null {
  const { step, type } = place.at;
  const isGiven = (name: string) => {
    const owned = leafOf(type, name);
    const owners = [...owned.owners.keys()];
    return isHere(owned, step) || owners.some((owner) => keyAtHand(place, owner) !== null);
  };
  const keys = type.keys.get(subgraph) ?? [];
  return keyAtHand(place, subgraph) ?? keys.find((key) => key.every(isGiven)) ?? null;
}

function leafOf(type: OwnedObject, name: string): OwnedField {
  const owned = type.fields.get(name);
  return owned?.type === null ? owned : decline();
}

/** For each step the one that does its work: another that asks the same subgraph no earlier, if nobody waits for it. */
export function joined(steps: readonly Step[]): Map<Step, Step> {
  const into = new Map<Step, Step>();
  for (const step of steps) {
    const isWaitedFor = steps.some(({ after }) => after.has(step));
    const other = steps.find(
      (candidate) =>
        candidate !== step &&
        candidate.subgraph === step.subgraph &&
        candidate.after.size > step.after.size &&
        contains(candidate.after, step.after),
    );
    into.set(step, (!isWaitedFor && other) || step);
  }
  for (const step of steps) {
    let last = into.get(step) ?? step;
    // The other may be joined to a further one itself.
    for (let next = into.get(last); next && next !== last; next = into.get(last)) last = next;
    into.set(step, last);
    for (const [name, from] of step.requires) last.requires.set(name, from);
  }
  return into;
}

export const typenameField: OwnedField = {
  owners: new Map(),
  type: null,
  lists: 0,
  shape: 'String!',
};

export function isHere(owned: OwnedField, { subgraph }: Step): boolean {
  return owned === typenameField || owned.owners.get(subgraph)?.length === 0;
}

/** Adds a leaf that others require. */
function selectRequired(
  { fields }: Selected,
  { name, from, owned }: { name: string; from: string; owned: OwnedField },
): void {
  const text = from === name ? name : `${from}:${name}`;
  const known = fields.get(from);
  if (!known) fields.set(from, { name, text, shape: owned.shape, below: null });
  else if (known.text !== text) decline();
}

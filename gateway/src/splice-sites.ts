// Goes in: the fetches of entities of a compiled operation. Comes out: sites: for an object of one type at one place, which
// entities others add, and from what of the object their representations are made. Decides nothing about text
// (`splice-compile.ts`) and holds no values.

import type { CompiledFetch, CompiledTarget } from './compile.ts';
import type { EntityTarget, InputRewrite, Required } from './plan.ts';
import type { StoredStep } from './representations.ts';
import { bytesOf } from './splice-arena.ts';
import { type EntityReader, entityReader } from './splice-entity.ts';
import type { SourceField } from './splice-source.ts';
import type { Reading } from './splice-steps.ts';
import type { TypeTable } from './supergraph.ts';

/** Where a run of an entity's fields goes. */
export interface Hole {
  site: Site;
  run: number;
  /** What stands there if there is no entity; null if there must be one. */
  whenNull: Uint8Array | null;
}

/** Holes next to each other whose entities are all told by one site's. */
export interface Gap {
  id: number;
  leader: Site;
  holes: Hole[];
}

/** Where a part of a representation comes from: the object itself, or an entity that stands at the same place. */
export interface Token {
  from: Site | null;
  capture: number;
  /** No other answer has it. Where others do and this one gives none, the plain path looks there. */
  isOnly: boolean;
}

/** The entities that one fetch adds to the objects of one place and one type; or the root of a fetch. */
export interface Site {
  id: number;
  target: SpliceTarget;
  /** Position among the target's types: representations of one type are told apart by their tokens alone. */
  typeSlot: number;
  tokens: readonly Token[];
  /** Some token comes from another entity: representations are made when that one is there. */
  waits: boolean;
  /**
   * The site whose entity tells which one stands here, because all tokens come from its representation or follow from
   * it; the site itself if there is none. Of a hundred places of one product it is then told once.
   */
  leader: Site;
  /** For tokens from the object: which token of the leader's that is. */
  leaderTokens: readonly number[];
  reader: EntityReader;
  /** How many runs of text an entity has here, and how many parts other sites need of it. */
  runCount: number;
  captureCount: number;
  /** How many parts of the object itself are kept. */
  objectCaptures: number;
}

/** How representations of one type are written: what comes before their first part, between parts, and after the last. */
interface RepresentationType {
  name: string;
  /** As many as there are parts; the first one opens the object. */
  leads: readonly Uint8Array[];
}

/** One `_entities` of a fetch, or the root of one. */
export interface SpliceTarget {
  id: number;
  /** '' for the root of a fetch. */
  alias: string;
  /** How its entities begin in an answer: `{"alias":`, or with a comma. */
  start: Uint8Array;
  sites: Site[];
  types: RepresentationType[];
}

/** A part of an object's text, in the client's order. */
export type Slot =
  | { kind: 'text'; text: Uint8Array }
  /** A field of the object's own, by its position in the answer. */
  | { kind: 'own'; field: number }
  | { kind: 'gap'; gap: Gap };

/** Thrown inside: the plain path must answer. */
export class NotSpliced extends Error {}

/** A place of entities that has not been reached yet. */
export interface Cursor {
  fetch: CompiledFetch;
  target: CompiledTarget;
  entities: EntityTarget;
  steps: readonly StoredStep[];
}

/** One answer's share in an object. */
export interface Part {
  /** null for the answer that the object itself stands in. */
  from: { fetch: CompiledFetch; index: number; entities: EntityTarget | null } | null;
  fields: readonly SourceField[];
  readings: Reading[];
  captures: number;
  /** Fields that stand together in the response. */
  runs: number[][];
  site: Site | null;
}

export interface Compilation {
  types: TypeTable;
  targets: readonly (readonly SpliceTarget[])[];
  sites: number;
  gaps: Gap[];
  generates: boolean;
}

export function cursorsOf(fetch: CompiledFetch): Cursor[] {
  return fetch.targets.flatMap((target, index) => {
    const entities = fetch.fetch.entities?.[index];
    if (!entities) return [];
    return target.places.map(({ steps }) => {
      // What the client did not ask for has no place in the text.
      if (steps.some((step) => step.kind === 'field' && step.clientKey === null)) {
        throw new NotSpliced();
      }
      return { fetch, target, entities, steps };
    });
  });
}

export function positionOf({ from }: Part): number {
  return from ? from.fetch.fetch.id : -1;
}

/** The entities that stand at an object of a type, and those further down. */
export function reached(
  cursors: readonly Cursor[],
  typename: string,
): { here: Cursor[]; below: Cursor[] } {
  const here: Cursor[] = [];
  const below: Cursor[] = [];
  for (const cursor of cursors) {
    const first = cursor.steps.findIndex((step) => step.kind === 'field');
    const conditions = first < 0 ? cursor.steps : cursor.steps.slice(0, first);
    if (!conditions.every((step) => step.kind === 'type' && step.types.has(typename))) continue;
    if (first >= 0) below.push({ ...cursor, steps: cursor.steps.slice(first) });
    else if (!here.some(({ target }) => target === cursor.target)) here.push(cursor);
  }
  return { here, below };
}

export function isRequiredOf(
  requires: readonly Required[],
  typename: string,
  types: TypeTable,
): boolean {
  return requires.some(
    (selection) => selection.kind === 'field' || types.matching(selection.condition).has(typename),
  );
}

export function addSite(
  compilation: Compilation,
  part: Part,
  { parts, typename }: { parts: readonly Part[]; typename: string },
): void {
  const { from } = part;
  if (!from) return;
  const target = compilation.targets[from.fetch.fetch.id]?.[from.index] as SpliceTarget;
  const tokens: Token[] = [];
  let sent = typename;
  const names: string[] = [];
  if (from.entities) {
    for (const required of requiredFields(from.entities.requires, typename, compilation.types)) {
      if (required.name === '__typename') continue;
      if (names.includes(required.name)) throw new NotSpliced();
      names.push(required.name);
      tokens.push(tokenFor(required, part, parts));
    }
    if (tokens.length === 0) throw new NotSpliced();
    sent = sentTypename(from.entities.inputs, typename, compilation.types);
  }
  const typeSlot = typeSlotOf(target, sent, names);
  const site: Omit<Site, 'leader'> = {
    id: compilation.sites++,
    target,
    typeSlot,
    tokens,
    waits: tokens.some((token) => token.from !== null),
    leaderTokens: [],
    reader: entityReader({ fields: [], captures: 0 }, []),
    runCount: 0,
    captureCount: 0,
    objectCaptures: 0,
  };
  const leader = parts.find((candidate) => candidate.site && leads(candidate.site, tokens))?.site;
  const captures = leader?.tokens.map(({ capture }) => capture) ?? [];
  part.site = Object.assign(site, {
    leader: leader ?? (site as Site),
    leaderTokens: tokens.map((token) => (token.from ? -1 : captures.indexOf(token.capture))),
  });
  target.sites.push(part.site);
}

/** Interface objects are sent under the interface's name. */
export function sentTypename(
  inputs: readonly InputRewrite[],
  typename: string,
  types: TypeTable,
): string {
  let sent = typename;
  for (const rewrite of inputs) {
    const key = rewrite.path.at(-1);
    const isTypename = key?.kind === 'key' && key.name === '__typename';
    if (rewrite.kind !== 'set' || !isTypename) throw new NotSpliced();
    const matches = rewrite.path
      .slice(0, -1)
      .every(
        (step) =>
          step.kind === 'type' &&
          step.conditions.some((name) => types.matching(name).has(typename)),
      );
    if (matches) sent = rewrite.value;
  }
  return sent;
}

function typeSlotOf(target: SpliceTarget, sent: string, names: readonly string[]): number {
  const name = `${sent} ${names.join(' ')}`;
  const known = target.types.findIndex((type) => type.name === name);
  if (known >= 0) return known;
  const start = `{"__typename":${JSON.stringify(sent)}`;
  const leads = names.map((key, n) => bytesOf(`${n === 0 ? start : ''},${JSON.stringify(key)}:`));
  return target.types.push({ name, leads }) - 1;
}

/** Whether a site's entity tells all of some tokens. */
function leads(site: Site, tokens: readonly Token[]): boolean {
  if (site.leader !== site || site.waits || site.tokens.length === 0) return false;
  return tokens.every((token) =>
    token.from
      ? token.from.leader === site
      : site.tokens.some(({ capture }) => capture === token.capture),
  );
}

function requiredFields(
  requires: readonly Required[],
  typename: string,
  types: TypeTable,
): Extract<Required, { kind: 'field' }>[] {
  return requires.flatMap((selection) => {
    if (selection.kind === 'field') return [selection];
    return types.matching(selection.condition).has(typename)
      ? requiredFields(selection.selections, typename, types)
      : [];
  });
}

/**
 * The latest answer that has the field, of those that are there by then; it is kept there for the representation. Any
 * earlier one that has it is waited for (`order.ts`).
 */
function tokenFor(
  required: Extract<Required, { kind: 'field' }>,
  part: Part,
  parts: readonly Part[],
): Token {
  const earlier = parts.slice(0, parts.indexOf(part)).reverse();
  let token: Token | null = null;
  for (const provider of earlier) {
    if (provider.from && !part.from?.fetch.fetch.earlier.has(positionOf(provider))) continue;
    const n = provider.fields.findIndex(
      ({ raw, stored }) => raw === required.from || stored === required.from,
    );
    const field = provider.fields[n];
    const reading = provider.readings[n];
    if (!field || !reading) continue;
    if (token) return { ...token, isOnly: false };
    if (!isExactly(required.selections, field)) throw new NotSpliced();
    if (reading.capture < 0) reading.capture = provider.captures++;
    token = { from: provider.site, capture: reading.capture, isOnly: true };
  }
  if (!token) throw new NotSpliced();
  return token;
}

/** Whether an answer's value can be sent as it is: it holds what is required, in that order, and nothing else. */
function isExactly(required: readonly Required[] | null, field: SourceField): boolean {
  if (!required || !field.inner) return !required && !field.inner;
  const { sets } = field.inner;
  const [set] = sets;
  if (!set || sets.length > 1 || set.selections.length !== required.length) return false;
  return set.selections.every((selection, n) => {
    const wanted = required[n];
    return (
      selection.kind === 'Field' &&
      wanted?.kind === 'field' &&
      !selection.selectionSet &&
      !wanted.selections &&
      !selection.alias &&
      selection.name.value === wanted.name &&
      wanted.from === wanted.name
    );
  });
}

// Goes in: a compiled operation. Comes out: for every place of the response, where its text comes from: which fields are
// copied out of which answer, and where the text of entities goes between them. Or null: what cannot be told for certain
// beforehand is left to the plain path (`execute.ts`). Places behind an interface are compiled when a type is first seen.

import type { CompiledFetch, CompiledOperation, CompiledTarget } from './compile.ts';
import { fetchSelection } from './layout.ts';
import type { EntityTarget, KeyRenamer, Required } from './plan.ts';
import type { FieldProjection, ObjectProjection, ValueProjection } from './projection.ts';
import type { StoredStep } from './representations.ts';
import { type EntityReader, entityReader } from './splice-entity.ts';
import { generateList, generateNullable } from './splice-generate.ts';
import { leafOf, textLeaf } from './splice-leaf.ts';
import { baseReader } from './splice-object.ts';
import {
  leafValue,
  listValue,
  objectValue,
  skippedValue,
  switchValue,
  type Value,
} from './splice-read.ts';
import { type Source, type SourceField, sourceFields } from './splice-source.ts';
import type { Reading } from './splice-steps.ts';
import type { TypeTable } from './supergraph.ts';

/** Where a run of an entity's fields goes. */
export interface Hole {
  site: Site;
  run: number;
  /** What stands there if there is no entity; null if there must be one. */
  whenNull: Buffer | null;
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
export interface RepresentationType {
  name: string;
  /** As many as there are parts; the first one opens the object. */
  leads: readonly Buffer[];
}

/** One `_entities` of a fetch, or the root of one. */
export interface SpliceTarget {
  id: number;
  /** '' for the root of a fetch. */
  alias: string;
  /** How its entities begin in an answer: `{"alias":`, or with a comma. */
  start: Buffer;
  sites: Site[];
  types: RepresentationType[];
}

/** A part of an object's text, in the client's order. */
export type Slot =
  | { kind: 'text'; text: Buffer }
  /** A field of the object's own, by its position in the answer. */
  | { kind: 'own'; field: number }
  | { kind: 'gap'; gap: Gap };

export interface SplicePlan {
  gaps: readonly Gap[];
  /** Of the response's root. */
  slots: readonly Slot[];
  /** For each fetch of the plan, in the order of its operation. */
  targets: readonly (readonly SpliceTarget[])[];
}

/** Thrown inside: the plain path must answer. */
class NotSpliced extends Error {}

/** A place of entities that has not been reached yet. */
interface Cursor {
  fetch: CompiledFetch;
  target: CompiledTarget;
  entities: EntityTarget;
  steps: readonly StoredStep[];
}

/** One answer's share in an object. */
interface Part {
  /** null for the answer that the object itself stands in. */
  from: { fetch: CompiledFetch; index: number; entities: EntityTarget | null } | null;
  fields: readonly SourceField[];
  readings: Reading[];
  captures: number;
  /** Fields that stand together in the response. */
  runs: number[][];
  site: Site | null;
}

interface Compilation {
  types: TypeTable;
  targets: readonly (readonly SpliceTarget[])[];
  sites: number;
  gaps: Gap[];
  generates: boolean;
}

/** `generates`: what is read often is read by code that is made for it (`splice-generate.ts`). */
export function compileSplice(
  compiled: CompiledOperation,
  types: TypeTable,
  { generates }: { generates: boolean },
): SplicePlan | null {
  const { fetches, projection, normalised } = compiled;
  if (fetches.length === 0 || normalised.introspection.length > 0) return null;
  // A refusal is an error beside the data; a spliced response has none.
  if (normalised.refusals.length > 0) return null;
  let id = 0;
  const targets = fetches.map(({ root, targets: ofFetch }) =>
    (root ? [{ alias: '' }] : ofFetch).map(({ alias }, n): SpliceTarget => {
      const start = Buffer.from(`${n === 0 ? '{' : ','}${JSON.stringify(alias)}:`);
      return { id: id++, alias, start, sites: [], types: [] };
    }),
  );
  try {
    const roots = fetches.filter(({ root }) => root !== null);
    const cursors = fetches.flatMap(cursorsOf);
    if (roots.some(({ root }) => root?.steps.length !== 0)) return null;
    const gaps: Gap[] = [];
    const { slots } = compileObject({ types, targets, sites: 0, gaps, generates }, projection, {
      typename: projection.type,
      base: null,
      cursors,
      roots,
    });
    return { slots, targets, gaps };
  } catch (error) {
    if (error instanceof NotSpliced) return null;
    throw error;
  }
}

function cursorsOf(fetch: CompiledFetch): Cursor[] {
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

interface At {
  typename: string;
  base: Source | null;
  cursors: readonly Cursor[];
  roots: readonly CompiledFetch[];
}

function compileObject(
  compilation: Compilation,
  projection: ObjectProjection,
  { typename, base, cursors, roots }: At,
): { slots: Slot[]; reader: Value } {
  const { types } = compilation;
  const client = projection.fieldsOf(typename);
  if (!client) throw new NotSpliced();
  const { here, below } = reached(cursors, typename);

  const parts: Part[] = [];
  const addPart = (from: Part['from'], source: Source) => {
    const fields = sourceFields(source, typename, types);
    const readings = fields.map(({ raw }) => ({ ...unread, raw }));
    parts.push({ from, fields, readings, captures: 0, runs: [], site: null });
  };
  if (base) addPart(null, base);
  for (const fetch of roots) {
    addPart({ fetch, index: 0, entities: null }, sourceOf(fetch, null, fetch.fetch.renamers));
  }
  for (const { fetch, target, entities } of here) {
    if (!isRequiredOf(entities.requires, typename, types)) continue;
    const index = fetch.targets.indexOf(target);
    addPart({ fetch, index, entities }, sourceOf(fetch, target.alias, entities.renamers));
  }
  parts.sort((a, b) => positionOf(a) - positionOf(b));
  for (const part of parts) if (part.from) addSite(compilation, part, { parts, typename });

  const slots: Slot[] = [];
  client.forEach((field, n) => {
    const lead = `${n > 0 ? ',' : ''}${JSON.stringify(field.key)}:`;
    addField(compilation, field, { slots, parts, lead, typename, below });
  });

  for (const { site, readings, captures, runs } of parts) {
    if (!site) continue;
    site.reader = entityReader({ fields: readings, captures }, runs);
    site.runCount = runs.length;
    site.captureCount = captures;
    site.objectCaptures = base ? (parts[0]?.captures ?? 0) : 0;
  }
  const own = parts.find(({ from }) => from === null);
  const sites = parts.flatMap(({ site }) => (site && site.tokens.length > 0 ? [site] : []));
  const leaders = sites.filter((site) => site.leader === site);
  const followers = sites.filter((site) => site.leader !== site && !site.waits);
  const reader = own
    ? baseReader(
        { fields: own.readings, captures: own.captures },
        { slots, leaders, followers },
        compilation,
      )
    : skippedValue;
  return { slots, reader };
}

const unread = { lead: null, isRenamed: false, value: skippedValue, capture: -1 };

function positionOf({ from }: Part): number {
  return from ? from.fetch.fetch.id : -1;
}

function sourceOf(
  { document, fetch }: CompiledFetch,
  alias: string | null,
  renamers: readonly KeyRenamer[],
): Source {
  return { document, fetchId: fetch.id, sets: [fetchSelection(document, alias)], renamers };
}

/** The entities that stand at an object of a type, and those further down. */
function reached(
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

function isRequiredOf(requires: readonly Required[], typename: string, types: TypeTable): boolean {
  return requires.some(
    (selection) => selection.kind === 'field' || types.matching(selection.condition).has(typename),
  );
}

function addSite(
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
      tokens.push(tokenFor(required, part, { parts, typename }));
    }
    if (tokens.length === 0) throw new NotSpliced();
    for (const rewrite of from.entities.inputs) {
      const key = rewrite.path.at(-1);
      const conditions = rewrite.path.slice(0, -1);
      const isTypename = key?.kind === 'key' && key.name === '__typename';
      if (rewrite.kind !== 'set' || !isTypename) throw new NotSpliced();
      const matches = conditions.every(
        (step) =>
          step.kind === 'type' &&
          step.conditions.some((name) => compilation.types.matching(name).has(typename)),
      );
      if (matches) sent = rewrite.value;
    }
  }
  const name = `${sent} ${names.join(' ')}`;
  const start = `{"__typename":${JSON.stringify(sent)}`;
  let typeSlot = target.types.findIndex((type) => type.name === name);
  if (typeSlot < 0) {
    typeSlot = target.types.length;
    const leads = names.map((key, n) =>
      Buffer.from(`${n === 0 ? start : ''},${JSON.stringify(key)}:`),
    );
    target.types.push({ name, leads });
  }
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

/** The latest earlier answer that has the field; it is kept there for the representation. */
function tokenFor(
  required: Extract<Required, { kind: 'field' }>,
  part: Part,
  { parts }: { parts: readonly Part[]; typename: string },
): Token {
  const earlier = parts.slice(0, parts.indexOf(part)).reverse();
  for (const provider of earlier) {
    if (positionOf(provider) === positionOf(part)) continue;
    const n = provider.fields.findIndex(
      ({ raw, stored }) => raw === required.from || stored === required.from,
    );
    const field = provider.fields[n];
    const reading = provider.readings[n];
    if (!field || !reading) continue;
    if (!isExactly(required.selections, field)) throw new NotSpliced();
    if (reading.capture < 0) reading.capture = provider.captures++;
    return { from: provider.site, capture: reading.capture };
  }
  throw new NotSpliced();
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

interface Adding {
  slots: Slot[];
  parts: readonly Part[];
  lead: string;
  typename: string;
  below: readonly Cursor[];
}

/** Decides who gives a field of the client, and writes that down. */
function addField(compilation: Compilation, field: FieldProjection, adding: Adding): void {
  const { slots, parts, lead, typename, below } = adding;
  if (field.kind === 'introspection') throw new NotSpliced();
  if (field.kind === 'refused') {
    if (field.nonNull) throw new NotSpliced();
    slots.push({ kind: 'text', text: Buffer.from(`${lead}null`) });
    return;
  }
  if (field.kind === 'typename') {
    const own = parts.find(({ from }) => from === null);
    const n = own?.fields.findIndex((candidate) => isSameTypename(candidate, field.key)) ?? -1;
    const reading = own?.readings[n];
    if (reading) {
      Object.assign(reading, { lead: Buffer.from(lead), value: leafValue(textLeaf, true) });
      slots.push({ kind: 'own', field: n });
    } else slots.push({ kind: 'text', text: Buffer.from(lead + JSON.stringify(typename)) });
    return;
  }
  const givers = parts.filter(({ fields }) => fields.some(({ stored }) => stored === field.stored));
  const [giver] = givers;
  if (!giver) throw new NotSpliced();
  const n = giver.fields.findIndex(({ stored }) => stored === field.stored);
  const { raw, inner } = giver.fields[n] as SourceField;
  const reading = giver.readings[n] as Reading;
  if (givers.length > 1 && inner) throw new NotSpliced();
  reading.lead = Buffer.from(lead);
  reading.isRenamed = raw !== field.key;
  // Where several could give a value and the first gives none, the plain path looks further.
  reading.value = compileValue(compilation, field.value, {
    inner,
    isStrict: givers.length > 1,
    cursors: below.flatMap((cursor) => {
      const [step, ...rest] = cursor.steps;
      return step?.kind === 'field' && step.stored === field.stored
        ? [{ ...cursor, steps: rest }]
        : [];
    }),
  });
  if (!giver.site) {
    slots.push({ kind: 'own', field: n });
    return;
  }
  const whenNull = field.value.nonNull ? null : Buffer.from(`${lead}null`);
  const last = slots.at(-1);
  const before = last?.kind === 'gap' ? last.gap.holes.at(-1) : undefined;
  if (before?.site === giver.site) {
    giver.runs.at(-1)?.push(n);
    before.whenNull = before.whenNull && whenNull && Buffer.concat([before.whenNull, whenNull]);
    return;
  }
  giver.runs.push([n]);
  const hole: Hole = { site: giver.site, run: giver.runs.length - 1, whenNull };
  const { leader } = giver.site;
  if (last?.kind === 'gap' && last.gap.leader === leader) last.gap.holes.push(hole);
  else {
    const gap = { id: compilation.gaps.length, leader, holes: [hole] };
    compilation.gaps.push(gap);
    slots.push({ kind: 'gap', gap });
  }
}

function isSameTypename(field: SourceField, key: string): boolean {
  return field.name === '__typename' && field.raw === key;
}

interface ValueAt {
  inner: Source | null;
  /** Null is declined even where it is allowed. */
  isStrict: boolean;
  cursors: readonly Cursor[];
}

function compileValue(compilation: Compilation, projection: ValueProjection, at: ValueAt): Value {
  const { inner, isStrict, cursors } = at;
  const nonNull = projection.nonNull || isStrict;
  if (projection.kind === 'leaf') return leafValue(leafOf(projection.type), nonNull);
  if (projection.kind === 'list') {
    const item = compileValue(compilation, projection.item, { ...at, isStrict: false });
    const list = listValue(item, nonNull);
    return compilation.generates ? { ...list, ...generateList(item, nonNull) } : list;
  }
  if (!inner) throw new NotSpliced();
  const objectOf = (typename: string): Value =>
    compileObject(compilation, projection, { typename, base: inner, cursors, roots: [] }).reader;
  const nullable = (object: Value): Value => {
    const value = objectValue(object, nonNull);
    return compilation.generates ? { ...value, ...generateNullable(object, nonNull) } : value;
  };
  if (!projection.isAbstract) return nullable(objectOf(projection.type));

  const [first] = sourceFields(inner, projection.types()[0] ?? '', compilation.types);
  // Without a typename nothing that is selected depends on it.
  if (!sourceFields(inner, projection.type, compilation.types).some(isTypename)) {
    if (
      first &&
      inner.sets.some(({ selections }) => selections.some(({ kind }) => kind !== 'Field'))
    ) {
      throw new NotSpliced();
    }
    return nullable(objectOf(projection.type));
  }
  if (first?.raw !== '__typename') throw new NotSpliced();
  const known = new Map<string, Value | null>();
  const knownObject = (typename: string): Value | null => {
    const before = known.get(typename);
    if (before !== undefined) return before;
    // Interface objects bear the interface's name; what they are, only a later answer tells.
    if (!compilation.types.isObject(typename)) return null;
    let object: Value | null = null;
    try {
      object = objectOf(typename);
    } catch (error) {
      if (!(error instanceof NotSpliced)) throw error;
    }
    known.set(typename, object);
    return object;
  };
  return nullable(switchValue(knownObject));
}

function isTypename({ name }: SourceField): boolean {
  return name === '__typename';
}

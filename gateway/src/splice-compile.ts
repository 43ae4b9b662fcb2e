// Goes in: a compiled operation. Comes out: for every place of the response, where its text comes from: which fields are
// copied out of which answer, and where the text of entities goes between them. Or null: what cannot be told for certain
// beforehand is left to the plain path (`execute.ts`). Places behind an interface are compiled when a type is first seen.

import type { CompiledFetch, CompiledOperation } from './compile.ts';
import { fetchSelection } from './layout.ts';
import type { KeyRenamer } from './plan.ts';
import type { FieldProjection, ObjectProjection, ValueProjection } from './projection.ts';
import { bytesOf } from './splice-arena.ts';
import { entityReader } from './splice-entity.ts';
import { generateList, generateNullable } from './splice-generate.ts';
import { leafOf, oneOf } from './splice-leaf.ts';
import { baseReader } from './splice-object.ts';
import { createFreeSplicings, type FreeSplicings } from './splice-pool.ts';
import {
  leafValue,
  listValue,
  objectValue,
  skippedValue,
  switchValue,
  type Value,
} from './splice-read.ts';
import {
  addSite,
  type Compilation,
  type Cursor,
  cursorsOf,
  type Gap,
  type Hole,
  isRequiredOf,
  NotSpliced,
  type Part,
  positionOf,
  reached,
  type Slot,
  type SpliceTarget,
  sentTypename,
} from './splice-sites.ts';
import { type Source, type SourceField, sourceFields } from './splice-source.ts';
import type { Reading } from './splice-steps.ts';
import type { TypeTable } from './supergraph.ts';

export interface SplicePlan {
  free: FreeSplicings;
  gaps: readonly Gap[];
  /** Of the response's root. */
  slots: readonly Slot[];
  /** For each fetch of the plan, in the order of its operation. */
  targets: readonly (readonly SpliceTarget[])[];
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
      const start = bytesOf(`${n === 0 ? '{' : ','}${JSON.stringify(alias)}:`);
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
    return { slots, targets, gaps, free: createFreeSplicings() };
  } catch (error) {
    if (error instanceof NotSpliced) return null;
    throw error;
  }
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
    const typenames = typenamesOf(from, typename, types);
    const readings = fields.map(({ raw, name }): Reading => {
      if (name !== '__typename' || !typenames) return unread(raw, skippedValue, null);
      return unread(raw, leafValue(oneOf(typenames), true), typenames);
    });
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

/** A field that the client does not see, as long as nobody says otherwise. */
function unread(raw: string, value: Value, typenames: readonly string[] | null): Reading {
  return { raw, lead: null, isRenamed: false, value, capture: -1, typenames };
}

/** What an answer may call an object of a type; null at the root, whose type can have another name in every subgraph. */
function typenamesOf(from: Part['from'], typename: string, types: TypeTable): string[] | null {
  if (!from) return [typename];
  if (!from.entities) return null;
  return [...new Set([typename, sentTypename(from.entities.inputs, typename, types)])];
}

function sourceOf(
  { fetch: { id, document } }: CompiledFetch,
  alias: string | null,
  renamers: readonly KeyRenamer[],
): Source {
  return { document, fetchId: id, sets: [fetchSelection(document, alias)], renamers };
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
    slots.push({ kind: 'text', text: bytesOf(`${lead}null`) });
    return;
  }
  if (field.kind === 'typename') {
    const own = parts.find(({ from }) => from === null);
    const n = own?.fields.findIndex((candidate) => isSameTypename(candidate, field.key)) ?? -1;
    const reading = own?.readings[n];
    if (reading) {
      reading.lead = bytesOf(lead);
      slots.push({ kind: 'own', field: n });
    } else slots.push({ kind: 'text', text: bytesOf(lead + JSON.stringify(typename)) });
    return;
  }
  const givers = parts.filter(({ fields }) => fields.some(({ stored }) => stored === field.stored));
  const [giver] = givers;
  if (!giver) throw new NotSpliced();
  const n = giver.fields.findIndex(({ stored }) => stored === field.stored);
  const { raw, inner } = giver.fields[n] as SourceField;
  const reading = giver.readings[n] as Reading;
  if (givers.length > 1 && inner) throw new NotSpliced();
  reading.lead = bytesOf(lead);
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
  // The others are taken to say the same, but must say something of the kind.
  for (const { fields, readings } of givers.slice(1)) {
    const other = readings[fields.findIndex(({ stored }) => stored === field.stored)];
    if (other) other.value = reading.value;
  }
  if (!giver.site) {
    slots.push({ kind: 'own', field: n });
    return;
  }
  const whenNull = field.value.nonNull ? null : bytesOf(`${lead}null`);
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

// Goes in: one answer of a subgraph. Comes out: nothing, or `declined`: its entities are read into the state of the request.
// What is not exactly as it was asked for, an answer with errors above all, is declined.

import { isUtf8 } from 'node:buffer';
import { isMerged } from './merge.ts';
import { addAnswer } from './splice-arena.ts';
import { passAny, passNull } from './splice-leaf.ts';
import type { Site, SpliceTarget } from './splice-sites.ts';
import {
  declined,
  expectEntities,
  type SiteState,
  type Splicing,
  siteState,
  targetState,
} from './splice-state.ts';
import type { SubgraphAnswer } from './transport.ts';

export function readAnswer(
  answer: SubgraphAnswer,
  targets: readonly SpliceTarget[],
  { splicing, isRoot }: { splicing: Splicing; isRoot: boolean },
): void {
  if (answer.bytes) {
    // What is copied must be text; the plain path puts a replacement character where it is not.
    if (!isUtf8(answer.bytes)) throw declined;
    const start = addAnswer(splicing, answer.bytes);
    scanAnswer(splicing, targets, { start, stop: splicing.end - 1, isRoot });
    return;
  }
  const { data, errors } = answer.values;
  if ((errors && errors.length > 0) || !isMerged(data)) throw declined;
  walkAnswer(splicing, targets, { data, isRoot });
}

function walkAnswer(
  splicing: Splicing,
  targets: readonly SpliceTarget[],
  { data, isRoot }: { data: Readonly<Record<string, unknown>>; isRoot: boolean },
): void {
  for (const target of targets) {
    if (isRoot) {
      for (const site of target.sites) walkRoot(splicing, site, data);
      continue;
    }
    const entities = data[target.alias];
    const { count } = targetState(splicing, target);
    if (!Array.isArray(entities) || entities.length !== count) throw declined;
    const states = expectTarget(splicing, target, count);
    for (let entity = 0; entity < count; entity++) {
      const value: unknown = entities[entity];
      if (value === null) continue;
      if (!isMerged(value)) throw declined;
      for (const at of states) {
        if (at.state.wanted[entity] !== 1) continue;
        at.entity = entity;
        const { reader } = at.state.site;
        if (!reader.walk(splicing, value, at)) throw declined;
      }
    }
  }
}

function walkRoot(splicing: Splicing, site: Site, data: Readonly<Record<string, unknown>>): void {
  if (!site.reader.walk(splicing, data, rootOf(splicing, site))) throw declined;
}

/** The root of a fetch is its only entity. */
function rootOf(splicing: Splicing, site: Site): { state: SiteState; entity: number } {
  const state = siteState(splicing, site);
  expectEntities(state, 1);
  return { state, entity: 0 };
}

/** The sites that want some of a target's entities, with room for all of them. */
function expectTarget(
  splicing: Splicing,
  target: SpliceTarget,
  count: number,
): { state: SiteState; entity: number }[] {
  const states: { state: SiteState; entity: number }[] = [];
  for (const { id } of target.sites) {
    const state = splicing.sites[id];
    if (!state || state.places === 0) continue;
    expectEntities(state, count);
    states.push({ state, entity: 0 });
  }
  return states;
}

const isSpace = new Uint8Array(256).map((_, byte) =>
  ' \t\n\r'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const dataStart = Buffer.from('{"data":');
const extensionsStart = Buffer.from(',"extensions":');
const braceOpen = 123;
const braceClose = 125;
const bracketOpen = 91;
const bracketClose = 93;
const comma = 44;

/** `{"data":…}`, or with extensions after it; anything else, errors above all, is declined. */
function scanAnswer(
  splicing: Splicing,
  targets: readonly SpliceTarget[],
  { start, stop, isRoot }: { start: number; stop: number; isRoot: boolean },
): void {
  let at = expect(splicing, start, dataStart);
  if (isRoot) {
    const root = at;
    if (splicing.bytes[root] !== braceOpen) throw declined;
    for (const target of targets) {
      for (const site of target.sites) {
        at = site.reader.scan(splicing, root, rootOf(splicing, site));
        if (at < 0) throw declined;
      }
    }
  } else {
    for (const target of targets) {
      at = expect(splicing, at, target.start);
      at = scanEntities(splicing, target, at);
    }
    if (splicing.bytes[at++] !== braceClose) throw declined;
  }
  const { bytes } = splicing;
  if (bytes[at] === comma) {
    at = passAny(bytes, expect(splicing, at, extensionsStart));
    if (at < 0) throw declined;
  }
  if (bytes[at++] !== braceClose) throw declined;
  // Some servers end their answers with a line break.
  while (at < stop) if (isSpace[bytes[at++] as number] !== 1) throw declined;
}

function expect({ bytes }: Splicing, position: number, text: Uint8Array): number {
  for (let n = 0; n < text.length; n++) if (bytes[position + n] !== text[n]) throw declined;
  return position + text.length;
}

function scanEntities(splicing: Splicing, target: SpliceTarget, position: number): number {
  const { bytes } = splicing;
  const { count } = targetState(splicing, target);
  const states = expectTarget(splicing, target, count);
  let here = position;
  if (bytes[here++] !== bracketOpen) throw declined;
  for (let entity = 0; entity < count; entity++) {
    if (entity > 0 && bytes[here++] !== comma) throw declined;
    let end = -1;
    if (bytes[here] === braceOpen) {
      for (const at of states) {
        if (at.state.wanted[entity] !== 1) continue;
        at.entity = entity;
        end = at.state.site.reader.scan(splicing, here, at);
        if (end < 0) throw declined;
      }
    }
    if (end >= 0) here = end;
    else here = bytes[here] === braceOpen ? passAny(bytes, here) : passNull(bytes, here);
    if (here < 0) throw declined;
  }
  if (bytes[here] !== bracketClose) throw declined;
  return here + 1;
}

// Goes in: a splice plan and one request. Comes out: the response's bytes, or what was fetched so far when an answer is
// not what was expected: the plain path then goes on from there, and is the only one that reports errors.
// Runs the same waves as `execute.ts`; nothing here writes into an answer, so answers may be shared.

import type { CompiledFetch, CompiledOperation, Step } from './compile.ts';
import type { ExecutionInput } from './execute.ts';
import { addAnswer, repeat, writeBytes, writeUtf8 } from './splice-arena.ts';
import type { Site, Slot, SplicePlan, SpliceTarget } from './splice-compile.ts';
import { passAny } from './splice-leaf.ts';
import {
  addGap,
  addSpan,
  createSplicing,
  endSplicing,
  entityAt,
  entityOf,
  follow,
  noteEntity,
  type Splicing,
  siteState,
  type TargetState,
  targetState,
  writeList,
} from './splice-state.ts';
import type { SubgraphAnswer } from './transport.ts';

/** What was asked of a subgraph, and the answer when it is there. */
export interface RecordedFetch {
  /** For each target, its representations. */
  representations: readonly (readonly unknown[])[];
  answer: Promise<SubgraphAnswer>;
}

export type Recorded = ReadonlyMap<number, RecordedFetch>;

/** The response's bytes, or what the plain path goes on with. */
export type SpliceResult = { bytes: Buffer; recorded: null } | { bytes: null; recorded: Recorded };

interface Run {
  input: ExecutionInput;
  plan: SplicePlan;
  splicing: Splicing;
  asked: Map<number, Asked>;
  /** It was declined: answers that still come are the plain path's. */
  isOver: boolean;
}

interface Asked {
  /** For each target, where its representations stand as a JSON list. */
  representations: readonly number[];
  answer: Promise<SubgraphAnswer> | SubgraphAnswer;
}

/** Thrown inside: something is not as expected. */
const declined = new Error('declined');

export async function spliceExecute(
  compiled: CompiledOperation,
  plan: SplicePlan,
  input: ExecutionInput,
): Promise<SpliceResult> {
  const splicing = createSplicing(plan.gaps);
  const run: Run = { input, plan, splicing, asked: new Map(), isOver: false };
  try {
    if (compiled.steps) await runStep(compiled.steps, run);
    const bytes = assemble(splicing, plan.slots);
    if (bytes) {
      endSplicing(splicing);
      return { bytes, recorded: null };
    }
  } catch (error) {
    if (error !== declined) throw error;
  }
  run.isOver = true;
  return { bytes: null, recorded: recordedOf(run) };
}

function recordedOf({ asked, splicing }: Run): Recorded {
  const recorded = new Map<number, RecordedFetch>();
  for (const [id, { representations, answer }] of asked) {
    const values: unknown[][] = [];
    for (let n = 0; n < representations.length; n += 2) {
      values.push(parseSpan(splicing, representations[n] as number, representations[n + 1]));
    }
    recorded.set(id, { representations: values, answer: Promise.resolve(answer) });
  }
  return recorded;
}

function parseSpan(splicing: Splicing, start: number, stop: number | undefined): unknown[] {
  return JSON.parse(splicing.bytes.toString('utf8', start, stop));
}

function runStep(step: Step, run: Run): Promise<void> | void {
  if (step.kind === 'fetch') return runFetch(step, run);
  if (step.kind === 'parallel') return runParallel(step.steps, run);
  return runSequence(step.steps, run);
}

async function runParallel(steps: readonly Step[], run: Run): Promise<void> {
  await Promise.all(steps.map((step) => runStep(step, run)));
}

async function runSequence(steps: readonly Step[], run: Run): Promise<void> {
  for (const step of steps) {
    const pending = runStep(step, run);
    if (pending) await pending;
  }
}

function runFetch(step: CompiledFetch, run: Run): Promise<void> | void {
  const { splicing, plan, input } = run;
  const targets = plan.targets[step.fetch.id] as readonly SpliceTarget[];
  if (!step.root && !collect(splicing, targets)) return;
  const { answer, representations } = send(step, targets, run);
  run.asked.set(step.fetch.id, { representations, answer });
  if (!(answer instanceof Promise)) {
    read(answer, targets, { splicing, isRoot: step.root !== null });
    return;
  }
  return answer.then(
    (arrived) => {
      if (run.isOver) return;
      if (input.signal?.aborted) throw declined;
      read(arrived, targets, { splicing, isRoot: step.root !== null });
    },
    () => {
      // The plain path waits for the same answer and reports why it did not come.
      throw declined;
    },
  );
}

/** Finds the entities of sites that waited; false if none at all is wanted. */
function collect(splicing: Splicing, targets: readonly SpliceTarget[]): boolean {
  let isWanted = false;
  for (const target of targets) {
    for (const site of target.sites) if (site.waits) findEntities(splicing, site);
    if (targetState(splicing, target).count > 0) isWanted = true;
  }
  return isWanted;
}

/** Finds the entities of a site whose representations needed other entities. */
function findEntities(splicing: Splicing, site: Site): void {
  const state = siteState(splicing, site);
  if (site.leader !== site) {
    const { wanted } = siteState(splicing, site.leader);
    for (let entity = 0; entity < wanted.length; entity++) {
      if (wanted[entity]) follow(splicing, state, entity);
    }
    return;
  }
  const { length } = state.entities;
  for (let record = 0; record < length; record++) {
    const parts: number[] = [];
    for (const { from, capture } of site.tokens) {
      let list: readonly number[] = state.places;
      let at = 2 * (record * site.objectCaptures + capture);
      if (from) {
        const leaderEntity = splicing.sites[from.leader.id]?.entities[record] ?? -1;
        list = siteState(splicing, from).captures;
        at = 2 * (entityAt(splicing, from, leaderEntity) * from.captureCount + capture);
      }
      const start = list[at];
      if (at < 0 || start === undefined) break;
      parts.push(start, list[at + 1] as number);
    }
    const isWhole = parts.length === 2 * site.tokens.length;
    noteEntity(state, record, isWhole ? entityOf(splicing, state, parts) : -1);
  }
}

const quotedComma = Buffer.from(',');
const bodyEnd = Buffer.from('}}');
const listStart = Buffer.from('[');
const listEnd = Buffer.from(']');
const objectEnd = Buffer.from('}');
const noBody = Buffer.alloc(0);

function send(
  step: CompiledFetch,
  targets: readonly SpliceTarget[],
  { input, splicing }: Run,
): Asked {
  const transport = input.transportOf(step.fetch.subgraph);
  const wantsBytes = transport.wants === 'bytes';
  const variables: Record<string, unknown> = {};
  const representations: number[] = [];
  const body = splicing.end;
  let isFirst = true;
  const separate = () => {
    if (!isFirst) writeBytes(splicing, quotedComma);
    isFirst = false;
  };
  if (wantsBytes) writeBytes(splicing, step.bodyStart);
  for (const { name, text } of step.variables) {
    const value = input.variables[name];
    if (value === undefined) continue;
    if (wantsBytes) {
      separate();
      writeBytes(splicing, text);
      writeUtf8(splicing, JSON.stringify(value));
    } else variables[name] = value;
  }
  if (!step.root) {
    for (let n = 0; n < targets.length; n++) {
      const { variable, variableText } = step.targets[n] as CompiledFetch['targets'][number];
      if (wantsBytes) {
        separate();
        writeBytes(splicing, variableText);
      }
      const start = splicing.end;
      writeRepresentations(splicing, targets[n] as SpliceTarget);
      representations.push(start, splicing.end);
      if (!wantsBytes) variables[variable] = parseSpan(splicing, start, splicing.end);
    }
  }
  if (wantsBytes) writeBytes(splicing, bodyEnd);
  const answer = transport.send({
    subgraph: step.fetch.subgraph,
    query: step.fetch.text,
    isMutation: step.fetch.operationKind === 'mutation',
    variables,
    body: wantsBytes ? Buffer.from(splicing.bytes.subarray(body, splicing.end)) : noBody,
    identity: input.identity,
    languages: input.languages,
    headers: input.headers,
    signal: input.signal,
  });
  return { representations, answer };
}

function writeRepresentations(splicing: Splicing, target: SpliceTarget): void {
  const { count, types, partsAt, parts }: TargetState = targetState(splicing, target);
  writeBytes(splicing, listStart);
  for (let entity = 0; entity < count; entity++) {
    if (entity > 0) writeBytes(splicing, quotedComma);
    const { leads } = target.types[types[entity] as number] as SpliceTarget['types'][number];
    let at = partsAt[entity] as number;
    for (const lead of leads) {
      writeBytes(splicing, lead);
      repeat(splicing, parts[at] as number, parts[at + 1] as number);
      at += 2;
    }
    writeBytes(splicing, objectEnd);
  }
  writeBytes(splicing, listEnd);
}

function read(
  answer: SubgraphAnswer,
  targets: readonly SpliceTarget[],
  { splicing, isRoot }: { splicing: Splicing; isRoot: boolean },
): void {
  if (answer.bytes) {
    const start = addAnswer(splicing, answer.bytes);
    scanAnswer(splicing, targets, { start, stop: splicing.end - 1, isRoot });
    return;
  }
  const { data, errors } = answer.values;
  if ((errors && errors.length > 0) || typeof data !== 'object' || data === null) throw declined;
  walkAnswer(splicing, targets, { data: data as Readonly<Record<string, unknown>>, isRoot });
}

function walkAnswer(
  splicing: Splicing,
  targets: readonly SpliceTarget[],
  { data, isRoot }: { data: Readonly<Record<string, unknown>>; isRoot: boolean },
): void {
  for (const target of targets) {
    if (isRoot) {
      for (const site of target.sites) walkEntity(splicing, site, { value: data, entity: 0 });
      continue;
    }
    const entities = data[target.alias];
    const { count } = targetState(splicing, target);
    if (!Array.isArray(entities) || entities.length !== count) throw declined;
    for (let entity = 0; entity < count; entity++) {
      const value: unknown = entities[entity];
      if (value === null) continue;
      for (const site of target.sites) {
        if (splicing.sites[site.id]?.wanted[entity]) walkEntity(splicing, site, { value, entity });
      }
    }
  }
}

function walkEntity(
  splicing: Splicing,
  site: Site,
  { value, entity }: { value: unknown; entity: number },
): void {
  if (typeof value !== 'object' || value === null) throw declined;
  const state = siteState(splicing, site);
  const object = value as Readonly<Record<string, unknown>>;
  if (!site.reader.walk(splicing, object, { state, entity })) throw declined;
}

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
      for (const site of target.sites) at = scanEntity(splicing, site, { at: root, entity: 0 });
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
  while (at < stop) if ((bytes[at++] as number) > 32) throw declined;
}

function expect({ bytes }: Splicing, position: number, text: Uint8Array): number {
  for (let n = 0; n < text.length; n++) if (bytes[position + n] !== text[n]) throw declined;
  return position + text.length;
}

function scanEntities(splicing: Splicing, target: SpliceTarget, position: number): number {
  const { bytes } = splicing;
  const { count } = targetState(splicing, target);
  let at = position;
  if (bytes[at++] !== bracketOpen) throw declined;
  for (let entity = 0; entity < count; entity++) {
    if (entity > 0 && bytes[at++] !== comma) throw declined;
    let end = -1;
    if (bytes[at] === braceOpen) {
      for (const site of target.sites) {
        if (!splicing.sites[site.id]?.wanted[entity]) continue;
        end = scanEntity(splicing, site, { at, entity });
      }
    }
    at = end < 0 ? passAny(bytes, at) : end;
    if (at < 0) throw declined;
  }
  if (bytes[at] !== bracketClose) throw declined;
  return at + 1;
}

function scanEntity(
  splicing: Splicing,
  site: Site,
  { at, entity }: { at: number; entity: number },
): number {
  const end = site.reader.scan(splicing, at, { state: siteState(splicing, site), entity });
  if (end < 0) throw declined;
  return end;
}

const responseStart = Buffer.from('{"data":{');

/** The whole response; null where something that must not be null is. */
function assemble(splicing: Splicing, slots: readonly Slot[]): Buffer | null {
  const list = splicing.listEnd;
  for (const slot of slots) {
    if (slot.kind === 'text') {
      const start = splicing.end;
      writeBytes(splicing, slot.text);
      addSpan(splicing, start, splicing.end);
    } else if (slot.kind === 'gap') {
      // The root of a fetch is its only entity.
      siteState(splicing, slot.gap.leader).entities[0] = 0;
      addGap(splicing, slot.gap, 0);
    }
  }
  const { listEnd: stop } = splicing;
  const start = splicing.end;
  writeBytes(splicing, responseStart);
  if (!writeList(splicing, list, stop)) return null;
  writeBytes(splicing, bodyEnd);
  return Buffer.from(splicing.bytes.subarray(start, splicing.end));
}

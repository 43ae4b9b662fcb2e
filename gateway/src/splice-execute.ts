// Goes in: a splice plan and one request. Comes out: the response's bytes, or what was fetched so far when an answer is
// not what was expected: the plain path then goes on from there, and is the only one that reports errors.
// Runs the same fetches in the same order as `execute.ts`; nothing here writes into an answer, so answers may be shared.

import type { CompiledFetch, CompiledOperation } from './compile.ts';
import { ask, type ExecutionInput, noBody } from './execute.ts';
import { runInOrder } from './order.ts';
import { readAnswer } from './splice-answer.ts';
import { copyFrom, repeat, writeBytes, writeUtf8 } from './splice-arena.ts';
import type { SplicePlan } from './splice-compile.ts';
import { entityOf } from './splice-entities.ts';
import { createSplicing, releaseOf } from './splice-pool.ts';
import type { Site, Slot, SpliceTarget } from './splice-sites.ts';
import {
  addGap,
  addSpan,
  declined,
  entityAt,
  follow,
  noteEntity,
  pushParts,
  type Splicing,
  siteState,
  type TargetState,
  takePart,
  targetState,
  writeList,
} from './splice-state.ts';
import type { SubgraphAnswer, SubgraphRequest } from './transport.ts';
import { givenValue } from './variables.ts';

/** What was asked of a subgraph, and the answer when it is there. */
export interface RecordedFetch {
  /** For each target, its representations. */
  representations: readonly (readonly unknown[])[];
  answer: Promise<SubgraphAnswer>;
}

export type Recorded = ReadonlyMap<number, RecordedFetch>;

/** A response as bytes that are used again once `release` is called; who never calls it may keep them. */
export interface Spliced {
  bytes: Buffer;
  release(): void;
}

/** The response, or what the plain path goes on with. */
type SpliceResult = { spliced: Spliced; recorded: null } | { spliced: null; recorded: Recorded };

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

export async function spliceExecute(
  compiled: CompiledOperation,
  plan: SplicePlan,
  input: ExecutionInput,
): Promise<SpliceResult> {
  const splicing = createSplicing(plan.gaps, plan.free);
  const run: Run = { input, plan, splicing, asked: new Map(), isOver: false };
  try {
    await runInOrder(compiled.order, (id) => runFetch(compiled.fetches[id] as CompiledFetch, run));
    const bytes = assemble(splicing, plan.slots);
    if (bytes) {
      return {
        spliced: { bytes, release: releaseOf(splicing, plan.free) },
        recorded: null,
      };
    }
  } catch (error) {
    if (error !== declined) throw error;
  }
  run.isOver = true;
  const recorded = recordedOf(run);
  releaseOf(splicing, plan.free)();
  return { spliced: null, recorded };
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

function runFetch(step: CompiledFetch, run: Run): Promise<void> | void {
  const { splicing, plan, input } = run;
  if (input.signal?.aborted) throw declined;
  const targets = plan.targets[step.fetch.id] as readonly SpliceTarget[];
  if (!step.root && !collect(splicing, targets)) return;
  const { answer, representations } = send(step, targets, run);
  run.asked.set(step.fetch.id, { representations, answer });
  if (!(answer instanceof Promise)) {
    readAnswer(answer, targets, { splicing, isRoot: step.root !== null });
    return;
  }
  return answer.then(
    (arrived) => {
      if (run.isOver) return;
      readAnswer(arrived, targets, { splicing, isRoot: step.root !== null });
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
    const { wanted, target } = siteState(splicing, site.leader);
    for (let entity = 0; entity < target.count; entity++) {
      if (wanted[entity] === 1) follow(splicing, state, entity);
    }
    return;
  }
  const { tokens } = site;
  for (let record = 0; record < state.places; record++) {
    const frame = pushParts(splicing, tokens.length);
    let isWhole = true;
    for (let n = 0; n < tokens.length; n++) {
      const token = tokens[n] as Site['tokens'][number];
      const { from, capture } = token;
      let list = state.own;
      let at = 2 * (record * site.objectCaptures + capture);
      if (from) {
        const leaderEntity = splicing.sites[from.leader.id]?.entities[record] ?? -1;
        list = siteState(splicing, from).captures;
        at = 2 * (entityAt(splicing, from, leaderEntity) * from.captureCount + capture);
      }
      if (!takePart(splicing, token, { list, at, into: frame + 2 * n })) isWhole = false;
    }
    noteEntity(state, record, isWhole ? entityOf(splicing, state, frame) : -1);
    splicing.partsEnd = frame;
  }
}

const commaText = Buffer.from(',');
const bodyEnd = Buffer.from('}}');
const listStart = Buffer.from('[');
const listEnd = Buffer.from(']');
const objectEnd = Buffer.from('}');

function send(step: CompiledFetch, targets: readonly SpliceTarget[], run: Run): Asked {
  const transport = run.input.transportOf(step.fetch.subgraph);
  const wantsBytes = transport.wants === 'bytes';
  if (step.body) {
    const body = wantsBytes ? step.body : noBody;
    return {
      representations: none,
      answer: tryAsking(step, { variables: noVariables, body }, run.input),
    };
  }
  const { input, splicing } = run;
  const variables: Record<string, unknown> = wantsBytes ? noVariables : Object.create(null);
  const representations: number[] = [];
  const start = splicing.end;
  let isFirst = true;
  const separate = () => {
    if (!isFirst) writeBytes(splicing, commaText);
    isFirst = false;
  };
  if (wantsBytes) writeBytes(splicing, step.bodyStart);
  for (const { name, text } of step.variables) {
    const value = givenValue(input.variables, name);
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
      const from = splicing.end;
      writeRepresentations(splicing, targets[n] as SpliceTarget);
      representations.push(from, splicing.end);
      if (!wantsBytes) variables[variable] = parseSpan(splicing, from, splicing.end);
    }
  }
  if (wantsBytes) writeBytes(splicing, bodyEnd);
  const body = wantsBytes ? copyFrom(splicing, start) : noBody;
  return { representations, answer: tryAsking(step, { variables, body }, input) };
}

const none: readonly number[] = [];
/** Where they are in the body's text. */
const noVariables = Object.freeze({});

function tryAsking(
  step: CompiledFetch,
  payload: Pick<SubgraphRequest, 'variables' | 'body'>,
  input: ExecutionInput,
): Asked['answer'] {
  try {
    return ask(step, payload, input);
  } catch (failure) {
    return Promise.reject(failure);
  }
}

function writeRepresentations(splicing: Splicing, target: SpliceTarget): void {
  const { count, types, partsAt, parts }: TargetState = targetState(splicing, target);
  writeBytes(splicing, listStart);
  for (let entity = 0; entity < count; entity++) {
    if (entity > 0) writeBytes(splicing, commaText);
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
      noteEntity(siteState(splicing, slot.gap.leader), 0, 0);
      addGap(splicing, slot.gap, 0);
    }
  }
  const { listEnd: stop } = splicing;
  const start = splicing.end;
  writeBytes(splicing, responseStart);
  if (!writeList(splicing, list, stop)) return null;
  writeBytes(splicing, bodyEnd);
  return splicing.bytes.subarray(start, splicing.end);
}

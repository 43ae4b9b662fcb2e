// Goes in: a compiled operation and one request. Comes out: the response's data and errors.
// Runs the plan's waves: finds representations, asks subgraphs, merges what they answer, notes their errors.
// Does not know HTTP, and knows nothing of the operation that `compile.ts` has not written down for it.

import {
  type CompiledFetch,
  type CompiledOperation,
  type CompiledPlace,
  type CompiledTarget,
  clientPathBelow,
  type Step,
} from './compile.ts';
import { codes, type PathSegment, type ResponseError, SubgraphFailure } from './errors.ts';
import { isMerged, type Merged } from './merge.ts';
import { isAsked, project } from './project.ts';
import { type Place, pathOf } from './representations.ts';
import type { Recorded, RecordedFetch } from './splice-execute.ts';
import type { Identity, SubgraphResult, Transport } from './transport.ts';

export interface ExecutionInput {
  variables: Readonly<Record<string, unknown>>;
  identity: Identity | null;
  languages: string;
  headers?: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal | undefined;
  transportOf(subgraph: string): Transport;
  /** Answers of `__schema` and `__type`, by response key. */
  introspection: Readonly<Record<string, unknown>> | null;
}

export interface ExecutionOutput {
  data: Record<string, unknown> | null;
  errors: ResponseError[];
}

interface Execution {
  input: ExecutionInput;
  recorded: Recorded | null;
  data: Merged;
  errors: ResponseError[];
}

/** `recorded`: what a declined splice has already asked of subgraphs; nothing of it is asked again. */
export async function execute(
  compiled: CompiledOperation,
  input: ExecutionInput,
  recorded: Recorded | null,
): Promise<ExecutionOutput> {
  const execution: Execution = {
    input,
    recorded,
    data: { ...input.introspection },
    errors: [...compiled.normalised.refusals],
  };
  if (compiled.steps) await run(compiled.steps, execution);
  const { projection } = compiled;
  const errors = execution.errors.filter((error) => isAsked(projection, execution.data, error));
  const data = project(projection, execution.data, errors);
  return { data, errors };
}

async function run(step: Step, execution: Execution): Promise<void> {
  if (step.kind === 'fetch') return runFetch(step, execution);
  if (step.kind === 'parallel') {
    await Promise.all(step.steps.map((child) => run(child, execution)));
    return;
  }
  for (const child of step.steps) {
    if (execution.input.signal?.aborted) return;
    await run(child, execution);
  }
}

/** One representation of a fetch and every object it stands for. */
interface Wanted {
  value: Record<string, unknown>;
  objects: { object: Merged; place: Place | null; at: CompiledPlace }[];
}

async function runFetch(step: CompiledFetch, execution: Execution): Promise<void> {
  const { input } = execution;
  let wanted: Wanted[][] = step.targets.map((target) => collect(target, execution.data));
  if (step.targets.length > 0 && wanted.every((entities) => entities.length === 0)) return;

  const before = execution.recorded?.get(step.fetch.id);
  const known = before && inOrderOf(before, wanted);
  if (known) wanted = known;
  let result: SubgraphResult;
  try {
    const answer = await (known ? before.answer : send(step, wanted, input));
    result = answer.values ?? parseAnswer(answer.bytes, step.fetch.subgraph);
  } catch (failure) {
    noteFailure(failure, step, { wanted, execution });
    return;
  }
  noteErrors(result, step, { wanted, execution });
  mergeAnswer(result, step, { wanted, execution });
}

function send(step: CompiledFetch, wanted: readonly Wanted[][], input: ExecutionInput) {
  const transport = input.transportOf(step.fetch.subgraph);
  return transport.send({
    subgraph: step.fetch.subgraph,
    query: step.fetch.text,
    isMutation: step.fetch.operationKind === 'mutation',
    ...payload(step, wanted, { input, asBytes: transport.wants === 'bytes' }),
    identity: input.identity,
    languages: input.languages,
    headers: input.headers,
    signal: input.signal,
  });
}

/** What is wanted in the order in which it was asked for before; undefined if something else was asked for. */
function inOrderOf(
  { representations }: RecordedFetch,
  wanted: readonly Wanted[][],
): Wanted[][] | undefined {
  const ordered: Wanted[][] = [];
  for (let n = 0; n < wanted.length; n++) {
    const byText = new Map(wanted[n]?.map((entity) => [JSON.stringify(entity.value), entity]));
    const asked = (representations[n] ?? []).map((value): Wanted => {
      const text = JSON.stringify(value);
      const entity = byText.get(text);
      byText.delete(text);
      return entity ?? { value: {}, objects: [] };
    });
    if (byText.size > 0) return undefined;
    ordered.push(asked);
  }
  return ordered;
}

function collect(target: CompiledTarget, data: Merged): Wanted[] {
  const byText = new Map<string, Wanted>();
  for (const at of target.places) {
    at.walk(data, (object, place) => {
      const value = at.represent(object);
      if (!value) return;
      const text = JSON.stringify(value);
      const known = byText.get(text);
      if (known) known.objects.push({ object, place, at });
      else byText.set(text, { value, objects: [{ object, place, at }] });
    });
  }
  return [...byText.values()];
}

function payload(
  step: CompiledFetch,
  wanted: readonly Wanted[][],
  { input, asBytes }: { input: ExecutionInput; asBytes: boolean },
): { body: Buffer; variables: Record<string, unknown> } {
  const variables: Record<string, unknown> = {};
  for (const { name } of step.variables) {
    if (input.variables[name] !== undefined) variables[name] = input.variables[name];
  }
  step.targets.forEach(({ variable }, index) => {
    variables[variable] = (wanted[index] ?? []).map((entity) => entity.value);
  });
  if (!asBytes) return { body: noBody, variables };
  const text = JSON.stringify({ query: step.fetch.text, variables });
  return { body: Buffer.from(text), variables };
}

const noBody = Buffer.alloc(0);

export function parseAnswer(bytes: Buffer, subgraph: string): SubgraphResult {
  let result: unknown;
  try {
    result = JSON.parse(bytes.toString('utf8'));
  } catch {
    result = null;
  }
  if (isMerged(result) && ('data' in result || Array.isArray(result.errors))) return result;
  throw new SubgraphFailure(
    `Subgraph "${subgraph}" did not answer with GraphQL.`,
    codes.unavailable,
  );
}

interface Answered {
  wanted: readonly Wanted[][];
  execution: Execution;
}

function mergeAnswer(
  result: SubgraphResult,
  step: CompiledFetch,
  { wanted, execution }: Answered,
): void {
  const { data } = result;
  if (!isMerged(data)) return;
  const { root } = step;
  if (root) {
    root.walk(execution.data, (object) => root.merge(object, data));
    return;
  }
  step.targets.forEach((target, index) => {
    const entities = data[target.alias];
    const expected = wanted[index] ?? [];
    if (!Array.isArray(entities) || entities.length !== expected.length) {
      if (expected.length === 0 || result.errors?.length) return;
      const message = `Subgraph "${step.fetch.subgraph}" did not answer for every entity.`;
      noteFailure(new SubgraphFailure(message, codes.subgraph), step, { wanted, execution });
      return;
    }
    for (let position = 0; position < expected.length; position++) {
      const entity: unknown = entities[position];
      if (!isMerged(entity)) continue;
      for (const { object, at } of expected[position]?.objects ?? []) at.merge(object, entity);
    }
  });
}

/** A fetch that got no answer is said at every field that misses it. */
function noteFailure(failure: unknown, step: CompiledFetch, { wanted, execution }: Answered): void {
  if (!(failure instanceof SubgraphFailure)) throw failure;
  for (const path of missedPaths(step, wanted.flat())) {
    execution.errors.push({
      message: failure.message,
      path,
      extensions: { code: failure.code, subgraph: step.fetch.subgraph },
    });
  }
}

/**
 * Where a whole fetch is missed, never at the answer as a whole: each of its root fields, or each field of the operation
 * that holds its entities. Entities that differ only in their places in lists are said once, at what they share.
 */
function missedPaths({ root }: CompiledFetch, wanted: readonly Wanted[]): PathSegment[][] {
  if (root) {
    const keys = root.layout.flatMap(({ clientKey }) => (clientKey === null ? [] : [clientKey]));
    return keys.map((key) => [...root.clientPath, key]);
  }
  const paths = wanted.flatMap(({ objects }) => objects.map(({ place }) => pathOf(place)));
  const fields = Map.groupBy(paths, (path) => path.filter(isName).join('.'));
  return [...fields.values()].map(commonPath);
}

function isName(segment: PathSegment): boolean {
  return typeof segment === 'string';
}

function commonPath(paths: readonly PathSegment[][]): PathSegment[] {
  const [first, ...rest] = paths;
  if (!first) return [];
  let length = first.length;
  for (const path of rest) {
    let same = 0;
    while (same < length && path[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}

/** A subgraph's own errors, each at every place of the client's data that it concerns. */
function noteErrors(
  result: SubgraphResult,
  step: CompiledFetch,
  { wanted, execution }: Answered,
): void {
  if (!Array.isArray(result.errors)) return;
  for (const error of result.errors as readonly Partial<ResponseError>[]) {
    const { code, ...others } = error.extensions ?? {};
    const { stacktrace: _, exception: __, ...kept } = others;
    const paths = errorPaths(error.path ?? [], step, wanted);
    for (const path of paths) {
      execution.errors.push({
        message: String(error.message ?? 'The subgraph gave an error without a message.'),
        path,
        extensions: {
          ...kept,
          code: typeof code === 'string' ? code : codes.subgraph,
          subgraph: step.fetch.subgraph,
        },
      });
    }
  }
}

function errorPaths(
  path: readonly PathSegment[],
  step: CompiledFetch,
  wanted: readonly Wanted[][],
): PathSegment[][] {
  if (step.root) {
    if (path.length === 0) return missedPaths(step, []);
    return [[...step.root.clientPath, ...clientPathBelow(step.root.layout, path)]];
  }
  const [alias, position, ...rest] = path;
  const target = step.targets.findIndex((candidate) => candidate.alias === alias);
  const entity = typeof position === 'number' ? wanted[target]?.[position] : undefined;
  if (entity) {
    return entity.objects.map(({ place, at }) => [
      ...pathOf(place),
      ...clientPathBelow(at.layout, rest),
    ]);
  }
  const concerned = target < 0 ? wanted.flat() : (wanted[target] ?? []);
  return missedPaths(step, concerned);
}

// Goes in: a compiled operation and one request. Comes out: the response's data and errors.
// Runs the plan's fetches: finds representations, asks subgraphs, merges what they answer.
// Does not know HTTP, and knows nothing of the operation that `compile.ts` has not written down for it.

import type { CompiledFetch, CompiledOperation, CompiledTarget } from './compile.ts';
import { cancelled, codes, type ResponseError, SubgraphFailure } from './errors.ts';
import { isMerged, type Merged } from './merge.ts';
import { runInOrder } from './order.ts';
import { isAsked, project } from './project.ts';
import type { Recorded, RecordedFetch } from './splice-execute.ts';
import {
  answeredFaults,
  type Faults,
  failureFaults,
  readResult,
  type Wanted,
} from './subgraph-errors.ts';
import type {
  Identity,
  SubgraphAnswer,
  SubgraphRequest,
  SubgraphResult,
  Transport,
} from './transport.ts';
import { givenValue } from './variables.ts';

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

interface ExecutionOutput {
  data: Record<string, unknown> | null;
  errors: ResponseError[];
}

interface Execution {
  input: ExecutionInput;
  recorded: Recorded | null;
  data: Merged;
  /** By fetch, so that errors come in the plan's order whoever answers first. */
  faults: Faults[][];
}

/** `recorded`: what a declined splice has already asked of subgraphs; the same is not asked again. */
export async function execute(
  compiled: CompiledOperation,
  input: ExecutionInput,
  recorded: Recorded | null,
): Promise<ExecutionOutput> {
  const { fetches, order, normalised, projection } = compiled;
  const execution: Execution = {
    input,
    recorded,
    data: { ...input.introspection },
    faults: fetches.map(() => []),
  };
  await runInOrder(order, (id) => runFetch(fetches[id] as CompiledFetch, execution));
  const faults = execution.faults.flat();
  const errors = [...normalised.refusals, ...faults.flatMap((fault) => fault.errors)].filter(
    (error) => isAsked(projection, execution.data, error),
  );
  const explained = faults.flatMap((fault) => fault.explained);
  const data = project(projection, execution.data, { errors, explained });
  return { data, errors };
}

async function runFetch(step: CompiledFetch, execution: Execution): Promise<void> {
  const { input } = execution;
  let wanted: Wanted[][] = step.targets.map((target) => collect(target, execution.data));
  if (step.targets.length > 0 && wanted.every((entities) => entities.length === 0)) return;

  const before = execution.recorded?.get(step.fetch.id);
  const known = before && inOrderOf(before, wanted);
  if (known) wanted = known;
  const faults = execution.faults[step.fetch.id] as Faults[];
  try {
    const answer = await (known ? before.answer : send(step, wanted, input));
    const result = readResult(answer, step.fetch.subgraph);
    if (result.errors) faults.push(answeredFaults(result, step, wanted));
    const unanswered = mergeAnswer(result, step, { wanted, data: execution.data });
    if (unanswered.length > 0 && !result.errors) {
      const message = `Subgraph "${step.fetch.subgraph}" did not answer for every entity.`;
      faults.push(failureFaults(new SubgraphFailure(message, codes.subgraph), step, unanswered));
    }
  } catch (failure) {
    faults.push(failureFaults(failure, step, wanted.flat()));
  }
}

function send(step: CompiledFetch, wanted: readonly Wanted[][], input: ExecutionInput) {
  // Nothing is asked for somebody who has gone; what is missed for that is said like any other failure.
  if (input.signal?.aborted) throw cancelled();
  const asBytes = input.transportOf(step.fetch.subgraph).wants === 'bytes';
  return ask(step, payload(step, wanted, { input, asBytes }), input);
}

/** Asks a fetch's subgraph with everything that the request says of its reader. */
export function ask(
  { fetch }: CompiledFetch,
  { variables, body }: Pick<SubgraphRequest, 'variables' | 'body'>,
  { transportOf, identity, languages, headers, signal }: ExecutionInput,
): Promise<SubgraphAnswer> | SubgraphAnswer {
  return transportOf(fetch.subgraph).send({
    subgraph: fetch.subgraph,
    query: fetch.text,
    isMutation: fetch.operationKind === 'mutation',
    variables,
    body,
    identity,
    languages,
    headers,
    signal,
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
  const variables: Record<string, unknown> = Object.create(null);
  for (const { name } of step.variables) {
    const value = givenValue(input.variables, name);
    if (value !== undefined) variables[name] = value;
  }
  step.targets.forEach(({ variable }, index) => {
    variables[variable] = (wanted[index] ?? []).map((entity) => entity.value);
  });
  if (!asBytes) return { body: noBody, variables };
  const text = JSON.stringify({ query: step.fetch.text, variables });
  return { body: Buffer.from(text), variables };
}

/** For a subgraph that is called with values. */
export const noBody = Buffer.alloc(0);

/** Writes an answer into the data, and gives what it should have answered and did not. */
function mergeAnswer(
  { data: answered }: SubgraphResult,
  { root, targets }: CompiledFetch,
  { wanted, data }: { wanted: readonly Wanted[][]; data: Merged },
): Wanted[] {
  if (!isMerged(answered)) return [];
  if (root) {
    root.walk(data, (object) => root.merge(object, answered));
    return [];
  }
  const unanswered: Wanted[] = [];
  targets.forEach(({ alias }, index) => {
    const entities = answered[alias];
    const expected = wanted[index] ?? [];
    if (!Array.isArray(entities) || entities.length !== expected.length) {
      unanswered.push(...expected);
      return;
    }
    expected.forEach((own, position) => {
      const entity: unknown = entities[position];
      if (isMerged(entity)) for (const { object, at } of own.objects) at.merge(object, entity);
      else if (entity !== null) unanswered.push(own);
    });
  });
  return unanswered;
}

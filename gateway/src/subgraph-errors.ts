// Goes in: what a subgraph answered instead of data or beside it. Comes out: errors for the client, each at the place of
// the client's operation that it speaks of. Trusts nothing of what a subgraph says; does not decide what becomes null.

import type { CompiledFetch, CompiledPlace } from './compile.ts';
import { codes, type PathSegment, type ResponseError, SubgraphFailure } from './errors.ts';
import type { Layout, LayoutField } from './layout.ts';
import { isMerged, type Merged } from './merge.ts';
import { type Place, pathOf } from './representations.ts';
import type { SubgraphAnswer, SubgraphResult } from './transport.ts';

/** One representation of a fetch and every object it stands for. */
export interface Wanted {
  value: Record<string, unknown>;
  objects: { object: Merged; place: Place | null; at: CompiledPlace }[];
}

/** What is wrong with the answer of one fetch. */
export interface Faults {
  errors: ResponseError[];
  /** Places whose nulls these errors explain though they stand elsewhere. */
  explained: readonly PathSegment[][];
}

/** Errors of one fetch that are passed on: an answer may have 256 MB of them, and each stands at every place of an entity. */
const mostErrors = 1_000;
const noMessage = 'The subgraph gave an error without a message.';

/** An answer with data, with errors or with both; anything else is thrown. */
export function readResult(answer: SubgraphAnswer, subgraph: string): SubgraphResult {
  const result: unknown = answer.values ?? parsed(answer.bytes);
  if (isMerged(result)) {
    const { data, errors } = result;
    const hasErrors = Array.isArray(errors) && errors.length > 0;
    if (isMerged(data) || hasErrors) {
      return { data: isMerged(data) ? data : null, ...(hasErrors && { errors }) };
    }
  }
  const message = `Subgraph "${subgraph}" did not answer with GraphQL.`;
  throw new SubgraphFailure(message, codes.unavailable);
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

/** A fetch that got no answer is said at every field that misses it. */
export function failureFaults(
  failure: unknown,
  step: CompiledFetch,
  wanted: readonly Wanted[],
): Faults {
  if (!(failure instanceof SubgraphFailure)) throw failure;
  const { message, code } = failure;
  const error = { message, extensions: { code, subgraph: step.fetch.subgraph } };
  return { errors: missedPaths(step, wanted).map((path) => errorAt(path, error)), explained: [] };
}

/** A subgraph's own errors, each at every place of the client's data that it concerns. */
export function answeredFaults(
  { data, errors: given = [] }: SubgraphResult,
  step: CompiledFetch,
  wanted: readonly (readonly Wanted[])[],
): Faults {
  const { subgraph } = step.fetch;
  const errors: ResponseError[] = [];
  let missed: PathSegment[][] | null = null;
  const missedAll = (): PathSegment[][] => {
    missed ??= missedPaths(step, wanted.flat());
    return missed;
  };
  let heard = 0;
  for (; heard < given.length && errors.length < mostErrors; heard++) {
    const { message, path, extensions } = read(given[heard]);
    const error = { message, extensions: { ...extensions, subgraph } };
    for (const place of errorPaths(path, step, wanted) ?? missedAll()) {
      if (errors.length < mostErrors) errors.push(errorAt(place, error));
    }
  }
  if (heard < given.length) {
    const message = `Subgraph "${subgraph}" gave ${given.length - heard} more errors.`;
    errors.push({ message, extensions: { code: codes.subgraph, subgraph } });
  }
  // Without data every field of the fetch is null, whichever field the errors name.
  const isWhole =
    isMerged(data) &&
    errors.length < mostErrors &&
    step.targets.every(({ alias }) => Array.isArray(data[alias]));
  return { errors, explained: isWhole ? [] : missedAll() };
}

/** What the gateway may pass on of an error, whatever a subgraph calls one. */
function read(given: unknown): {
  message: string;
  path: readonly unknown[];
  extensions: { code: string };
} {
  const { message, path, extensions }: Merged = isMerged(given) ? given : {};
  const { code, stacktrace: _, exception: __, ...kept } = isMerged(extensions) ? extensions : {};
  return {
    message: typeof message === 'string' ? message : noMessage,
    path: Array.isArray(path) ? path : [],
    extensions: { ...kept, code: typeof code === 'string' ? code : codes.subgraph },
  };
}

/** An error of the whole answer has no path. */
function errorAt(
  path: readonly PathSegment[],
  { message, extensions }: Pick<ResponseError, 'message' | 'extensions'>,
): ResponseError {
  return { message, ...(path.length > 0 && { path }), ...(extensions && { extensions }) };
}

/** Null if the path names nothing that the client asked for: the error then concerns the fetch as a whole. */
function errorPaths(
  path: readonly unknown[],
  step: CompiledFetch,
  wanted: readonly (readonly Wanted[])[],
): PathSegment[][] | null {
  if (step.root) {
    const below = clientPathBelow(step.root.layout, path);
    return below.length > 0 ? [[...step.root.clientPath, ...below]] : null;
  }
  const [alias, position, ...rest] = path;
  const target = step.targets.findIndex((candidate) => candidate.alias === alias);
  if (target < 0) return null;
  const entity = typeof position === 'number' ? wanted[target]?.[position] : undefined;
  if (!entity) return missedPaths(step, wanted[target] ?? []);
  return entity.objects.map(({ place, at }) => [
    ...pathOf(place),
    ...clientPathBelow(at.layout, rest),
  ]);
}

/** An error's path below an object, in the client's names; it ends where the client did not ask. */
function clientPathBelow(layout: Layout, path: readonly unknown[]): PathSegment[] {
  const result: PathSegment[] = [];
  let fields: Layout | null = layout;
  for (const segment of path) {
    if (typeof segment === 'number' && result.length > 0) {
      if (!Number.isSafeInteger(segment) || segment < 0) break;
      result.push(segment);
      continue;
    }
    const field: LayoutField | undefined = fields?.find(
      (candidate) => candidate.raw === segment && candidate.clientKey !== null,
    );
    if (!field?.clientKey) break;
    result.push(field.clientKey);
    fields = field.child;
  }
  return result;
}

/**
 * Where a whole fetch is missed: each of its root fields, or each field of the operation that holds its entities.
 * Entities that differ only in their places in lists are said once, at what they share.
 */
function missedPaths({ root }: CompiledFetch, wanted: readonly Wanted[]): PathSegment[][] {
  if (root) {
    const keys = root.layout.flatMap(({ clientKey }) => (clientKey === null ? [] : [clientKey]));
    if (keys.length === 0) return [[...root.clientPath]];
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

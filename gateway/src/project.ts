// Goes in: merged data and the shape of the response. Comes out: the response's data, with nulls where the GraphQL
// specification puts them, and the errors for values that must not be as they are. Does not fetch.

import { isEnumType } from 'graphql';
import { codes, type PathSegment, type ResponseError } from './errors.ts';
import { isMerged, type Merged } from './merge.ts';
import type { FieldProjection, ObjectProjection, ValueProjection } from './projection.ts';

/** A null at a place that must not be null: the object around it becomes null. */
const propagate = Symbol('propagate');

interface State {
  path: PathSegment[];
  errors: ResponseError[];
  /** Paths of errors and everything above them, made when the first null needs an explanation. */
  explained: { exact: Set<string>; above: Set<string> } | null;
}

/** Gives the data, and adds to `errors`. */
export function project(
  projection: ObjectProjection,
  data: Merged | null,
  errors: ResponseError[],
): Record<string, unknown> | null {
  const state: State = { path: [], errors, explained: null };
  if (!data) return null;
  const result = completeObject(projection, data, state);
  return result === propagate ? null : (result as Record<string, unknown> | null);
}

/**
 * Whether the client asked for the place an error speaks of. A planner may ask a subgraph for a field of all types
 * where the client asked for it on some.
 */
export function isAsked(projection: ObjectProjection, data: Merged, error: ResponseError): boolean {
  let at: ValueProjection = projection;
  let value: unknown = data;
  for (const segment of error.path ?? []) {
    if (typeof segment === 'number') {
      value = Array.isArray(value) ? value[segment] : undefined;
      if (at.kind === 'list') at = at.item;
      continue;
    }
    if (!isMerged(value)) return true;
    while (at.kind === 'list') at = at.item;
    if (at.kind !== 'object') return true;
    const typename = value.__typename;
    const fields = at.fieldsOf(typeof typename === 'string' ? typename : undefined);
    const field: FieldProjection | undefined = fields?.find(({ key }) => key === segment);
    if (!field) return false;
    if (field.kind !== 'value') return true;
    at = field.value;
    value = value[field.stored];
  }
  return true;
}

function complete(
  projection: ValueProjection,
  value: unknown,
  at: { coordinate: string; state: State },
): unknown {
  let result: unknown = null;
  if (value !== null && value !== undefined) {
    if (projection.kind === 'leaf') result = completeLeaf(projection, value, at);
    else if (projection.kind === 'list') result = completeList(projection.item, value, at);
    else if (isMerged(value)) result = completeObject(projection, value, at.state);
    else unexpected(`Expected an object for "${at.coordinate}".`, at.state);
    // The place that made it so has said why.
    if (result === propagate) return projection.nonNull ? propagate : null;
  }
  if (result !== null || !projection.nonNull) return result;
  explainNull(at);
  return propagate;
}

function completeList(
  item: ValueProjection,
  value: unknown,
  at: { coordinate: string; state: State },
): unknown {
  if (!Array.isArray(value)) {
    unexpected(`Expected a list for "${at.coordinate}".`, at.state);
    return null;
  }
  const list: unknown[] = new Array(value.length);
  const { path } = at.state;
  for (let index = 0; index < value.length; index++) {
    path.push(index);
    const completed = complete(item, value[index], at);
    path.pop();
    if (completed === propagate) return propagate;
    list[index] = completed;
  }
  return list;
}

function completeObject(projection: ObjectProjection, value: Merged, state: State): unknown {
  const typename = value.__typename;
  const fields = projection.fieldsOf(typeof typename === 'string' ? typename : undefined);
  if (!fields) {
    unexpected(`A value for "${projection.type}" is of a type that is not part of it.`, state);
    return null;
  }
  const result: Record<string, unknown> = {};
  for (const field of fields) {
    state.path.push(field.key);
    const completed = completeField(field, value, { projection, state });
    state.path.pop();
    if (completed === propagate) return propagate;
    if (field.key === '__proto__') {
      Object.defineProperty(result, field.key, {
        value: completed,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else result[field.key] = completed;
  }
  return result;
}

function completeField(
  field: FieldProjection,
  object: Merged,
  { projection, state }: { projection: ObjectProjection; state: State },
): unknown {
  switch (field.kind) {
    case 'value':
      return complete(field.value, object[field.stored], { coordinate: field.coordinate, state });
    case 'typename': {
      const typename = projection.isAbstract ? object.__typename : projection.type;
      if (typeof typename === 'string') return typename;
      explainNull({ coordinate: `${projection.type}.__typename`, state });
      return propagate;
    }
    case 'refused':
      return field.nonNull ? propagate : null;
    case 'introspection':
      return object[field.key] ?? null;
  }
}

function completeLeaf(
  { type, isChecked }: Extract<ValueProjection, { kind: 'leaf' }>,
  value: unknown,
  at: { coordinate: string; state: State },
): unknown {
  if (!isChecked) return value;
  // Most values are texts where a text is due.
  if (typeof value === 'string' && (type.name === 'String' || type.name === 'ID')) return value;
  try {
    return type.serialize(value) ?? null;
  } catch {
    const what = isEnumType(type) ? `Enum "${type.name}"` : `Scalar "${type.name}"`;
    unexpected(`${what} cannot represent the value of "${at.coordinate}".`, at.state);
    return null;
  }
}

function unexpected(message: string, state: State): void {
  addError({ message, path: [...state.path], extensions: { code: codes.unexpectedValue } }, state);
}

/** Adds an error for a null that must not be, unless an error at the place, above or below it says why. */
function explainNull({ coordinate, state }: { coordinate: string; state: State }): void {
  state.explained ??= explain(state.errors);
  const { exact, above } = state.explained;
  let prefix = '';
  if (exact.has(prefix)) return;
  for (const segment of state.path) {
    prefix += `/${segment}`;
    if (exact.has(prefix)) return;
  }
  if (above.has(prefix)) return;
  const message = `Cannot return null for non-nullable field ${coordinate}.`;
  addError({ message, path: [...state.path], extensions: { code: codes.unexpectedNull } }, state);
}

function addError(error: ResponseError, state: State): void {
  state.errors.push(error);
  if (state.explained) addPaths(error, state.explained);
}

function explain(errors: readonly ResponseError[]): { exact: Set<string>; above: Set<string> } {
  const explained = { exact: new Set<string>(), above: new Set<string>() };
  for (const error of errors) addPaths(error, explained);
  return explained;
}

function addPaths(error: ResponseError, to: { exact: Set<string>; above: Set<string> }): void {
  let prefix = '';
  for (const segment of error.path ?? []) {
    to.above.add(prefix);
    prefix += `/${segment}`;
  }
  to.exact.add(prefix);
}

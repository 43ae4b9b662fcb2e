// Goes in: merged data and the shape of the response. Comes out: the response's data, with nulls where the GraphQL
// specification puts them, and the errors for values that must not be as they are. Does not fetch.

import { isEnumType } from 'graphql';
import { codes, type PathSegment, type ResponseError } from './errors.ts';
import { isMerged, type Merged } from './merge.ts';
import type {
  FieldProjection,
  LeafProjection,
  ListProjection,
  ObjectProjection,
  ValueProjection,
} from './projection.ts';

/** A null at a place that must not be null: the object around it becomes null. */
const propagate = Symbol('propagate');

interface State {
  path: PathSegment[];
  known: Known;
  /** Places where a null needs no further explanation, and everything above them, made when the first one does. */
  places: { exact: Set<string>; above: Set<string> } | null;
}

/** What is known of why something is null. */
export interface Known {
  /** Gets the errors that projecting finds. */
  errors: ResponseError[];
  /** Places that errors elsewhere explain. */
  explained: readonly (readonly PathSegment[])[];
}

export function project(
  projection: ObjectProjection,
  data: Merged,
  known: Known,
): Record<string, unknown> | null {
  const result = completeObject(projection, data, { path: [], known, places: null });
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

function complete(projection: ValueProjection, value: unknown, state: State): unknown {
  let result: unknown = null;
  if (value !== null && value !== undefined) {
    if (projection.kind === 'leaf') result = completeLeaf(projection, value, state);
    else if (projection.kind === 'list') result = completeList(projection, value, state);
    else if (isMerged(value)) result = completeObject(projection, value, state);
    else unexpected(`Expected an object for "${projection.coordinate}".`, state);
    // The place that made it so has said why.
    if (result === propagate) return projection.nonNull ? propagate : null;
  }
  if (result !== null || !projection.nonNull) return result;
  explainNull(projection.coordinate, state);
  return propagate;
}

function completeList({ item, coordinate }: ListProjection, value: unknown, state: State): unknown {
  if (!Array.isArray(value)) {
    unexpected(`Expected a list for "${coordinate}".`, state);
    return null;
  }
  const list: unknown[] = new Array(value.length);
  const { path } = state;
  for (let index = 0; index < value.length; index++) {
    path.push(index);
    const completed = complete(item, value[index], state);
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
  const { path } = state;
  for (const field of fields) {
    let completed: unknown;
    path.push(field.key);
    if (field.kind === 'value') completed = complete(field.value, value[field.stored], state);
    else if (field.kind === 'typename') completed = completeTypename(projection, typename, state);
    else if (field.kind === 'refused') completed = field.nonNull ? propagate : null;
    else completed = value[field.key] ?? null;
    path.pop();
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

function completeTypename(
  { isAbstract, type }: ObjectProjection,
  typename: unknown,
  state: State,
): unknown {
  const completed = isAbstract ? typename : type;
  if (typeof completed === 'string') return completed;
  explainNull(`${type}.__typename`, state);
  return propagate;
}

function completeLeaf(
  { type, isChecked, coordinate }: LeafProjection,
  value: unknown,
  state: State,
): unknown {
  // JSON has no -0 (ECMAScript 25.5.2, JSON.stringify), and a response is the same however it comes about.
  if (!isChecked) return value === 0 ? 0 : value;
  // Most values are texts where a text is due.
  if (typeof value === 'string' && (type.name === 'String' || type.name === 'ID')) return value;
  try {
    const serialized: unknown = type.serialize(value);
    return serialized === 0 ? 0 : (serialized ?? null);
  } catch {
    const what = isEnumType(type) ? `Enum "${type.name}"` : `Scalar "${type.name}"`;
    unexpected(`${what} cannot represent the value of "${coordinate}".`, state);
    return null;
  }
}

function unexpected(message: string, state: State): void {
  addError({ message, path: [...state.path], extensions: { code: codes.unexpectedValue } }, state);
}

/** Adds an error for a null that must not be, unless an error at the place, above or below it says why. */
function explainNull(coordinate: string, state: State): void {
  state.places ??= placesOf(state.known);
  const { exact, above } = state.places;
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

function addError(error: ResponseError, { known, places }: State): void {
  known.errors.push(error);
  if (places) addPlace(error.path, places);
}

function placesOf({ errors, explained }: Known): { exact: Set<string>; above: Set<string> } {
  const places = { exact: new Set<string>(), above: new Set<string>() };
  for (const { path } of errors) addPlace(path, places);
  for (const path of explained) addPlace(path, places);
  return places;
}

function addPlace(
  path: readonly PathSegment[] = [],
  to: { exact: Set<string>; above: Set<string> },
): void {
  let prefix = '';
  for (const segment of path) {
    to.above.add(prefix);
    prefix += `/${segment}`;
  }
  to.exact.add(prefix);
}

// Goes in: the variable definitions of an operation. Comes out: a check of a request's variables, made once.
// Answer or decline: what the quick check does not accept at once is judged, and explained, by graphql itself.
// Values are passed on to subgraphs as the client sent them; coercing is their business.

import {
  type GraphQLInputType,
  type GraphQLSchema,
  getVariableValues,
  isEnumType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { codes, isTooDeep, RequestError, tooDeep, withCode } from './errors.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** What a client has given for a variable. Every object has something under names such as `constructor`. */
export function givenValue(variables: Variables, name: string): unknown {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

/** Throws a RequestError for values that do not fit. */
export type CheckVariables = (variables: Variables) => void;

type Accepts = (value: unknown) => boolean;

const nothing: CheckVariables = () => {};

export function compileVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): CheckVariables {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return nothing;
  const checks = definitions.map((definition) => {
    const type = typeFromAST(schema, definition.type as never) as GraphQLInputType | undefined;
    const accepts = type ? acceptor(type) : () => false;
    const hasDefault = definition.defaultValue !== undefined;
    const name = definition.variable.name.value;
    return (variables: Variables): boolean => {
      const value = givenValue(variables, name);
      if (value !== undefined) return accepts(value);
      return hasDefault || (type !== undefined && !isNonNullType(type));
    };
  });
  return (variables) => {
    if (checks.every((check) => check(variables))) return;
    const { errors } = getVariableValues(
      schema,
      definitions,
      { __proto__: null, ...variables },
      { maxErrors: 20 },
    );
    if (errors?.some(isTooDeep)) throw tooDeep();
    if (errors) throw new RequestError(errors.map((error) => withCode(error, codes.badInput)));
  };
}

function acceptor(type: GraphQLInputType): Accepts {
  if (isNonNullType(type)) {
    const inner = acceptor(type.ofType);
    return (value) => value !== null && inner(value);
  }
  if (isListType(type)) {
    const inner = acceptor(type.ofType);
    return (value) => value === null || (Array.isArray(value) && value.every(inner));
  }
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map((value) => value.name));
    return (value) => value === null || (typeof value === 'string' && names.has(value));
  }
  switch (type.name) {
    case 'String':
      return (value) => value === null || typeof value === 'string';
    case 'ID':
      return (value) => value === null || typeof value === 'string' || Number.isInteger(value);
    case 'Boolean':
      return (value) => value === null || typeof value === 'boolean';
    case 'Int':
      return (value) => value === null || (typeof value === 'number' && (value | 0) === value);
    case 'Float':
      return (value) => value === null || (typeof value === 'number' && Number.isFinite(value));
    default:
      // Input objects and scalars of the supergraph's own: graphql judges them.
      return (value) => value === null;
  }
}

/** The values by which @skip and @include are decided, defaults included. */
export function conditionValues(
  operation: OperationDefinitionNode,
  names: readonly string[],
): (variables: Variables) => Map<string, boolean> {
  const defaults = new Map<string, boolean>();
  for (const definition of operation.variableDefinitions ?? []) {
    if (definition.defaultValue?.kind === 'BooleanValue') {
      defaults.set(definition.variable.name.value, definition.defaultValue.value);
    }
  }
  return (variables) =>
    new Map(
      names.map((name) => {
        const value = givenValue(variables, name);
        return [name, value === undefined ? defaults.get(name) === true : value === true];
      }),
    );
}

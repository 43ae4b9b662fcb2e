// Goes in: a normalised operation and the public schema. Comes out: the shape of the response: for every object the
// fields in the client's order, for every value whether it may be null. Made once per operation; types behind an
// interface or union are added when they are first seen. Holds no values.

import {
  type GraphQLEnumType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import type { NormalisedOperation, Selection } from './normalise.ts';

interface Projection {
  nonNull: boolean;
  /** `Type.field`, for messages; '' for the root. */
  coordinate: string;
}

export interface ObjectProjection extends Projection {
  kind: 'object';
  /** The static type of the place. */
  type: string;
  isAbstract: boolean;
  /** The object types that can stand here. */
  types(): readonly string[];
  /** Fields of one object type; null if clients must not see that type here. */
  fieldsOf(typename: string | undefined): readonly FieldProjection[] | null;
}

export interface ListProjection extends Projection {
  kind: 'list';
  item: ValueProjection;
}

export interface LeafProjection extends Projection {
  kind: 'leaf';
  type: GraphQLScalarType | GraphQLEnumType;
  /** False for a scalar of the supergraph's own: its values are the subgraph's business. */
  isChecked: boolean;
}

export type ValueProjection = ObjectProjection | ListProjection | LeafProjection;

export type FieldProjection =
  | {
      kind: 'value';
      /** The client's name. */
      key: string;
      /** Where the merged data keeps it. */
      stored: string;
      value: ValueProjection;
    }
  | { kind: 'typename'; key: string }
  /** Refused to this reader: null, as far as null is allowed. */
  | { kind: 'refused'; key: string; nonNull: boolean }
  /** Answered from the public schema, complete as it is. */
  | { kind: 'introspection'; key: string };

export function projectionOf(
  normalised: NormalisedOperation,
  schema: GraphQLSchema,
): ObjectProjection {
  return objectProjection([normalised.root], {
    schema,
    type: normalised.rootType,
    nonNull: false,
    coordinate: '',
  });
}

function objectProjection(
  parts: readonly (readonly Selection[])[],
  at: Projection & { schema: GraphQLSchema; type: string },
): ObjectProjection {
  const { schema, type, nonNull, coordinate } = at;
  const isAbstract = !isObjectType(schema.getType(type));
  const known = new Map<string, readonly FieldProjection[] | null>();
  return {
    kind: 'object',
    nonNull,
    coordinate,
    type,
    isAbstract,
    types() {
      const abstract = schema.getType(type);
      return isAbstractType(abstract)
        ? schema.getPossibleTypes(abstract).map((possible) => possible.name)
        : [type];
    },
    fieldsOf(typename) {
      // A subgraph that knows an interface only as an object gives the interface's own name.
      const name = isAbstract ? (typename ?? type) : type;
      let fields = known.get(name);
      if (fields === undefined) {
        fields = isPossible(schema, type, name) ? fieldsFor(parts, name, schema) : null;
        // Types that do not exist are not remembered: a subgraph could make up any number of them.
        if (fields) known.set(name, fields);
      }
      return fields;
    },
  };
}

function isPossible(schema: GraphQLSchema, place: string, name: string): boolean {
  if (place === name) return true;
  const abstract = schema.getType(place);
  const type = schema.getType(name);
  if (!abstract || !type || isObjectType(abstract) || !isCompositeType(abstract)) return false;
  return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(abstract as never, type);
}

function fieldsFor(
  parts: readonly (readonly Selection[])[],
  typename: string,
  schema: GraphQLSchema,
): FieldProjection[] {
  interface Group {
    name: string;
    alias: string;
    refused: boolean;
    inner: (readonly Selection[])[];
  }
  const groups = new Map<string, Group>();
  const collect = (selections: readonly Selection[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'type') {
        if (isPossible(schema, selection.condition, typename)) collect(selection.selections);
        continue;
      }
      const group = groups.get(selection.key);
      if (group) {
        group.refused &&= selection.refused;
        if (selection.selections) group.inner.push(selection.selections);
        continue;
      }
      groups.set(selection.key, {
        name: selection.name,
        alias: selection.alias,
        refused: selection.refused,
        inner: selection.selections ? [selection.selections] : [],
      });
    }
  };
  for (const part of parts) collect(part);

  const type = schema.getType(typename);
  const definitions = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  const fields: FieldProjection[] = [];
  for (const [key, group] of groups) {
    if (group.name === '__typename') {
      fields.push({ kind: 'typename', key });
      continue;
    }
    if (group.name === '__schema' || group.name === '__type') {
      fields.push({ kind: 'introspection', key });
      continue;
    }
    const definition = definitions[group.name];
    if (!definition) continue;
    if (group.refused) {
      fields.push({ kind: 'refused', key, nonNull: isNonNullType(definition.type) });
      continue;
    }
    const coordinate = `${typename}.${group.name}`;
    const value = valueProjection(definition.type, group.inner, { schema, coordinate });
    fields.push({ kind: 'value', key, stored: group.alias, value });
  }
  return fields;
}

function valueProjection(
  output: GraphQLOutputType,
  inner: readonly (readonly Selection[])[],
  at: { schema: GraphQLSchema; coordinate: string },
): ValueProjection {
  const { schema, coordinate } = at;
  const nonNull = isNonNullType(output);
  const nullable = isNonNullType(output) ? output.ofType : output;
  if (isListType(nullable)) {
    const item = valueProjection(nullable.ofType, inner, at);
    return { kind: 'list', nonNull, coordinate, item };
  }
  const named = getNamedType(nullable);
  if (isCompositeType(named)) {
    return objectProjection(inner, { schema, type: named.name, nonNull, coordinate });
  }
  const type = isEnumType(named) ? named : (named as GraphQLScalarType);
  return {
    kind: 'leaf',
    nonNull,
    coordinate,
    type,
    isChecked: isEnumType(type) || isSpecifiedScalarType(type),
  };
}

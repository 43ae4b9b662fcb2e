// The one place that knows Pothos and federation. In: nothing. Out: a builder with the types that all subgraphs share,
// and the functions that a subgraph's files are written with. What is not here: any type of one subgraph.

import { printSubgraphSchema } from '@apollo/subgraph';
import SchemaBuilder, {
  type InputFieldMap,
  type InputRef,
  type InputShapeFromFields,
  type ObjectRef,
} from '@pothos/core';
import {
  GraphQLError,
  type GraphQLFieldConfig,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  getNullableType,
  parse,
} from 'graphql';
import type { Context } from './context.ts';
import type { InputFields } from './input-fields.ts';
import { type Problem, Refused } from './problems.ts';
import { addScalars, type ScalarTypes } from './scalars.ts';
import { addValueTypes } from './value-types.ts';

/** Pothos' settings: fields are non-null unless said otherwise; ids are strings. */
export type Settings = {
  Context: Context;
  DefaultFieldNullability: false;
  Scalars: ScalarTypes & { ID: { Input: string; Output: string } };
};

export type Builder = PothosSchemaTypes.SchemaBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<Settings>
>;
export type Types = PothosSchemaTypes.ExtendDefaultTypes<Settings>;
type MaybePromise<T> = T | Promise<T>;

/** A type that other subgraphs refer to by key. */
interface Entity {
  key: string;
  load: (keys: string[], context: Context) => MaybePromise<readonly (object | null | undefined)[]>;
}

/** Says in SDL that all subgraphs may define and answer it, identically. */
export const shareable = { directives: { shareable: [{}] } };
/** Says in SDL that it is not in the public schema. */
export const inaccessible = { directives: { inaccessible: [{}], shareable: [{}] } };

/** Makes what one subgraph is written with; `builder.ts` of each subgraph calls it once. */
export function createBuilder() {
  const builder: Builder = new SchemaBuilder<Settings>({ defaultFieldNullability: false });
  const entities = new Map<string, Entity>();
  addScalars(builder);
  const values = addValueTypes(builder);
  builder.queryType({ description: 'Everything that can be asked of the Network’s graph.' });
  let hasMutations = false;

  /**
   * Makes a type an entity: other subgraphs refer to it by `key` (`id` unless said otherwise), and `load` gives the
   * records for many keys, in their order, null where there is none for this reader.
   */
  function entity<T extends object>(
    ref: ObjectRef<Types, T>,
    {
      key = 'id',
      load,
    }: {
      key?: string;
      load: (
        keys: string[],
        context: Context,
      ) => MaybePromise<readonly (NoInfer<T> | null | undefined)[]>;
    },
  ): void {
    entities.set(ref.name, { key, load });
  }

  /**
   * Another subgraph's type, known here by its id. Fields are added to it with `builder.objectFields(ref, …)`. It is
   * described by its owner alone.
   */
  function stub(name: string): ObjectRef<Types, { id: string }> {
    const ref = builder.objectRef<{ id: string }>(name);
    ref.implement({ fields: (t) => ({ id: t.exposeID('id') }) });
    entities.set(name, { key: 'id', load: (ids) => ids.map((id) => ({ id })) });
    return ref;
  }

  /**
   * A mutation with one input and a payload `{ record, problems }`. `resolve` gives the record, or throws `Refused` with
   * the problems; then nothing was written.
   */
  function mutation<Fields extends InputFieldMap, T extends object>(
    name: string,
    {
      description,
      record,
      input,
      resolve,
    }: {
      description: string;
      record: ObjectRef<Types, T>;
      input: (t: InputFields) => Fields;
      resolve: (input: InputShapeFromFields<Fields>, context: Context) => MaybePromise<NoInfer<T>>;
    },
  ): void {
    if (!hasMutations) {
      builder.mutationType({
        description:
          'Everything that can be written. Each mutation answers with the record or with problems.',
      });
      hasMutations = true;
    }
    const typeName = name[0]?.toUpperCase() + name.slice(1);
    const inputRef = builder.inputType(`${typeName}Input`, {
      description: `What ${name} needs to be told.`,
      fields: input,
    }) as unknown as InputRef<InputShapeFromFields<Fields>>;
    const payload = builder.objectRef<{ record: T | null; problems: readonly Problem[] }>(
      `${typeName}Payload`,
    );
    payload.implement({
      description: `What came of ${name}: the record as it is now, or the problems that kept it from being written.`,
      fields: (t) => ({
        record: t.field({
          type: record,
          nullable: true,
          description: 'The record as it is after the mutation; null when there are problems.',
          resolve: (source) => source.record as never,
        }),
        problems: t.field({
          type: [values.Problem],
          description:
            'What has to be mended first. Empty when the mutation was carried out; otherwise nothing was written.',
          resolve: (source) => [...source.problems],
        }),
      }),
    });
    builder.mutationField(name, (t) =>
      t.field({
        type: payload,
        description,
        args: {
          input: t.arg({
            type: inputRef,
            required: true,
            description:
              'What is to be written, and the version it was written against where a record changes.',
          }),
        },
        resolve: async (_, args, context) => {
          try {
            const { input } = args as unknown as { input: InputShapeFromFields<Fields> };
            return { record: await resolve(input, context), problems: [] };
          } catch (error) {
            if (error instanceof Refused) return { record: null, problems: error.problems };
            throw error;
          }
        },
      }),
    );
  }

  /** The executable schema with federation's own root fields, and its SDL. Call it once, when all types are there. */
  function build(): { schema: GraphQLSchema; sdl: string } {
    const plain = builder.toSchema({ sortSchema: false });
    makeRootFieldsNullable(plain);
    for (const [name, { key }] of entities) {
      const type = plain.getType(name);
      if (!type) throw new Error(`the entity ${name} is not in the schema`);
      const directives = (type.extensions.directives ?? {}) as Record<string, unknown[]>;
      type.extensions = {
        ...type.extensions,
        directives: { ...directives, key: [{ fields: key }] },
      };
    }
    const sdl = `${link}\n\n${printSubgraphSchema(plain)}\n`;
    parse(sdl);
    return { schema: withFederationFields(plain, sdl, entities), sdl };
  }

  return { builder, ...values, entity, stub, mutation, build };
}

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key", "@shareable", "@inaccessible"])';

/**
 * Root fields are answered by several services: were one non-null, the outage of its service would null the answers of
 * all the others, and for mutations also what they have written.
 */
function makeRootFieldsNullable(schema: GraphQLSchema): void {
  for (const root of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      field.type = getNullableType(field.type);
    }
  }
}

/** Adds `_service` and `_entities`; the types of one `_entities` call are loaded side by side, each in one batch. */
function withFederationFields(
  plain: GraphQLSchema,
  sdl: string,
  entities: ReadonlyMap<string, Entity>,
): GraphQLSchema {
  const config = plain.toConfig();
  const query = plain.getQueryType()?.toConfig();
  if (!query) throw new Error('a subgraph has at least one root field');
  const typenames = new WeakMap<object, string>();
  const anyScalar = new GraphQLScalarType({
    name: '_Any',
    description: 'A representation of an entity: its type name and its key.',
  });
  const service = new GraphQLObjectType({
    name: '_Service',
    description: 'This subgraph as composition sees it.',
    fields: { sdl: { type: GraphQLString, description: 'The schema of this subgraph as SDL.' } },
  });
  const union = new GraphQLUnionType({
    name: '_Entity',
    description: 'Every type of this subgraph that others refer to by key.',
    types: [...entities.keys()].map((name) => plain.getType(name) as GraphQLObjectType),
    resolveType: (value: object) => typenames.get(value),
  });
  const fields: Record<string, GraphQLFieldConfig<unknown, Context>> = {
    _service: {
      type: new GraphQLNonNull(service),
      description: 'This subgraph as composition sees it.',
      resolve: () => ({ sdl }),
    },
    _entities: {
      type: new GraphQLNonNull(new GraphQLList(union)),
      description:
        'The entities for the representations, in their order; null where there is none for this reader.',
      args: {
        representations: {
          type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(anyScalar))),
          description: 'Type names and keys.',
        },
      },
      resolve: async (_, { representations }, context) => {
        const found: (object | null)[] = new Array(representations.length).fill(null);
        const byType = new Map<string, number[]>();
        for (const [index, representation] of representations.entries()) {
          const name = (representation as { __typename?: unknown } | null)?.__typename;
          const known = typeof name === 'string' ? entities.get(name) : undefined;
          if (typeof name !== 'string' || !known)
            throw badRepresentation(`type ${String(name)} is no entity of this subgraph`);
          if (typeof representation[known.key] !== 'string') {
            throw badRepresentation(
              `a representation of ${name} needs its key "${known.key}" as a string`,
            );
          }
          const indexes = byType.get(name);
          if (indexes) indexes.push(index);
          else byType.set(name, [index]);
        }
        await Promise.all(
          [...byType].map(async ([name, indexes]) => {
            const { key, load } = entities.get(name) as Entity;
            const keys = [
              ...new Set(indexes.map((index) => representations[index][key] as string)),
            ];
            const loaded = await load(keys, context);
            const byKey = new Map(keys.map((value, position) => [value, loaded[position] ?? null]));
            for (const index of indexes) {
              const value = byKey.get(representations[index][key]) ?? null;
              if (value) typenames.set(value, name);
              found[index] = value;
            }
          }),
        );
        return found;
      },
    },
  };
  const queryType = new GraphQLObjectType({ ...query, fields: { ...query.fields, ...fields } });
  return new GraphQLSchema({
    ...config,
    query: queryType,
    types: [...config.types.filter((type) => type.name !== query.name), anyScalar, service, union],
  });
}

function badRepresentation(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REPRESENTATION' } });
}

// The same resolvers as one plain schema, executed by graphql-js: the reference for answers and for cost.
// In: the subgraphs' executable schemas and the public schema. Out: an `execute`. There is no plan: a field of another
// subgraph is resolved after its entity was loaded there, all of one kind in one `_entities` call.

import type { Context, Identity, SubgraphName } from '@network/schema';
import DataLoader from 'dataloader';
import {
  buildSchema,
  type DocumentNode,
  defaultFieldResolver,
  defaultTypeResolver,
  type ExecutionResult,
  execute,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isObjectType,
  isScalarType,
  parse,
} from 'graphql';

/** A value and the subgraph whose resolvers understand it. */
interface Part {
  subgraph: SubgraphName;
  value: object;
}

interface MonolithContext {
  contextOf: (subgraph: SubgraphName) => Context;
  entity: (subgraph: SubgraphName, typename: string, part: Part) => Promise<object | null>;
}

export interface Monolith {
  schema: GraphQLSchema;
  execute: (
    query: string | DocumentNode,
    options?: {
      variables?: Record<string, unknown>;
      identity?: Identity | null;
      languages?: string;
    },
  ) => Promise<ExecutionResult>;
}

export function createMonolith(
  schemas: Record<SubgraphName, GraphQLSchema>,
  {
    api,
    contextOf,
  }: {
    /** The public schema as SDL. */
    api: string;
    contextOf: (subgraph: SubgraphName, identity: Identity | null, languages: string) => Context;
  },
): Monolith {
  const names = Object.keys(schemas) as SubgraphName[];
  const schema = buildSchema(api);
  const fieldIn = (subgraph: SubgraphName, type: string, field: string) =>
    (schemas[subgraph].getType(type) as GraphQLObjectType | undefined)?.getFields?.()[field];

  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const originals = names
      .map((name) => schemas[name].getType(type.name))
      .filter((found) => found !== undefined);
    if (isScalarType(type)) {
      const original = originals.find(isScalarType);
      if (original)
        Object.assign(type, {
          serialize: original.serialize,
          parseValue: original.parseValue,
          parseLiteral: original.parseLiteral,
        });
    } else if (isEnumType(type)) {
      const original = originals.find(isEnumType);
      for (const value of type.getValues()) value.value = original?.getValue(value.name)?.value;
    } else if (isAbstractType(type)) {
      type.resolveType = ((part: Part, context: MonolithContext, info: GraphQLResolveInfo) => {
        const original = schemas[part.subgraph].getType(type.name) as GraphQLAbstractType;
        const resolveType = original.resolveType ?? defaultTypeResolver;
        return resolveType(
          part.value,
          context.contextOf(part.subgraph),
          { ...info, schema: schemas[part.subgraph] },
          original,
        );
      }) as never;
    } else if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) resolveInParts(type, field);
    }
  }

  function resolveInParts(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): void {
    const subgraphs = names.filter((name) => fieldIn(name, type.name, field.name));
    const isLeaf = isLeafType(getNamedType(field.type));
    field.resolve = (source, args, context, info) => {
      const { contextOf, entity } = context as MonolithContext;
      const part = source as Part | undefined;
      const subgraph = part && subgraphs.includes(part.subgraph) ? part.subgraph : subgraphs[0];
      if (subgraph === undefined) throw new Error(`no subgraph answers ${type.name}.${field.name}`);
      const resolve = fieldIn(subgraph, type.name, field.name)?.resolve ?? defaultFieldResolver;
      const on = (value: object | null | undefined) => {
        if (value === null) return null;
        const result = resolve(value, args, contextOf(subgraph), info);
        if (isLeaf) return result;
        return isPromise(result)
          ? result.then((settled) => inParts(subgraph, settled))
          : inParts(subgraph, result);
      };
      if (!part || part.subgraph === subgraph) return on(part?.value);
      return entity(subgraph, type.name, part).then(on);
    };
  }

  return {
    schema,
    execute: async (query, { variables = {}, identity = null, languages = '' } = {}) => {
      const document = typeof query === 'string' ? parse(query) : query;
      const contexts = new Map<SubgraphName, Context>();
      const loaders = new Map<string, DataLoader<string, object | null>>();
      const contextFor = (subgraph: SubgraphName) => {
        let context = contexts.get(subgraph);
        if (!context) {
          context = contextOf(subgraph, identity, languages);
          contexts.set(subgraph, context);
        }
        return context;
      };
      const contextValue: MonolithContext = {
        contextOf: contextFor,
        entity: async (subgraph, typename, part) => {
          const key = typename === 'Viewer' ? 'subject' : 'id';
          const read = fieldIn(part.subgraph, typename, key)?.resolve ?? defaultFieldResolver;
          const id = (await read(part.value, {}, contextFor(part.subgraph), {
            fieldName: key,
          } as never)) as string;
          let loader = loaders.get(`${subgraph} ${typename}`);
          if (!loader) {
            const entities = schemas[subgraph].getQueryType()?.getFields()._entities;
            loader = new DataLoader(async (ids) => {
              const representations = ids.map((value) => ({ __typename: typename, [key]: value }));
              return entities?.resolve?.(
                null,
                { representations },
                contextFor(subgraph),
                {} as never,
              ) as Promise<(object | null)[]>;
            });
            loaders.set(`${subgraph} ${typename}`, loader);
          }
          return loader.load(id);
        },
      };
      return execute({ schema, document, variableValues: variables, contextValue });
    },
  };
}

function inParts(subgraph: SubgraphName, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    return value.map((item) =>
      isPromise(item)
        ? item.then((settled) => inParts(subgraph, settled))
        : inParts(subgraph, item),
    );
  }
  if (value instanceof Error) return value;
  return { subgraph, value } satisfies Part as Part;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | null)?.then === 'function';
}

// Goes in: a supergraph. Comes out: nothing. Operations are made up from its public schema, compiled and thrown away, so
// that the engine has optimised the code which compiles before a client's new operation waits for it: those of a gateway
// that has compiled few take twice as long (`bench/README.md`, "A new operation"). Executes nothing.

import { setImmediate } from 'node:timers/promises';
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Limits } from './limits.ts';
import { createCompiler } from './operations.ts';
import type { Supergraph } from './supergraph.ts';

/** Beyond these the engine has hardly anything left to optimise. */
const operations = 500;
/** In milliseconds. */
const longest = 2_000;

/** Others' requests come in between; ends early when `isOver` says so. */
export async function warmUp(
  supergraph: Supergraph,
  limits: Limits,
  isOver: () => boolean,
): Promise<void> {
  const compiler = createCompiler(supergraph, { limits, operations: 1 });
  const until = performance.now() + longest;
  for (let serial = 0; serial < operations; serial++) {
    if (isOver() || performance.now() > until) return;
    const query = madeUpOperation(supergraph.schema, serial);
    const variables = { isWanted: serial % 2 === 0 };
    try {
      await compiler.operationFor({ query, variables, identity: null, languages: '' });
    } catch {
      // Too large, or more than the planner can plan: nobody has asked for it.
    }
    await setImmediate();
  }
}

/** A query that holds for the schema. Its one variable is `$isWanted: Boolean!`. */
export function madeUpOperation(schema: GraphQLSchema, serial: number): string {
  const selections = selectionsOf(schema, schema.getQueryType(), { serial, depth: most.depth });
  return `query MadeUp${serial}($isWanted: Boolean!) { __typename @include(if: $isWanted) ${selections} }`;
}

/** Of one selection set; together they make an operation of up to a hundred fields. */
const most = { depth: 3, leaves: 5, inner: 2 };

interface At {
  /** Of the operation: each has other fields and other aliases. */
  serial: number;
  /** How many levels there may be below. */
  depth: number;
}

function selectionsOf(
  schema: GraphQLSchema,
  type: GraphQLOutputType | null | undefined,
  at: At,
): string {
  const named = getNamedType(type);
  if (isAbstractType(named)) {
    // Only one of its types: fields of several may bear the same name and not go together.
    const [one] = rotated(schema.getPossibleTypes(named), at.serial);
    return one
      ? `__typename ... on ${one.name} { ${selectionsOf(schema, one, at)} }`
      : '__typename';
  }
  if (!isObjectType(named)) return '__typename';
  const fields = rotated(Object.values(named.getFields()), at.serial);
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
  const inner = at.depth > 0 ? fields.filter((field) => !leaves.includes(field)) : [];
  const below = { ...at, depth: at.depth - 1 };
  return [
    '__typename',
    ...leaves
      .slice(0, most.leaves)
      .map(({ name, args }, n) =>
        n === 0 ? `madeUp${at.serial}: ${name}${given(args)}` : name + given(args),
      ),
    ...inner
      .slice(0, most.inner)
      .map(
        ({ name, args, type: output }) =>
          `${name}${given(args)} { ${selectionsOf(schema, output, below)} }`,
      ),
  ].join(' ');
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const start = items.length > 0 ? by % items.length : 0;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** The arguments that must be there. */
function given(args: readonly GraphQLArgument[]): string {
  const required = args.filter(isRequiredArgument);
  if (required.length === 0) return '';
  return `(${required.map(({ name, type }) => `${name}: ${literalOf(type)}`).join(', ')})`;
}

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (isInputObjectType(type)) {
    const all = Object.values(type.getFields());
    const fields = type.isOneOf ? all.slice(0, 1) : all.filter(isRequiredInputField);
    return `{${fields.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')}}`;
  }
  return { Int: '1', Float: '1', Boolean: 'true' }[type.name] ?? '"1"';
}

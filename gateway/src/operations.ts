// Goes in: a request's text, operation name, conditions, rights and labels. Comes out: its compiled operation, from a
// bounded cache; what is not there is made once, however many ask at the same time. Executes nothing but introspection.

import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { createCache } from './cache.ts';
import { type CompiledOperation, compileOperation } from './compile.ts';
import { codes, RequestError, requestError, withCode } from './errors.ts';
import type { GatewayRequest } from './gateway.ts';
import { completeInterfaceObjects } from './interface-objects.ts';
import { checkLimits, type Limits, limitError, nestingError } from './limits.ts';
import {
  conditionVariables,
  type FieldSelection,
  type NormalisedOperation,
  normalise,
  type OperationSource,
  requirementsOf,
} from './normalise.ts';
import { isPlainlyValid } from './plainly-valid.ts';
import { type OverrideChoice, planOperation } from './plan.ts';
import type { Requirement, Supergraph } from './supergraph.ts';
import type { Identity } from './transport.ts';
import { type CheckVariables, compileVariables, conditionValues } from './variables.ts';

export type OverrideLabels = (request: GatewayRequest) => Partial<OverrideChoice>;

export interface CompilerOptions {
  limits: Limits;
  operations?: number | undefined;
  satisfies?: ((policy: string, identity: Identity | null) => boolean) | undefined;
  overrideLabels?: OverrideLabels | undefined;
  onlyNativePlanner?: boolean | undefined;
}

export interface Ready {
  compiled: CompiledOperation;
  introspection: Readonly<Record<string, unknown>> | null;
}

/** An operation as far as it is the same for every request. */
interface Parsed {
  /** Distinguishes its variants in the cache. */
  key: string;
  /** About what it takes of memory, compiled too: one for every field, fragments written out, and every twenty characters. */
  weight: number;
  source: OperationSource;
  checkVariables: CheckVariables;
  conditionsOf: ((variables: Readonly<Record<string, unknown>>) => Map<string, boolean>) | null;
  requirements: readonly Requirement[];
  /** Where neither conditions nor rights nor labels can change the operation: it is compiled once. */
  only: Promise<CompiledOperation> | null;
  /** The same when it is there, and nothing of it is introspection. */
  ready: Ready | null;
}

interface Variant {
  compiled: CompiledOperation;
  weight: number;
}

export interface Compiler {
  /** At once for most operations that are known. Throws a RequestError for one that cannot be executed. */
  operationFor(request: GatewayRequest): Promise<Ready> | Ready;
}

const defaultOperations = 2_000;
/**
 * What all operations may weigh together, and all variants: some hundred megabytes each. 2,000 of 25 fields and 500
 * characters fit; but a short text with fragments in fragments can stand for thousands of fields, and take megabytes.
 */
const mostWeight = 100_000;
const charactersOfOne = 20;
const noConditions: ReadonlyMap<string, boolean> = new Map();

export function createCompiler(given: Supergraph, options: CompilerOptions): Compiler {
  const supergraph = options.onlyNativePlanner ? { ...given, ownership: new Map() } : given;
  const capacity = options.operations ?? defaultOperations;
  const scale = { most: mostWeight, weigh: ({ weight }: { weight: number }) => weight };
  const parsedOperations = createCache<Parsed>(capacity, scale);
  const variants = createCache<Variant>(capacity, scale);
  const { schema, planner } = supergraph;
  const hasOverrides = planner.overrideLabels.length + planner.overridePercentages.length > 0;
  let serial = 0;

  const parsedFor = (request: GatewayRequest): Parsed | Promise<Parsed> => {
    const { query, operationName } = request;
    // No operation begins with this character, so that no text is taken for a name and another text.
    const key = operationName ? `\0${operationName.length}:${operationName}${query}` : query;
    return (
      parsedOperations.peek(key) ??
      parsedOperations.get(key, async () => {
        const { source, fields } = parseOperation(schema, request, options.limits);
        const conditions = conditionVariables(source);
        return {
          key: String(serial++),
          weight: fields + query.length / charactersOfOne,
          source,
          checkVariables: compileVariables(schema, source.operation),
          conditionsOf:
            conditions.length > 0 ? conditionValues(source.operation, conditions) : null,
          requirements: supergraph.requirements
            ? requirementsOf(source, schema, supergraph.requirements)
            : [],
          only: null,
          ready: null,
        };
      })
    );
  };

  const make = async (
    parsed: Parsed,
    decided: {
      conditions: ReadonlyMap<string, boolean>;
      granted: ReadonlySet<Requirement>;
      overrides: OverrideChoice;
    },
  ): Promise<CompiledOperation> => {
    const normalised = normalise(parsed.source, {
      schema,
      fieldNames: supergraph.fieldNames,
      isInterfaceObject: supergraph.types.isInterfaceObject,
      conditions: decided.conditions,
      requirements: supergraph.requirements,
      isGranted: (requirement) => decided.granted.has(requirement),
    });
    const plan = await planOperation(supergraph, normalised, decided.overrides);
    completeInterfaceObjects(plan, normalised, supergraph.types);
    return compileOperation(supergraph, normalised, plan);
  };

  const variantFor = async (
    parsed: Parsed,
    request: GatewayRequest,
  ): Promise<CompiledOperation> => {
    const { conditionsOf, requirements } = parsed;
    const conditions = conditionsOf ? conditionsOf(request.variables ?? {}) : noConditions;
    const granted = new Set(
      requirements.filter((requirement) => isGranted(requirement, request.identity, options)),
    );
    const overrides = hasOverrides ? choice(request, planner, options) : noOverrides;
    const decided = { conditions, granted, overrides };
    if (!conditionsOf && requirements.length === 0 && !hasOverrides) {
      parsed.only ??= make(parsed, decided);
      try {
        const compiled = await parsed.only;
        if (compiled.normalised.introspection.length === 0) {
          parsed.ready = { compiled, introspection: null };
        }
        return compiled;
      } catch (error) {
        parsed.only = null;
        throw error;
      }
    }
    const key = [
      parsed.key,
      [...conditions.values()].map(Number).join(''),
      requirements.map((requirement) => Number(granted.has(requirement))).join(''),
      hasOverrides
        ? `${[...overrides.labels].sort().join(',')}|${percentageBand(overrides, planner.overridePercentages)}`
        : '',
    ].join('|');
    const { compiled } = await variants.get(key, async () => ({
      compiled: await make(parsed, decided),
      weight: parsed.weight,
    }));
    return compiled;
  };

  const readyFor = async (
    found: Parsed | Promise<Parsed>,
    request: GatewayRequest,
  ): Promise<Ready> => {
    const parsed = await found;
    parsed.checkVariables(request.variables ?? {});
    const compiled = await variantFor(parsed, request);
    const { normalised } = compiled;
    const introspection =
      normalised.introspection.length > 0
        ? await introspect(schema, normalised, { source: parsed.source, request })
        : null;
    return { compiled, introspection };
  };

  return {
    operationFor(request) {
      const found = parsedFor(request);
      if (found instanceof Promise || !found.ready) return readyFor(found, request);
      found.checkVariables(request.variables ?? {});
      return found.ready;
    },
  };
}

/** Without the places of everything in the text, which would be kept with the operation. */
function parsed(query: string, limits: Limits): DocumentNode {
  try {
    return parse(query, { maxTokens: limits.tokens, noLocation: true });
  } catch (error) {
    if (error instanceof RangeError) throw nestingError(query, limits);
    const failure = error as { message: string };
    if (failure.message.includes('Document contains more that')) {
      throw limitError('tokens', limits.tokens, limits.tokens + 1);
    }
    throw new RequestError([withCode(failure, codes.parse)]);
  }
}

function parseOperation(
  schema: GraphQLSchema,
  { query, operationName }: GatewayRequest,
  limits: Limits,
): { source: OperationSource; fields: number } {
  const document = parsed(query, limits);
  const fields = checkLimits(document, limits);
  // Errors say where they are.
  const errors = isPlainlyValid(schema, document)
    ? []
    : validate(schema, parse(query), undefined, { maxErrors: 50 });
  if (errors.some(({ message }) => message === 'Validation aborted.')) {
    const message = 'The operation selects the same fields or fragments too often to be validated.';
    throw requestError(message, codes.limit);
  }
  if (errors.length > 0) {
    throw new RequestError(errors.map((error) => withCode(error, codes.validation)));
  }
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const operation = operationName
    ? operations.find((candidate) => candidate.name?.value === operationName)
    : operations[0];
  if (!operation) {
    throw requestError(
      operationName ? `There is no operation "${operationName}".` : 'There is no operation.',
      codes.badInput,
    );
  }
  if (!operationName && operations.length > 1) {
    throw requestError('The document has several operations: say which.', codes.badInput);
  }
  if (operation.operation === 'subscription') {
    throw requestError('Subscriptions are not served.', codes.unsupported);
  }
  return { source: { operation, fragments }, fields };
}

const noOverrides: OverrideChoice = { labels: new Set(), percentage: 100 };

function choice(
  request: GatewayRequest,
  planner: Supergraph['planner'],
  options: CompilerOptions,
): OverrideChoice {
  const chosen = options.overrideLabels?.(request) ?? {};
  const known = new Set(planner.overrideLabels);
  return {
    labels: new Set([...(chosen.labels ?? [])].filter((label) => known.has(label))),
    percentage:
      chosen.percentage ?? (planner.overridePercentages.length > 0 ? Math.random() * 100 : 100),
  };
}

/** Percentages between the same two thresholds give the same plan. */
function percentageBand(overrides: OverrideChoice, thresholds: readonly number[]): number {
  return thresholds.filter((threshold) => overrides.percentage < threshold).length;
}

function isGranted(
  requirement: Requirement,
  identity: Identity | null,
  options: CompilerOptions,
): boolean {
  if (requirement.kind === 'authenticated') return identity !== null;
  const holds =
    requirement.kind === 'scopes'
      ? (name: string) => identity?.scopes?.includes(name) ?? false
      : (name: string) => options.satisfies?.(name, identity) ?? false;
  return requirement.anyOf.some((all) => all.every(holds));
}

/** `__schema` and `__type`, answered by graphql itself from the public schema. */
async function introspect(
  schema: GraphQLSchema,
  normalised: NormalisedOperation,
  { source, request }: { source: OperationSource; request: GatewayRequest },
): Promise<Record<string, unknown>> {
  const nodes = normalised.introspection.map((field: FieldSelection) => field.node);
  const { data, errors } = await execute({
    schema,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          ...normalised.operation,
          selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
        },
        ...source.fragments.values(),
      ],
    },
    variableValues: request.variables ?? {},
  });
  if (errors) throw new RequestError(errors.map((error) => withCode(error, codes.badInput)));
  return { ...data };
}

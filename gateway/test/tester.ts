// Subgraphs given as SDL and resolvers, composed and served in this process: what every test here starts from.
// Counts the calls to subgraphs.

import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import {
  buildASTSchema,
  concatAST,
  extendSchema,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  isScalarType,
  Kind,
  OperationTypeNode,
  parse,
} from 'graphql';
import { expect } from 'vitest';
import {
  createGateway,
  type ExecutionResult,
  type Gateway,
  type GatewayOptions,
  type GatewayRequest,
  inProcess,
  type SubgraphRequest,
  type Transport,
} from '../src/gateway.ts';

/** `(parent, args, context)`; `__resolveReference` gets `(representation, context)`, `__resolveType` the value. */
// biome-ignore lint/suspicious/noExplicitAny: test resolvers name the types of their own data
export type Resolver = (...args: any[]) => unknown;

export interface SubgraphSource {
  sdl: string;
  resolvers?: Record<string, Record<string, Resolver>>;
  /** Without the Federation 2 header. */
  isFederation1?: boolean;
}

const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@authenticated", "@external", "@extends", "@inaccessible", "@interfaceObject", "@key", "@override", "@policy",
  "@provides", "@requires", "@requiresScopes", "@shareable", "@tag"
])`;

export interface Call {
  subgraph: string;
  query: string;
  variables: Readonly<Record<string, unknown>>;
}

export interface Tester extends AsyncDisposable {
  gateway: Gateway;
  supergraph: string;
  /** Every request to a subgraph so far. */
  calls: Call[];
  /** A query is answered in every way there is, unless the options name one: `calls` are those of the first. */
  run(query: string, options?: Omit<Partial<GatewayRequest>, 'query'>): Promise<ExecutionResult>;
  /** The plan's part of the printed stages. */
  plan(query: string): Promise<string>;
}

/** An executable subgraph. Fields without a resolver are read from the parent, as graphql does. */
export function subgraphSchema(source: SubgraphSource): GraphQLSchema {
  const { resolvers = {} } = source;
  const document = typeDefsOf(source);
  const defined = new Set(
    document.definitions.map(
      (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value,
    ),
  );
  // Federation 1 extends types that the subgraph itself does not define.
  const definitions = document.definitions.map((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_EXTENSION || defined.has(node.name.value)) return node;
    defined.add(node.name.value);
    return { ...node, kind: Kind.OBJECT_TYPE_DEFINITION } as const;
  });
  const rest = parse(defined.has('Query') ? 'scalar _Any' : 'scalar _Any type Query { _: Int }');
  const base = buildASTSchema(concatAST([{ ...document, definitions }, rest]), {
    assumeValidSDL: true,
  });
  const keyed = Object.values(base.getTypeMap()).filter(
    (type) =>
      isObjectType(type) &&
      [type.astNode, ...type.extensionASTNodes].some((node) =>
        node?.directives?.some((directive) => directive.name.value === 'key'),
      ),
  );
  if (keyed.length === 0) return withResolvers(base, resolvers);
  const union = `union _Entity = ${keyed.join(' | ')}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
  return withResolvers(extendSchema(base, parse(union), { assumeValidSDL: true }), resolvers);
}

function withResolvers(
  schema: GraphQLSchema,
  resolvers: Record<string, Record<string, Resolver>>,
): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    const own = resolvers[type.name] ?? {};
    if (isScalarType(type) && own.serialize) type.serialize = own.serialize;
    if (isAbstractType(type)) {
      type.resolveType = (own.__resolveType ??
        ((value: { __typename?: string }) => value.__typename)) as never;
    }
    if (!isObjectType(type)) continue;
    for (const [name, field] of Object.entries(type.getFields())) {
      const resolve = Object.hasOwn(own, name) ? own[name] : undefined;
      if (resolve) field.resolve = resolve;
    }
  }
  const entities = schema.getQueryType()?.getFields()._entities;
  if (entities) {
    entities.resolve = (_parent, args: { representations: { __typename: string }[] }, context) =>
      args.representations.map(async (representation) => {
        const resolve = resolvers[representation.__typename]?.__resolveReference;
        const entity = resolve ? await resolve(representation, context) : representation;
        return entity && { __typename: representation.__typename, ...entity };
      });
  }
  return schema;
}

function typeDefsOf(source: SubgraphSource) {
  return parse(source.isFederation1 ? source.sdl : `${header}\n${source.sdl}`);
}

export function compose(subgraphs: Record<string, SubgraphSource>): string {
  const result = composeServices(
    Object.entries(subgraphs).map(([name, source]) => ({
      name,
      url: `http://${name}.test/graphql`,
      typeDefs: typeDefsOf(source),
    })),
  );
  if (compositionHasErrors(result)) {
    throw new Error(result.errors.map((error) => error.message).join('\n'));
  }
  return result.supergraphSdl;
}

export interface TesterOptions extends Partial<Omit<GatewayOptions, 'supergraph'>> {
  /** Subgraphs answer with JSON, as over HTTP. */
  asBytes?: boolean;
}

const never = Number.POSITIVE_INFINITY;
/** Every way in which an answer comes about: each has to give the same. */
export const ways: readonly (readonly [string, TesterOptions])[] = [
  ['spliced from values', { generateAfter: never }],
  ['spliced from bytes', { asBytes: true, generateAfter: never }],
  ['spliced from bytes by generated code', { asBytes: true, generateAfter: 0 }],
  ['merged, as the native planner plans', { isPlain: true, onlyNativePlanner: true }],
];

export function startTester(
  subgraphs: Record<string, SubgraphSource>,
  options: TesterOptions = {},
): Tester {
  const calls: Call[] = [];
  const supergraph = compose(subgraphs);
  const open = ({ asBytes, ...wayOptions }: TesterOptions, log: Call[]) =>
    createGateway({
      supergraph,
      transport: (name) => {
        const source = subgraphs[name];
        if (!source) throw new Error(`no subgraph ${name}`);
        const transport = inProcess(subgraphSchema(source), (request) => request);
        return counted(asBytes ? overBytes(transport) : transport, log);
      },
      ...wayOptions,
    });
  const namesWay = ['asBytes', 'generateAfter', 'isPlain', 'transport'].some(
    (name) => name in options,
  );
  const gateway = open(options, calls);
  let others: [string, Gateway][] | null = null;
  return {
    gateway,
    supergraph,
    calls,
    async run(query, request) {
      const asked: GatewayRequest = { query, identity: null, languages: '', ...request };
      const found = await gateway.execute(asked);
      if (namesWay || !readsOnly(query)) return found;
      others ??= ways.slice(1).map(([way, its]) => [way, open({ ...options, ...its }, [])]);
      for (const [way, other] of others) expect(await other.execute(asked), way).toEqual(found);
      return found;
    },
    async plan(query) {
      const stages = await gateway.plan(query);
      return stages.slice(stages.indexOf('# plan') + 8, stages.indexOf('# fetches') - 2);
    },
    async [Symbol.asyncDispose]() {
      await gateway.close();
      for (const [, other] of others ?? []) await other.close();
    },
  };
}

/** What cannot be read is refused before it is run. */
function readsOnly(text: string): boolean {
  try {
    return parse(text).definitions.every(
      (node) =>
        node.kind !== Kind.OPERATION_DEFINITION || node.operation === OperationTypeNode.QUERY,
    );
  } catch {
    return true;
  }
}

export function counted(transport: Transport, calls: Call[]): Transport {
  return {
    ...transport,
    send(request: SubgraphRequest) {
      calls.push({
        subgraph: request.subgraph,
        query: request.query,
        variables:
          transport.wants === 'bytes'
            ? (JSON.parse(request.body.toString('utf8')).variables ?? {})
            : request.variables,
      });
      return transport.send(request);
    },
  };
}

/** Puts JSON on both sides of a transport that has none. */
export function overBytes(transport: Transport): Transport {
  return {
    ...transport,
    wants: 'bytes',
    async send(request) {
      const { query, variables } = JSON.parse(request.body.toString('utf8'));
      const { values } = await transport.send({ ...request, query, variables });
      return { bytes: Buffer.from(JSON.stringify(values)) };
    },
  };
}

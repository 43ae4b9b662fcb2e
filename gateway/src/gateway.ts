// READ THIS FIRST. Goes in: a supergraph and, for each of its subgraphs, a transport. Comes out: one function that
// answers any operation. The stages of a request are the files of this folder, in the order of `answer` below:
// limits → parse and validate → normalise → plan → compile (all once per operation) → execute → project.
// Knows no HTTP (`http.ts` does) and no subgraph by name.

import type { GraphQLSchema } from 'graphql';
import { codes, RequestError, type ResponseError, requestError } from './errors.ts';
import { execute } from './execute.ts';
import { createRoles, type Verified } from './identity.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createCompiler, type OverrideLabels } from './operations.ts';
import { printStages } from './print-plan.ts';
import { loadSupergraph } from './supergraph.ts';
import type { Identity, Transport } from './transport.ts';

export type { ResponseError } from './errors.ts';
export { type InProcessRequest, inProcess } from './in-process.ts';
export { defaultLimits, type Limits } from './limits.ts';
export {
  createHttpTransports,
  type HttpTransportOptions,
  type HttpTransports,
} from './subgraph-client.ts';
export type { Identity, SubgraphAnswer, SubgraphRequest, Transport } from './transport.ts';

export interface GatewayRequest {
  query: string;
  operationName?: string | undefined;
  variables?: Readonly<Record<string, unknown>> | undefined;
  identity: Identity | null;
  /** The raw `Accept-Language`, '' if there is none. */
  languages: string;
  /** Headers to pass on to subgraphs, names in lower case. */
  headers?: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal | undefined;
  /** Refuses mutations, as for a request that came by GET. */
  queriesOnly?: boolean | undefined;
}

/** A response as it is sent. `failed`: nothing was executed; `not-a-query`: refused because of `queriesOnly`. */
export interface ResponseText {
  body: string;
  kind: 'executed' | 'failed' | 'not-a-query';
}

export interface ExecutionResult {
  /** Missing when the request failed before execution. */
  data?: Record<string, unknown> | null;
  errors?: readonly ResponseError[];
}

export interface GatewayOptions {
  /** SDL, Federation 1 or 2. */
  supergraph: string;
  /** Called once for each subgraph; `url` is the supergraph's, '' if it has none. */
  transport(subgraph: string, url: string): Transport;
  limits?: Partial<Limits> | undefined;
  /** Compiled operations kept. */
  operations?: number | undefined;
  /**
   * A query with a variable `$subject: ID!` and a root field aliased `roles`, which gives the list of the subject's
   * roles. The gateway runs it on itself as the system.
   */
  identityOperation?: string | undefined;
  /** Milliseconds for which a subject's roles are kept, by the machine's clock. Default 10,000. */
  identityTtl?: number | undefined;
  /** The clock by which roles with `validFrom` and `validTo` hold. */
  now?: (() => Date) | undefined;
  /** Which of `@policy`'s names a reader satisfies. Default: none. */
  satisfies?: ((policy: string, identity: Identity | null) => boolean) | undefined;
  /** Which labels of progressive overrides are active for a request. */
  overrideLabels?: OverrideLabels | undefined;
}

export interface Gateway {
  execute(request: GatewayRequest): Promise<ExecutionResult>;
  /** The same as JSON. */
  respond(request: GatewayRequest): Promise<ResponseText>;
  /** The public schema. */
  schema: GraphQLSchema;
  subgraphs: readonly string[];
  limits: Limits;
  /** Every stage's artefact for an operation, as text. */
  plan(
    query: string,
    operationName?: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** The identity of a subject whose login was verified: with its roles that hold now. */
  identify(verified: Verified): Promise<Identity>;
  /** Names of the subgraphs that do not answer. */
  unreachable(): Promise<string[]>;
  close(): Promise<void>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const supergraph = loadSupergraph(options.supergraph);
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const compiler = createCompiler(supergraph, { ...options, limits });
  const transports = new Map<string, Transport>();
  for (const { name, url } of supergraph.subgraphs) {
    transports.set(name, options.transport(name, url));
  }
  const transportOf = (subgraph: string): Transport => {
    const transport = transports.get(subgraph);
    if (!transport) throw new Error(`The plan names an unknown subgraph "${subgraph}".`);
    return transport;
  };

  const answer = async (request: GatewayRequest): Promise<ExecutionResult> => {
    const { compiled, introspection } = await compiler.operationFor(request);
    if (request.queriesOnly && compiled.normalised.kind !== 'query') {
      throw requestError('A mutation must be sent with POST.', codes.notAQuery);
    }
    const { data, errors } = await execute(compiled, {
      variables: request.variables ?? {},
      identity: request.identity,
      languages: request.languages,
      headers: request.headers,
      signal: request.signal,
      transportOf,
      introspection,
    });
    return errors.length > 0 ? { errors, data } : { data };
  };

  const gateway: Gateway = {
    async execute(request) {
      try {
        return await answer(request);
      } catch (error) {
        return { errors: errorsOf(error) };
      }
    },
    async respond(request) {
      try {
        return { body: JSON.stringify(await answer(request)), kind: 'executed' };
      } catch (error) {
        const errors = errorsOf(error);
        const isRefused = errors[0]?.extensions?.code === codes.notAQuery;
        return { body: JSON.stringify({ errors }), kind: isRefused ? 'not-a-query' : 'failed' };
      }
    },
    schema: supergraph.schema,
    subgraphs: supergraph.subgraphs.map(({ name }) => name),
    limits,
    async plan(query, operationName, variables = {}) {
      const request = { query, operationName, variables, identity: null, languages: '' };
      const { compiled } = await compiler.operationFor(request);
      return printStages(compiled);
    },
    identify: (verified) => identify(verified),
    async unreachable() {
      const probes = supergraph.subgraphs.map(async ({ name }) => {
        const request = { subgraph: name, query: '{__typename}', isMutation: false, variables: {} };
        const body = '{"query":"{__typename}"}';
        try {
          await transportOf(name).send({ ...request, body, identity: null, languages: '' });
          return null;
        } catch {
          return name;
        }
      });
      return (await Promise.all(probes)).filter((name) => name !== null);
    },
    async close() {
      await Promise.all([...transports.values()].map((transport) => transport.close?.()));
    },
  };
  const identify = createRoles(gateway, options);
  return gateway;
}

/** What a client may know of a failure; faults of the gateway are reported without their inside. */
export function errorsOf(error: unknown): readonly ResponseError[] {
  if (error instanceof RequestError) return error.errors;
  process.emitWarning(error instanceof Error ? error : String(error));
  return [{ message: 'The gateway failed.', extensions: { code: codes.internal } }];
}

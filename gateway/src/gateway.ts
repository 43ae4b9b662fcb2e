// READ THIS FIRST. Goes in: a supergraph and, for each of its subgraphs, a transport. Comes out: one function that
// answers any operation. The stages of a request are the files of this folder: parse → limits → validate → normalise →
// plan → compile (all once per operation, `operations.ts`) → splice, or else execute → project (`answer` below).
// Knows no HTTP (`http.ts` does) and no subgraph by name.

import type { GraphQLSchema } from 'graphql';
import {
  cancelled,
  codes,
  isTooDeep,
  RequestError,
  type ResponseError,
  requestError,
  tooDeep,
} from './errors.ts';
import { type ExecutionInput, execute } from './execute.ts';
import { createProbes } from './health.ts';
import { createRoles, type Verified } from './identity.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createCompiler, type OverrideLabels, type Ready } from './operations.ts';
import { printStages } from './print-plan.ts';
import { createClientSharing, createSubgraphSharing, type Sharing } from './sharing.ts';
import { type Recorded, type Spliced, spliceExecute } from './splice-execute.ts';
import { canGenerate } from './splice-generate.ts';
import { loadSupergraph } from './supergraph.ts';
import type { Identity, Transport } from './transport.ts';
import { warmUp } from './warm-up.ts';

export type { ResponseError } from './errors.ts';
export { type InProcessRequest, inProcess } from './in-process.ts';
export { defaultLimits, type Limits } from './limits.ts';
export type { Sharing } from './sharing.ts';
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

/** A response as it is sent. `failed`: it has no data at all; `not-a-query`: refused because of `queriesOnly`. */
export interface ResponseText {
  body: Buffer;
  /** Where it is there: to be called once the body has been sent, whose memory is then used again. */
  release?: (() => void) | undefined;
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
  /** Compiled operations kept: default 2,000; fewer if they are large (`operations.ts`). */
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
  /**
   * After so many runs an operation gets code of its own (`splice-generate.ts`), where the process may make code from
   * text. Default 50; Infinity: never; 0: at once, for tests.
   */
  generateAfter?: number | undefined;
  /** Never splices: for tests, which run everything both ways. */
  isPlain?: boolean | undefined;
  /** Leaves every operation to the native planner: for tests as well. */
  onlyNativePlanner?: boolean | undefined;
  /** Default `subgraphs`. */
  sharing?: Sharing | undefined;
  /** Milliseconds after which a subgraph counts as unreachable. Default 2,000. */
  probeTimeout?: number | undefined;
  /** Which labels of progressive overrides are active for a request. */
  overrideLabels?: OverrideLabels | undefined;
}

export interface Counts {
  /** Spliced from the answers of subgraphs. */
  spliced: number;
  /** Begun so, and then merged because an answer was not as expected: above all, because it held an error. */
  declined: number;
  /** Merged from the start, because the operation cannot be spliced. */
  merged: number;
}

export interface Gateway {
  execute(request: GatewayRequest): Promise<ExecutionResult>;
  /** The same as JSON. */
  respond(request: GatewayRequest): Promise<ResponseText>;
  /** The public schema. */
  schema: GraphQLSchema;
  subgraphs: readonly string[];
  limits: Limits;
  /** How operations were answered so far. */
  counts: Readonly<Counts>;
  /** Every stage's artefact for an operation, as text. */
  plan(
    query: string,
    operationName?: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** The identity of a subject whose login was verified: with its roles that hold now. */
  identify(verified: Verified): Promise<Identity>;
  /**
   * Compiles made-up operations for up to two seconds, others' requests in between, so that the code which compiles
   * is optimised before clients' operations come. Best called a second after the start, when the first requests are
   * through. Asks no subgraph.
   */
  warmUp(): Promise<void>;
  /** Names of the subgraphs that do not answer in time. */
  unreachable(): Promise<string[]>;
  close(): Promise<void>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const supergraph = loadSupergraph(options.supergraph);
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const compiler = createCompiler(supergraph, { ...options, limits });
  const { sharing = 'subgraphs' } = options;
  const shared = createSubgraphSharing(cancelled);
  const transports = new Map<string, Transport>();
  for (const { name, url } of supergraph.subgraphs) {
    const transport = options.transport(name, url);
    transports.set(name, sharing === 'nothing' ? transport : shared(transport));
  }
  const transportOf = (subgraph: string): Transport => {
    const transport = transports.get(subgraph);
    if (!transport) throw new Error(`The plan names an unknown subgraph "${subgraph}".`);
    return transport;
  };

  const generateAfter = canGenerate() ? (options.generateAfter ?? 50) : Number.POSITIVE_INFINITY;
  const counts: Counts = { spliced: 0, declined: 0, merged: 0 };
  /** The response of an operation that is executed; throws a RequestError for one that is not. */
  const answer = async (
    request: GatewayRequest,
    ready: Ready,
  ): Promise<ExecutionResult | Spliced> => {
    const { compiled, introspection } = ready;
    const input: ExecutionInput = {
      variables: request.variables ?? {},
      identity: request.identity,
      languages: request.languages,
      headers: request.headers,
      signal: request.signal,
      transportOf,
      introspection,
    };
    let recorded: Recorded | null = null;
    if (generateAfter === 0 && compiled.runs === 0) {
      compiled.runs = 1;
      compiled.generate();
    }
    if (compiled.splice && !options.isPlain) {
      const result = await spliceExecute(compiled, compiled.splice, input);
      if (result.spliced) {
        counts.spliced++;
        if (++compiled.runs === generateAfter) setImmediate(compiled.generate);
        return result.spliced;
      }
      counts.declined++;
      recorded = result.recorded;
    } else counts.merged++;
    const { data, errors } = await execute(compiled, input, recorded);
    return errors.length > 0 ? { errors, data } : { data };
  };

  let isClosed = false;
  const clientSharing = sharing === 'clients' ? createClientSharing() : null;
  const gateway: Gateway = {
    async execute(request) {
      try {
        const result = await answer(request, await compiler.operationFor(request));
        if (!('bytes' in result)) return result;
        const value = JSON.parse(result.bytes.toString('utf8'));
        result.release();
        return value;
      } catch (error) {
        return { errors: errorsOf(error) };
      }
    },
    async respond(request) {
      try {
        const found = compiler.operationFor(request);
        const ready = found instanceof Promise ? await found : found;
        const isQuery = ready.compiled.normalised.kind === 'query';
        if (request.queriesOnly && !isQuery) {
          throw requestError('A mutation must be sent with POST.', codes.notAQuery);
        }
        if (clientSharing && !isQuery) {
          return toText(await answer(request, ready).finally(clientSharing.forget));
        }
        if (!clientSharing || request.identity) return toText(await answer(request, ready));
        const { body } = await clientSharing.join(request, ready.compiled.id, async (signal) =>
          toText(await answer({ ...request, signal }, ready)),
        );
        return { body, kind: 'executed' };
      } catch (error) {
        const errors = errorsOf(error);
        const isRefused = errors[0]?.extensions?.code === codes.notAQuery;
        return { ...toText({ errors }), kind: isRefused ? 'not-a-query' : 'failed' };
      }
    },
    schema: supergraph.schema,
    subgraphs: supergraph.subgraphs.map(({ name }) => name),
    limits,
    counts,
    async plan(query, operationName, variables = {}) {
      const request = { query, operationName, variables, identity: null, languages: '' };
      const { compiled } = await compiler.operationFor(request);
      return printStages(compiled);
    },
    identify: (verified) => identify(verified),
    warmUp: () => warmUp(supergraph, limits, () => isClosed),
    unreachable: createProbes(transports, options.probeTimeout),
    async close() {
      isClosed = true;
      supergraph.planner.close();
      await Promise.all([...transports.values()].map((transport) => transport.close?.()));
    },
  };
  const identify = createRoles(gateway, options);
  return gateway;
}

function toText(result: ExecutionResult | Spliced): ResponseText {
  if ('bytes' in result) return { body: result.bytes, release: result.release, kind: 'executed' };
  return { body: Buffer.from(JSON.stringify(result)), kind: 'executed' };
}

/** What a client may know of a failure; faults of the gateway are reported without their inside. */
export function errorsOf(error: unknown): readonly ResponseError[] {
  if (error instanceof RequestError) return error.errors;
  if (isTooDeep(error)) return tooDeep().errors;
  process.emitWarning(error instanceof Error ? error : String(error));
  return [{ message: 'The gateway failed.', extensions: { code: codes.internal } }];
}

// Goes in: what went wrong. Comes out: an error as a client reads it, with a code from the one list below.
// Does not decide where an error goes: paths are given by `execute.ts` and `project.ts`.

export type PathSegment = string | number;

/** A GraphQL error in the shape of the response. */
export interface ResponseError {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly PathSegment[];
  extensions?: Readonly<Record<string, unknown>>;
}

/** Every code the gateway itself gives. A subgraph's own codes are passed on as they are. */
export const codes = {
  /** The text is not GraphQL. */
  parse: 'GRAPHQL_PARSE_FAILED',
  /** The operation does not fit the schema. */
  validation: 'GRAPHQL_VALIDATION_FAILED',
  /** A variable's value does not fit its type, or an operation name is missing or unknown. */
  badInput: 'BAD_USER_INPUT',
  /** An operation is larger than a limit allows; `extensions.limit`, `allowed` and `found` say which. */
  limit: 'OPERATION_LIMIT_EXCEEDED',
  /** The operation asks for something the gateway does not serve, such as a subscription. */
  unsupported: 'OPERATION_NOT_SUPPORTED',
  /** Something other than a query where only a query is served, as by GET. */
  notAQuery: 'NOT_A_QUERY',
  /** The planner found no way through the subgraphs. */
  planning: 'QUERY_PLANNING_FAILED',
  /** A subgraph could not be reached or did not answer with GraphQL. */
  unavailable: 'SUBGRAPH_UNAVAILABLE',
  /** A subgraph did not answer in time. */
  timeout: 'SUBGRAPH_TIMEOUT',
  /** A subgraph's error that came without a code. */
  subgraph: 'SUBGRAPH_ERROR',
  /** A field that must have a value has none, and no error says why. */
  unexpectedNull: 'UNEXPECTED_NULL',
  /** A value that the public schema does not allow at its place. */
  unexpectedValue: 'UNEXPECTED_VALUE',
  /** A field was taken out because this reader may not select it. */
  unauthorized: 'UNAUTHORIZED_FIELD_OR_TYPE',
  /** The login of a request is not valid. */
  unauthenticated: 'UNAUTHENTICATED',
  /** The hash of a persisted operation is not known here; send its text once. */
  persistedUnknown: 'PERSISTED_QUERY_NOT_FOUND',
  /** The client went away before the answer was complete. */
  cancelled: 'REQUEST_CANCELLED',
  /** A fault of the gateway. */
  internal: 'INTERNAL_SERVER_ERROR',
} as const;

export type Code = (typeof codes)[keyof typeof codes];

/** Thrown before anything is executed: the whole request is answered with these errors and no data. */
export class RequestError extends Error {
  readonly errors: readonly ResponseError[];

  constructor(errors: readonly ResponseError[]) {
    super(errors[0]?.message ?? 'The request failed.');
    this.errors = errors;
  }
}

export function requestError(message: string, code: Code): RequestError {
  return new RequestError([{ message, extensions: { code } }]);
}

/** What JSON, graphql or we cannot go through because it is nested thousands of levels deep. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}

export function tooDeep(): RequestError {
  return requestError('A value is nested too deeply.', codes.limit);
}

/** A GraphQL error of `graphql` itself (parsing, validation, coercion) with our code. */
export function withCode(
  error: {
    message: string;
    locations?: readonly { line: number; column: number }[] | undefined;
    path?: readonly PathSegment[] | undefined;
  },
  code: Code,
): ResponseError {
  return {
    message: error.message,
    ...(error.locations && { locations: error.locations }),
    ...(error.path && { path: error.path }),
    extensions: { code },
  };
}

/** Thrown by transports: the subgraph gave no GraphQL answer. */
export class SubgraphFailure extends Error {
  readonly code: Code;

  constructor(message: string, code: Code) {
    super(message);
    this.code = code;
  }
}

export function cancelled(): SubgraphFailure {
  return new SubgraphFailure('The request was cancelled.', codes.cancelled);
}

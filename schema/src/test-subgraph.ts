// For the subgraphs' own tests: one subgraph on an empty store in memory, with the clock, the reader and the other
// subgraphs' records given by the test.

import { openStorage, type Storage } from '@network/storage';
import { type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { createContext } from './context.ts';
import type { Identity } from './identity.ts';
import { type Ask, createAsk } from './owners.ts';
import type { SubgraphName } from './subgraphs.ts';

export interface TestSubgraph extends AsyncDisposable {
  storage: Storage;
  /** The test's clock: set it to move time. */
  clock: { now: Date };
  /** Executes an operation. `as` is the reader (default: the public), `languages` an `Accept-Language` header. */
  run: (
    query: string,
    options?: { variables?: Record<string, unknown>; as?: Identity; languages?: string },
  ) => Promise<ExecutionResult>;
}

/**
 * `others` names the records of other subgraphs that exist, as their owners would answer: `{ Organization: { iom: {} } }`;
 * null for a subgraph's type is "out of reach". Ids are `id-1`, `id-2` … in order.
 */
export async function testSubgraph(
  name: SubgraphName,
  schema: GraphQLSchema,
  {
    now = '2021-03-01T12:00:00.000Z',
    others = {},
  }: { now?: string; others?: Record<string, Record<string, object> | null> } = {},
): Promise<TestSubgraph> {
  const storage = await openStorage('sqlite::memory:', name);
  const clock = { now: new Date(now) };
  let ids = 0;
  const askOf = (identity: Identity | null): Ask =>
    createAsk(async (_, { variables }) => {
      const representations = variables.representations as Record<string, string>[];
      return {
        data: {
          _entities: representations.map(({ __typename = '', id = '' }) => {
            const records = others[__typename];
            if (records === null) throw new Error(`${__typename} is out of reach`);
            const record = records?.[id];
            return record ? { id, ...record } : null;
          }),
        },
      };
    }, identity);
  return {
    storage,
    clock,
    run: async (query, { variables = {}, as, languages = '' } = {}) => {
      const document = parse(query);
      const errors = validate(schema, document);
      if (errors.length > 0) return { errors };
      const identity = as ?? null;
      return await execute({
        schema,
        document,
        variableValues: variables,
        contextValue: createContext({
          storage,
          now: () => clock.now,
          newId: () => `id-${++ids}`,
          identity,
          acceptLanguage: languages,
          ask: askOf(identity),
        }),
      });
    },
    [Symbol.asyncDispose]: () => storage.close(),
  };
}

/** A reader with roles, for tests: `reader('anna', ['PUBLISHER', 'RegionalNetwork', 'asia-pacific'])`. */
export function reader(
  subject: string,
  ...roles: [role: string, type?: string, id?: string][]
): Identity {
  return {
    subject,
    roles: roles.map(([role, type, id]) => ({ role, scope: type ? { type, id } : null })),
  };
}

/** What tests read of the problems of a mutation. */
export const problems = `problems {
  code message path
  ... on InvalidValue { allowed }
  ... on UnknownRecord { type id }
  ... on NotAllowed { needed }
  ... on WrongState { state possible }
  ... on StaleWrite { currentVersion changes { sequence type by reason } }
}`;

/** What a mutation answers, as far as tests of all kinds of records look at it. */
export interface Payload {
  record: { id: string; version: number } | null;
  problems: { code: string; path: string[] }[];
}

/** `INVALID_VALUE name.text` for each problem of a payload. */
export function problemsIn(payload: unknown): string[] {
  return (payload as Payload).problems.map(({ code, path }) => `${code} ${path.join('.')}`);
}

/** Lists the reads that are made of a store from now on: `regionalNetworks.getMany`, `regionalNetworks.page` … */
export function readsOf(storage: Storage): string[] {
  const reads: string[] = [];
  const writes = ['insert', 'replace', 'load'];
  const open = storage.collection.bind(storage);
  storage.collection = (definition, visible) => {
    const collection = open(definition, visible);
    for (const [name, read] of Object.entries(collection)) {
      if (writes.includes(name)) continue;
      Object.assign(collection, {
        [name]: (...parameters: unknown[]) => {
          reads.push(`${definition.name}.${name}`);
          return (read as (...given: unknown[]) => unknown)(...parameters);
        },
      });
    }
    return collection;
  };
  return reads;
}

// Goes in: a subgraph's executable schema. Comes out: a transport that calls it as a function.
// No HTTP and no JSON: documents are parsed once and kept, one `_entities` is one call, values are handed on as they are.

import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { cancelled } from './errors.ts';
import type { Identity, SubgraphResult, Transport } from './transport.ts';

/** What a subgraph's context is made from; a new one for every call, so that its loaders see no other request. */
export interface InProcessRequest {
  identity: Identity | null;
  languages: string;
  headers?: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal | undefined;
}

/** Of all texts together: what is made of a text grows with it. */
const charactersKept = 4_000_000;

/** The gateway does not know a subgraph's own scalars: whether a literal is one of theirs is seen here, once per text. */
interface Known {
  document: DocumentNode;
  errors: readonly GraphQLError[];
}

export function inProcess(
  schema: GraphQLSchema,
  makeContext: (request: InProcessRequest) => unknown,
): Transport {
  const documents = new Map<string, Known>();
  let characters = 0;
  const knownOf = (text: string): Known => {
    let known = documents.get(text);
    if (!known) {
      // Texts come from plans; a sweep keeps those of plans that are not known any more from piling up here.
      characters += text.length;
      if (characters > charactersKept) {
        documents.clear();
        characters = text.length;
      }
      const document = parse(text, { noLocation: true });
      known = { document, errors: validate(schema, document) };
      documents.set(text, known);
    }
    return known;
  };
  return {
    wants: 'values',
    async send(request) {
      if (request.signal?.aborted) throw cancelled();
      const { document, errors } = knownOf(request.query);
      if (errors.length > 0) return { values: { errors: errors.map((error) => error.toJSON()) } };
      const contextValue = await makeContext(request);
      const result = await execute({
        schema,
        document,
        variableValues: request.variables,
        contextValue,
      });
      if (!result.errors) return { values: result as SubgraphResult };
      return {
        values: { data: result.data, errors: result.errors.map((error) => error.toJSON()) },
      };
    },
  };
}

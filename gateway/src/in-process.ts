// Goes in: a subgraph's executable schema. Comes out: a transport that calls it as a function.
// No HTTP and no JSON: documents are parsed once and kept, one `_entities` is one call, values are handed on as they are.

import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import { codes, SubgraphFailure } from './errors.ts';
import type { Identity, SubgraphResult, Transport } from './transport.ts';

/** What a subgraph's context is made from; a new one for every call, so that its loaders see no other request. */
export interface InProcessRequest {
  identity: Identity | null;
  languages: string;
  headers?: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal | undefined;
}

const documentsKept = 2_000;

export function inProcess(
  schema: GraphQLSchema,
  makeContext: (request: InProcessRequest) => unknown,
): Transport {
  const documents = new Map<string, DocumentNode>();
  const documentOf = (text: string): DocumentNode => {
    let document = documents.get(text);
    if (!document) {
      // Texts come from plans, which are bounded themselves; a sweep keeps evicted plans from piling up here.
      if (documents.size >= documentsKept) documents.clear();
      document = parse(text, { noLocation: true });
      documents.set(text, document);
    }
    return document;
  };
  return {
    wants: 'values',
    async send(request) {
      if (request.signal?.aborted) {
        throw new SubgraphFailure('The request was cancelled.', codes.cancelled);
      }
      const contextValue = await makeContext(request);
      const result = await execute({
        schema,
        document: documentOf(request.query),
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

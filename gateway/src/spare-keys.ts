// Goes in: a parsed supergraph. Comes out: the same without keys that nobody needs. Where every subgraph with a type knows
// its objects by one key, no other key leads anywhere that this one does not. The native planner considers them all the
// same; and where one of them stands beside @requires, it has asked subgraphs for keys they do not have, and ended the
// process.

import type {
  ConstDirectiveNode,
  DefinitionNode,
  DocumentNode,
  ObjectTypeDefinitionNode,
} from 'graphql';
import { argument } from './public-schema.ts';

export function withoutSpareKeys(document: DocumentNode): DocumentNode {
  let isChanged = false;
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (definition.kind !== 'ObjectTypeDefinition') return definition;
    const key = commonKey(definition);
    if (key === null) return definition;
    const directives = (definition.directives ?? []).filter(
      (directive) => !isType(directive) || argument(directive, 'key') === key,
    );
    if (directives.length === definition.directives?.length) return definition;
    isChanged = true;
    return { ...definition, directives };
  });
  return isChanged ? { ...document, definitions } : document;
}

/** A key by which every subgraph with the type knows its objects; null if there is none. */
function commonKey(definition: ObjectTypeDefinitionNode): string | null {
  const graphs = new Map<unknown, Map<unknown, boolean>>();
  for (const directive of definition.directives ?? []) {
    if (!isType(directive)) continue;
    const graph = argument(directive, 'graph');
    const keys = graphs.get(graph) ?? new Map<unknown, boolean>();
    keys.set(argument(directive, 'key'), argument(directive, 'resolvable') !== false);
    graphs.set(graph, keys);
  }
  const [first, ...others] = graphs.values();
  for (const key of first?.keys() ?? []) {
    if (typeof key !== 'string' || !isAlwaysThere(definition, key)) continue;
    const isCommon = [first, ...others].every((keys) => {
      const canFind = keys?.get(key);
      // One that finds objects by another key only is not to lose it.
      return canFind === true || (canFind === false && ![...(keys?.values() ?? [])].includes(true));
    });
    if (isCommon) return key;
  }
  return null;
}

/** Whether every subgraph has all of a key's fields for every object. */
function isAlwaysThere(definition: ObjectTypeDefinitionNode, key: string): boolean {
  return key.split(/\s+/).every((name) => {
    const field = definition.fields?.find((candidate) => candidate.name.value === name);
    return (
      field?.type.kind === 'NonNullType' &&
      !field.directives?.some((directive) => directive.name.value === 'join__field')
    );
  });
}

function isType(directive: ConstDirectiveNode): boolean {
  return directive.name.value === 'join__type';
}

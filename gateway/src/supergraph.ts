// Goes in: a supergraph's SDL (Federation 1 or 2). Comes out: its subgraphs with their addresses, the schema clients
// see, what kind each type is, what a reader needs for a field, and the native planner. Does not fetch or watch the SDL.

import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  parse,
  print,
} from 'graphql';
import { fromFederation1 } from './federation-1.ts';
import { type Ownership, ownershipOf } from './ownership.ts';
import { createPlanner, type Planner } from './planner.ts';
import { argument, type Features, featuresOf, publicSchema } from './public-schema.ts';
import { withoutSpareKeys } from './spare-keys.ts';

export interface Subgraph {
  /** Its value of the supergraph's enum `join__Graph`, by which directives name it. */
  graph: string;
  name: string;
  /** As the supergraph states it; '' if it states none. */
  url: string;
}

/** What a reader needs to select something: one of the lists, and everything in that list. */
export type Requirement =
  | { kind: 'authenticated' }
  | { kind: 'scopes' | 'policies'; anyOf: readonly (readonly string[])[] };

export interface TypeTable {
  isObject(name: string): boolean;
  /** An interface that is an object type in some subgraph, which cannot tell what stands behind it. */
  isInterfaceObject(name: string): boolean;
  /** The object types that a type condition lets pass, and the condition's own name (interface objects bear it). */
  matching(condition: string): ReadonlySet<string>;
}

export interface Supergraph {
  planner: Planner;
  subgraphs: readonly Subgraph[];
  /** The public schema. */
  schema: GraphQLSchema;
  /** All types, the inaccessible ones too: plans speak of them. */
  types: TypeTable;
  /** Who gives which field, as far as that is plain. */
  ownership: Ownership;
  /** Names of all fields of all types. */
  fieldNames: ReadonlySet<string>;
  /** Keys are `Type` and `Type.field`; null if the supergraph asks nothing of readers. */
  requirements: ReadonlyMap<string, readonly Requirement[]> | null;
}

export function loadSupergraph(sdl: string): Supergraph {
  const given = parse(sdl, { noLocation: true });
  // First: what is no supergraph at all is told apart from one that the planner cannot read.
  const subgraphs = subgraphsOf(given);
  const document = withoutSpareKeys(fromFederation1(given, subgraphs));
  const features = featuresOf(document);
  const types = typeTable(document);
  return {
    planner: createPlanner(document === given ? sdl : print(document), document, subgraphs),
    subgraphs,
    schema: publicSchema(document, features),
    types,
    ownership: ownershipOf(document, subgraphs, types),
    fieldNames: fieldNamesOf(document),
    requirements: requirementsOf(document, features),
  };
}

function subgraphsOf(document: DocumentNode): Subgraph[] {
  const subgraphs: Subgraph[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== 'EnumTypeDefinition' || definition.name.value !== 'join__Graph')
      continue;
    for (const value of definition.values ?? []) {
      const graph = value.directives?.find((directive) => directive.name.value === 'join__graph');
      if (!graph) continue;
      subgraphs.push({
        graph: value.name.value,
        name: String(argument(graph, 'name')),
        url: String(argument(graph, 'url') ?? ''),
      });
    }
  }
  if (subgraphs.length === 0) {
    throw new Error('The SDL is not a supergraph: it has no enum join__Graph with @join__graph.');
  }
  return subgraphs;
}

function fieldNamesOf(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  for (const definition of document.definitions) {
    if (
      definition.kind === 'ObjectTypeDefinition' ||
      definition.kind === 'InterfaceTypeDefinition'
    ) {
      for (const field of definition.fields ?? []) names.add(field.name.value);
    }
  }
  return names;
}

function typeTable(document: DocumentNode): TypeTable {
  const objects = new Set<string>();
  const members = new Map<string, Set<string>>();
  const interfaceObjects = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind === 'UnionTypeDefinition') {
      members.set(
        definition.name.value,
        new Set(definition.types?.map((member) => member.name.value)),
      );
    } else if (definition.kind === 'InterfaceTypeDefinition') {
      if (!members.has(definition.name.value)) members.set(definition.name.value, new Set());
      const isObjectSomewhere = definition.directives?.some(
        (directive) =>
          directive.name.value === 'join__type' &&
          argument(directive, 'isInterfaceObject') === true,
      );
      if (isObjectSomewhere) interfaceObjects.add(definition.name.value);
    } else if (definition.kind === 'ObjectTypeDefinition') {
      objects.add(definition.name.value);
    }
    if (
      definition.kind !== 'ObjectTypeDefinition' &&
      definition.kind !== 'InterfaceTypeDefinition'
    ) {
      continue;
    }
    for (const parent of definition.interfaces ?? []) {
      const set = members.get(parent.name.value) ?? new Set();
      set.add(definition.name.value);
      members.set(parent.name.value, set);
    }
  }
  const matching = new Map<string, ReadonlySet<string>>();
  return {
    isObject: (name) => objects.has(name),
    isInterfaceObject: (name) => interfaceObjects.has(name),
    matching(condition) {
      let set = matching.get(condition);
      if (!set) {
        set = new Set([condition, ...(members.get(condition) ?? [])]);
        matching.set(condition, set);
      }
      return set;
    },
  };
}

function requirementsOf(
  document: DocumentNode,
  features: Features,
): ReadonlyMap<string, readonly Requirement[]> | null {
  const authenticated = features.names.get('authenticated');
  const scopes = features.names.get('requiresScopes');
  const policy = features.names.get('policy');
  if (!authenticated && !scopes && !policy) return null;

  const found = new Map<string, Requirement[]>();
  const add = (key: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    for (const directive of directives ?? []) {
      const name = directive.name.value;
      let requirement: Requirement | null = null;
      if (name === authenticated) {
        requirement = { kind: 'authenticated' };
      } else if (name === scopes) {
        requirement = { kind: 'scopes', anyOf: argument(directive, 'scopes') as string[][] };
      } else if (name === policy) {
        requirement = { kind: 'policies', anyOf: argument(directive, 'policies') as string[][] };
      }
      if (requirement) found.set(key, [...(found.get(key) ?? []), requirement]);
    }
  };
  const implementers = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    const type = definition.name.value;
    add(type, definition.directives as readonly ConstDirectiveNode[] | undefined);
    if (
      definition.kind !== 'ObjectTypeDefinition' &&
      definition.kind !== 'InterfaceTypeDefinition'
    ) {
      continue;
    }
    for (const parent of definition.interfaces ?? []) {
      implementers.set(parent.name.value, [...(implementers.get(parent.name.value) ?? []), type]);
    }
    for (const field of definition.fields ?? [])
      add(`${type}.${field.name.value}`, field.directives);
  }
  if (found.size === 0) return null;

  // A field asked of an interface needs what it needs on any type behind the interface: the gateway cannot know
  // before it fetches which one it will be.
  for (const definition of document.definitions) {
    if (definition.kind !== 'InterfaceTypeDefinition') continue;
    for (const field of definition.fields ?? []) {
      const key = `${definition.name.value}.${field.name.value}`;
      const all = [...(found.get(key) ?? [])];
      for (const type of implementers.get(definition.name.value) ?? []) {
        all.push(...(found.get(`${type}.${field.name.value}`) ?? []));
      }
      if (all.length > 0) found.set(key, all);
    }
  }
  return found;
}

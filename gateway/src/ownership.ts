// Goes in: a supergraph's document. Comes out: which subgraph gives which field to whoever holds an object of its type,
// by which keys each subgraph finds the object, and what stands behind interfaces and unions. Only what is plain:
// `direct-plan.ts` leaves the rest to the native planner.

import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  parseType,
  print,
  specifiedScalarTypes,
  type TypeNode,
  type UnionTypeDefinitionNode,
} from 'graphql';
import { argument } from './public-schema.ts';
import type { Subgraph, TypeTable } from './supergraph.ts';

export interface OwnedField {
  /** The subgraphs that give it, by name, each with the names of the leaves that it requires to be sent. */
  owners: ReadonlyMap<string, readonly string[]>;
  /** Of its value: null for a leaf. */
  type: string | null;
  /** How many lists the value is in. */
  lists: number;
  /** What must be the same where fields of several types meet under one key; null if subgraphs differ in it. */
  shape: string | null;
}

export interface OwnedObject {
  kind: 'object';
  name: string;
  /** Only those of which all is known. */
  fields: ReadonlyMap<string, OwnedField>;
  /** The keys by which each subgraph finds an object, those of nothing but leaves. */
  keys: ReadonlyMap<string, readonly (readonly string[])[]>;
}

export interface OwnedAbstract {
  kind: 'abstract';
  name: string;
  /** Of an interface. */
  fields: ReadonlyMap<string, OwnedField>;
  /** For each subgraph the object types that it knows to be of the type. */
  possible: ReadonlyMap<string, readonly string[]>;
}

/** Types by name, without interfaces that are objects in some subgraph, and the types behind them. */
export type Ownership = ReadonlyMap<string, OwnedObject | OwnedAbstract>;

type Definition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | UnionTypeDefinitionNode;

export function ownershipOf(
  document: DocumentNode,
  subgraphs: readonly Subgraph[],
  types: TypeTable,
): Ownership {
  const names = new Map<unknown, string>(subgraphs.map(({ graph, name }) => [graph, name]));
  const leaves = new Set(specifiedScalarTypes.map(({ name }) => name));
  const composites = new Map<string, Definition>();
  for (const definition of document.definitions) {
    if (definition.kind === 'ScalarTypeDefinition' || definition.kind === 'EnumTypeDefinition') {
      leaves.add(definition.name.value);
    } else if (
      definition.kind === 'ObjectTypeDefinition' ||
      definition.kind === 'InterfaceTypeDefinition' ||
      definition.kind === 'UnionTypeDefinition'
    ) {
      composites.set(definition.name.value, definition);
    }
  }

  const behind = new Map<string, OwnedAbstract['possible']>();
  const subgraphsOf = (known: readonly ConstDirectiveNode[]): string[] =>
    known.map((directive) => names.get(argument(directive, 'graph')) ?? '');
  for (const [name, definition] of composites) {
    if (definition.kind === 'ObjectTypeDefinition') continue;
    const all = subgraphsOf(named(definition.directives, 'join__type'));
    behind.set(name, possibleOf(definition, composites, { all, names }));
  }
  const fieldsOf = (definition: Definition, all: readonly string[]): OwnedObject['fields'] => {
    const fields = new Map<string, OwnedField>();
    if (definition.kind === 'UnionTypeDefinition') return fields;
    for (const field of definition.fields ?? []) {
      const { type, lists } = outputOf(field.type);
      const owners = ownersOf(field, all, names);
      const isLeaf = leaves.has(type);
      if (!owners || (!isLeaf && !composites.has(type))) continue;
      const own = ownTypes(field);
      if (own.some((other) => outputOf(other).type !== type)) continue;
      const possible = behind.get(type);
      // Whom to ask depends on what is wanted.
      if (
        possible &&
        new Set([...owners.keys()].map((name) => possible.get(name)?.join())).size > 1
      ) {
        continue;
      }
      const text = print(field.type);
      const shape = own.length > 0 ? null : isLeaf ? text : text.replace(type, '{}');
      fields.set(field.name.value, { owners, type: isLeaf ? null : type, lists, shape });
    }
    return fields;
  };

  const owned = new Map<string, OwnedObject | OwnedAbstract>();
  for (const [name, definition] of composites) {
    const parents = 'interfaces' in definition ? (definition.interfaces ?? []) : [];
    const around = [name, ...parents.map((parent) => parent.name.value)];
    if (around.some(types.isInterfaceObject)) continue;
    const known = named(definition.directives, 'join__type');
    const fields = fieldsOf(definition, subgraphsOf(known));
    const possible = behind.get(name);
    if (possible) owned.set(name, { kind: 'abstract', name, fields, possible });
    else owned.set(name, { kind: 'object', name, fields, keys: keysOf(known, names) });
  }
  return owned;
}

/** What a field is in subgraphs that differ from the supergraph in it. */
function ownTypes(field: FieldDefinitionNode): TypeNode[] {
  return named(field.directives, 'join__field').flatMap((directive) => {
    const type = argument(directive, 'type');
    return type === undefined ? [] : [parseType(String(type))];
  });
}

function possibleOf(
  definition: InterfaceTypeDefinitionNode | UnionTypeDefinitionNode,
  composites: ReadonlyMap<string, Definition>,
  { all, names }: { all: readonly string[]; names: ReadonlyMap<unknown, string> },
): OwnedAbstract['possible'] {
  const possible = new Map<string, string[]>(all.map((subgraph) => [subgraph, []]));
  const add = (type: string, directives: readonly ConstDirectiveNode[]): void => {
    for (const directive of directives) {
      const subgraph = names.get(argument(directive, 'graph'));
      if (subgraph !== undefined) possible.get(subgraph)?.push(type);
    }
  };
  if (definition.kind === 'UnionTypeDefinition') {
    const members = named(definition.directives, 'join__unionMember');
    for (const { name } of definition.types ?? []) {
      add(
        name.value,
        members.filter((member) => argument(member, 'member') === name.value),
      );
    }
    return possible;
  }
  for (const [name, { kind, directives }] of composites) {
    if (kind !== 'ObjectTypeDefinition') continue;
    const implemented = named(directives, 'join__implements').filter(
      (directive) => argument(directive, 'interface') === definition.name.value,
    );
    add(name, implemented);
  }
  return possible;
}

/** Null where something else decides who gives a field: a label, what was provided on the way, a context. */
function ownersOf(
  field: FieldDefinitionNode,
  all: readonly string[],
  names: ReadonlyMap<unknown, string>,
): OwnedField['owners'] | null {
  const owners = new Map<string, readonly string[]>();
  const directives = named(field.directives, 'join__field');
  if (directives.length === 0) for (const subgraph of all) owners.set(subgraph, []);
  for (const directive of directives) {
    const given = new Set(directive.arguments?.map(({ name }) => name.value));
    const subgraph = names.get(argument(directive, 'graph'));
    if (
      subgraph === undefined ||
      ['overrideLabel', 'provides', 'contextArguments'].some((name) => given.has(name))
    ) {
      return null;
    }
    if (
      argument(directive, 'external') === true ||
      argument(directive, 'usedOverridden') === true
    ) {
      continue;
    }
    const requires = leavesOf(argument(directive, 'requires') ?? '');
    if (!requires) return null;
    owners.set(subgraph, requires);
  }
  return owners;
}

function keysOf(
  types: readonly ConstDirectiveNode[],
  names: ReadonlyMap<unknown, string>,
): OwnedObject['keys'] {
  const keys = new Map<string, (readonly string[])[]>();
  for (const directive of types) {
    const key = argument(directive, 'key');
    const subgraph = names.get(argument(directive, 'graph'));
    if (key === undefined || subgraph === undefined) continue;
    const leaves = argument(directive, 'resolvable') === false ? null : leavesOf(key);
    if (leaves) keys.set(subgraph, [...(keys.get(subgraph) ?? []), leaves]);
  }
  return keys;
}

/** The names in a field set that has nothing but names. */
function leavesOf(fieldSet: unknown): string[] | null {
  const names = String(fieldSet)
    .split(/[\s,]+/)
    .filter((name) => name !== '');
  return names.every((name) => /^[A-Za-z]\w*$/.test(name)) ? names : null;
}

function named(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): readonly ConstDirectiveNode[] {
  return (directives ?? []).filter((directive) => directive.name.value === name);
}

function outputOf(type: TypeNode): { type: string; lists: number } {
  if (type.kind === 'NamedType') return { type: type.name.value, lists: 0 };
  const { type: inner, lists } = outputOf(type.type);
  return { type: inner, lists: type.kind === 'ListType' ? lists + 1 : lists };
}

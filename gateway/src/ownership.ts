// Goes in: a supergraph's document. Comes out: which subgraph gives which field to whoever holds an object of its type,
// and by which key each subgraph finds the object. Only what is plain: `direct-plan.ts` leaves the rest to the planner.

import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  specifiedScalarTypes,
  type TypeNode,
} from 'graphql';
import { argument } from './public-schema.ts';
import type { Subgraph } from './supergraph.ts';

export interface OwnedField {
  /** The subgraphs that give it, by name, each with the names of the leaves that it requires to be sent. */
  owners: ReadonlyMap<string, readonly string[]>;
  /** Of its value: null for a leaf. */
  type: string | null;
  /** How many lists the value is in. */
  lists: number;
}

export interface OwnedType {
  name: string;
  /** Only those of which all is known. */
  fields: ReadonlyMap<string, OwnedField>;
  /** The keys by which each subgraph finds an object, those of nothing but leaves. */
  keys: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** Object types by name, without those of which a subgraph knows only the interface. */
export type Ownership = ReadonlyMap<string, OwnedType>;

export function ownershipOf(document: DocumentNode, subgraphs: readonly Subgraph[]): Ownership {
  const names = new Map<unknown, string>(subgraphs.map(({ graph, name }) => [graph, name]));
  const leaves = new Set(specifiedScalarTypes.map(({ name }) => name));
  const objects = new Map<string, ObjectTypeDefinitionNode>();
  const interfaceObjects = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind === 'ScalarTypeDefinition' || definition.kind === 'EnumTypeDefinition') {
      leaves.add(definition.name.value);
    } else if (definition.kind === 'ObjectTypeDefinition') {
      objects.set(definition.name.value, definition);
    } else if (definition.kind === 'InterfaceTypeDefinition') {
      const isObject = named(definition.directives, 'join__type').some(
        (directive) => argument(directive, 'isInterfaceObject') === true,
      );
      if (isObject) interfaceObjects.add(definition.name.value);
    }
  }

  const owned = new Map<string, OwnedType>();
  for (const [name, definition] of objects) {
    if (definition.interfaces?.some((parent) => interfaceObjects.has(parent.name.value))) continue;
    const types = named(definition.directives, 'join__type');
    const all = types.map((directive) => names.get(argument(directive, 'graph')) ?? '');
    const fields = new Map<string, OwnedField>();
    for (const field of definition.fields ?? []) {
      const { type, lists } = outputOf(field.type);
      const owners = ownersOf(field, all, names);
      const isLeaf = leaves.has(type);
      if (owners && (isLeaf || objects.has(type))) {
        fields.set(field.name.value, { owners, type: isLeaf ? null : type, lists });
      }
    }
    owned.set(name, { name, fields, keys: keysOf(types, names) });
  }
  return owned;
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
): OwnedType['keys'] {
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

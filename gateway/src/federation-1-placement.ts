// Goes in: a parsed supergraph of a Federation 1 composer (join v0.1). Comes out: which subgraph has which types and
// fields. Does not compose: what v0.1 leaves unsaid is inferred from what each subgraph returns.

import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { argument } from './public-schema.ts';
import type { Subgraph } from './supergraph.ts';

type Types = ReadonlyMap<string, TypeDefinitionNode>;
type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** What a field's `@join__field` says of one subgraph. */
export interface Place {
  requires?: string;
  provides?: string;
  external?: true;
}

/** Where everything is. Subgraphs are named by their value of `join__Graph`. */
export interface Placement {
  /** Type → subgraphs that have it. */
  types: Map<string, Set<string>>;
  /** Root types and entities → the subgraph that has the fields of which nothing else is said, if there is one. */
  owners: Map<string, string | undefined>;
  /** Type → its keys, by subgraph. */
  keys: Map<string, [graph: string, key: string][]>;
  /** `Type.field` → the only subgraphs that have the field; one not listed is wherever its type is. */
  fields: Map<string, Map<string, Place>>;
  /** `Type.field` → what it provides wherever it is. */
  provides: Map<string, { set: string; type: string }>;
}

interface FieldSet {
  set: string;
  /** That the fields are selected from. */
  type: string;
  graph: string;
  where: string;
  isKey: boolean;
}

/** `definitions` are the document's without those of features. Throws if something has no place. */
export function placementOf(
  document: DocumentNode,
  definitions: readonly DefinitionNode[],
  subgraphs: readonly Subgraph[],
): Placement {
  const types = new Map<string, TypeDefinitionNode>();
  for (const definition of definitions) {
    if (isTypeDefinitionNode(definition)) types.set(definition.name.value, definition);
  }
  const graphs = new Set(subgraphs.map(({ graph }) => graph));
  const placement = statedPlacement(types, rootsOf(document), graphs);
  inferPlacement(types, placement, graphs);
  for (const [where, { set, type }] of placement.provides) {
    for (const graph of placement.types.get(where.split('.')[0] ?? '') ?? []) {
      placeFieldsOf({ set, type, graph, where, isKey: false }, types, placement);
    }
  }
  return placement;
}

export function refusal(reason: string): Error {
  return new Error(
    `A Federation 1 composer made this supergraph (join v0.1), and ${reason}. ` +
      'Compose it again with a Federation 2 composer: the subgraphs may stay as they are.',
  );
}

function rootsOf(document: DocumentNode): Set<string> {
  const roots = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION) continue;
    for (const operation of definition.operationTypes) roots.add(operation.type.name.value);
  }
  return roots;
}

/** What the directives say: of root types, of entities, and of fields that one subgraph adds to another's type. */
function statedPlacement(
  types: Types,
  roots: ReadonlySet<string>,
  graphs: ReadonlySet<string>,
): Placement {
  const placement: Placement = {
    types: new Map(),
    owners: new Map(),
    keys: new Map(),
    fields: new Map(),
    provides: new Map(),
  };
  const graphIn = (directive: ConstDirectiveNode, where: string) => {
    const graph = argument(directive, 'graph');
    if (graph === undefined || graph === null) return undefined;
    if (typeof graph === 'string' && graphs.has(graph)) return graph;
    throw refusal(`${where} names a subgraph that join__Graph does not list`);
  };
  const sets: FieldSet[] = [];

  for (const definition of types.values()) {
    if (!isComposite(definition)) continue;
    const type = definition.name.value;
    const isRoot = roots.has(type);
    const stated = new Set<string>();
    let owner: string | undefined;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value === 'join__owner') owner = graphIn(directive, type);
      if (directive.name.value !== 'join__type') continue;
      const graph = graphIn(directive, type);
      if (graph === undefined) throw refusal(`a @join__type of ${type} names no subgraph`);
      stated.add(graph);
      const key = argument(directive, 'key');
      if (typeof key !== 'string') continue;
      sets.push({ set: key, type, graph, where: `a key of ${type}`, isKey: true });
      // Federation 1 knows no entities by interface: a key of an interface says what its object types have.
      if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
        placement.keys.set(type, [...(placement.keys.get(type) ?? []), [graph, key]]);
      }
    }
    const candidates = isRoot ? graphs : stated;
    owner ??= candidates.size === 1 ? [...candidates][0] : undefined;
    const isStated = isRoot || stated.size > 0;
    if (isStated) {
      placement.owners.set(type, owner);
      placement.types.set(type, stated);
    }

    for (const field of definition.fields ?? []) {
      const where = `${type}.${field.name.value}`;
      const directives = field.directives?.filter(({ name }) => name.value === 'join__field') ?? [];
      const places = new Map<string, Place>();
      for (const directive of directives) {
        const graph = graphIn(directive, where) ?? owner;
        const requires = argument(directive, 'requires');
        const provides = argument(directive, 'provides');
        if (graph === undefined) {
          if (typeof requires === 'string')
            throw refusal(`${where} requires fields in no subgraph`);
          if (typeof provides === 'string')
            placement.provides.set(where, { set: provides, type: nameOf(field.type) });
          continue;
        }
        const place: Place = {};
        if (typeof requires === 'string') {
          place.requires = requires;
          sets.push({ set: requires, type, graph, where, isKey: false });
        }
        if (typeof provides === 'string') {
          place.provides = provides;
          sets.push({ set: provides, type: nameOf(field.type), graph, where, isKey: false });
        }
        places.set(graph, place);
      }
      if (places.size === 0 && isStated) {
        if (owner === undefined) throw refusal(`nothing says which subgraph has ${where}`);
        places.set(owner, {});
      }
      if (places.size === 0) continue;
      placement.fields.set(where, places);
      // Fields that a type without a key is extended with do not say where the rest of the type is.
      if (isStated) for (const graph of places.keys()) stated.add(graph);
    }
  }

  sets.sort((left, right) => Number(right.isKey) - Number(left.isKey));
  for (const set of sets) placeFieldsOf(set, types, placement);
  return placement;
}

/**
 * A subgraph's fields that another owns are external there, and v0.1 leaves them out. Those of a key it can give all the
 * same; required and provided ones only where that is said.
 */
function placeFieldsOf(
  { set, type, graph, where, isKey }: FieldSet,
  types: Types,
  placement: Placement,
): void {
  for (const [parent, name] of fieldsIn(set, type, { types, where })) {
    addTo(placement.types, parent, graph);
    const places = placement.fields.get(`${parent}.${name}`);
    if (!places?.has(graph)) places?.set(graph, isKey ? {} : { external: true });
  }
}

/** The fields of a key or another field set, each with the type it is selected from. */
function fieldsIn(
  set: string,
  type: string,
  { types, where }: { types: Types; where: string },
): [type: string, field: string][] {
  const found: [string, string][] = [];
  const visit = (selections: SelectionSetNode, parent: string) => {
    const definition = types.get(parent);
    for (const selection of selections.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        visit(selection.selectionSet, selection.typeCondition?.name.value ?? parent);
        continue;
      }
      const name = selection.name.value;
      if (selection.kind === Kind.FIELD && name === '__typename') continue;
      const field =
        definition && isComposite(definition)
          ? definition.fields?.find((candidate) => candidate.name.value === name)
          : undefined;
      if (selection.kind !== Kind.FIELD || !field) {
        throw refusal(`${where} names "${name}", which ${parent} does not have`);
      }
      found.push([parent, name]);
      if (selection.selectionSet) visit(selection.selectionSet, nameOf(field.type));
    }
  };
  let selections: SelectionSetNode | undefined;
  try {
    const operation = parse(`{${set}}`, { noLocation: true }).definitions[0];
    if (operation?.kind === Kind.OPERATION_DEFINITION) selections = operation.selectionSet;
  } catch {
    throw refusal(`the fields of ${where} cannot be read: "${set}"`);
  }
  if (selections) visit(selections, type);
  return found;
}

/**
 * A subgraph has what its fields return. Value types are the same in every subgraph that has them, so they come with all
 * their fields. An interface that a subgraph returns comes with all value types behind it that it can have: v0.1 does
 * not say which of them it has, and the data of one left out would be missed in silence.
 */
function inferPlacement(types: Types, placement: Placement, graphs: ReadonlySet<string>): void {
  const { types: placed, fields, owners } = placement;
  const composites = [...types.values()].filter(isComposite);
  const implementers = new Map<string, Set<string>>();
  for (const definition of composites) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || owners.has(definition.name.value))
      continue;
    for (const { name } of definition.interfaces ?? []) {
      addTo(implementers, name.value, definition.name.value);
    }
  }
  for (const graph of graphs) {
    const seen = new Set<string>();
    const pending = [...placed].filter(([, its]) => its.has(graph)).map(([type]) => type);
    for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
      const definition = types.get(type);
      if (!definition || seen.has(type)) continue;
      seen.add(type);
      if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
        addTo(placed, type, graph);
        for (const { name } of definition.types ?? []) pending.push(name.value);
      } else if (isComposite(definition)) {
        addTo(placed, type, graph);
        for (const field of fieldsAt(definition, graph, fields)) pending.push(nameOf(field.type));
        for (const name of implementers.get(type) ?? []) {
          if (canHave(name, { graph, types, placement })) pending.push(name);
        }
        // An extension need not implement what its owner does.
        if ((owners.get(type) ?? graph) !== graph) continue;
        // A type condition may name an interface that no field returns.
        for (const { name } of definition.interfaces ?? []) {
          const parent = types.get(name.value);
          if (!parent || !isComposite(parent)) continue;
          addTo(placed, name.value, graph);
          for (const field of fieldsAt(parent, graph, fields)) pending.push(nameOf(field.type));
        }
      }
    }
  }
  // What an interface demands of an extension and another subgraph owns is external there: the planner asks the
  // interface itself for what is not.
  for (const definition of composites) {
    const type = definition.name.value;
    for (const { name } of definition.interfaces ?? []) {
      const parent = types.get(name.value);
      if (!parent || !isComposite(parent) || !owners.has(type)) continue;
      for (const graph of placed.get(type) ?? []) {
        if (!placed.get(name.value)?.has(graph)) continue;
        for (const field of fieldsAt(parent, graph, fields)) {
          const places = fields.get(`${type}.${field.name.value}`);
          if (places && !places.has(graph)) places.set(graph, { external: true });
        }
      }
    }
  }
  // Inputs, enums and scalars, of which the planner asks nothing, and what no operation can reach.
  for (const type of types.keys()) {
    if (!placed.has(type)) placed.set(type, new Set(graphs));
  }
}

/** A subgraph without an entity has no value type with a field for that entity. */
function canHave(
  type: string,
  at: { graph: string; types: Types; placement: Placement; seen?: Set<string> },
): boolean {
  const { graph, types, placement, seen = new Set() } = at;
  if (placement.keys.has(type)) return placement.types.get(type)?.has(graph) ?? false;
  const definition = types.get(type);
  if (!definition || !isComposite(definition) || seen.has(type)) return true;
  seen.add(type);
  return fieldsAt(definition, graph, placement.fields).every((field) =>
    canHave(nameOf(field.type), { graph, types, placement, seen }),
  );
}

const fieldsAt = (definition: Composite, graph: string, fields: Placement['fields']) =>
  (definition.fields ?? []).filter(
    (field) => fields.get(`${definition.name.value}.${field.name.value}`)?.has(graph) ?? true,
  );

const isComposite = (definition: TypeDefinitionNode): definition is Composite =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
  definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

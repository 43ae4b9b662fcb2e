// Goes in: a parsed supergraph. Comes out: the same in the form of join v0.3, if a Federation 1 composer made it
// (join v0.1); any other as it is. Does not find out what is where: that is `federation-1-placement.ts`.

import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  parse,
  type TypeDefinitionNode,
} from 'graphql';
import { type Place, type Placement, placementOf, refusal } from './federation-1-placement.ts';
import { argument } from './public-schema.ts';
import type { Subgraph } from './supergraph.ts';

/** What the planner reads; not `join__enumValue`, of which it asks nothing. */
const definitionsOfJoin = parse(
  `
  directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__type(
    graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false
    resolvable: Boolean! = true, isInterfaceObject: Boolean! = false
  ) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
  directive @join__field(
    graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String
    external: Boolean, override: String, usedOverridden: Boolean
  ) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
  directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
  directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
  scalar join__FieldSet
  scalar link__Import
  enum link__Purpose { SECURITY EXECUTION }
  `,
  { noLocation: true },
).definitions;

export function fromFederation1(
  document: DocumentNode,
  subgraphs: readonly Subgraph[],
): DocumentNode {
  if (!isOfJoin1(document)) return document;
  const isClients = (definition: DefinitionNode) =>
    !('name' in definition && definition.name && isOfFeature(definition.name.value));
  const placement = placementOf(document, document.definitions.filter(isClients), subgraphs);
  const definitions: DefinitionNode[] = [...definitionsOfJoin];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.SCHEMA_DEFINITION) {
      definitions.push({ ...definition, directives: links(definition.directives) });
    } else if (isClients(definition)) {
      definitions.push(
        isTypeDefinitionNode(definition) ? placed(definition, placement) : definition,
      );
    } else if ('name' in definition && definition.name?.value === 'join__Graph') {
      definitions.push(definition);
    }
  }
  return { kind: Kind.DOCUMENT, definitions };
}

const isOfFeature = (name: string) => /^(core|join|link)(__|$)/.test(name);

function isOfJoin1(document: DocumentNode): boolean {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      if (!/\/join\/v0\.1\/?$/.test(addressOf(directive))) continue;
      const as = argument(directive, 'as') ?? 'join';
      if (as !== 'join') throw refusal(`its directives begin with "${as}__" instead of "join__"`);
      return true;
    }
  }
  return false;
}

function placed(definition: TypeDefinitionNode, placement: Placement): TypeDefinitionNode {
  const name = definition.name.value;
  const graphs = [...(placement.types.get(name) ?? [])];
  const keys = placement.keys.get(name) ?? [];
  const directives = withoutJoin(definition.directives);
  for (const graph of graphs) {
    const its = keys.filter(([keyed]) => keyed === graph);
    if (its.length === 0) directives.push(join('type', { graph }));
    for (const [, key] of its) directives.push(join('type', { graph, key }));
  }
  switch (definition.kind) {
    case Kind.UNION_TYPE_DEFINITION:
      for (const graph of graphs) {
        for (const member of definition.types ?? []) {
          directives.push(join('unionMember', { graph, member: member.name.value }));
        }
      }
      return { ...definition, directives };
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      for (const parent of definition.interfaces ?? []) {
        const its = placement.types.get(parent.name.value);
        for (const graph of graphs) {
          if (!its?.has(graph)) continue;
          directives.push(join('implements', { graph, interface: parent.name.value }));
        }
      }
      return {
        ...definition,
        directives,
        fields: (definition.fields ?? []).map((field) => placedField(field, name, placement)),
      };
    default:
      return { ...definition, directives };
  }
}

function placedField(
  field: FieldDefinitionNode,
  type: string,
  placement: Placement,
): FieldDefinitionNode {
  const where = `${type}.${field.name.value}`;
  const provides = placement.provides.get(where)?.set;
  let places: Iterable<[string, Place]> = placement.fields.get(where) ?? [];
  if (provides !== undefined) {
    places = [...(placement.types.get(type) ?? [])].map((graph) => [graph, { provides }]);
  }
  const directives = [...places].map(([graph, place]) => join('field', { graph, ...place }));
  return { ...field, directives: [...withoutJoin(field.directives), ...directives] };
}

const withoutJoin = (directives: readonly ConstDirectiveNode[] | undefined) =>
  (directives ?? []).filter(({ name }) => !name.value.startsWith('join__'));

/** `@core` of other features becomes `@link`: both give the features' directives the same names. */
function links(directives: readonly ConstDirectiveNode[] | undefined): ConstDirectiveNode[] {
  const found = [
    directive('link', { url: 'https://specs.apollo.dev/link/v1.0' }),
    directive('link', { url: 'https://specs.apollo.dev/join/v0.3', for: 'EXECUTION' }),
  ];
  for (const node of directives ?? []) {
    const isFeature = node.name.value === 'core' || node.name.value === 'link';
    if (isFeature && /\/(core|join|link)\/v[\d.]+\/?$/.test(addressOf(node))) continue;
    const its = node.arguments?.map((one) =>
      one.name.value === 'feature' ? { ...one, name: nameNode('url') } : one,
    );
    found.push(isFeature ? { ...node, name: nameNode('link'), arguments: its ?? [] } : node);
  }
  return found;
}

const addressOf = (feature: ConstDirectiveNode) =>
  String(argument(feature, 'feature') ?? argument(feature, 'url'));

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;

const join = (name: string, values: Readonly<Record<string, string | true>>) =>
  directive(`join__${name}`, values);

function directive(
  name: string,
  values: Readonly<Record<string, string | true>>,
): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: nameNode(name),
    arguments: Object.entries(values).map(([key, value]) => ({
      kind: Kind.ARGUMENT,
      name: nameNode(key),
      value:
        value === true
          ? { kind: Kind.BOOLEAN, value }
          : { kind: key === 'graph' || key === 'for' ? Kind.ENUM : Kind.STRING, value },
    })),
  };
}

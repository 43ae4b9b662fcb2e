// Goes in: the parsed supergraph. Comes out: the schema clients see, without federation's own parts.
// Does not check the supergraph: composition did.

import {
  type ASTNode,
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  isTypeDefinitionNode,
  specifiedDirectives,
} from 'graphql';

/** Names by which a supergraph uses the directives of the features it links, e.g. `authenticated`. */
export interface Features {
  /** Feature (last part of its address before the version) → name of its main directive here. */
  names: ReadonlyMap<string, string>;
  /** Directives and types that are a feature's own and not the client's. */
  isInternal(name: string): boolean;
}

const executableLocations = new Set([
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);
const keptDirectives = new Set(['deprecated', 'specifiedBy', 'oneOf']);

/** Reads `@link` (Federation 2) and `@core` (Federation 1) of the schema definition. */
export function featuresOf(document: DocumentNode): Features {
  const names = new Map<string, string>();
  const internal = new Set<string>(['link', 'core', 'join']);
  const prefixes = new Set<string>(['link', 'core', 'join']);
  for (const definition of document.definitions) {
    if (definition.kind !== 'SchemaDefinition' && definition.kind !== 'SchemaExtension') continue;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'link' && directive.name.value !== 'core') continue;
      const url = argument(directive, 'url') ?? argument(directive, 'feature');
      if (typeof url !== 'string') continue;
      const parts = url.split('/').filter((part) => part !== '');
      const version = /^v\d/.test(parts.at(-1) ?? '');
      const feature = (version ? parts.at(-2) : parts.at(-1)) ?? '';
      const as = argument(directive, 'as');
      const name = typeof as === 'string' ? as : feature;
      names.set(feature, name);
      internal.add(name);
      prefixes.add(name);
      const imports = argument(directive, 'import');
      for (const item of Array.isArray(imports) ? imports : []) {
        const imported = typeof item === 'string' ? { name: item, as: item } : item;
        const original = String(imported.name).replace(/^@/, '');
        const local = String(imported.as ?? imported.name).replace(/^@/, '');
        internal.add(local);
        if (original === feature) names.set(feature, local);
      }
    }
  }
  return {
    names,
    isInternal: (name) =>
      internal.has(name) || (name.includes('__') && prefixes.has(name.split('__')[0] ?? '')),
  };
}

/** The value of a directive's argument as plain data. */
export function argument(directive: ConstDirectiveNode, name: string): unknown {
  const found = directive.arguments?.find((candidate) => candidate.name.value === name);
  return found && plain(found.value);
}

function plain(value: ASTNode): unknown {
  switch (value.kind) {
    case 'ListValue':
      return value.values.map(plain);
    case 'ObjectValue':
      return Object.fromEntries(
        value.fields.map((field) => [field.name.value, plain(field.value)]),
      );
    case 'NullValue':
      return null;
    case 'IntValue':
    case 'FloatValue':
      return Number(value.value);
    case 'StringValue':
    case 'BooleanValue':
    case 'EnumValue':
      return value.value;
    default:
      return undefined;
  }
}

export function publicSchema(document: DocumentNode, features: Features): GraphQLSchema {
  const inaccessible = features.names.get('inaccessible') ?? 'inaccessible';
  const hidden = (node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) =>
    node.directives?.some((directive) => directive.name.value === inaccessible) ?? false;
  const hiddenTypes = new Set<string>();
  for (const definition of document.definitions) {
    if (isTypeDefinitionNode(definition) && hidden(definition)) {
      hiddenTypes.add(definition.name.value);
    }
  }
  const visibleType = (node: { name: { value: string } }) => !hiddenTypes.has(node.name.value);
  const directives = (node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) =>
    (node.directives ?? []).filter((directive) => keptDirectives.has(directive.name.value));

  const definitions: DefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === 'SchemaDefinition' || definition.kind === 'SchemaExtension') {
      definitions.push({
        ...definition,
        directives: [],
        operationTypes: (definition.operationTypes ?? []).filter((operation) =>
          visibleType(operation.type),
        ),
      } as DefinitionNode);
      continue;
    }
    if (!('name' in definition) || !definition.name) continue;
    // A directive that clients write is theirs, also when subgraphs import it by @link.
    const isClients = definition.kind === 'DirectiveDefinition' && isExecutable(definition);
    if (features.isInternal(definition.name.value) && !isClients) continue;
    switch (definition.kind) {
      case 'DirectiveDefinition':
        if (isClients) {
          definitions.push({
            ...definition,
            arguments: (definition.arguments ?? [])
              .filter((argumentNode) => !hidden(argumentNode))
              .map((argumentNode) => ({ ...argumentNode, directives: directives(argumentNode) })),
            locations: definition.locations.filter((place) => executableLocations.has(place.value)),
          });
        }
        break;
      case 'ObjectTypeDefinition':
      case 'InterfaceTypeDefinition':
        if (hidden(definition)) break;
        definitions.push({
          ...definition,
          directives: directives(definition),
          interfaces: (definition.interfaces ?? []).filter(visibleType),
          fields: (definition.fields ?? [])
            .filter((field) => !hidden(field))
            .map((field) => ({
              ...field,
              directives: directives(field),
              arguments: (field.arguments ?? [])
                .filter((argumentNode) => !hidden(argumentNode))
                .map((argumentNode) => ({ ...argumentNode, directives: directives(argumentNode) })),
            })),
        });
        break;
      case 'UnionTypeDefinition':
        if (hidden(definition)) break;
        definitions.push({
          ...definition,
          directives: [],
          types: (definition.types ?? []).filter(visibleType),
        });
        break;
      case 'EnumTypeDefinition':
        if (hidden(definition)) break;
        definitions.push({
          ...definition,
          directives: [],
          values: (definition.values ?? [])
            .filter((value) => !hidden(value))
            .map((value) => ({ ...value, directives: directives(value) })),
        });
        break;
      case 'InputObjectTypeDefinition':
        if (hidden(definition)) break;
        definitions.push({
          ...definition,
          directives: directives(definition),
          fields: (definition.fields ?? [])
            .filter((field) => !hidden(field))
            .map((field) => ({ ...field, directives: directives(field) })),
        });
        break;
      case 'ScalarTypeDefinition':
        if (hidden(definition)) break;
        definitions.push({ ...definition, directives: directives(definition) });
        break;
    }
  }
  return buildASTSchema({ kind: document.kind, definitions }, { assumeValid: true });
}

function isExecutable(definition: DirectiveDefinitionNode): boolean {
  return (
    definition.locations.some((place) => executableLocations.has(place.value)) &&
    !specifiedDirectives.some((directive) => directive.name === definition.name.value)
  );
}

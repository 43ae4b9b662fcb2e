// Goes in: a schema and a parsed document. Comes out: true where one walk shows that the document is valid. False says
// nothing: then graphql's `validate` judges it, which has the errors, and takes five times as long. What is rarely asked
// is left to it: several operations, default values, lists and input objects as literals, directives of the schema's own.

import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  doTypesOverlap,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  GraphQLBoolean,
  type GraphQLCompositeType,
  GraphQLFloat,
  GraphQLID,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLNonNull,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  type InlineFragmentNode,
  isCompositeType,
  isEnumType,
  isEqualType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  type TypeNode,
  type ValueNode,
} from 'graphql';

interface Walk {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  usedFragments: Set<string>;
  variables: ReadonlyMap<string, TypeNode>;
  usedVariables: Set<string>;
}

/** A selection set, and the names of the fragments it is in. */
interface Part {
  selectionSet: SelectionSetNode;
  within: readonly string[];
}

/** A field by its key in the response, with all that is selected below it. */
interface Met {
  parent: GraphQLCompositeType;
  node: FieldNode;
  type: GraphQLOutputType;
  below: Part[];
}

export function isPlainlyValid(schema: GraphQLSchema, document: DocumentNode): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | null = null;
  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') {
      if (fragments.has(definition.name.value) || definition.directives?.length) return false;
      fragments.set(definition.name.value, definition);
    } else if (definition.kind === 'OperationDefinition' && !operation) operation = definition;
    else return false;
  }
  if (!operation || operation.operation === 'subscription' || operation.directives?.length) {
    return false;
  }
  const variables = new Map<string, TypeNode>();
  for (const { variable, type, defaultValue, directives } of operation.variableDefinitions ?? []) {
    if (variables.has(variable.name.value) || defaultValue || directives?.length) return false;
    variables.set(variable.name.value, type);
  }
  const root = schema.getRootType(operation.operation);
  if (!root) return false;
  const walk: Walk = {
    schema,
    fragments,
    usedFragments: new Set(),
    variables,
    usedVariables: new Set(),
  };
  // A variable that is used has the type of its place, so its type is known.
  return (
    areValid(walk, root, [{ selectionSet: operation.selectionSet, within: [] }]) &&
    walk.usedFragments.size === fragments.size &&
    walk.usedVariables.size === variables.size
  );
}

/** What is selected at one place, all of one type. */
function areValid(walk: Walk, type: GraphQLCompositeType, parts: readonly Part[]): boolean {
  const met = new Map<string, Met[]>();
  for (const part of parts) if (!collect(walk, type, part, met)) return false;
  for (const fields of met.values()) {
    for (const { type: output, below } of fields) {
      const inner = getNamedType(output);
      if (isCompositeType(inner) && !areValid(walk, inner, below)) return false;
    }
  }
  return true;
}

function collect(
  walk: Walk,
  type: GraphQLCompositeType,
  { selectionSet, within }: Part,
  met: Map<string, Met[]>,
): boolean {
  for (const selection of selectionSet.selections) {
    if (selection.directives?.length && !areConditions(walk, selection.directives)) return false;
    if (selection.kind === 'Field') {
      if (!meet(walk, { parent: type, node: selection, within }, met)) return false;
      continue;
    }
    let inside = within;
    let fragment: FragmentDefinitionNode | InlineFragmentNode;
    if (selection.kind === 'FragmentSpread') {
      const name = selection.name.value;
      const definition = walk.fragments.get(name);
      if (!definition || within.includes(name)) return false;
      walk.usedFragments.add(name);
      inside = [...within, name];
      fragment = definition;
    } else fragment = selection;
    const condition = fragment.typeCondition?.name.value ?? type.name;
    const inner = condition === type.name ? type : walk.schema.getType(condition);
    if (!isCompositeType(inner)) return false;
    if (inner !== type && !doTypesOverlap(walk.schema, type, inner)) return false;
    const part = { selectionSet: fragment.selectionSet, within: inside };
    if (!collect(walk, inner, part, met)) return false;
  }
  return true;
}

interface At {
  parent: GraphQLCompositeType;
  node: FieldNode;
  within: readonly string[];
}

/** Whether a field is there, with what it needs, and goes together with those that have its key. */
function meet(walk: Walk, { parent, node, within }: At, met: Map<string, Met[]>): boolean {
  const name = node.name.value;
  // Introspection is seldom small.
  if (name.startsWith('__') && name !== '__typename') return false;
  const definition =
    name === '__typename'
      ? TypeNameMetaFieldDef
      : isUnionType(parent)
        ? undefined
        : parent.getFields()[name];
  const given = node.arguments ?? [];
  if (!definition || !areGiven(walk, given, definition.args)) return false;
  const { type } = definition;
  const isComposite = isCompositeType(getNamedType(type));
  if (isComposite !== (node.selectionSet !== undefined)) return false;
  const key = node.alias?.value ?? name;
  const known = met.get(key) ?? [];
  let same: Met | undefined;
  for (const other of known) {
    if (other.parent === parent) same = other;
    // Objects of two types may have others below them.
    else if (isComposite || !isEqualType(other.type, type)) return false;
    else if (isObjectType(other.parent) && isObjectType(parent)) continue;
    const others = other.node.arguments ?? [];
    if (other.node.name.value !== name || !areSame(others, given)) return false;
  }
  if (!same) {
    same = { parent, node, type, below: [] };
    met.set(key, [...known, same]);
  }
  if (node.selectionSet) same.below.push({ selectionSet: node.selectionSet, within });
  return true;
}

/** Every argument once and of its type, and those that must be there. */
function areGiven(
  walk: Walk,
  given: readonly ArgumentNode[],
  args: readonly GraphQLArgument[],
): boolean {
  if (given.length === 0 && args.length === 0) return true;
  const names = new Set(given.map(({ name }) => name.value));
  if (names.size < given.length) return false;
  if (args.some((argument) => !names.has(argument.name) && isRequiredArgument(argument))) {
    return false;
  }
  return given.every(({ name, value }) => {
    const argument = args.find((candidate) => candidate.name === name.value);
    return argument !== undefined && isOfType(walk, value, argument.type);
  });
}

function isOfType(walk: Walk, value: ValueNode, type: GraphQLInputType): boolean {
  if (value.kind === 'Variable') {
    const declared = walk.variables.get(value.name.value);
    if (!declared || !fits(declared, type)) return false;
    walk.usedVariables.add(value.name.value);
    return true;
  }
  const named = isNonNullType(type) ? type.ofType : type;
  if (value.kind === 'NullValue') return named === type;
  if (isEnumType(named)) {
    return value.kind === 'EnumValue' && named.getValue(value.value) !== undefined;
  }
  switch (value.kind) {
    case 'IntValue': {
      if (named === GraphQLInt) return Number(value.value) === (Number(value.value) | 0);
      return named === GraphQLID || (named === GraphQLFloat && Number.isFinite(+value.value));
    }
    case 'FloatValue':
      return named === GraphQLFloat && Number.isFinite(Number(value.value));
    case 'StringValue':
      return named === GraphQLString || named === GraphQLID;
    case 'BooleanValue':
      return named === GraphQLBoolean;
    default:
      return false;
  }
}

/** Whether a variable's value can stand where a type is expected: it is of this type, or of that without null. */
function fits(declared: TypeNode, type: GraphQLInputType): boolean {
  if (declared.kind === 'NonNullType') {
    return fits(declared.type, isNonNullType(type) ? type.ofType : type);
  }
  if (declared.kind === 'ListType') return isListType(type) && fits(declared.type, type.ofType);
  return !isNonNullType(type) && !isListType(type) && declared.name.value === type.name;
}

/** Nothing but @skip and @include, each once. */
function areConditions(walk: Walk, directives: readonly DirectiveNode[]): boolean {
  return directives.every(({ name, arguments: given }, n) => {
    const [argument, ...others] = given ?? [];
    return (
      (name.value === 'skip' || name.value === 'include') &&
      directives.findIndex((other) => other.name.value === name.value) === n &&
      argument?.name.value === 'if' &&
      others.length === 0 &&
      isOfType(walk, argument.value, nonNullBoolean)
    );
  });
}

const nonNullBoolean = new GraphQLNonNull(GraphQLBoolean);

function areSame(some: readonly ArgumentNode[], others: readonly ArgumentNode[]): boolean {
  if (some.length !== others.length) return false;
  return some.every(({ name, value }) => {
    const other = others.find((candidate) => candidate.name.value === name.value)?.value;
    if (value.kind === 'Variable' || other?.kind === 'Variable') {
      return (
        value.kind === 'Variable' &&
        other?.kind === 'Variable' &&
        value.name.value === other.name.value
      );
    }
    return (
      'value' in value &&
      other !== undefined &&
      'value' in other &&
      value.kind === other.kind &&
      value.value === other.value &&
      ('block' in value && value.block) === ('block' in other && other.block)
    );
  });
}

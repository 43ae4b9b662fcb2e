// Goes in: a validated operation, the values of its @skip/@include variables and what this reader may select.
// Comes out: the operation as plain data: every fragment written out, every condition decided, refused fields marked,
// introspection set apart; and its text for the planner. Nothing is left to judge at run time. Does not validate or plan.

import {
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { codes, type ResponseError } from './errors.ts';
import type { Requirement } from './supergraph.ts';

export interface OperationSource {
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

interface Decisions {
  schema: GraphQLSchema;
  fieldNames: ReadonlySet<string>;
  /** An interface that is an object type in some subgraph. */
  isInterfaceObject(name: string): boolean;
  /** Values of the variables that @skip and @include name. */
  conditions: ReadonlyMap<string, boolean>;
  requirements: ReadonlyMap<string, readonly Requirement[]> | null;
  isGranted(requirement: Requirement): boolean;
}

export interface FieldSelection {
  kind: 'field';
  name: string;
  /** The client's name for the value. */
  key: string;
  /**
   * The name under which it is planned, fetched and kept. An alias of the client's that is also the name of a field, as
   * in `{ book { id: title } }`, is planned under another name: keys and required fields are kept beside it. So is what
   * every object has something under, such as `constructor`.
   */
  alias: string;
  node: FieldNode;
  /** null for a leaf. */
  selections: readonly Selection[] | null;
  /** Type conditions below need `__typename` beside them: what stands here may be an interface object. */
  asksType: boolean;
  /** The reader may not select it: it is answered as null and never fetched. */
  refused: boolean;
}

interface TypeSelection {
  kind: 'type';
  condition: string;
  selections: readonly Selection[];
  asksType: boolean;
}

export type Selection = FieldSelection | TypeSelection;

export interface NormalisedOperation {
  kind: 'query' | 'mutation' | 'subscription';
  rootType: string;
  operation: OperationDefinitionNode;
  /** All fields of the root, in the client's order; no type conditions are left there. */
  root: readonly FieldSelection[];
  /** `__schema` and `__type`. */
  introspection: readonly FieldSelection[];
  /** What subgraphs must answer. */
  planned: readonly FieldSelection[];
  /** One error for every refused field. */
  refusals: readonly ResponseError[];
}

/** Thrown for what cannot be served, with the reason. */
export function normalise(source: OperationSource, decisions: Decisions): NormalisedOperation {
  const { schema, requirements } = decisions;
  const { operation, fragments } = source;
  const rootType = schema.getRootType(operation.operation) as GraphQLCompositeType;
  const refusals: ResponseError[] = [];

  const mustBeRenamed = (alias: string) =>
    alias.startsWith('_') || alias.startsWith('alias_') || decisions.fieldNames.has(alias);
  const isRefused = (key: string): boolean =>
    requirements?.get(key)?.some((requirement) => !decisions.isGranted(requirement)) ?? false;

  /** `possible`: the object types that can stand here, by the field's type and all type conditions so far. */
  const write = (
    selectionSet: SelectionSetNode,
    at: { parent: GraphQLCompositeType; possible: ReadonlySet<string> },
    path: readonly string[],
    refuse: boolean,
  ): Selection[] => {
    const { parent, possible } = at;
    const written: Selection[] = [];
    for (const selection of selectionSet.selections) {
      if (!isIncluded(selection, decisions.conditions)) continue;
      if (selection.kind === 'Field') {
        written.push(writeField(selection, parent, path, refuse));
        continue;
      }
      const fragment =
        selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const condition = fragment.typeCondition?.name.value ?? parent.name;
      const type = schema.getType(condition) as GraphQLCompositeType;
      const matching = objectTypesOf(schema, type);
      const left = new Set([...possible].filter((name) => matching.has(name)));
      // The planner gives up on conditions that nothing can meet.
      if (left.size === 0) continue;
      const isCertain = condition === parent.name || isObjectType(parent);
      const inner = write(
        fragment.selectionSet,
        { parent: isCertain ? parent : type, possible: left },
        path,
        refuse || isRefused(condition),
      );
      if (isCertain) written.push(...inner);
      else if (inner.length > 0) {
        const asksType = decisions.isInterfaceObject(condition);
        written.push({ kind: 'type', condition, selections: inner, asksType });
      }
    }
    return written;
  };

  const writeField = (
    node: FieldNode,
    parent: GraphQLCompositeType,
    path: readonly string[],
    refuse: boolean,
  ): FieldSelection => {
    const name = node.name.value;
    const key = node.alias?.value ?? name;
    const field: FieldSelection = {
      kind: 'field',
      name,
      key,
      alias: (key !== name && mustBeRenamed(key)) || key in Object.prototype ? `alias_${key}` : key,
      node,
      selections: null,
      asksType: false,
      refused: false,
    };
    if (name.startsWith('__') || isUnionType(parent)) return field;
    const type = getNamedType(parent.getFields()[name]?.type);
    if (refuse || isRefused(`${parent.name}.${name}`) || (type && isRefused(type.name))) {
      refusals.push({
        message: `You may not select "${parent.name}.${name}".`,
        path: [...path, key],
        extensions: { code: codes.unauthorized },
      });
      return { ...field, selections: node.selectionSet ? [] : null, refused: true };
    }
    if (!node.selectionSet || !isCompositeType(type)) return field;
    const at = { parent: type, possible: objectTypesOf(schema, type) };
    return {
      ...field,
      selections: write(node.selectionSet, at, [...path, key], false),
      asksType: decisions.isInterfaceObject(type.name),
    };
  };

  const atRoot = { parent: rootType, possible: new Set([rootType.name]) };
  const root = write(operation.selectionSet, atRoot, [], false).filter(
    (selection) => selection.kind === 'field',
  );
  const isIntrospection = (field: FieldSelection) =>
    field.name === '__schema' || field.name === '__type';
  return {
    kind: operation.operation,
    rootType: rootType.name,
    operation,
    root,
    introspection: root.filter(isIntrospection),
    planned: root.filter((field) => !field.name.startsWith('__') && !field.refused),
    refusals,
  };
}

function objectTypesOf(schema: GraphQLSchema, type: GraphQLCompositeType): ReadonlySet<string> {
  if (isObjectType(type)) return new Set([type.name]);
  return new Set(schema.getPossibleTypes(type).map(({ name }) => name));
}

/** The text for the planner of some of an operation's root fields. */
export function operationText(
  { kind, operation }: NormalisedOperation,
  fields: readonly FieldSelection[],
): string {
  const writer: Writer = { text: '', used: new Set() };
  writeSelections(fields, { asksType: false }, writer);
  const variables = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    writer.used.has(variable.name.value),
  );
  const definitions = variables.length > 0 ? `(${variables.map((node) => print(node))})` : '';
  return `${kind} ${operation.name?.value ?? ''}${definitions}${writer.text}`;
}

interface Writer {
  text: string;
  /** Names of the variables that the text has. */
  used: Set<string>;
}

/** Straight into text: printing a document with graphql takes as long as validating it. */
function writeSelections(
  selections: readonly Selection[],
  { asksType }: { asksType: boolean },
  writer: Writer,
): void {
  writer.text += '{';
  // Whether the object is there must be known even where everything in it was skipped or refused. And where an interface
  // object may stand, a type condition needs the type: asked for outright, the planner also fetches the key that tells
  // it. Nowhere else: below @provides the planner does not count `__typename` as provided, and takes a detour for it.
  const isEmpty = selections.every((selection) => selection.kind === 'field' && selection.refused);
  const hasCondition = asksType && selections.some((selection) => selection.kind === 'type');
  const hasTypename = selections.some(
    (selection) => selection.kind === 'field' && selection.alias === '__typename',
  );
  if (isEmpty || (hasCondition && !hasTypename)) writer.text += '__typename ';
  for (const selection of selections) {
    if (selection.kind === 'type') {
      writer.text += `... on ${selection.condition}`;
      writeSelections(selection.selections, selection, writer);
    } else if (!selection.refused) writeField(selection, writer);
  }
  writer.text += '}';
}

function writeField(field: FieldSelection, writer: Writer): void {
  const { name, alias, node, selections } = field;
  writer.text += alias === name ? name : `${alias}:${name}`;
  if (node.arguments && node.arguments.length > 0) {
    writer.text += `(${node.arguments.map((argument) => textOf(argument, writer)).join(' ')})`;
  }
  for (const directive of node.directives ?? []) {
    if (!conditionOf(directive)) writer.text += ` ${textOf(directive, writer)}`;
  }
  if (selections) writeSelections(selections, field, writer);
  else writer.text += ' ';
}

/** The text of an argument or directive; adds the names of the variables in it. */
export function textOf(node: ArgumentNode | DirectiveNode, { used }: Pick<Writer, 'used'>): string {
  visit(node, {
    Variable: (variable) => {
      used.add(variable.name.value);
    },
  });
  return print(node);
}

/** The variables that @skip and @include of an operation name, in order of appearance. */
export function conditionVariables(source: OperationSource): string[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  const walk = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      for (const directive of selection.directives ?? []) {
        const value = conditionOf(directive);
        if (value?.kind === 'Variable') names.add(value.name.value);
      }
      if (selection.kind === 'FragmentSpread') {
        const name = selection.name.value;
        const fragment = source.fragments.get(name);
        if (fragment && !seen.has(name)) {
          seen.add(name);
          walk(fragment.selectionSet);
        }
      } else if (selection.selectionSet) {
        walk(selection.selectionSet);
      }
    }
  };
  walk(source.operation.selectionSet);
  return [...names];
}

/** Everything that some field or type of an operation asks of a reader, each once. */
export function requirementsOf(
  source: OperationSource,
  schema: GraphQLSchema,
  requirements: ReadonlyMap<string, readonly Requirement[]>,
): Requirement[] {
  const found = new Set<Requirement>();
  const seen = new Set<string>();
  const add = (key: string) => {
    for (const requirement of requirements.get(key) ?? []) found.add(requirement);
  };
  const walk = (selectionSet: SelectionSetNode, parent: GraphQLCompositeType): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === 'Field') {
        const name = selection.name.value;
        if (name.startsWith('__') || isUnionType(parent)) continue;
        const type = getNamedType(parent.getFields()[name]?.type);
        add(`${parent.name}.${name}`);
        if (type) add(type.name);
        if (selection.selectionSet && isCompositeType(type)) walk(selection.selectionSet, type);
        continue;
      }
      let fragment: { typeCondition?: { name: { value: string } } | undefined } | undefined;
      let inner: SelectionSetNode | undefined;
      if (selection.kind === 'FragmentSpread') {
        if (seen.has(selection.name.value)) continue;
        seen.add(selection.name.value);
        const definition = source.fragments.get(selection.name.value);
        fragment = definition;
        inner = definition?.selectionSet;
      } else {
        fragment = selection;
        inner = selection.selectionSet;
      }
      const condition = fragment?.typeCondition?.name.value ?? parent.name;
      add(condition);
      if (inner) walk(inner, schema.getType(condition) as GraphQLCompositeType);
    }
  };
  walk(
    source.operation.selectionSet,
    schema.getRootType(source.operation.operation) as GraphQLCompositeType,
  );
  return [...found];
}

function conditionOf(directive: DirectiveNode) {
  if (directive.name.value !== 'skip' && directive.name.value !== 'include') return undefined;
  return directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
}

function isIncluded(selection: SelectionNode, conditions: ReadonlyMap<string, boolean>): boolean {
  for (const directive of selection.directives ?? []) {
    const value = conditionOf(directive);
    if (!value) continue;
    const isTrue =
      value.kind === 'Variable'
        ? conditions.get(value.name.value) === true
        : value.kind === 'BooleanValue' && value.value;
    if (isTrue === (directive.name.value === 'skip')) return false;
  }
  return true;
}

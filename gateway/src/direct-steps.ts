// Goes in: what is asked of which subgraph at which place. Comes out: fetches, with their texts: what one subgraph can be
// asked at the same time is one of them. Decides nothing about who is asked.

import {
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  Kind,
  type NameNode,
  OperationTypeNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { EntityTarget, Fetch, PathStep, Required } from './plan.ts';

/** What is asked of one subgraph for the objects at one place. */
export interface Step {
  kind: Fetch['operationKind'];
  subgraph: string;
  /** Of the objects; null for the root. */
  typename: string | null;
  path: readonly PathStep[];
  selected: Selected;
  /** The leaves that representations hold: their names, and the keys under which they are selected. */
  requires: Map<string, string>;
  /** The steps that give what representations hold. */
  after: Set<Step>;
  /** Names of the client's variables in it. */
  variables: Set<string>;
}

/** A selection set under construction. */
export interface Selected {
  /** By their keys. */
  fields: Map<string, SelectedField>;
  /** Others are asked about its objects, or they are of several types. */
  needsTypename: boolean;
  /** What is selected of objects of one type, by its name. */
  branches: Map<string, Selected>;
}

interface SelectedField {
  /** In the schema. */
  name: string;
  text: string;
  shape: string | null;
  below: Selected | null;
}

export function newStep(of: Pick<Step, 'kind' | 'subgraph' | 'typename' | 'path'>): Step {
  return {
    ...of,
    selected: newSelected(),
    requires: new Map(),
    after: new Set(),
    variables: new Set(),
  };
}

export function newSelected(): Selected {
  return { fields: new Map(), needsTypename: false, branches: new Map() };
}

/** For each level of the selections down to one: which type's objects it is about, or null where it is about all. */
type Branch = readonly (string | null)[];

interface Meeting {
  field: SelectedField;
  branch: Branch;
}

/**
 * Whether fields that meet under one key go together. The client's do; but others were added. Those of objects of two
 * types must have the same shape, any others must be the same.
 */
export function goTogether(parts: readonly { selected: Selected; branch: Branch }[]): boolean {
  const met = new Map<string, Meeting[]>();
  const add = ({ fields, branches }: Selected, branch: Branch): boolean => {
    for (const [key, field] of fields) {
      const known = met.get(key);
      if (!known) met.set(key, [{ field, branch }]);
      else if (!known.every((other) => goWith(other, { field, branch }))) return false;
      else known.push({ field, branch });
    }
    for (const [type, inner] of branches) {
      if (!add(inner, [...branch.slice(0, -1), type])) return false;
    }
    return true;
  };
  if (!parts.every(({ selected, branch }) => add(selected, [...branch, null]))) return false;
  return [...met.values()].every((meetings) =>
    goTogether(
      meetings.flatMap(({ field: { below }, branch }) =>
        below ? [{ selected: below, branch }] : [],
      ),
    ),
  );
}

function goWith(one: Meeting, other: Meeting): boolean {
  const { shape, text } = one.field;
  if (shape === null || shape !== other.field.shape) return false;
  const isOfOtherType = one.branch.some((type, level) => {
    const another = other.branch[level];
    return type !== null && another !== null && type !== another;
  });
  return isOfOtherType || text === other.field.text;
}

/** What is asked of one subgraph at the same time is one fetch. */
export function fetchesOf(
  steps: readonly Step[],
  definitions: readonly VariableDefinitionNode[],
): readonly Fetch[] {
  const waves: Map<string, Step[]>[] = [];
  const levels = new Map<Step, number>();
  const levelOf = (step: Step): number => {
    let level = levels.get(step) ?? 0;
    if (level === 0) {
      for (const other of step.after) level = Math.max(level, levelOf(other) + 1);
      levels.set(step, level);
    }
    return level;
  };
  for (const step of steps) {
    const level = levelOf(step);
    while (waves.length <= level) waves.push(new Map());
    const wave = waves[level] as Map<string, Step[]>;
    const group = wave.get(step.subgraph);
    if (group) group.push(step);
    else wave.set(step.subgraph, [step]);
  }

  const fetches: Fetch[] = [];
  const fetchOf = new Map<Step, Fetch>();
  for (const group of waves.flatMap((wave) => [...wave.values()])) {
    const earlier = new Set<number>();
    for (const { after } of group) {
      for (const step of after) {
        const fetch = fetchOf.get(step) as Fetch;
        earlier.add(fetch.id);
        for (const id of fetch.earlier) earlier.add(id);
      }
    }
    const fetch = fetchFor(group, { id: fetches.length, earlier }, definitions);
    fetches.push(fetch);
    for (const step of group) fetchOf.set(step, fetch);
  }
  return fetches;
}

/** Of steps to the same subgraph: one to the root, or all to entities. */
function fetchFor(
  group: readonly Step[],
  position: Pick<Fetch, 'id' | 'earlier'>,
  definitions: readonly VariableDefinitionNode[],
): Fetch {
  const variables = definitions.filter(({ variable }) =>
    group.some((step) => step.variables.has(variable.name.value)),
  );
  const parameters = variables.map((node) => print(node));
  const [{ kind, subgraph, typename, selected }] = group as [Step];
  const taken = new Set(variables.map(({ variable }) => variable.name.value));
  const targets = typename === null ? null : targetsOf(group, taken);
  for (const { target } of targets ?? []) parameters.push(`$${target.variable}:[_Any!]!`);
  const body = targets ? `{${targets.map(({ text }) => text).join(' ')}}` : textOf(selected);
  const given = parameters.length > 0 ? `(${parameters.join(',')})` : '';
  // A query without parameters needs no head.
  const head = kind === 'query' && given === '' ? '' : kind + given;
  return {
    ...position,
    subgraph,
    operationKind: kind,
    document: documentOf(
      targets
        ? { kind: Kind.SELECTION_SET, selections: targets.map(({ node }) => node) }
        : selectionSetOf(selected),
    ),
    text: head + body,
    variables: variables.map(({ variable }) => variable.name.value),
    entities: targets?.map(({ target }) => target) ?? null,
    path: [],
    renamers: [],
  };
}

interface Target {
  text: string;
  node: FieldNode;
  target: EntityTarget;
}

/** Steps that ask for the same of the same type have one list of representations; `taken`: the client's variables. */
function targetsOf(group: readonly Step[], taken: ReadonlySet<string>): Target[] {
  const alike = new Map<string, { text: string; steps: [Step, ...Step[]] }>();
  for (const step of group) {
    const text = textOf(step.selected);
    const key = [step.typename, ...[...step.requires].flat(), text].join();
    const known = alike.get(key);
    if (known) known.steps.push(step);
    else alike.set(key, { text, steps: [step] });
  }
  const isOne = group.length === 1;
  return [...alike.values()].map(({ text, steps }, n) => {
    const [{ requires, selected }] = steps;
    const typename = steps[0].typename as string;
    const alias = isOne ? '_entities' : `_e${n}`;
    let variable = isOne ? 'representations' : `__batch_reps_${n}`;
    while (taken.has(variable)) variable = `_${variable}`;
    const fields = [['__typename', '__typename'] as const, ...requires].map(
      ([name, from]): Required => ({ kind: 'field', name, from, selections: null }),
    );
    return {
      text: `${isOne ? '' : `${alias}:`}_entities(representations:$${variable}){...on ${typename}${text}}`,
      node: fieldNode(alias, '_entities', {
        kind: Kind.SELECTION_SET,
        selections: [fragmentNode(typename, selected)],
      }),
      target: {
        alias,
        variable,
        paths: steps.map(({ path }) => path),
        requires: [{ kind: 'type', condition: typename, selections: fields }],
        inputs: [],
        renamers: [],
      },
    };
  });
}

const typename: SelectedField = {
  name: '__typename',
  text: '__typename',
  shape: 'String!',
  below: null,
};

/** Whether an object is there must be known even where the client sees nothing of it. */
function fieldsOf({ fields, needsTypename, branches }: Selected): Selected['fields'] {
  const isNeeded = needsTypename || fields.size + branches.size === 0;
  if (!isNeeded || fields.has('__typename')) return fields;
  return new Map([['__typename', typename], ...fields]);
}

function textOf(selected: Selected): string {
  let text = '{';
  for (const field of fieldsOf(selected).values()) {
    if (text.length > 1) text += ' ';
    text += field.text;
    if (field.below) text += textOf(field.below);
  }
  for (const [type, branch] of selected.branches) text += ` ...on ${type}${textOf(branch)}`;
  return `${text}}`;
}

function selectionSetOf(selected: Selected): SelectionSetNode {
  const selections: SelectionNode[] = [];
  for (const [key, { name, below }] of fieldsOf(selected)) {
    selections.push(fieldNode(key, name, below && selectionSetOf(below)));
  }
  for (const [type, branch] of selected.branches) selections.push(fragmentNode(type, branch));
  return { kind: Kind.SELECTION_SET, selections };
}

function fragmentNode(type: string, selected: Selected): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(type) },
    selectionSet: selectionSetOf(selected),
  };
}

function fieldNode(key: string, name: string, selectionSet: SelectionSetNode | null): FieldNode {
  const leaf = { kind: Kind.FIELD, alias: nameNode(key), name: nameNode(name) } as const;
  return selectionSet ? { ...leaf, selectionSet } : leaf;
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

function documentOf(selectionSet: SelectionSetNode): DocumentNode {
  const operation = OperationTypeNode.QUERY;
  const definition = { kind: Kind.OPERATION_DEFINITION, operation, selectionSet } as const;
  return { kind: Kind.DOCUMENT, definitions: [definition] };
}

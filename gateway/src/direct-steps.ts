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
  subgraph: string;
  /** Of the objects; null for the root. */
  typename: string | null;
  path: readonly PathStep[];
  selected: Selected;
  /** Names of the leaves that representations hold. */
  requires: Set<string>;
  /** The steps that give what representations hold. */
  after: Set<Step>;
  /** Names of the client's variables in it. */
  variables: Set<string>;
}

/** A selection set under construction. */
export interface Selected {
  /** By their keys, each with its name in the schema and its text. */
  fields: Map<string, { name: string; text: string; below: Selected | null }>;
  /** Whose objects others are asked about. */
  needsTypename: boolean;
}

export function newStep(of: Pick<Step, 'subgraph' | 'typename' | 'path'>): Step {
  return {
    ...of,
    selected: newSelected(),
    requires: new Set(),
    after: new Set(),
    variables: new Set(),
  };
}

export function newSelected(): Selected {
  return { fields: new Map(), needsTypename: false };
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
  const [{ subgraph, typename, selected }] = group as [Step];
  const targets = typename === null ? null : targetsOf(group);
  for (const { target } of targets ?? []) parameters.push(`$${target.variable}:[_Any!]!`);
  const body = targets
    ? `{${targets.map(({ text }) => text).join(' ')}}`
    : textOf(withTypename(selected));
  return {
    ...position,
    subgraph,
    operationKind: 'query',
    document: documentOf(
      targets ? targets.map(({ node }) => node) : selectionsOf(withTypename(selected)),
    ),
    text: parameters.length > 0 ? `query(${parameters.join(',')})${body}` : body,
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

/** Steps that ask for the same of the same type have one list of representations. */
function targetsOf(group: readonly Step[]): Target[] {
  const alike = new Map<string, { text: string; steps: [Step, ...Step[]] }>();
  for (const step of group) {
    const text = textOf(withTypename(step.selected));
    const key = [step.typename, ...step.requires, text].join();
    const known = alike.get(key);
    if (known) known.steps.push(step);
    else alike.set(key, { text, steps: [step] });
  }
  const isOne = group.length === 1;
  return [...alike.values()].map(({ text, steps }, n) => {
    const [{ requires, selected }] = steps;
    const typename = steps[0].typename as string;
    const alias = isOne ? '_entities' : `_e${n}`;
    const variable = isOne ? 'representations' : `__batch_reps_${n}`;
    const fields = ['__typename', ...requires].map(
      (name): Required => ({ kind: 'field', name, from: name, selections: null }),
    );
    const fragment: InlineFragmentNode = {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(typename) },
      selectionSet: selectionSet(selectionsOf(withTypename(selected))),
    };
    return {
      text: `${isOne ? '' : `${alias}:`}_entities(representations:$${variable}){...on ${typename}${text}}`,
      node: fieldNode(alias, '_entities', [fragment]),
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

/** Whether an object is there must be known even where the client sees nothing of it. */
function withTypename({ fields, needsTypename }: Selected): Selected['fields'] {
  if (fields.size > 0 && (!needsTypename || fields.has('__typename'))) return fields;
  const typename = { name: '__typename', text: '__typename', below: null };
  return new Map([['__typename', typename], ...fields]);
}

function textOf(fields: Selected['fields']): string {
  let text = '{';
  for (const field of fields.values()) {
    if (text.length > 1) text += ' ';
    text += field.text;
    if (field.below) text += textOf(withTypename(field.below));
  }
  return `${text}}`;
}

function selectionsOf(fields: Selected['fields']): FieldNode[] {
  const nodes: FieldNode[] = [];
  for (const [key, { name, below }] of fields) {
    nodes.push(fieldNode(key, name, below && selectionsOf(withTypename(below))));
  }
  return nodes;
}

function fieldNode(
  key: string,
  name: string,
  selections: readonly SelectionNode[] | null,
): FieldNode {
  const leaf = { kind: Kind.FIELD, alias: nameNode(key), name: nameNode(name) } as const;
  return selections ? { ...leaf, selectionSet: selectionSet(selections) } : leaf;
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

function selectionSet(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}

function documentOf(selections: readonly SelectionNode[]): DocumentNode {
  const operation = OperationTypeNode.QUERY;
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      { kind: Kind.OPERATION_DEFINITION, operation, selectionSet: selectionSet(selections) },
    ],
  };
}

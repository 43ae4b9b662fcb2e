// Goes in: a compiled operation. Comes out: every stage's artefact as text, for people and for tests.

import { parse, print } from 'graphql';
import type { CompiledOperation } from './compile.ts';
import type { Layout } from './layout.ts';
import { type NormalisedOperation, operationText } from './normalise.ts';
import type { Fetch, InputRewrite, PathStep, Required, RewriteStep } from './plan.ts';
import type { ObjectProjection, ValueProjection } from './projection.ts';

export function printStages(compiled: CompiledOperation): string {
  return [
    '# operation, normalised',
    printNormalised(compiled.normalised),
    '# plan',
    printPlan(compiled),
    '# fetches, compiled',
    printFetches(compiled),
    '# projection',
    printProjection(compiled.projection),
  ].join('\n\n');
}

function printNormalised(normalised: NormalisedOperation): string {
  const lines: string[] = [];
  if (normalised.planned.length > 0)
    lines.push(print(parse(operationText(normalised, normalised.planned))));
  for (const field of normalised.introspection) {
    lines.push(`answered by the gateway: ${field.key}`);
  }
  for (const error of normalised.refusals) lines.push(`refused: ${error.path?.join('.')}`);
  return lines.join('\n') || '(nothing to fetch)';
}

/** The fetches in the planner's order, each with those it waits for: paths, representations, texts. */
function printPlan({ plan, order }: Pick<CompiledOperation, 'plan' | 'order'>): string {
  const lines = plan.fetches.flatMap((fetch) => printFetch(fetch, order.after[fetch.id] ?? []));
  return lines.join('\n') || '(no fetch)';
}

function printFetch(fetch: Fetch, after: readonly number[]): string[] {
  const at = fetch.path.length > 0 ? ` at ${printPath(fetch.path)}` : '';
  const lines = [
    `fetch ${fetch.id} from ${fetch.subgraph}${at}${after.length > 0 ? ` after ${after.join(', ')}` : ''}`,
  ];
  for (const target of fetch.entities ?? []) {
    const paths = target.paths.map(printPath).join(', ');
    lines.push(`  ${target.alias} of ${printRequired(target.requires)} at ${paths}`);
    for (const rewrite of target.inputs) lines.push(`    ${printInput(rewrite)}`);
    for (const renamer of target.renamers) {
      lines.push(`    answer ${printSteps(renamer.path)} is ${renamer.to}`);
    }
  }
  for (const renamer of fetch.renamers) {
    lines.push(`  answer ${printSteps(renamer.path)} is ${renamer.to}`);
  }
  const text = print(parse(fetch.text, { noLocation: true }));
  for (const line of text.split('\n')) lines.push(line === '' ? '' : `    ${line}`);
  return lines;
}

function printPath(path: readonly PathStep[]): string {
  return (
    path
      .map((step) => {
        if (step.kind === 'field') return `.${step.name}`;
        return step.kind === 'list' ? '[]' : `|${step.conditions.join('|')}`;
      })
      .join('')
      .replace(/^\./, '') || '(root)'
  );
}

function printRequired(requires: readonly Required[]): string {
  const parts = requires.map((selection) => {
    if (selection.kind === 'type') {
      return `${selection.condition} ${printRequired(selection.selections)}`;
    }
    const from = selection.from === selection.name ? '' : ` from ${selection.from}`;
    const inner = selection.selections ? ` ${printRequired(selection.selections)}` : '';
    return `${selection.name}${from}${inner}`;
  });
  return `{ ${parts.join(', ')} }`;
}

function printInput(rewrite: InputRewrite): string {
  const path = printSteps(rewrite.path);
  return rewrite.kind === 'set'
    ? `send ${path} as ${JSON.stringify(rewrite.value)}`
    : `send ${path} as key ${rewrite.to}`;
}

function printSteps(path: readonly RewriteStep[]): string {
  return path
    .map((step) => (step.kind === 'key' ? `.${step.name}` : `|${step.conditions.join('|')}`))
    .join('')
    .replace(/^\./, '');
}

function printFetches(compiled: CompiledOperation): string {
  const lines: string[] = [];
  for (const { fetch, bodyStart, variables, targets, root } of compiled.fetches) {
    const texts = [...variables.map(({ text }) => text), ...targets.map((at) => at.variableText)];
    const body = `${bodyStart}${texts.map((text) => `${text}…`)}}}`;
    lines.push(`fetch ${fetch.id} from ${fetch.subgraph}`, `  ${body}`);
    for (const { name } of variables) lines.push(`  passes $${name}`);
    const places = root ? [root] : targets.flatMap((target) => target.places);
    for (const place of places) {
      lines.push(`  keeps at ${place.clientPath.join('.') || '(root)'}`);
      lines.push(...printLayout(place.layout, '    '));
    }
  }
  return lines.join('\n') || '(no fetch)';
}

function printLayout(layout: Layout, indent: string): string[] {
  return layout.flatMap((field) => {
    const key = field.stored === field.raw ? field.raw : `${field.raw} as ${field.stored}`;
    const own = field.clientKey === null ? ' (not asked for)' : '';
    return [
      `${indent}${key}${own}`,
      ...(field.child ? printLayout(field.child, `${indent}  `) : []),
    ];
  });
}

function printProjection(projection: ObjectProjection): string {
  return printObject(projection, '').join('\n');
}

function printObject(projection: ObjectProjection, indent: string): string[] {
  const lines: string[] = [];
  for (const typename of projection.types()) {
    const fields = projection.fieldsOf(typename) ?? [];
    lines.push(`${indent}${projection.isAbstract ? '... on ' : ''}${typename}`);
    for (const field of fields) {
      if (field.kind === 'value') {
        const { kind, inner } = describe(field.value);
        const from = field.stored === field.key ? '' : ` from ${field.stored}`;
        lines.push(`${indent}  ${field.key}${from}: ${kind}`);
        if (inner) lines.push(...printObject(inner, `${indent}    `));
      } else lines.push(`${indent}  ${field.key}: ${field.kind}`);
    }
  }
  return lines;
}

function describe(value: ValueProjection): { kind: string; inner: ObjectProjection | null } {
  const mark = value.nonNull ? '!' : '';
  if (value.kind === 'list') {
    const { kind, inner } = describe(value.item);
    return { kind: `[${kind}]${mark}`, inner };
  }
  if (value.kind === 'object') return { kind: `${value.type}${mark}`, inner: value };
  return { kind: `${value.type.name}${mark}`, inner: null };
}

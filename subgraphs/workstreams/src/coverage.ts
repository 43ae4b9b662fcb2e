import { type Context, collectionOf, kept, load, objectiveIds } from '@network/schema';
import { builder, Objective } from './builder.ts';
import type { WorkplanDocument, WorkstreamDocument } from './documents.ts';
import { Workplan, source as workplanSource } from './workplan.ts';
import { allWorkstreams, Workstream, WorkstreamStatus } from './workstream.ts';

interface CoverageCell {
  workstream: WorkstreamDocument;
  isMain: boolean;
}

/** One row of the matrix: an objective and the workstreams that serve it. */
export interface ObjectiveCoverage {
  objective: string;
  cells: CoverageCell[];
}

export interface CoverageMatrix {
  workplan: WorkplanDocument;
  rows: ObjectiveCoverage[];
}

/** The row of one objective among workstreams of a plan, which are in the plan's order. */
export function coverageOf(
  objective: string,
  workstreams: readonly WorkstreamDocument[],
): ObjectiveCoverage {
  const cells = workstreams
    .filter(({ objectives }) => objectives.includes(objective))
    .map((workstream) => ({ workstream, isMain: workstream.objectives[0] === objective }));
  return { objective, cells };
}

/** The workstreams of the annex are for later (004, section 3); all others have been adopted. */
function isFuture({ component }: WorkstreamDocument): boolean {
  return component === 'FUTURE_THEMATIC' || component === 'FUTURE_CROSS_CUTTING';
}

/** What has been discontinued covers nothing. */
function isCovered({ cells }: ObjectiveCoverage, by: 'active' | 'future'): boolean {
  return cells.some(
    ({ workstream }) =>
      workstream.status !== 'DISCONTINUED' && isFuture(workstream) === (by === 'future'),
  );
}

const Cell = builder.objectRef<CoverageCell>('CoverageCell');

Cell.implement({
  description: 'That a workstream serves an objective.',
  fields: (t) => ({
    workstream: t.field({
      type: Workstream,
      description: 'The line of work that serves the objective.',
      resolve: ({ workstream }) => workstream,
    }),
    status: t.field({
      type: WorkstreamStatus,
      description: 'How far that line of work is, as the workplan states it.',
      resolve: ({ workstream }) => workstream.status,
    }),
    isMain: t.exposeBoolean('isMain', {
      description: 'Whether it names the objective first of all that it serves.',
    }),
    isFuture: t.boolean({
      description:
        'Whether the workplan has it in its annex, for later, and not among those adopted.',
      resolve: ({ workstream }) => isFuture(workstream),
    }),
  }),
});

export const ObjectiveCoverageRef = builder.objectRef<ObjectiveCoverage>('ObjectiveCoverage');

ObjectiveCoverageRef.implement({
  description: 'Which workstreams of a workplan serve an objective.',
  fields: (t) => ({
    objective: t.field({
      type: Objective,
      nullable: true,
      description: 'The objective that is asked about; null when its owner cannot be reached.',
      resolve: ({ objective }) => ({ id: objective }),
    }),
    cells: t.field({
      type: [Cell],
      description: 'The workstreams that serve it, in the order of the workplan.',
      resolve: ({ cells }) => cells,
    }),
    isCoveredByActive: t.boolean({
      description: 'Whether an adopted workstream that has not been discontinued serves it.',
      resolve: (row) => isCovered(row, 'active'),
    }),
    isCoveredByFuture: t.boolean({
      description: 'Whether a workstream of the annex that has not been discontinued serves it.',
      resolve: (row) => isCovered(row, 'future'),
    }),
  }),
});

const Matrix = builder.objectRef<CoverageMatrix>('CoverageMatrix');

Matrix.implement({
  description: 'Objectives against workstreams: what the workplan covers and what it leaves open.',
  fields: (t) => ({
    workplan: t.field({
      type: Workplan,
      description: 'The plan whose workstreams are counted.',
      resolve: ({ workplan }) => workplan,
    }),
    objectives: t.field({
      type: [ObjectiveCoverageRef],
      description: 'One row for each of the 23 objectives, in their order.',
      resolve: ({ rows }) => rows,
    }),
    uncovered: t.field({
      type: [Objective],
      nullable: { list: false, items: true },
      description: 'The objectives that no adopted workstream serves, in their order.',
      resolve: ({ rows }) =>
        rows.filter((row) => !isCovered(row, 'active')).map(({ objective }) => ({ id: objective })),
    }),
    uncoveredByAny: t.field({
      type: [Objective],
      nullable: { list: false, items: true },
      description: 'The objectives that neither an adopted nor a future workstream serves.',
      resolve: ({ rows }) =>
        rows
          .filter((row) => !isCovered(row, 'active') && !isCovered(row, 'future'))
          .map(({ objective }) => ({ id: objective })),
    }),
  }),
});

export const workplanArgument = builder.args((t) => ({
  workplan: t.id({ description: 'The id of a workplan; the newest one if left out.' }),
}));

/** The workplan with the id, or the newest; null when there is none. */
export async function workplanOrNewest(
  context: Context,
  id: string | null | undefined,
): Promise<WorkplanDocument | null> {
  if (id !== null && id !== undefined) return load(context, workplanSource, id);
  return kept(context, workplanSource, 'newest', async () => {
    const { items } = await collectionOf(context, workplanSource).page(
      {},
      { sort: { field: 'date', direction: 'descending' }, first: 1 },
    );
    return items[0]?.document ?? null;
  });
}

builder.queryField('coverage', (t) =>
  t.field({
    type: Matrix,
    nullable: true,
    description:
      'Which objectives the workstreams of a workplan serve and which they leave open; null when there is no such plan.',
    args: workplanArgument,
    resolve: async (_, { workplan: id }, context) => {
      const workplan = await workplanOrNewest(context, id);
      if (!workplan) return null;
      const workstreams = await allWorkstreams(context, 'workplan', workplan._id);
      return {
        workplan,
        rows: objectiveIds.map((objective) => coverageOf(objective, workstreams)),
      };
    },
  }),
);

import { objectiveIds, pageOfList, pageOfParent } from '@network/schema';
import { builder, connection, Objective, Organization, pageArguments } from './builder.ts';
import {
  coverageOf,
  ObjectiveCoverageRef,
  workplanArgument,
  workplanOrNewest,
} from './coverage.ts';
import { facetOf } from './documents.ts';
import { Involvement, involvements, organizationsIn } from './organization.ts';
import { allWorkstreams, byPosition, source, WorkstreamConnection } from './workstream.ts';

const OrganizationsConnection = connection(Organization, {
  name: 'ObjectiveOrganizations',
  nullableNodes: true,
});

builder.objectFields(Objective, (t) => ({
  workstreams: t.field({
    type: WorkstreamConnection,
    nullable: true,
    description: 'The lines of work that serve the objective, in the workplan’s order.',
    args: {
      ...pageArguments,
      mainOnly: t.arg.boolean({
        defaultValue: false,
        description: 'Only those that name the objective first.',
      }),
    },
    resolve: ({ id }, { mainOnly, ...page }, context) =>
      pageOfParent(context, source, {
        ...page,
        field: 'facets',
        parent: mainOnly ? facetOf.mainObjective(id) : facetOf.objective(id),
        sort: byPosition,
      }),
  }),
  organizations: t.field({
    type: OrganizationsConnection,
    nullable: true,
    description:
      'The organizations in the workstreams that serve the objective, each once: first all that lead, then all that take part, then all that are interested, each in the workplan’s order. Bodies and named roles (“all members”) are not spelt out.',
    args: {
      ...pageArguments,
      as: t.arg({
        type: [Involvement],
        description: 'Only those involved in one of these ways; in any way if left out.',
      }),
    },
    resolve: async ({ id }, { as, ...page }, context) => {
      const workstreams = await allWorkstreams(context, 'facets', facetOf.objective(id));
      const ids = organizationsIn(
        workstreams,
        as ? involvements.filter((way) => as.includes(way)) : involvements,
      );
      return pageOfList(
        ids.map((organization) => ({ id: organization })),
        (organization) => organization.id,
        page,
      );
    },
  }),
  coverage: t.field({
    type: ObjectiveCoverageRef,
    nullable: true,
    description:
      'Whether adopted and future workstreams of a workplan serve the objective; null when there is no such plan or objective.',
    args: workplanArgument,
    resolve: async ({ id }, { workplan: workplanId }, context) => {
      const workplan = await workplanOrNewest(context, workplanId);
      if (!workplan || !objectiveIds.includes(id)) return null;
      const workstreams = await allWorkstreams(context, 'facets', facetOf.objective(id));
      return coverageOf(
        id,
        workstreams.filter((workstream) => workstream.workplan === workplan._id),
      );
    },
  }),
}));

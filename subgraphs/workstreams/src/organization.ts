import { organizationsAmong, pageOfParent } from '@network/schema';
import { builder, enumOf, Organization, pageArguments } from './builder.ts';
import { facetOf, type WorkstreamDocument } from './documents.ts';
import { byPosition, source, WorkstreamConnection } from './workstream.ts';

export const involvements = ['LEAD', 'PARTICIPANT', 'INTERESTED'] as const;
export type InvolvementName = (typeof involvements)[number];

export const Involvement = enumOf('WorkstreamInvolvement', {
  description: 'In which way somebody is involved in a workstream.',
  values: {
    LEAD: 'Leads it, alone or with others.',
    PARTICIPANT: 'Takes part in it without leading it.',
    INTERESTED: 'Has said to be interested in it.',
  } satisfies Record<InvolvementName, string>,
});

const partiesOf = {
  LEAD: ({ leads }: WorkstreamDocument) => leads,
  PARTICIPANT: ({ participants }: WorkstreamDocument) => participants,
  INTERESTED: ({ interested }: WorkstreamDocument) => interested,
};

/** The ids of the organizations that are involved in workstreams, each once: way by way, workstream by workstream. */
export function organizationsIn(
  workstreams: readonly WorkstreamDocument[],
  ways: readonly InvolvementName[],
): string[] {
  return organizationsAmong(ways.flatMap((way) => workstreams.flatMap(partiesOf[way])));
}

const facetAs = {
  LEAD: facetOf.lead,
  PARTICIPANT: facetOf.participant,
  INTERESTED: facetOf.interested,
};

builder.objectField(Organization, 'workstreams', (t) =>
  t.field({
    type: WorkstreamConnection,
    nullable: true,
    description:
      'The lines of work in which the organization is named, in the workplan’s order. “All members” names none.',
    args: {
      ...pageArguments,
      as: t.arg({
        type: Involvement,
        description: 'Only those in which it is involved in this way; in any way if left out.',
      }),
    },
    resolve: ({ id }, { as, ...page }, context) =>
      pageOfParent(context, source, {
        ...page,
        field: 'facets',
        parent: as ? facetAs[as](id) : facetOf.organization(id),
        sort: byPosition,
      }),
  }),
);

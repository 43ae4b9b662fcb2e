import {
  allOfParent,
  type Context,
  collectionOf,
  everybody,
  load,
  pageOf,
  pageOfParent,
  type Source,
  type StoredParty,
} from '@network/schema';
import {
  builder,
  citations,
  connection,
  entity,
  enumOf,
  Note,
  Objective,
  optionalText,
  Party,
  pageArguments,
  ThematicArea,
  TimeFrame,
  text,
} from './builder.ts';
import { facetOf, type WorkstreamDocument, workstreams } from './documents.ts';
import { Workplan, source as workplanSource } from './workplan.ts';

export const source: Source<WorkstreamDocument> = { definition: workstreams, visible: everybody };

export const byPosition = { field: 'position', direction: 'ascending' } as const;

export const Component = enumOf('WorkstreamComponent', {
  description: 'The part of the workplan in which a workstream stands.',
  values: {
    CORE: 'Among the core priorities: structural, asked for by the Compact.',
    THEMATIC: 'Among the thematic priorities: ready to be worked on.',
    FUTURE_THEMATIC: 'In the annex: a thematic one to be considered later.',
    FUTURE_CROSS_CUTTING: 'In the annex: one that cuts across all themes.',
  },
});

export const WorkstreamStatus = enumOf('WorkstreamStatus', {
  description: 'How far a workstream is, as the workplan states it.',
  values: {
    INTEREST: 'Organizations are interested; nothing has been decided.',
    IN_PREPARATION: 'It is being prepared, perhaps still without resources.',
    ONGOING: 'Work on it is going on.',
    PAUSED: 'Work on it has been interrupted and is to be taken up again.',
    COMPLETED: 'What was to be delivered has been delivered.',
    DISCONTINUED: 'Work on it has ended without being completed.',
  },
});

const WorkstreamParty = builder.objectRef<StoredParty>('WorkstreamParty');

WorkstreamParty.implement({
  description: 'Somebody’s part in a workstream.',
  fields: (t) => ({
    party: t.field({
      type: Party,
      nullable: true,
      description: 'Who it is; null when the owner of the record cannot be reached.',
      resolve: (party) => party as never,
    }),
    qualifier: t.field(
      optionalText(
        'What the source adds: a limit in time, a further office.',
        (o: StoredParty) => o.qualifier,
      ),
    ),
  }),
});

export const Workstream = builder.objectRef<WorkstreamDocument>('Workstream');

Workstream.implement({
  description: 'A line of work of the Network’s workplan, with those who carry it.',
  fields: (t) => ({
    id: t.exposeID('_id', {
      description: 'Stable, readable id: `core-1.1`, `thematic-2`, `future-4`, `cross-cutting-1`.',
    }),
    workplan: t.field({
      type: Workplan,
      nullable: true,
      description: 'The plan of which it is a part; null if that is not there.',
      resolve: ({ workplan }, _, context) => load(context, workplanSource, workplan),
    }),
    component: t.field({
      type: Component,
      description: 'The part of the workplan in which it stands.',
      resolve: ({ component }) => component,
    }),
    number: t.exposeString('number', {
      description: 'As the workplan numbers it; for those of the annex, the place in its order.',
    }),
    position: t.exposeInt('position', {
      description: 'Its place among all workstreams of the plan, from 1.',
    }),
    heading: t.field(
      optionalText(
        'The heading under which it stands, for a core one.',
        (o: WorkstreamDocument) => o.heading,
      ),
    ),
    title: t.field(
      text('What is to be done, in one sentence.', (o: WorkstreamDocument) => o.title),
    ),
    summary: t.field(
      optionalText(
        'The explanation under the title, where there is one.',
        (o: WorkstreamDocument) => o.summary,
      ),
    ),
    objectives: t.field({
      type: [Objective],
      nullable: { list: false, items: true },
      description: 'The objectives that it serves, the main one first. The core ones state none.',
      resolve: ({ objectives }) => objectives.map((id) => ({ id })),
    }),
    mainObjective: t.field({
      type: Objective,
      nullable: true,
      description: 'The objective that it names first; null where it states none.',
      resolve: ({ objectives: [id] }) => (id === undefined ? null : { id }),
    }),
    themes: t.field({
      type: [ThematicArea],
      nullable: { list: false, items: true },
      description: 'The thematic areas to which it belongs, in the order of the workplan.',
      resolve: ({ themes }) => themes.map((id) => ({ id })),
    }),
    timeFrame: t.field({
      type: TimeFrame,
      description: 'When it is to be delivered, as the workplan says it.',
      resolve: ({ timeFrame }) => timeFrame,
    }),
    leads: t.field({
      type: [WorkstreamParty],
      description: 'Who leads it, in the order of the workplan.',
      resolve: ({ leads }) => leads,
    }),
    leadsAsStated: t.field(
      optionalText(
        'Who leads it, in the workplan’s own words.',
        (o: WorkstreamDocument) => o.leadsAsStated,
      ),
    ),
    participants: t.field({
      type: [WorkstreamParty],
      description: 'Who takes part in it, in the order of the workplan.',
      resolve: ({ participants }) => participants,
    }),
    participantsAsStated: t.field(
      optionalText(
        'Who takes part in it, in the workplan’s own words.',
        (o: WorkstreamDocument) => o.participantsAsStated,
      ),
    ),
    interested: t.field({
      type: [WorkstreamParty],
      description: 'Who has said that they are interested, in the order of the workplan.',
      resolve: ({ interested }) => interested,
    }),
    interestedAsStated: t.field(
      optionalText(
        'Who is interested, in the workplan’s own words.',
        (o: WorkstreamDocument) => o.interestedAsStated,
      ),
    ),
    status: t.field({
      type: WorkstreamStatus,
      description: 'How far it was when the workplan was written; reports say what came later.',
      resolve: ({ status }) => status,
    }),
    statusAsStated: t.field(
      optionalText(
        'The status in the workplan’s own words; null where it states none.',
        (o: WorkstreamDocument) => o.statusAsStated,
      ),
    ),
    resourceMobilisation: t.exposeBoolean('resourceMobilisation', {
      description: 'Whether the workplan says that its resources are still being raised.',
    }),
    notes: t.field({
      type: [Note],
      description: 'What there is to know about what the source says of it.',
      resolve: ({ notes }) => notes,
    }),
    citations: t.field(citations),
  }),
});

entity(Workstream, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

export const WorkstreamConnection = connection(Workstream);

function wantedFacet(objective: string | null, theme: string | null): string | null {
  if (objective !== null && theme !== null) return facetOf.objectiveAndTheme(objective, theme);
  if (objective !== null) return facetOf.objective(objective);
  return theme === null ? null : facetOf.theme(theme);
}

builder.queryFields((t) => ({
  workstream: t.field({
    type: Workstream,
    nullable: true,
    description: 'One line of work by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of the workstream: `thematic-2`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  workstreams: t.field({
    type: WorkstreamConnection,
    description: 'The lines of work that match all that is asked for, in the workplan’s order.',
    args: {
      ...pageArguments,
      component: t.arg({ type: Component, description: 'Only those in this part of the plan.' }),
      status: t.arg({ type: WorkstreamStatus, description: 'Only those with this stated status.' }),
      objective: t.arg.id({
        description:
          'Only those that serve this objective, as the main one or not: `objective-13`.',
      }),
      theme: t.arg.id({ description: 'Only those that belong to this thematic area: `theme-2`.' }),
    },
    resolve: (_, { component, status, objective, theme, ...page }, context) => {
      const facets = wantedFacet(objective ?? null, theme ?? null);
      return pageOf(context, source, {
        ...page,
        filter: {
          ...(component && { component }),
          ...(status && { status }),
          ...(facets !== null && { facets }),
        },
        sort: byPosition,
      });
    },
  }),
}));

builder.objectField(Workplan, 'workstreams', (t) =>
  t.field({
    type: WorkstreamConnection,
    description: 'All lines of work of the plan, in its order.',
    args: pageArguments,
    resolve: ({ _id }, page, context) =>
      pageOfParent(context, source, { ...page, field: 'workplan', parent: _id, sort: byPosition }),
  }),
);

/** Every workstream whose `field` has the value, in the order of the plans. A plan has a few dozen at most. */
export function allWorkstreams(
  context: Context,
  field: 'workplan' | 'facets',
  parent: string,
): Promise<WorkstreamDocument[]> {
  return allOfParent(context, source, { field, parent, sort: byPosition });
}

import {
  type Context,
  collectionOf,
  everybody,
  hasRole,
  isSecretariat,
  load,
  pageOf,
  type Source,
} from '@network/schema';
import {
  builder,
  citations,
  connection,
  entity,
  enumOf,
  history,
  Objective,
  Party,
  pageArguments,
  sourceText,
  text,
  version,
  Workstream,
} from './builder.ts';
import { type StoredOutput, type WorkingGroupDocument, workingGroups } from './documents.ts';

export const source: Source<WorkingGroupDocument> = {
  definition: workingGroups,
  visible: everybody,
};

const State = enumOf('WorkingGroupState', {
  description:
    'How far a working group has come. The workplan asks each group, once established, for measurable outputs and a timetable.',
  values: {
    ESTABLISHED: 'The group is there; no charter with outputs and dates is recorded yet.',
    ACTIVE: 'The group works on the measurable outputs of its charter, each with its date.',
  },
});

const Output = builder.objectRef<StoredOutput>('WorkingGroupOutput');

Output.implement({
  description: 'One thing that a working group will deliver, how that is seen, and by when.',
  fields: (t) => ({
    output: t.field(text('What will be delivered.', (o: StoredOutput) => o.output)),
    measure: t.field(
      text('By what one sees that it is delivered.', (o: StoredOutput) => o.measure),
    ),
    dueOn: t.expose('dueOn', {
      type: 'Date',
      description: 'The day by which it will be delivered.',
    }),
  }),
});

const Charter =
  builder.objectRef<NonNullable<WorkingGroupDocument['charter']>>('WorkingGroupCharter');

Charter.implement({
  description: 'What a working group has set itself to deliver.',
  fields: (t) => ({
    outputs: t.field({
      type: [Output],
      description: 'What it will deliver, in the order of the charter.',
      resolve: ({ outputs }) => outputs,
    }),
    setOn: t.expose('setOn', {
      type: 'Date',
      description: 'The day on which the charter was set as it is now.',
    }),
  }),
});

export const WorkingGroup = builder.objectRef<WorkingGroupDocument>('WorkingGroup');

WorkingGroup.implement({
  description: 'A group that the Network has set up to carry out a part of its workplan.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `regular-pathways`.' }),
    name: t.field(
      text(
        'What the group calls itself, or how the sources speak of it.',
        (o: WorkingGroupDocument) => o.name,
      ),
    ),
    state: t.field({
      type: State,
      description: 'How far the group has come: active once its charter is set.',
      resolve: ({ charter }) => (charter ? ('ACTIVE' as const) : ('ESTABLISHED' as const)),
    }),
    workstream: t.field({
      type: Workstream,
      nullable: true,
      description: 'The workstream that it serves; null where no source says which.',
      resolve: ({ workstream }) => (workstream === null ? null : { id: workstream }),
    }),
    leads: t.field({
      type: [Party],
      nullable: { list: false, items: true },
      description:
        'Who leads it, in the order in which they are stated; empty where no source says who.',
      resolve: ({ leads }) => leads,
    }),
    objectives: t.field({
      type: [Objective],
      nullable: { list: false, items: true },
      description:
        'The objectives that it works on, in the order in which they are stated; empty where no source says which.',
      resolve: ({ objectives }) => objectives.map((id) => ({ id })),
    }),
    charter: t.field({
      type: Charter,
      nullable: true,
      description: 'Its measurable outputs with their dates; null until they are set.',
      resolve: ({ charter }) => charter ?? null,
    }),
    source: t.field(sourceText),
    citations: t.field(citations),
    version: t.field(version),
    history: t.field(
      history({
        definition: workingGroups,
        description:
          'Everything that happened to the record, oldest first, former charters included: for the secretariat and for the group’s publishers. Null for others.',
        mayRead: (context, { _id }) => mayWriteFor(context, _id),
      }),
    ),
  }),
});

/** Whether somebody writes for the group: the secretariat and those who publish for it. */
export function mayWriteFor(context: Context, id: string): boolean {
  return isSecretariat(context) || hasRole(context, 'PUBLISHER', { type: 'WorkingGroup', id });
}

entity(WorkingGroup, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

export const WorkingGroupConnection = connection(WorkingGroup);

builder.queryFields((t) => ({
  workingGroup: t.field({
    type: WorkingGroup,
    nullable: true,
    description: 'One working group by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of the group: `regular-pathways`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  workingGroups: t.field({
    type: WorkingGroupConnection,
    description: 'The working groups that are registered, by id.',
    args: {
      ...pageArguments,
      workstreamId: t.arg.id({
        description: 'Only those that serve this workstream: `thematic-2`.',
      }),
    },
    resolve: (_, { workstreamId, ...page }, context) =>
      pageOf(context, source, {
        ...page,
        ...(workstreamId != null && { filter: { workstream: workstreamId } }),
      }),
  }),
}));

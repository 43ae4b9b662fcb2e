import { pageOfList } from '@network/schema';
import { builder, connection, entity, pageArguments } from './builder.ts';
import { Actor } from './owned-elsewhere.ts';
import { type StatementTask, taskKinds, tasksOf } from './statement/tasks.ts';
import { Statement } from './statement/view-type.ts';

const TaskKind = builder.enumType('StatementTaskKind', {
  description: 'What there is to do for a statement.',
  values: Object.fromEntries(
    Object.entries(taskKinds).map(([value, description]) => [value, { value, description }]),
  ) as Record<StatementTask['kind'], { value: StatementTask['kind']; description: string }>,
});

const Task = builder.objectRef<StatementTask>('StatementTask');
Task.implement({
  description: 'Something that waits for this reader, for one of their organizations or networks.',
  fields: (t) => ({
    kind: t.field({ type: TaskKind, description: 'What there is to do.', resolve: (o) => o.kind }),
    mutation: t.exposeString('action', {
      description: 'The mutation by which it is done: `givePosition`.',
    }),
    statement: t.field({
      type: Statement,
      description: 'The statement for which it is to be done.',
      resolve: ({ view }) => view,
    }),
    onBehalfOf: t.field({
      type: Actor,
      nullable: true,
      description:
        'The organization or network whose task it is; null for the secretariat, or when the owner cannot be reached.',
      resolve: ({ actor }) => actor,
    }),
    dueBy: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'By when; null where no instant is named.',
      resolve: (o) => o.dueBy,
    }),
  }),
});

const TaskConnection = connection(Task);

const Viewer = builder.objectRef<{ subject: string }>('Viewer');
Viewer.implement({
  description: 'The person or machine that asks.',
  fields: (t) => ({
    subject: t.exposeID('subject', {
      description: 'The stable identifier of the reader, as the login’s issuer gives it.',
    }),
    statementTasks: t.field({
      type: TaskConnection,
      nullable: true,
      description:
        'What waits for this reader among the 500 last proposed open statements: by due time, those without one last.',
      args: pageArguments,
      resolve: async (_, page, context) =>
        pageOfList(await tasksOf(context), ({ key }) => key, page),
    }),
  }),
});

entity(Viewer, {
  key: 'subject',
  load: (subjects, context) =>
    subjects.map((subject) => (subject === context.identity?.subject ? { subject } : null)),
});

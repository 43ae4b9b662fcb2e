import {
  collectionOf,
  eventOf,
  everybody,
  explanationProblems,
  idInput,
  idProblems,
  insertRecord,
  load,
  nameProblems,
  pageOf,
  reasonInput,
  refuse,
  requireSecretariat,
  type Source,
  statedIn,
  storedText,
} from '@network/schema';
import {
  builder,
  citations,
  connection,
  entity,
  history,
  mutation,
  pageArguments,
  sourceInput,
  sourceText,
  TextInput,
  text,
  version,
} from './builder.ts';
import { type StakeholderGroupDocument, stakeholderGroups } from './documents.ts';

const source: Source<StakeholderGroupDocument> = {
  definition: stakeholderGroups,
  visible: everybody,
};

export const StakeholderGroup = builder.objectRef<StakeholderGroupDocument>('StakeholderGroup');

StakeholderGroup.implement({
  description:
    'A group among the Network’s partners that is no organization of its own: an initiative, a coalition.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `child-rights-initiative`.' }),
    name: t.field(
      text('What the group is called by the sources.', (o: StakeholderGroupDocument) => o.name),
    ),
    source: t.field(sourceText),
    citations: t.field(citations),
    version: t.field(version),
    history: t.field(history({ definition: stakeholderGroups })),
  }),
});

entity(StakeholderGroup, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const StakeholderGroupConnection = connection(StakeholderGroup);

builder.queryFields((t) => ({
  stakeholderGroup: t.field({
    type: StakeholderGroup,
    nullable: true,
    description: 'One stakeholder group by its id; null when there is none.',
    args: {
      id: t.arg.id({
        required: true,
        description: 'The id of the group: `child-rights-initiative`.',
      }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  stakeholderGroups: t.field({
    type: StakeholderGroupConnection,
    description: 'The stakeholder groups that are registered, by id.',
    args: pageArguments,
    resolve: (_, page, context) => pageOf(context, source, page),
  }),
}));

mutation('registerStakeholderGroup', {
  description: 'Enters a stakeholder group that exists. Only the secretariat may.',
  record: StakeholderGroup,
  input: (t) => ({
    id: t.id(idInput),
    name: t.field({
      type: TextInput,
      required: true,
      description: 'What it is called, on one line.',
    }),
    source: t.field(sourceInput),
    reason: t.string(reasonInput('Why it is entered now')),
  }),
  resolve: (input, context) => {
    requireSecretariat(context, 'registers stakeholder groups');
    refuse([
      ...idProblems(['id'], input.id),
      ...nameProblems(input.name),
      ...explanationProblems(input),
    ]);
    return insertRecord(context, source, {
      document: {
        _id: input.id,
        name: storedText(input.name),
        ...statedIn(input.source),
      },
      event: eventOf(context, 'registered', { reason: input.reason }),
    });
  },
});

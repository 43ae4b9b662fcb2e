import {
  collectionOf,
  eventOf,
  everybody,
  idProblems,
  insertRecord,
  load,
  pageOf,
  refuse,
  type Source,
  storedText,
  textProblems,
} from '@network/schema';
import {
  builder,
  citations,
  connection,
  entity,
  mutation,
  optionalText,
  pageArguments,
  TextInput,
  text,
} from './builder.ts';
import { type StakeholderGroupDocument, stakeholderGroups } from './documents.ts';
import { secretariatHistory } from './history.ts';
import { explanationProblems, longestName, refuseOthersThanSecretariat } from './registration.ts';

const source: Source<StakeholderGroupDocument> = {
  definition: stakeholderGroups,
  visible: everybody,
};

const history = secretariatHistory('StakeholderGroup', stakeholderGroups);

export const StakeholderGroup = builder.objectRef<StakeholderGroupDocument>('StakeholderGroup');

StakeholderGroup.implement({
  description:
    'A group among the Network’s partners that is no organization of its own: an initiative, a coalition.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `child-rights-initiative`.' }),
    name: t.field(
      text('What the group is called by the sources.', (o: StakeholderGroupDocument) => o.name),
    ),
    source: t.field(
      optionalText(
        'Where the secretariat has it from; null for what is extracted from a source, which has citations.',
        (o: StakeholderGroupDocument) => o.source,
      ),
    ),
    citations: t.field(citations),
    version: t.exposeInt('version', {
      description: 'The version of the record: it grows with every write.',
    }),
    history: t.field(history),
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
    id: t.id({
      required: true,
      description: 'The id it is to have for good: lower-case letters, digits, hyphens.',
    }),
    name: t.field({
      type: TextInput,
      required: true,
      description: 'What it is called, on one line.',
    }),
    source: t.field({
      type: TextInput,
      description: 'Where this is stated, in words: a letter, a meeting, a page.',
    }),
    reason: t.string({
      required: true,
      description: 'Why it is entered now; kept in the history of the record.',
    }),
  }),
  resolve: (input, context) => {
    refuseOthersThanSecretariat(context, 'registers stakeholder groups');
    refuse([
      ...idProblems(['id'], input.id),
      ...textProblems(['name', 'text'], input.name.text, {
        longest: longestName,
        singleLine: true,
      }),
      ...explanationProblems(input),
    ]);
    return insertRecord(context, source, {
      document: {
        _id: input.id,
        name: storedText(input.name),
        ...(input.source && { source: storedText(input.source) }),
        citations: [],
      },
      event: eventOf(context, 'registered', { reason: input.reason }),
    });
  },
});

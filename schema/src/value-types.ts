import type { Change } from '@network/storage';
import { GraphQLError } from 'graphql';
import { type Builder, inaccessible } from './builder.ts';
import { addCitation } from './citation.ts';
import { addConnections } from './connection.ts';
import { addEnums } from './enums.ts';
import { addHistory } from './history.ts';
import { addLocalizedText } from './localized-text.ts';
import { addParty } from './party.ts';
import { addProblems } from './problem-types.ts';
import { isSystem } from './roles.ts';
import { addTimeFrame } from './time-frame.ts';

/** Adds the value types that all subgraphs define alike, and the feed of changes that each answers for its own store. */
export function addValueTypes(builder: Builder) {
  const enums = addEnums(builder);
  const localized = addLocalizedText(builder, enums);
  const cited = addCitation(builder, localized);
  const timed = addTimeFrame(builder, { ...enums, ...localized, ...cited });
  const connections = addConnections(builder);
  const { HistoryEvent, ...histories } = addHistory(builder, connections);
  const problems = addProblems(builder, enums, HistoryEvent);
  const parties = addParty(builder, enums, localized);

  const ChangeRef = builder.objectRef<Change>('Change');
  ChangeRef.implement({
    description: 'One event of a subgraph’s feed.',
    extensions: inaccessible,
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        description: 'Give it as `after` to go on behind this event.',
      }),
      collection: t.exposeString('collection', {
        description: 'The collection of the record that changed.',
      }),
      recordId: t.string({
        description: 'The id of the record that changed.',
        resolve: (o) => o.documentId,
      }),
      event: t.field({
        type: HistoryEvent,
        description: 'What happened to the record.',
        resolve: (o) => o.event,
      }),
    }),
  });
  builder.queryField('changes', (t) =>
    t.field({
      type: [ChangeRef],
      description:
        'The feed of this subgraph’s store, for the platform itself: every event at least once.',
      extensions: inaccessible,
      args: {
        after: t.arg.string({
          description:
            'The cursor of the last event that was seen; none starts from the beginning.',
        }),
        limit: t.arg.int({
          defaultValue: 100,
          description: 'How many events at most, from 1 to 1000.',
        }),
      },
      resolve: (_, { after, limit }, context) => {
        if (!isSystem(context)) {
          throw new GraphQLError('The feed of changes is answered only to the platform itself.', {
            extensions: { code: 'NOT_ALLOWED' },
          });
        }
        return context.storage.changes(after ?? null, Math.min(Math.max(limit ?? 100, 1), 1000));
      },
    }),
  );

  return {
    ...enums,
    ...localized,
    ...cited,
    ...timed,
    ...connections,
    ...histories,
    ...problems,
    ...parties,
  };
}

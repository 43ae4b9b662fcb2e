// What happened to a record: the events as types, the fields that records have them by, and how they are read.

import type { CollectionDefinition, Stored, StoredEvent } from '@network/storage';
import { type Builder, shareable } from './builder.ts';
import type { addConnections } from './connection.ts';
import type { Context } from './context.ts';
import { type ConnectionSource, type PageArguments, pageOfList } from './paging.ts';
import { isSecretariat } from './roles.ts';

/** All events of a record, oldest first. The caller has made sure that the reader may see them. */
export async function historyOf<T extends Stored>(
  context: Context,
  definition: CollectionDefinition<T>,
  record: T,
): Promise<readonly StoredEvent[]> {
  const isWhole = record.history[0]?.sequence === 1;
  return isWhole ? record.history : context.storage.history(definition, record._id);
}

/** A page of the events of a record, oldest first. The caller has made sure that the reader may see them. */
export async function pageOfHistory<T extends Stored>(
  context: Context,
  { definition, record }: { definition: CollectionDefinition<T>; record: T },
  page: PageArguments,
): Promise<ConnectionSource<StoredEvent>> {
  const events = await historyOf(context, definition, record);
  return pageOfList(events, ({ sequence }) => String(sequence), page);
}

export function addHistory(
  builder: Builder,
  { connection, pageArguments }: ReturnType<typeof addConnections>,
) {
  const Fact = builder.objectRef<{ name: string; value: string }>('HistoryFact');
  Fact.implement({
    description: 'One fact about what an event changed.',
    extensions: shareable,
    fields: (t) => ({
      name: t.exposeString('name', {
        description: 'What the fact is about: `state`, `textHash`, `version`.',
      }),
      value: t.exposeString('value', {
        description: 'Its value as text; structured values as JSON.',
      }),
    }),
  });
  const HistoryEvent = builder.objectRef<StoredEvent>('HistoryEvent');
  HistoryEvent.implement({
    description:
      'Something that happened to a record. Events are never changed and chained by their hashes.',
    extensions: shareable,
    fields: (t) => ({
      sequence: t.exposeInt('sequence', {
        description: 'Its place among the events of the record, from 1: the version it made.',
      }),
      at: t.field({
        type: 'DateTime',
        description: 'The instant of the write, by the platform’s clock.',
        resolve: (o) => o.at,
      }),
      type: t.exposeString('type', {
        description: 'What happened: `submitted`, `objected`, `issued`.',
      }),
      by: t.exposeString('by', {
        description: 'Who did it, as the login’s issuer names the person.',
      }),
      onBehalfOf: t.string({
        nullable: true,
        description: 'The id of the organization or network for which it was done.',
        resolve: (o) => o.onBehalfOf ?? null,
      }),
      reason: t.string({
        nullable: true,
        description: 'Why it was done, where a reason was asked for.',
        resolve: (o) => o.reason ?? null,
      }),
      facts: t.field({
        type: [Fact],
        description: 'What changed, fact by fact.',
        resolve: (o) =>
          Object.entries(o.detail ?? {}).map(([name, value]) => ({
            name,
            value: typeof value === 'string' ? value : JSON.stringify(value),
          })),
      }),
      hash: t.exposeString('hash', {
        description: 'SHA-256 of the event and of the hash before it, as lower-case hexadecimal.',
      }),
      previousHash: t.string({
        nullable: true,
        description: 'The hash of the event before; null for the first.',
        resolve: (o) => o.previous,
      }),
    }),
  });
  const HistoryConnection = connection(HistoryEvent, { name: 'History', isShareable: true });

  /** The version of a record: `version: t.field(version)`. */
  const version = {
    type: 'Int' as const,
    description:
      'The version of the record, which grows with every write: the one to name when it is changed.',
    resolve: (record: { version: number }) => record.version,
  };

  /**
   * The history of a record, for those who may read that too: `history: t.field(history({ definition: bodies }))`.
   * Without `mayRead` and its `description` that is the secretariat.
   */
  function history<T extends Stored>({
    definition,
    description = 'Everything that happened to the record, oldest first, for the secretariat; null for others.',
    mayRead = isSecretariat,
  }: {
    definition: CollectionDefinition<T>;
    description?: string;
    mayRead?: (context: Context, record: T) => boolean;
  }) {
    return {
      type: HistoryConnection,
      nullable: true as const,
      description,
      args: pageArguments,
      resolve: (record: T, page: PageArguments, context: Context) =>
        mayRead(context, record) ? pageOfHistory(context, { definition, record }, page) : null,
    };
  }

  return { HistoryEvent, HistoryConnection, version, history };
}

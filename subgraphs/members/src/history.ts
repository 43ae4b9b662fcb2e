import { type Context, historyOf, isSecretariat, pageOfList } from '@network/schema';
import type { CollectionDefinition, Stored } from '@network/storage';
import { connection, HistoryEvent, pageArguments } from './builder.ts';

/** The history of a public record, for the secretariat: called once for each type, outside of its fields. */
export function secretariatHistory<T extends Stored>(
  type: string,
  definition: CollectionDefinition<T>,
) {
  return {
    type: connection(HistoryEvent, { name: `${type}History` }),
    nullable: true as const,
    description:
      'Everything that happened to the record, oldest first: for the secretariat. Null for others.',
    args: pageArguments,
    resolve: async (
      document: T,
      page: { first?: number | null | undefined; after?: string | null | undefined },
      context: Context,
    ) =>
      isSecretariat(context)
        ? pageOfList(
            await historyOf(context, definition, document),
            ({ sequence }) => String(sequence),
            page,
          )
        : null,
  };
}

import type { ObjectRef } from '@pothos/core';
import { type Builder, shareable, type Types } from './builder.ts';
import { type ConnectionSource, defaultPageSize, largestPageSize } from './paging.ts';

interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

export function addConnections(builder: Builder) {
  const PageInfo = builder.objectRef<PageInfo>('PageInfo');
  PageInfo.implement({
    description: 'Where a page of a list begins and ends.',
    extensions: shareable,
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage', {
        description: 'Whether there are records behind this page.',
      }),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
        description: 'Whether there are records before this page.',
      }),
      startCursor: t.exposeString('startCursor', {
        nullable: true,
        description: 'The cursor of the first record; null on an empty page.',
      }),
      endCursor: t.exposeString('endCursor', {
        nullable: true,
        description: 'The cursor of the last record: give it as `after` for the next page.',
      }),
    }),
  });

  const pageArguments = builder.args((t) => ({
    first: t.int({
      defaultValue: defaultPageSize,
      description: `How many records at most, from 0 to ${largestPageSize}.`,
    }),
    after: t.string({
      description:
        'Continue after this cursor: `pageInfo.endCursor` of the page before, with the same other arguments.',
    }),
  }));

  /**
   * A connection type over nodes. Its name is the node's in the node's own subgraph; elsewhere give owner and field:
   * `RegionalNetworkMembers`. Nodes that another subgraph owns are nullable. The connection of a value type is
   * `isShareable`: all subgraphs have it.
   */
  function connection<T extends object>(
    node: ObjectRef<Types, T>,
    {
      name = node.name,
      nullableNodes = false,
      isShareable = false,
    }: { name?: string; nullableNodes?: boolean; isShareable?: boolean } = {},
  ): ObjectRef<Types, ConnectionSource<T>> {
    const extensions = isShareable ? shareable : {};
    const edge = builder.objectRef<{ node: T; cursor: string }>(`${name}Edge`);
    edge.implement({
      description: `One ${node.name} at its place in a list, with the cursor of that place.`,
      extensions,
      fields: (t) => ({
        node: t.field({
          type: node,
          nullable: nullableNodes,
          description: `The record at this place of the list${nullableNodes ? '; null when its owner cannot be reached' : ''}.`,
          resolve: ({ node }) => node as never,
        }),
        cursor: t.exposeString('cursor', {
          description: 'Give it as `after` to go on behind this one.',
        }),
      }),
    });
    const ref = builder.objectRef<ConnectionSource<T>>(`${name}Connection`);
    ref.implement({
      description: `A page of a list of ${node.name} records.`,
      extensions,
      fields: (t) => ({
        edges: t.field({
          type: [edge],
          description: 'The records of this page, in order.',
          resolve: ({ items }) => items,
        }),
        pageInfo: t.field({
          type: PageInfo,
          description: 'Whether there is more, and from where to go on.',
          resolve: ({ items, hasNextPage, hasPreviousPage }) => ({
            hasNextPage,
            hasPreviousPage,
            startCursor: items[0]?.cursor ?? null,
            endCursor: items.at(-1)?.cursor ?? null,
          }),
        }),
        totalCount: t.int({
          description:
            'How many there are on all pages together, for this reader. Counted only when asked for.',
          resolve: ({ totalCount }) => totalCount(),
        }),
      }),
    });
    return ref;
  }

  return { connection, pageArguments };
}

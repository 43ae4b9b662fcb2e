import { type Context, holdsOn, pageOfList, pageOfParent, today } from '@network/schema';
import { builder, Organization, pageArguments } from './builder.ts';
import type { RegionalNetworkDocument } from './documents.ts';
import { RegionalNetworkConnection, source } from './regional-network.ts';

builder.objectField(Organization, 'regionalNetworks', (t) =>
  t.field({
    type: RegionalNetworkConnection,
    nullable: true,
    description: 'The regional networks of which the organization is a member on a day, by id.',
    args: {
      ...pageArguments,
      asOf: t.arg({
        type: 'Date',
        description: 'The day for which memberships are judged; today if left out.',
      }),
    },
    resolve: async ({ id }, { asOf, ...page }, context) => {
      const day = asOf ?? today(context);
      const networks = await networksEverJoinedBy(context, id);
      const joined = networks.filter(({ members }) =>
        members.some((member) => member.organization === id && holdsOn(member, day)),
      );
      return pageOfList(joined, ({ _id }) => _id, page);
    },
  }),
);

/**
 * All networks that name the organization among their members, whatever the dates: a day between two dates of a list
 * within a document is no index's question, and there are as many regional networks as regions, so that one page holds all.
 */
async function networksEverJoinedBy(
  context: Context,
  organization: string,
): Promise<RegionalNetworkDocument[]> {
  const networks: RegionalNetworkDocument[] = [];
  let after: string | undefined;
  do {
    const page = await pageOfParent(context, source, {
      field: 'memberIds',
      parent: organization,
      first: 100,
      after,
    });
    networks.push(...page.items.map(({ node }) => node));
    after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
  return networks;
}

import { allOfParent, asOf, holdsOn, pageOfList, today } from '@network/schema';
import { builder, Organization, pageArguments } from './builder.ts';
import { RegionalNetworkConnection, source } from './regional-network.ts';

builder.objectField(Organization, 'regionalNetworks', (t) =>
  t.field({
    type: RegionalNetworkConnection,
    nullable: true,
    description: 'The regional networks of which the organization is a member on a day, by id.',
    args: { ...pageArguments, asOf: t.arg(asOf) },
    resolve: async ({ id }, { asOf, ...page }, context) => {
      const day = asOf ?? today(context);
      // A day between two dates of a list within a document is no index's question, and there are as many regional
      // networks as regions, so that one page of the store holds all that ever had the member.
      const everJoined = await allOfParent(context, source, { field: 'memberIds', parent: id });
      const joined = everJoined.filter(({ members }) =>
        members.some((member) => member.organization === id && holdsOn(member, day)),
      );
      return pageOfList(joined, ({ _id }) => _id, page);
    },
  }),
);

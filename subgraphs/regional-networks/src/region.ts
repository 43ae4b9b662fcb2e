import { pageOfParent } from '@network/schema';
import { builder, Region } from './builder.ts';
import { RegionalNetwork, source } from './regional-network.ts';

builder.objectField(Region, 'regionalNetwork', (t) =>
  t.field({
    type: RegionalNetwork,
    nullable: true,
    description: 'The regional network of the region; null where none is registered.',
    resolve: async ({ id }, _, context) => {
      const { items } = await pageOfParent(context, source, {
        field: 'region',
        parent: id,
        first: 1,
      });
      return items[0]?.node ?? null;
    },
  }),
);

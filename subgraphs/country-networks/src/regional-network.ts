import { pageOfParent } from '@network/schema';
import { builder, pageArguments, RegionalNetwork } from './builder.ts';
import { CountryNetworkConnection, source } from './country-network.ts';

builder.objectField(RegionalNetwork, 'countryNetworks', (t) =>
  t.field({
    type: CountryNetworkConnection,
    nullable: true,
    description: 'The country networks that belong to the regional network, by id.',
    args: pageArguments,
    resolve: ({ id }, page, context) =>
      pageOfParent(context, source, { ...page, field: 'regionalNetwork', parent: id }),
  }),
);

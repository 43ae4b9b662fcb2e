import { asOf, holdsOn, load, pageOfParent, today } from '@network/schema';
import { builder, Country, pageArguments } from './builder.ts';
import { ChampionCountry, source as championCountries } from './champion-country.ts';
import { CountryNetwork, source as countryNetworks } from './country-network.ts';
import { PilotConnection, source as pilots } from './pilot.ts';

builder.objectFields(Country, (t) => ({
  countryNetwork: t.field({
    type: CountryNetwork,
    nullable: true,
    description: 'The Network’s country network there; null where none is registered.',
    resolve: ({ id }, _, context) => load(context, countryNetworks, id),
  }),
  pilots: t.field({
    type: PilotConnection,
    nullable: true,
    description: 'What the Network tried out in the country, by id.',
    args: pageArguments,
    resolve: ({ id }, page, context) =>
      pageOfParent(context, pilots, { ...page, field: 'country', parent: id }),
  }),
  championship: t.field({
    type: ChampionCountry,
    nullable: true,
    description: 'Its being a champion country on a day; null where it is none.',
    args: { asOf: t.arg(asOf) },
    resolve: async ({ id }, { asOf }, context) => {
      const { items } = await pageOfParent(context, championCountries, {
        field: 'country',
        parent: id,
        first: 100,
      });
      const day = asOf ?? today(context);
      return items.find(({ node }) => holdsOn(node, day))?.node ?? null;
    },
  }),
}));

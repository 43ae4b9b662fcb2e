import { everybody, pageOf, type Source } from '@network/schema';
import { builder, connection, Figure, pageArguments } from './builder.ts';
import { type CountryNetworkFigureDocument, countryNetworkFigures } from './documents.ts';

const source: Source<CountryNetworkFigureDocument> = {
  definition: countryNetworkFigures,
  visible: everybody,
};

const FigureConnection = connection(Figure, { name: 'CountryNetworkFigure' });

builder.queryField('countryNetworkFigures', (t) =>
  t.field({
    type: FigureConnection,
    description:
      'Totals that the sources state about country networks and champion countries, by id. They are not counted from the records in this graph.',
    args: pageArguments,
    resolve: (_, page, context) => pageOf(context, source, page),
  }),
);

import { everybody, pageOf, type Source } from '@network/schema';
import { builder, connection, Figure, pageArguments } from './builder.ts';
import { type RegionalNetworkFigureDocument, regionalNetworkFigures } from './documents.ts';

const source: Source<RegionalNetworkFigureDocument> = {
  definition: regionalNetworkFigures,
  visible: everybody,
};

const FigureConnection = connection(Figure, { name: 'RegionalNetworkFigure' });

builder.queryField('regionalNetworkFigures', (t) =>
  t.field({
    type: FigureConnection,
    description:
      'Totals that the sources state about regional networks, by id. They are not counted from the networks in this graph.',
    args: pageArguments,
    resolve: (_, page, context) => pageOf(context, source, page),
  }),
);

import { createBuilder } from '@network/schema';

export const {
  builder,
  build,
  citations,
  connection,
  entity,
  Figure,
  HistoryEvent,
  mutation,
  optionalText,
  pageArguments,
  stub,
  text,
  TextInput,
} = createBuilder();

export const Organization = stub(
  'Organization',
  'An organization that works in the Network: a United Nations entity or another one.',
);

export const Region = stub('Region', 'One of the Network’s own regions.');

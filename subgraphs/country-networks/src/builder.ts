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
  Note,
  optionalText,
  pageArguments,
  stub,
  text,
  TextInput,
} = createBuilder();

export const Country = stub('Country', 'A country or area, as the United Nations list them.');

export const RegionalNetwork = stub(
  'RegionalNetwork',
  'The Network’s entities in one region, working together as its regional network.',
);

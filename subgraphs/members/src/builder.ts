import { createBuilder } from '@network/schema';

export const {
  builder,
  build,
  citations,
  connection,
  entity,
  HistoryEvent,
  mutation,
  optionalText,
  pageArguments,
  stub,
  text,
  TextInput,
} = createBuilder();

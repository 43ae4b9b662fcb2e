import { createBuilder } from '@network/schema';

export const {
  builder,
  build,
  citations,
  connection,
  entity,
  enumOf,
  HistoryConnection,
  history,
  mutation,
  pageArguments,
  sourceInput,
  sourceText,
  stub,
  text,
  TextInput,
  version,
} = createBuilder();

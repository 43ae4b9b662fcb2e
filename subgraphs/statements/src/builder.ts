import { createBuilder } from '@network/schema';

export const {
  builder,
  build,
  citations,
  connection,
  entity,
  HistoryConnection,
  LanguageCode,
  mutation,
  Note,
  optionalText,
  pageArguments,
  PartyRole,
  partyUnion,
  stub,
  text,
  TextInput,
  texts,
} = createBuilder();

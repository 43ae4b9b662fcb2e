import { createBuilder } from '@network/schema';

export const {
  builder,
  build,
  citations,
  connection,
  entity,
  Figure,
  history,
  mutation,
  Note,
  pageArguments,
  sourceInput,
  sourceText,
  stub,
  text,
  TextInput,
  version,
} = createBuilder();

export const Country = stub('Country');
export const RegionalNetwork = stub('RegionalNetwork');

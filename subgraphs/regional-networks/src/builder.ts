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
  pageArguments,
  sourceInput,
  sourceText,
  stub,
  text,
  TextInput,
  version,
} = createBuilder();

export const Organization = stub('Organization');
export const Region = stub('Region');

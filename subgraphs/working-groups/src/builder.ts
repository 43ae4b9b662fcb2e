import { createBuilder } from '@network/schema';

export const {
  builder,
  build,
  citations,
  connection,
  entity,
  enumOf,
  history,
  mutation,
  PartyRole,
  pageArguments,
  partyUnion,
  sourceInput,
  sourceText,
  stub,
  text,
  TextInput,
  version,
} = createBuilder();

export const Objective = stub('Objective');
export const Organization = stub('Organization');
export const Workstream = stub('Workstream');
const Body = stub('Body');
const StakeholderGroup = stub('StakeholderGroup');

export const Party = partyUnion({ Organization, Body, StakeholderGroup });

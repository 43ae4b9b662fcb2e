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
  Note,
  optionalText,
  pageArguments,
  partyUnion,
  Quantity,
  stub,
  text,
  TextInput,
  texts,
  TimeFrame,
  version,
} = createBuilder();

export const Objective = stub('Objective');
export const ThematicArea = stub('ThematicArea');
export const Organization = stub('Organization');
export const Body = stub('Body');
export const StakeholderGroup = stub('StakeholderGroup');
export const RegionalNetwork = stub('RegionalNetwork');
export const CountryNetwork = stub('CountryNetwork');
export const WorkingGroup = stub('WorkingGroup');

export const Party = partyUnion({ Organization, Body, StakeholderGroup });

import { createBuilder } from '@network/schema';

export const {
  builder,
  build,
  citations,
  connection,
  entity,
  HistoryEvent,
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
} = createBuilder();

export const Objective = stub(
  'Objective',
  'One of the 23 objectives of the Global Compact for Safe, Orderly and Regular Migration.',
);

export const ThematicArea = stub(
  'ThematicArea',
  'One of the five thematic areas into which the workplan sorts the objectives.',
);

export const Organization = stub(
  'Organization',
  'An organization that works in the Network: a United Nations entity or another one.',
);

export const Body = stub(
  'Body',
  'A body of the Network, such as the Executive Committee or the secretariat.',
);

export const StakeholderGroup = stub(
  'StakeholderGroup',
  'A group of stakeholders that is no organization of its own.',
);

export const RegionalNetwork = stub(
  'RegionalNetwork',
  'The Network’s entities in one region, working together as its regional network.',
);

export const CountryNetwork = stub(
  'CountryNetwork',
  'The Network’s entities in one country, working together as its country network.',
);

export const WorkingGroup = stub(
  'WorkingGroup',
  'A group that the Network has set up to carry out a workstream.',
);

export const Party = partyUnion({ Organization, Body, StakeholderGroup });

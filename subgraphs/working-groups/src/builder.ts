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
  PartyRole,
  pageArguments,
  partyUnion,
  stub,
  text,
  TextInput,
} = createBuilder();

export const Objective = stub(
  'Objective',
  'One of the 23 objectives of the Global Compact for Safe, Orderly and Regular Migration.',
);

export const Organization = stub(
  'Organization',
  'An organization that works in the Network: a United Nations entity or another one.',
);

export const Workstream = stub('Workstream', 'A strand of work of the Network’s workplan.');

const Body = stub('Body', 'A body of the Network: its Executive Committee, its secretariat.');

const StakeholderGroup = stub(
  'StakeholderGroup',
  'A group of stakeholders that the sources name beside the organizations.',
);

export const Party = partyUnion({ Organization, Body, StakeholderGroup });

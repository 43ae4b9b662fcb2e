import { builder, partyUnion, stub } from './builder.ts';
import { actorTypes, type StoredActor } from './documents.ts';

export const Objective = stub('Objective', 'One of the 23 objectives of the Global Compact.');
export const GuidingPrinciple = stub(
  'GuidingPrinciple',
  'One of the ten guiding principles of the Global Compact.',
);
export const Organization = stub(
  'Organization',
  'An organization that works in the Network: a United Nations entity or another one.',
);
const Body = stub('Body', 'A body of the Network: the Executive Committee, the secretariat.');
const StakeholderGroup = stub(
  'StakeholderGroup',
  'A group of stakeholders that the sources name as one.',
);
const RegionalNetwork = stub('RegionalNetwork', 'The Network’s entities in one region.');
const CountryNetwork = stub('CountryNetwork', 'The Network’s entities in one country.');
const WorkingGroup = stub('WorkingGroup', 'A working group of the Network.');

export const Party = partyUnion({ Organization, Body, StakeholderGroup });

export const Actor = builder.unionType('StatementActor', {
  description: 'Who proposes a statement or contributes to it.',
  types: [Organization, RegionalNetwork, CountryNetwork, WorkingGroup],
  resolveType: (actor) => (actor as StoredActor).type,
});

const words: Record<StoredActor['type'], string> = {
  Organization: 'An organization, spoken for by one of its focal points.',
  RegionalNetwork: 'A regional network, spoken for by one of its publishers.',
  CountryNetwork: 'A country network, spoken for by one of its publishers.',
  WorkingGroup: 'A working group, spoken for by one of its publishers.',
};

const ActorType = builder.enumType('StatementActorType', {
  description: 'What kind of record an actor of a statement is.',
  values: Object.fromEntries(
    actorTypes.map((type) => [
      type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(),
      { value: type, description: words[type] },
    ]),
  ) as Record<string, { value: StoredActor['type']; description: string }>,
});

export const ActorInput = builder.inputType('StatementActorInput', {
  description: 'An organization or network that has a part in a statement.',
  fields: (t) => ({
    type: t.field({ type: ActorType, required: true, description: 'What kind of record it is.' }),
    id: t.id({ required: true, description: 'The id of the record: `asia-pacific`, `iom`.' }),
  }),
});

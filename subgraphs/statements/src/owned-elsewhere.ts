import { builder, partyUnion, stub } from './builder.ts';
import { actorTypes, type StoredActor } from './documents.ts';

export const Objective = stub('Objective');
export const GuidingPrinciple = stub('GuidingPrinciple');
export const Organization = stub('Organization');
const Body = stub('Body');
const StakeholderGroup = stub('StakeholderGroup');
const RegionalNetwork = stub('RegionalNetwork');
const CountryNetwork = stub('CountryNetwork');
const WorkingGroup = stub('WorkingGroup');

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

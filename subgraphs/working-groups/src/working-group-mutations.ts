import {
  type Context,
  eventOf,
  explanationProblems,
  idInput,
  idProblems,
  insertRecord,
  invalidValue,
  isSecretariat,
  lengthProblems,
  nameProblems,
  notAllowed,
  objectiveIds,
  type PartyRole as PartyRoleName,
  type Problem,
  Refused,
  reasonInput,
  recordToChange,
  referenceProblems,
  refuse,
  repetitionProblems,
  replaceRecord,
  requireSecretariat,
  type StoredParty,
  statedIn,
  storedText,
  textProblems,
  today,
  unknownRecord,
  versionInput,
  type WrittenText,
} from '@network/schema';
import { canonicalJson } from '@network/storage';
import { builder, mutation, PartyRole, sourceInput, TextInput } from './builder.ts';
import {
  type StoredOutput,
  toWorkingGroupDocument,
  type WorkingGroupDocument,
} from './documents.ts';
import { mayWriteFor, source, WorkingGroup } from './working-group.ts';

const LeadInput = builder.inputType('WorkingGroupLeadInput', {
  description: 'Somebody who leads a working group: exactly one of the fields is given.',
  fields: (t) => ({
    organizationId: t.id({ description: 'The id of an organization: `iom`.' }),
    bodyId: t.id({ description: 'The id of a body of the Network: `executive-committee`.' }),
    stakeholderGroupId: t.id({
      description: 'The id of a stakeholder group: `child-rights-initiative`.',
    }),
    role: t.field({
      type: PartyRole,
      description: 'Somebody who is named by role only: the Coordinator.',
    }),
  }),
});

interface Lead {
  organizationId?: string | null | undefined;
  bodyId?: string | null | undefined;
  stakeholderGroupId?: string | null | undefined;
  role?: PartyRoleName | null | undefined;
}

mutation('registerWorkingGroup', {
  description:
    'Enters a working group that is established. It becomes active when its charter is set. Only the secretariat may.',
  record: WorkingGroup,
  input: (t) => ({
    id: t.id(idInput),
    name: t.field({
      type: TextInput,
      required: true,
      description: 'The name of the group, on one line.',
    }),
    workstreamId: t.id({
      description: 'The id of the workstream that it serves; left out where it serves none alone.',
    }),
    leads: t.field({
      type: [LeadInput],
      description: 'Who leads it, at most 20, each once; stakeholders may lead too.',
    }),
    objectiveIds: t.idList({
      description: 'The ids of the objectives that it works on, the main one first.',
    }),
    source: t.field(sourceInput),
    reason: t.string(reasonInput('Why it is entered now')),
  }),
  resolve: async (input, context) => {
    requireSecretariat(context, 'registers working groups');
    const workstream = input.workstreamId ?? null;
    const leads = input.leads ?? [];
    const objectives = input.objectiveIds ?? [];
    refuse([
      ...lengthProblems(['leads'], leads, { most: 20 }),
      ...lengthProblems(['objectiveIds'], objectives, { most: objectiveIds.length }),
    ]);
    refuse([
      ...idProblems(['id'], input.id),
      ...nameProblems(input.name),
      ...leadProblems(leads),
      ...objectiveProblems(objectives),
      ...explanationProblems(input),
      ...(await unknownRecords(context, workstream, leads)),
    ]);
    return insertRecord(context, source, {
      document: toWorkingGroupDocument({
        _id: input.id,
        name: storedText(input.name),
        workstream,
        leads: leads.flatMap(partiesOf),
        objectives,
        ...statedIn(input.source),
      }),
      event: eventOf(context, 'registered', {
        reason: input.reason,
        detail: { workstream, leads: leads.flatMap(partiesOf), objectives },
      }),
    });
  },
});

const OutputInput = builder.inputType('WorkingGroupOutputInput', {
  description: 'One thing that a working group will deliver.',
  fields: (t) => ({
    output: t.field({
      type: TextInput,
      required: true,
      description: 'What will be delivered, at most 1,000 characters.',
    }),
    measure: t.field({
      type: TextInput,
      required: true,
      description: 'By what one will see that it is delivered, at most 1,000 characters.',
    }),
    dueOn: t.field({
      type: 'Date',
      required: true,
      description:
        'The day by which it will be delivered, today or later, unless the charter has it so already.',
    }),
  }),
});

mutation('setWorkingGroupCharter', {
  description:
    'Sets what a working group will deliver, by what measure and when, in place of what its charter says now. The secretariat may, and those who publish for the group.',
  record: WorkingGroup,
  input: (t) => ({
    workingGroupId: t.id({
      required: true,
      description: 'The id of the group: `regular-pathways`.',
    }),
    version: t.int(versionInput('group')),
    outputs: t.field({
      type: [OutputInput],
      required: true,
      description: 'Everything that the group will deliver, 1 to 30 outputs, in their order.',
    }),
    reason: t.string(reasonInput('Who decided it, and why now')),
  }),
  resolve: async (input, context) => {
    const { workingGroupId: id, version } = input;
    const group = await recordToChange(context, source, {
      type: 'WorkingGroup',
      path: ['workingGroupId'],
      id,
      version,
      authorize: () => requireWriterFor(context, id),
    });
    const setOn = today(context);
    const outputs = input.outputs.map(({ output, measure, dueOn }) => ({
      output: storedText(output),
      measure: storedText(measure),
      dueOn,
    }));
    refuse(lengthProblems(['outputs'], outputs, { least: 1, most: 30 }));
    refuse([
      ...input.outputs.flatMap(outputProblems),
      ...dueDateProblems(outputs, group, setOn),
      ...explanationProblems(input),
    ]);
    return replaceRecord(context, source, {
      document: { ...group, charter: { outputs, setOn } },
      event: eventOf(context, 'charterSet', {
        ...(!isSecretariat(context) && { onBehalfOf: id }),
        reason: input.reason,
        detail: { outputs },
      }),
    });
  },
});

function requireWriterFor(context: Context, id: string): void {
  if (mayWriteFor(context, id)) return;
  const message =
    'Only the secretariat and those who publish for the working group set its charter.';
  throw new Refused(notAllowed([], message, ['SECRETARIAT', `PUBLISHER of WorkingGroup ${id}`]));
}

/** The parties that an input names: one, when it is as it should be. */
function partiesOf({ organizationId, bodyId, stakeholderGroupId, role }: Lead): StoredParty[] {
  return [
    ...(organizationId != null ? [{ type: 'Organization' as const, id: organizationId }] : []),
    ...(bodyId != null ? [{ type: 'Body' as const, id: bodyId }] : []),
    ...(stakeholderGroupId != null
      ? [{ type: 'StakeholderGroup' as const, id: stakeholderGroupId }]
      : []),
    ...(role != null ? [{ type: 'NamedRole' as const, role }] : []),
  ];
}

function leadProblems(leads: readonly Lead[]): Problem[] {
  const parties = leads.map(partiesOf);
  const several = parties.flatMap((named, index) =>
    named.length === 1
      ? []
      : [
          invalidValue(['leads', index], `A lead is one party; this names ${named.length}.`, [
            'exactly one of organizationId, bodyId, stakeholderGroupId and role',
          ]),
        ],
  );
  const names = parties.map((named, index) =>
    named.length === 1 ? JSON.stringify(named) : `${index}`,
  );
  const repeated = names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [invalidValue(['leads', index], 'This lead is named above already.', ['each lead once'])],
  );
  return [...several, ...repeated];
}

function objectiveProblems(ids: readonly string[]): Problem[] {
  const pathOf = (index: number) => ['objectiveIds', index];
  const unknown = ids.flatMap((id, index) =>
    objectiveIds.includes(id) ? [] : [unknownRecord(pathOf(index), 'Objective', id)],
  );
  return [...unknown, ...repetitionProblems(pathOf, ids)];
}

/** What the owners of the records that a registration names do not know. */
async function unknownRecords(
  context: Context,
  workstream: string | null,
  leads: readonly Lead[],
): Promise<Problem[]> {
  const among = (field: 'organizationId' | 'bodyId' | 'stakeholderGroupId') =>
    leads.flatMap((lead, index) => {
      const id = lead[field];
      return id == null ? [] : [{ id, path: ['leads', index, field] }];
    });
  const asked = await Promise.all([
    referenceProblems(
      context,
      'Workstream',
      workstream === null ? [] : [{ id: workstream, path: ['workstreamId'] }],
    ),
    referenceProblems(context, 'Organization', among('organizationId')),
    referenceProblems(context, 'Body', among('bodyId')),
    referenceProblems(context, 'StakeholderGroup', among('stakeholderGroupId')),
  ]);
  return asked.flat();
}

/** The workplan wants outputs that can be measured (004, "working groups", second paragraph). */
function outputProblems(
  { output, measure }: { output: WrittenText; measure: WrittenText },
  index: number,
): Problem[] {
  const longest = 1_000;
  return [
    ...textProblems(['outputs', index, 'output', 'text'], output.text, { longest }),
    ...textProblems(['outputs', index, 'measure', 'text'], measure.text, { longest }),
  ];
}

/** A timetable looks ahead; what the charter promised already may stay, also when its day is over. */
function dueDateProblems(
  outputs: readonly StoredOutput[],
  { charter }: WorkingGroupDocument,
  earliest: string,
): Problem[] {
  const promised = new Set(charter?.outputs.map(canonicalJson));
  return outputs.flatMap((output, index) =>
    output.dueOn >= earliest || promised.has(canonicalJson(output))
      ? []
      : [
          invalidValue(['outputs', index, 'dueOn'], `${output.dueOn} is over.`, [
            `${earliest} or a later day`,
          ]),
        ],
  );
}

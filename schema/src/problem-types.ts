import { type Builder, shareable } from './builder.ts';
import type { addEnums } from './enums.ts';
import type { addHistory } from './history.ts';
import { type Problem, problemCodes } from './problems.ts';

export function addProblems(
  builder: Builder,
  { enumOf }: ReturnType<typeof addEnums>,
  HistoryEvent: ReturnType<typeof addHistory>['HistoryEvent'],
) {
  const Code = enumOf('ProblemCode', {
    description: 'What kind of problem it is.',
    values: problemCodes,
  });
  const ProblemInterface = builder.interfaceRef<Problem>('Problem');
  ProblemInterface.implement({
    description: 'Why a mutation was not carried out: something the client can act on.',
    fields: (t) => ({
      code: t.field({
        type: Code,
        description: 'What kind of problem it is.',
        resolve: (o) => o.code,
      }),
      message: t.exposeString('message', {
        description: 'What is wrong and what would be right, for a person.',
      }),
      path: t.stringList({
        description: 'The place in the input: names of fields and positions in lists.',
        resolve: (o) => [...o.path],
      }),
    }),
  });
  type Of<Name extends Problem['__typename']> = Extract<Problem, { __typename: Name }>;
  builder.objectRef<Of<'InvalidValue'>>('InvalidValue').implement({
    description: 'A value of the input is not allowed.',
    interfaces: [ProblemInterface],
    extensions: shareable,
    fields: (t) => ({
      allowed: t.stringList({
        description: 'What is allowed there, in values or words.',
        resolve: (o) => [...o.allowed],
      }),
    }),
  });
  builder.objectRef<Of<'UnknownRecord'>>('UnknownRecord').implement({
    description: 'The input names a record that does not exist for this writer.',
    interfaces: [ProblemInterface],
    extensions: shareable,
    fields: (t) => ({
      type: t.exposeString('type', { description: 'The type of the record that was looked for.' }),
      id: t.exposeString('id', { description: 'The id that was looked for.' }),
    }),
  });
  builder.objectRef<Of<'NotAllowed'>>('NotAllowed').implement({
    description: 'The writer lacks a role.',
    interfaces: [ProblemInterface],
    extensions: shareable,
    fields: (t) => ({
      needed: t.stringList({
        description: 'The roles of which one is needed, with their scope.',
        resolve: (o) => [...o.needed],
      }),
    }),
  });
  builder.objectRef<Of<'WrongState'>>('WrongState').implement({
    description: 'The record is in a state in which this cannot be done.',
    interfaces: [ProblemInterface],
    extensions: shareable,
    fields: (t) => ({
      state: t.exposeString('state', { description: 'The state in which the record is now.' }),
      possible: t.stringList({
        description: 'The mutations that this writer may do now.',
        resolve: (o) => [...o.possible],
      }),
    }),
  });
  builder.objectRef<Of<'StaleWrite'>>('StaleWrite').implement({
    description: 'The record changed since the version that the writer saw; nothing was written.',
    interfaces: [ProblemInterface],
    extensions: shareable,
    fields: (t) => ({
      currentVersion: t.exposeInt('currentVersion', {
        description: 'The version to write against after reading again.',
      }),
      changes: t.field({
        type: [HistoryEvent],
        description: 'What happened since the version that the writer saw.',
        resolve: (o) => [...o.changes],
      }),
    }),
  });
  return { Problem: ProblemInterface };
}

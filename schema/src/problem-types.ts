import type { StoredEvent } from '@network/storage';
import { type Builder, shareable } from './builder.ts';
import { type Problem, problemCodes } from './problems.ts';

export function addProblems(builder: Builder) {
  const Fact = builder.objectRef<{ name: string; value: string }>('HistoryFact');
  Fact.implement({
    description: 'One fact about what an event changed.',
    extensions: shareable,
    fields: (t) => ({
      name: t.exposeString('name', {
        description: 'What the fact is about: `state`, `textHash`, `version`.',
      }),
      value: t.exposeString('value', {
        description: 'Its value as text; structured values as JSON.',
      }),
    }),
  });
  const HistoryEvent = builder.objectRef<StoredEvent>('HistoryEvent');
  HistoryEvent.implement({
    description:
      'Something that happened to a record. Events are never changed and chained by their hashes.',
    extensions: shareable,
    fields: (t) => ({
      sequence: t.exposeInt('sequence', {
        description: 'Its place among the events of the record, from 1: the version it made.',
      }),
      at: t.field({
        type: 'DateTime',
        description: 'The instant of the write, by the platform’s clock.',
        resolve: (o) => o.at,
      }),
      type: t.exposeString('type', {
        description: 'What happened: `submitted`, `objected`, `issued`.',
      }),
      by: t.exposeString('by', {
        description: 'Who did it, as the login’s issuer names the person.',
      }),
      onBehalfOf: t.string({
        nullable: true,
        description: 'The id of the organization or network for which it was done.',
        resolve: (o) => o.onBehalfOf ?? null,
      }),
      reason: t.string({
        nullable: true,
        description: 'Why it was done, where a reason was asked for.',
        resolve: (o) => o.reason ?? null,
      }),
      facts: t.field({
        type: [Fact],
        description: 'What changed, fact by fact.',
        resolve: (o) =>
          Object.entries(o.detail ?? {}).map(([name, value]) => ({
            name,
            value: typeof value === 'string' ? value : JSON.stringify(value),
          })),
      }),
      hash: t.exposeString('hash', {
        description: 'SHA-256 of the event and of the hash before it, as lower-case hexadecimal.',
      }),
      previousHash: t.string({
        nullable: true,
        description: 'The hash of the event before; null for the first.',
        resolve: (o) => o.previous,
      }),
    }),
  });
  const Code = builder.enumType('ProblemCode', {
    description: 'What kind of problem it is.',
    values: Object.fromEntries(
      Object.entries(problemCodes).map(([code, description]) => [
        code,
        { value: code, description },
      ]),
    ) as Record<string, { value: Problem['code']; description: string }>,
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
  return { Problem: ProblemInterface, HistoryEvent };
}

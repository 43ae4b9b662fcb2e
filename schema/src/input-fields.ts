import type { InputFieldBuilder } from '@pothos/core';
import type { Types } from './builder.ts';

/** What the fields of an input are made with: the `t` of `input: (t) => ({ … })`. */
export type InputFields = InputFieldBuilder<Types, 'InputObject'>;

/** The id of a record that is entered: `id: t.id(idInput)`. */
export const idInput = {
  required: true as const,
  description: 'The id it is to have for good: lower-case letters, digits, hyphens.',
};

/** The version that a change was decided on: `version: t.int(versionInput('body'))`. */
export function versionInput(record: string) {
  return {
    required: true as const,
    description: `The \`version\` of the ${record} that this was decided on.`,
  };
}

/** The reason that is kept in the history: `reason: t.string(reasonInput('Why it ends'))`. */
export function reasonInput(what: string) {
  return { required: true as const, description: `${what}; kept in the history of the record.` };
}

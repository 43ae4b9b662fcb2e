import type { StoredEvent } from '@network/storage';

/** What is wrong with a mutation's input or moment: something the client can act on. `path` leads into the input. */
export type Problem = { message: string; path: readonly string[] } & (
  | { __typename: 'InvalidValue'; code: 'INVALID_VALUE'; allowed: readonly string[] }
  | { __typename: 'UnknownRecord'; code: 'UNKNOWN_RECORD'; type: string; id: string }
  | { __typename: 'NotAllowed'; code: 'NOT_ALLOWED'; needed: readonly string[] }
  | { __typename: 'WrongState'; code: 'WRONG_STATE'; state: string; possible: readonly string[] }
  | {
      __typename: 'StaleWrite';
      code: 'STALE_WRITE';
      currentVersion: number;
      changes: readonly StoredEvent[];
    }
);

/** Every problem's code and when it is given. A retired code is never used again. */
export const problemCodes = {
  INVALID_VALUE: 'A value of the input is not allowed; `allowed` says what is.',
  UNKNOWN_RECORD: 'The input names a record that does not exist for this writer.',
  NOT_ALLOWED: 'The writer lacks the role that this needs; `needed` names it.',
  WRONG_STATE: 'The record is in a state in which this cannot be done; `possible` names what can.',
  STALE_WRITE: 'The record changed since the version that the input names; `changes` says how.',
} as const;

/** Thrown by a mutation's rules; the payload then has these problems and no record, and nothing was written. */
export class Refused extends Error {
  override name = 'Refused';
  readonly problems: readonly Problem[];
  constructor(...problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join(' '));
    this.problems = problems;
  }
}

/** Leads into an input: `['paragraphs', 2, 'text']`. */
export type Path = readonly (string | number)[];

/** `allowed` says in words or values what would have been right. */
export function invalidValue(
  path: Path,
  message: string,
  allowed: readonly string[] = [],
): Problem {
  return {
    __typename: 'InvalidValue',
    code: 'INVALID_VALUE',
    message,
    path: path.map(String),
    allowed,
  };
}

/** A record that does not exist for this writer: hidden and missing ones get the same words. */
export function unknownRecord(path: Path, type: string, id: string): Problem {
  return {
    __typename: 'UnknownRecord',
    code: 'UNKNOWN_RECORD',
    message: `There is no ${type} with the id "${id}".`,
    path: path.map(String),
    type,
    id,
  };
}

/** `needed` names roles as they are granted: `PUBLISHER of RegionalNetwork asia-pacific`. */
export function notAllowed(path: Path, message: string, needed: readonly string[]): Problem {
  return { __typename: 'NotAllowed', code: 'NOT_ALLOWED', message, path: path.map(String), needed };
}

/** `possible` names the mutations that this writer may do now. */
export function wrongState(
  path: Path,
  message: string,
  { state, possible }: { state: string; possible: readonly string[] },
): Problem {
  return {
    __typename: 'WrongState',
    code: 'WRONG_STATE',
    message,
    path: path.map(String),
    state,
    possible,
  };
}

/** `changes` are the events since the version that the writer saw. */
export function staleWrite(
  path: Path,
  { seen, current, changes }: { seen: number; current: number; changes: readonly StoredEvent[] },
): Problem {
  return {
    __typename: 'StaleWrite',
    code: 'STALE_WRITE',
    message: `This was written against version ${seen}; the record is at version ${current}. Read it again and decide.`,
    path: path.map(String),
    currentVersion: current,
    changes,
  };
}

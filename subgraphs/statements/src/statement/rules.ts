// Rules that several mutations of a statement share.

import { invalidValue, type Problem } from '@network/schema';
import type { mutation } from '../builder.ts';
import type { StoredRound, WorkingStatement } from '../documents.ts';
import { isZone } from '../time-zone.ts';

const mostRounds = 100;

export type InputFields = Parameters<Parameters<typeof mutation>[1]['input']>[0];

/** Which statement a write of the secretariat is about, as the writer saw it. */
export const revisionFields = (t: InputFields) => ({
  statementId: t.id({ required: true, description: 'The id of the statement that it is about.' }),
  version: t.int({
    required: true,
    description: 'The `version` of the statement that this was decided on.',
  }),
});

export function newRound(
  working: WorkingStatement,
  parts: Omit<
    StoredRound,
    'number' | 'authority' | 'reason' | 'extensions' | 'positions' | 'recalled'
  >,
): StoredRound {
  return {
    number: working.rounds.length + 1,
    ...parts,
    authority: null,
    reason: null,
    extensions: [],
    positions: [],
    recalled: null,
  };
}

export function withRound(working: WorkingStatement, round: StoredRound): WorkingStatement {
  const rounds = working.rounds.map((one) => (one.number === round.number ? round : one));
  return { ...working, rounds };
}

/** Which text an event is about. */
export function textDetail({ textVersion, textHash }: StoredRound) {
  return { textVersion, textHash };
}

export function instantAfter(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}

export function windowProblems(
  path: readonly string[],
  {
    from,
    to,
    shortest = 1,
    longest,
  }: { from: string; to: string; shortest?: number; longest: number },
): Problem[] {
  const earliest = instantAfter(from, shortest);
  const latest = instantAfter(from, longest);
  const time = Date.parse(to);
  if (time >= Date.parse(earliest) && time <= Date.parse(latest)) return [];
  return [invalidValue(path, `${to} is too early or too late.`, [`from ${earliest} to ${latest}`])];
}

export function zoneProblems(path: readonly string[], zone: string): Problem[] {
  if (isZone(zone)) return [];
  return [
    invalidValue(path, `"${zone.slice(0, 60)}" names no time zone.`, [
      'a zone of the IANA time zone database: Europe/Zurich, UTC',
    ]),
  ];
}

export function roundProblems({ rounds }: WorkingStatement): Problem[] {
  if (rounds.length < mostRounds) return [];
  return [
    invalidValue([], 'The statement has had as many rounds as can be kept.', [
      `${mostRounds} rounds`,
    ]),
  ];
}

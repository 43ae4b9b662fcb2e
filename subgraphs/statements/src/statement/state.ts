// What a statement's document and the clock say together. Nothing here is stored, and nothing waits for a job: the same
// document at the same instant is always in the same state.

import type {
  StatementDocument,
  StoredPosition,
  StoredRound,
  StoredTextVersion,
  WorkingStatement,
} from '../documents.ts';

export const statementStates = {
  PROPOSED: 'Proposed; the secretariat has not yet taken it up.',
  DRAFTING: 'Being written: contributions are taken and the text may change.',
  CLEARANCE: 'The text is frozen and put to the organizations; not all have cleared it.',
  OBJECTED: 'In clearance, with an objection that stands; the text may be changed for a new round.',
  CLEARED: 'Every organization asked has answered, and nobody objects.',
  SILENCE: 'The frozen text is adopted unless an addressee objects by the deadline.',
  BROKEN: 'An objection within the deadline ended the silence round; a new clearance is needed.',
  ADOPTED: 'Agreed: the text and its hash can no longer change.',
  EMBARGOED: 'Adopted and given an instant of issue that has not yet come.',
  ISSUED: 'Issued: it exists for everybody.',
  ABANDONED: 'Given up before it was adopted.',
} as const;
export type StatementState = keyof typeof statementStates;

export function stateOf({ published, working }: StatementDocument, now: string): StatementState {
  if (published && published.visibleFrom <= now) return 'ISSUED';
  if (published) return 'EMBARGOED';
  if (!working) throw new Error('a statement is published, or made here');
  if (working.abandoned) return 'ABANDONED';
  if (!working.acceptedAt) return 'PROPOSED';
  const round = currentRound(working);
  if (!round) return 'DRAFTING';
  if (round.kind === 'SILENCE') return silenceState(round, now);
  if (working.decision) return 'ADOPTED';
  const { objections, isCleared } = clearanceOf(round);
  if (objections.length > 0) return 'OBJECTED';
  return isCleared ? 'CLEARED' : 'CLEARANCE';
}

/** The last round, unless it was recalled or the text has gone on since: then no round is under way. */
export function currentRound({ rounds, texts }: WorkingStatement): StoredRound | undefined {
  const round = rounds.at(-1);
  const text = texts.at(-1);
  if (!round || !text || round.recalled || text.number > round.textVersion) return undefined;
  return round;
}

export function textOf(working: WorkingStatement, round: StoredRound): StoredTextVersion {
  const text = working.texts.find(({ number }) => number === round.textVersion);
  if (!text) throw new Error(`round ${round.number} is about no text version of the statement`);
  return text;
}

export interface Clearance {
  /** The last position of each organization: it is the one that counts (O3). */
  standing: ReadonlyMap<string, StoredPosition>;
  /** Addressees without a position. In clearance, silence is not consent. */
  missing: string[];
  objections: StoredPosition[];
  unresolved: StoredPosition[];
  /** Whether the round fulfils O11. */
  isCleared: boolean;
}

export function clearanceOf(round: StoredRound): Clearance {
  const standing = new Map(round.positions.map((position) => [position.organization, position]));
  const positions = [...standing.values()];
  const missing = round.addressees.filter((id) => !standing.has(id));
  const objections = positions.filter(({ kind }) => kind === 'OBJECTION');
  const unresolved = positions.filter(
    ({ kind, resolution }) => kind === 'CLEARED_WITH_MINOR_COMMENTS' && !resolution,
  );
  const isCleared = missing.length + objections.length + unresolved.length === 0;
  return { standing, missing, objections, unresolved, isCleared };
}

/** When the last thing happened that a cleared round had needed. */
export function clearedAt(round: StoredRound): string {
  const instants = [...clearanceOf(round).standing.values()].map(
    ({ at, resolution }) => resolution?.at ?? at,
  );
  return instants.reduce(later, round.openedAt);
}

/** The later of two instants. */
export function later(one: string, other: string): string {
  if (one < other) return other;
  return one;
}

/** An objection at the deadline itself is in time, one millisecond after it is late (O6). */
export function isLate(position: StoredPosition, round: StoredRound): boolean {
  return round.kind === 'SILENCE' && position.at > round.dueBy;
}

/** The objection that ended a silence round: the first that was in time (O5). */
export function breakingObjection(round: StoredRound): StoredPosition | undefined {
  if (round.kind !== 'SILENCE') return undefined;
  return round.positions.find((position) => !isLate(position, round));
}

function silenceState(round: StoredRound, now: string): 'SILENCE' | 'BROKEN' | 'ADOPTED' {
  if (breakingObjection(round)) return 'BROKEN';
  return now <= round.dueBy ? 'SILENCE' : 'ADOPTED';
}

export type RoundOutcome =
  | 'OPEN'
  | 'CLEARED'
  | 'OBJECTED'
  | 'ADOPTED'
  | 'BROKEN'
  | 'RECALLED'
  | 'ABANDONED';

/** What has come of a round by now, and still will have come of it when the text has gone on. */
export function outcomeOf(
  round: StoredRound,
  working: WorkingStatement,
  now: string,
): RoundOutcome {
  if (round.recalled) return 'RECALLED';
  const undecided = working.abandoned && round === working.rounds.at(-1) ? 'ABANDONED' : 'OPEN';
  if (round.kind === 'CLEARANCE') {
    const { objections, isCleared } = clearanceOf(round);
    if (objections.length > 0) return 'OBJECTED';
    return isCleared ? 'CLEARED' : undecided;
  }
  const state = silenceState(round, now);
  if (state === 'BROKEN' || undecided === 'ABANDONED')
    return state === 'BROKEN' ? state : undecided;
  return state === 'ADOPTED' ? state : undecided;
}

/** Whether nothing that is still said can change what came of a round. */
export function isOver(round: StoredRound, working: WorkingStatement, now: string): boolean {
  if (round !== currentRound(working) || working.decision || working.abandoned) return true;
  if (round.kind === 'CLEARANCE') return clearanceOf(round).missing.length === 0;
  return silenceState(round, now) !== 'SILENCE';
}

export interface Adoption {
  text: StoredTextVersion;
  clearedAt: string;
  /** The deadline that passed in silence, or the instant of the secretariat's decision. */
  adoptedAt: string;
  by: 'SILENCE' | 'DECISION';
}

/** How and when the text was adopted; undefined while it is not. */
export function adoptionOf(working: WorkingStatement, now: string): Adoption | undefined {
  const round = currentRound(working);
  if (!round || working.abandoned) return undefined;
  const text = textOf(working, round);
  if (round.kind === 'CLEARANCE') {
    const { decision } = working;
    return decision
      ? { text, clearedAt: clearedAt(round), adoptedAt: decision.at, by: 'DECISION' }
      : undefined;
  }
  if (silenceState(round, now) !== 'ADOPTED') return undefined;
  const clearance = working.rounds.findLast(
    ({ kind, textVersion }) => kind === 'CLEARANCE' && textVersion === round.textVersion,
  );
  if (!clearance) throw new Error('a silence round follows a clearance of the same text');
  return { text, clearedAt: clearedAt(clearance), adoptedAt: round.dueBy, by: 'SILENCE' };
}

import { Refused, wrongState } from '@network/schema';
import { actorKey, type WorkingStatement } from '../documents.ts';
import { clearanceOf, currentRound, type StatementState } from './state.ts';
import { isAddressed, type StatementView } from './visibility.ts';

interface Rule {
  by: 'SECRETARIAT' | 'ADDRESSEE' | 'CONTRIBUTOR';
  states: readonly StatementState[];
  /** States in which it is taken down, but changes nothing: it is not offered then. */
  withoutEffect?: readonly StatementState[];
  /** What else must be so. */
  when?: (working: WorkingStatement) => boolean;
}

/** Every mutation on an existing statement: who may do it, and in which states. */
const rules = {
  acceptStatement: { by: 'SECRETARIAT', states: ['PROPOSED'] },
  inviteToStatement: {
    by: 'SECRETARIAT',
    states: ['DRAFTING', 'CLEARANCE', 'OBJECTED', 'CLEARED', 'SILENCE', 'BROKEN'],
  },
  contributeToStatement: { by: 'CONTRIBUTOR', states: ['DRAFTING', 'BROKEN'] },
  saveStatementText: { by: 'SECRETARIAT', states: ['DRAFTING', 'OBJECTED', 'BROKEN'] },
  openClearance: {
    by: 'SECRETARIAT',
    states: ['DRAFTING', 'BROKEN'],
    when: ({ texts }) => texts.length > 0,
  },
  givePosition: { by: 'ADDRESSEE', states: ['CLEARANCE', 'OBJECTED', 'CLEARED'] },
  resolveMinorComments: {
    by: 'SECRETARIAT',
    states: ['CLEARANCE', 'OBJECTED'],
    when: (working) => {
      const round = currentRound(working);
      return round !== undefined && clearanceOf(round).unresolved.length > 0;
    },
  },
  recallStatementText: { by: 'SECRETARIAT', states: ['CLEARANCE', 'OBJECTED', 'CLEARED'] },
  openSilence: { by: 'SECRETARIAT', states: ['CLEARED'] },
  adoptStatement: {
    by: 'SECRETARIAT',
    states: ['CLEARED'],
    when: ({ track }) => track === 'POSITION',
  },
  extendSilence: { by: 'SECRETARIAT', states: ['SILENCE'] },
  objectToSilence: {
    by: 'ADDRESSEE',
    states: ['SILENCE'],
    withoutEffect: ['BROKEN', 'ADOPTED', 'EMBARGOED', 'ISSUED'],
    when: (working) => currentRound(working)?.kind === 'SILENCE',
  },
  scheduleStatement: { by: 'SECRETARIAT', states: ['ADOPTED', 'EMBARGOED'] },
  issueStatement: { by: 'SECRETARIAT', states: ['ADOPTED', 'EMBARGOED'] },
  abandonStatement: {
    by: 'SECRETARIAT',
    states: ['PROPOSED', 'DRAFTING', 'CLEARANCE', 'OBJECTED', 'CLEARED', 'SILENCE', 'BROKEN'],
  },
} as const satisfies Record<string, Rule>;

export type StatementAction = keyof typeof rules;

const actions = Object.entries(rules) as [StatementAction, Rule][];

/** The mutations that a reader may do now. */
export function possibleActions(view: StatementView): StatementAction[] {
  const { working } = view.document;
  if (!working) return [];
  return actions
    .filter(
      ([, { by, states, when }]) =>
        states.includes(view.state) && (when?.(working) ?? true) && isOne(by, view, working),
    )
    .map(([action]) => action);
}

/** Whether the reader is one of those who may act: some are an addressee and a contributor. */
function isOne(
  by: Rule['by'],
  { part, actors }: StatementView,
  working: WorkingStatement,
): boolean {
  if (by === 'SECRETARIAT') return part === 'SECRETARIAT';
  if (by === 'CONTRIBUTOR') {
    return working.contributors.some((actor) => actors.includes(actorKey(actor)));
  }
  const round = currentRound(working);
  return round !== undefined && isAddressed(round, actors);
}

/** Refuses a mutation in a state in which it cannot be done; the problem names what can. */
export function requirePossible(action: StatementAction, view: StatementView): WorkingStatement {
  const { working } = view.document;
  const { states, withoutEffect = [], when }: Rule = rules[action];
  const isIn = states.includes(view.state) || withoutEffect.includes(view.state);
  if (working && isIn && (when?.(working) ?? true)) return working;
  const possible = possibleActions(view);
  throw new Refused(
    wrongState([], `${action} is not possible: the statement is ${view.state}.`, {
      state: view.state,
      possible,
    }),
  );
}

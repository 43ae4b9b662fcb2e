// What waits for a reader: computed from the open statements and the clock whenever it is asked for.

import { type Context, isSecretariat } from '@network/schema';
import type { Filter } from '@network/storage';
import {
  actorKey,
  type StatementDocument,
  type StoredActor,
  statements,
  type WorkingStatement,
} from '../documents.ts';
import { possibleActions, type StatementAction } from './actions.ts';
import { clearanceOf, currentRound, type StatementState } from './state.ts';
import { actorsOf, type StatementView, viewOf } from './visibility.ts';

export const taskKinds = {
  CONTRIBUTE: 'Words for the drafting are asked of a network or organization that has sent none.',
  ANSWER: 'An organization has not said whether it clears the text; silence is not consent.',
  READ: 'A silence round is open: the text is adopted unless the organization objects.',
  DECIDE: 'A proposal waits to be accepted or declined.',
  DRAFT: 'A text is to be written, or written anew after an objection.',
  ASK: 'A text is there and can be put to the organizations.',
  SETTLE: 'Minor comments are to be settled.',
  ADOPT: 'A cleared text waits for its silence round, or for the decision on a position text.',
  ISSUE: 'An adopted text waits for its instant of issue.',
} as const;

export interface StatementTask {
  key: string;
  kind: keyof typeof taskKinds;
  action: StatementAction;
  view: StatementView;
  actor: StoredActor | null;
  dueBy: string | null;
}

const pageSize = 100;
const mostPages = 5;
/** Storage takes 16 alternatives in one list. */
const actorsAtOnce = 16;

export async function tasksOf(context: Context): Promise<StatementTask[]> {
  const documents = await openStatements(context);
  return documents
    .flatMap((document) => {
      const view = viewOf(context, document);
      const { working } = document;
      return working ? [...ownTasks(view, working), ...secretariatTasks(view, working)] : [];
    })
    .sort((a, b) => compare(a.dueBy ?? '~', b.dueBy ?? '~') || compare(a.key, b.key));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The open statements in which the reader has a part; those of many actors are asked for in several calls. */
async function openStatements(context: Context): Promise<StatementDocument[]> {
  const keys = actorsOf(context);
  const filters: Filter[] = isSecretariat(context)
    ? [{}]
    : Array.from({ length: Math.ceil(keys.length / actorsAtOnce) }, (_, index) => ({
        'working.readers': { in: keys.slice(index * actorsAtOnce, (index + 1) * actorsAtOnce) },
      }));
  const found = await Promise.all(filters.map((visible) => openStatementsSeen(context, visible)));
  return [...new Map(found.flat().map((document) => [document._id, document])).values()];
}

async function openStatementsSeen(context: Context, visible: Filter): Promise<StatementDocument[]> {
  const collection = context.storage.collection(statements, visible);
  const sort = { field: 'working.proposedAt', direction: 'descending' } as const;
  const documents: StatementDocument[] = [];
  let after: string | undefined;
  for (let read = 0; read < mostPages; read++) {
    const page = await collection.page(
      { 'working.isOpen': true },
      { sort, first: pageSize, ...(after !== undefined && { after }) },
    );
    documents.push(...page.items.map(({ document }) => document));
    if (!page.hasNextPage) break;
    after = page.items.at(-1)?.cursor;
  }
  return documents;
}

/** What the reader's organizations and networks owe. */
function ownTasks(view: StatementView, working: WorkingStatement): StatementTask[] {
  const possible = possibleActions(view);
  const round = currentRound(working);
  const task = (
    actor: StoredActor,
    parts: Pick<StatementTask, 'kind' | 'action' | 'dueBy'>,
  ): StatementTask => ({
    key: `${view.document._id}/${parts.kind}/${actorKey(actor)}`,
    view,
    actor,
    ...parts,
  });
  const isMine = (actor: StoredActor) => view.actors.includes(actorKey(actor));
  if (possible.includes('contributeToStatement')) {
    const given = new Set(working.contributions.map(({ actor }) => actorKey(actor)));
    return working.contributors
      .filter((actor) => isMine(actor) && !given.has(actorKey(actor)))
      .map((actor) =>
        task(actor, { kind: 'CONTRIBUTE', action: 'contributeToStatement', dueBy: null }),
      );
  }
  if (!round) return [];
  const owing = possible.includes('givePosition')
    ? clearanceOf(round).missing
    : possible.includes('objectToSilence')
      ? round.addressees
      : [];
  const isClearance = round.kind === 'CLEARANCE';
  return owing
    .map((id): StoredActor => ({ type: 'Organization', id }))
    .filter(isMine)
    .map((actor) =>
      task(actor, {
        kind: isClearance ? 'ANSWER' : 'READ',
        action: isClearance ? 'givePosition' : 'objectToSilence',
        dueBy: round.dueBy,
      }),
    );
}

type SecretariatTask = readonly [StatementTask['kind'], StatementAction];

/** The next step of the secretariat in each state; none where the organizations are asked. */
const nextSteps: Partial<Record<StatementState, readonly SecretariatTask[]>> = {
  PROPOSED: [['DECIDE', 'acceptStatement']],
  DRAFTING: [
    ['ASK', 'openClearance'],
    ['DRAFT', 'saveStatementText'],
  ],
  CLEARANCE: [['SETTLE', 'resolveMinorComments']],
  OBJECTED: [['DRAFT', 'saveStatementText']],
  CLEARED: [
    ['ADOPT', 'adoptStatement'],
    ['ADOPT', 'openSilence'],
  ],
  BROKEN: [['DRAFT', 'saveStatementText']],
  ADOPTED: [['ISSUE', 'scheduleStatement']],
};

function secretariatTasks(view: StatementView, working: WorkingStatement): StatementTask[] {
  const possible = possibleActions(view);
  const next = nextSteps[view.state]?.find(([, action]) => possible.includes(action));
  if (!next) return [];
  const [kind, action] = next;
  const dueBy = kind === 'SETTLE' ? (currentRound(working)?.dueBy ?? null) : null;
  return [{ key: `${view.document._id}/${kind}`, kind, action, view, actor: null, dueBy }];
}

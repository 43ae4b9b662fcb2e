// How a statement's document is written: always one document, always guarded by its version. The instant of a write comes
// from the clock when the document has just been read, and never lies before the document's last event.

import {
  type Context,
  eventOf,
  hasRole,
  invalidValue,
  notAllowed,
  Refused,
  refuse,
  refuseStale,
  replaceRecord,
  requireSecretariat,
  unknownRecord,
} from '@network/schema';
import { Conflict, type NewEvent } from '@network/storage';
import {
  type StatementDocument,
  type StoredActor,
  statements,
  type WorkingStatement,
  withIndexFields,
} from '../documents.ts';
import { requirePossible, type StatementAction } from './actions.ts';
import { later, stateOf } from './state.ts';
import { roleFor, type StatementView, source, viewOf } from './visibility.ts';

/**
 * In bytes of JSON: MongoDB stores 16 MiB in a document. Drafting ends much earlier than that, so that there is always room
 * for positions and for the published text.
 */
const largest = { drafting: 6_000_000, record: 14_000_000 };
const draftingActions: readonly StatementAction[] = ['contributeToStatement', 'saveStatementText'];

/** Writers of positions race with each other, and each of them must get through. */
const mostAttempts = 100;

/** What a change starts from, and the instant at which it counts. */
interface Before {
  action: StatementAction;
  document: StatementDocument;
  working: WorkingStatement;
  at: string;
}

/** What a mutation makes of a document, and what it says of that. */
interface Change {
  working: WorkingStatement;
  published?: StatementDocument['published'];
  event: Pick<NewEvent, 'type' | 'onBehalfOf' | 'reason' | 'detail'>;
}

/** A write of the secretariat against the version that it saw. */
export async function revise(
  context: Context,
  action: StatementAction,
  {
    input,
    change,
  }: {
    input: { statementId: string; version: number };
    change: (before: Before) => Change | Promise<Change>;
  },
): Promise<StatementView> {
  const document = await documentOf(context, input.statementId);
  requireSecretariat(context, 'leads statements from the proposal to the issue');
  await refuseStale(context, statements, { document, seen: input.version });
  const before = beforeOf(context, action, document);
  const written = after(context, before, await change(before));
  return viewOf(context, await replaceRecord(context, source, written));
}

/**
 * A write that adds something for an organization or network. It needs no version: when somebody else was faster, it starts
 * again from what they stored, with the time it is by then, so that the order of positions is the order of their times.
 */
export async function append(
  context: Context,
  action: StatementAction,
  {
    statementId,
    speaker,
    change,
  }: {
    statementId: string;
    speaker: { actor: StoredActor; path: readonly string[] };
    change: (before: Before) => Change;
  },
): Promise<StatementView> {
  for (let attempt = 1; ; attempt++) {
    const document = await documentOf(context, statementId);
    requireToSpeakFor(context, speaker.actor, speaker.path);
    const before = beforeOf(context, action, document);
    const written = after(context, before, change(before));
    try {
      const collection = context.storage.collection(statements, {});
      const stored = await collection.replace(written.document, written.event);
      context.loaders.clear();
      return viewOf(context, stored);
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === mostAttempts) throw error;
    }
  }
}

/** The statement as this writer may see it, read anew; a hidden one is as unknown as one never written. */
async function documentOf(context: Context, id: string): Promise<StatementDocument> {
  const collection = context.storage.collection(statements, source.visible(context));
  const [document] = await collection.getMany([id]);
  if (!document) throw new Refused(unknownRecord(['statementId'], 'Statement', id));
  return document;
}

/** Refuses everybody who holds no role in which one speaks for an organization or network. */
export function requireToSpeakFor(
  context: Context,
  { type, id }: StoredActor,
  path: readonly string[],
): void {
  const role = roleFor(type);
  if (hasRole(context, role, { type, id })) return;
  const needed = `${role} of ${type} ${id}`;
  throw new Refused(notAllowed(path, `You do not speak for the ${type} "${id}".`, [needed]));
}

function beforeOf(context: Context, action: StatementAction, document: StatementDocument): Before {
  const at = later(context.now().toISOString(), document.changedAt);
  return { action, document, at, working: requirePossible(action, viewOf(context, document, at)) };
}

function after(
  context: Context,
  { action, document, at }: Before,
  { working, published = document.published, event }: Change,
): { document: StatementDocument; event: NewEvent } {
  const next = withIndexFields({ ...document, working, published });
  refuse(sizeProblems(action, next));
  const { type, ...more } = event;
  const detail = { ...more.detail, from: stateOf(document, at), to: stateOf(next, at) };
  return { document: next, event: { ...eventOf(context, type, { ...more, detail }), at } };
}

/** Nothing in a statement is removed, so that its record can become too large for one document. */
function sizeProblems(action: StatementAction, document: StatementDocument) {
  const allowed = draftingActions.includes(action) ? largest.drafting : largest.record;
  if (Buffer.byteLength(JSON.stringify(document)) <= allowed) return [];
  const message = 'The record of this statement, with all versions and positions, is full.';
  return [invalidValue([], message, [`at most ${allowed} bytes for the whole record`])];
}

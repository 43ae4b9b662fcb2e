// What every mutation does alike: judge the texts and ids of an input, guard a write by the version that the writer saw,
// say what happened, and turn a lost race into a problem that the writer can act on.

import {
  type CollectionDefinition,
  Conflict,
  IdTaken,
  type NewEvent,
  type Stored,
  type Unstored,
} from '@network/storage';
import type { Context } from './context.ts';
import { historyOf } from './history.ts';
import { collectionOf, type Source } from './loading.ts';
import { storedText, type WrittenText } from './localized-text.ts';
import { missing } from './owners.ts';
import {
  invalidValue,
  notAllowed,
  type Path,
  type Problem,
  Refused,
  staleWrite,
  unknownRecord,
} from './problems.ts';
import { isSecretariat } from './roles.ts';
import type { StoredCitation, StoredText } from './stored.ts';

/** What is wrong with a text that somebody wrote. `longest` is in UTF-16 code units. */
export function textProblems(
  path: Path,
  text: string,
  { longest = 20_000, singleLine = false }: { longest?: number; singleLine?: boolean } = {},
): Problem[] {
  const allowed = [`1 to ${longest} characters`, singleLine ? 'one line' : 'line breaks and tabs'];
  const wrong = (message: string) => [invalidValue(path, message, allowed)];
  if (text.trim() === '') return wrong('The text is empty.');
  if (text.length > longest) {
    return wrong(`The text has ${text.length} characters; at most ${longest} are allowed.`);
  }
  if (!text.isWellFormed())
    return wrong('The text is no valid Unicode: half of a character is missing.');
  if (/(?![\n\t])\p{Cc}/u.test(text)) return wrong('The text has control characters.');
  if (singleLine && /[\n\t]/.test(text)) return wrong('The text has to stand on one line.');
  return [];
}

/** What is wrong with the `name` of a new record. */
export function nameProblems(name: { text: string }): Problem[] {
  return textProblems(['name', 'text'], name.text, { longest: 300, singleLine: true });
}

/** What is wrong with the id of a new record: ids are part of addresses and never change. */
export function idProblems(path: Path, id: string): Problem[] {
  if (id.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return [];
  return [
    invalidValue(path, `"${id.slice(0, 60)}" cannot be an id.`, [
      'lower-case letters, digits and single hyphens between them, at most 60 characters: west-africa',
    ]),
  ];
}

/** What is wrong with the length of a list. */
export function lengthProblems(
  path: Path,
  list: readonly unknown[],
  { least = 0, most = 200 }: { least?: number; most?: number } = {},
): Problem[] {
  if (list.length >= least && list.length <= most) return [];
  return [
    invalidValue(path, `The list has ${list.length} entries.`, [`${least} to ${most} entries`]),
  ];
}

/** What is wrong with the values of a list of which each may stand there once. */
export function repetitionProblems(
  pathOf: (index: number) => Path,
  values: readonly string[],
): Problem[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [invalidValue(pathOf(index), `"${value}" stands twice.`, ['each value once'])],
  );
}

/**
 * What is wrong with the explanation that every write of the secretariat carries: the reason, kept in the history, and
 * the source, where one is named.
 */
export function explanationProblems({
  reason,
  source,
}: {
  reason: string;
  source?: { text: string } | null | undefined;
}): Problem[] {
  const longest = 2_000;
  return [
    ...(source ? textProblems(['source', 'text'], source.text, { longest }) : []),
    ...textProblems(['reason'], reason, { longest }),
  ];
}

/** Where something is stated that the secretariat writes: in its own words, if it gives any, and not in citations. */
export function statedIn(source: WrittenText | null | undefined): {
  source?: StoredText;
  citations: StoredCitation[];
} {
  return { ...(source && { source: storedText(source) }), citations: [] };
}

/** Which ids name no record of another subgraph that this writer may see, each at its place in the input. */
export async function referenceProblems(
  context: Context,
  type: string,
  references: readonly { id: string; path: Path }[],
): Promise<Problem[]> {
  const ids = references.map(({ id }) => id);
  const unknown = new Set(await missing(context.ask, type, ids));
  return references.flatMap(({ id, path }) =>
    unknown.has(id) ? [unknownRecord(path, type, id)] : [],
  );
}

/** Refuses everybody but the secretariat; `action` ends the sentence: "Only the secretariat …". */
export function requireSecretariat(context: Context, action: string): void {
  if (isSecretariat(context)) return;
  throw new Refused(notAllowed([], `Only the secretariat ${action}.`, ['SECRETARIAT']));
}

/** Throws the problems, if there are any. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Refused(...problems);
}

/** An event of this moment, by this writer. */
export function eventOf(
  context: Context,
  type: string,
  more: Pick<NewEvent, 'onBehalfOf' | 'reason' | 'detail'> = {},
): NewEvent {
  if (!context.identity) throw new Error(`nobody is logged in, so nobody can have ${type}`);
  return { at: context.now().toISOString(), type, by: context.identity.subject, ...more };
}

/**
 * The record that an input names at `path`: refused, in this order, when it does not exist for this writer, who may not
 * change it (`authorize` throws), or who has seen another version of it.
 */
export async function recordToChange<T extends Stored>(
  context: Context,
  source: Source<T>,
  {
    type,
    path,
    id,
    version,
    authorize,
  }: {
    type: string;
    path: Path;
    id: string;
    version: number;
    authorize: (record: T) => void;
  },
): Promise<T> {
  const [record] = await collectionOf(context, source).getMany([id]);
  if (!record) throw new Refused(unknownRecord(path, type, id));
  authorize(record);
  await refuseStale(context, source.definition, { document: record, seen: version });
  return record;
}

/** Refuses a write that was made against another version than the one that is stored. */
export async function refuseStale<T extends Stored>(
  context: Context,
  definition: CollectionDefinition<T>,
  { document, seen }: { document: T; seen: number },
): Promise<void> {
  if (document.version === seen) return;
  const events = await historyOf(context, definition, document);
  const changes = events.filter(({ sequence }) => sequence > seen);
  throw new Refused(staleWrite(['version'], { seen, current: document.version, changes }));
}

/** Stores a new record. A taken id is a problem at `['id']`, unless `taken` says it otherwise. */
export async function insertRecord<T extends Stored>(
  context: Context,
  source: Source<T>,
  {
    document,
    event,
    taken = invalidValue(['id'], `The id "${document._id}" is taken.`, [
      'an id that is not in use',
    ]),
  }: { document: Unstored<T>; event: NewEvent; taken?: Problem },
): Promise<T> {
  try {
    return await collectionOf(context, source).insert(document, event);
  } catch (error) {
    if (error instanceof IdTaken) throw new Refused(taken);
    throw error;
  } finally {
    forget(context);
  }
}

/** Stores the next version of a record; when somebody was faster, the problem says what they did. */
export async function replaceRecord<T extends Stored>(
  context: Context,
  source: Source<T>,
  { document, event }: { document: T; event: NewEvent },
): Promise<T> {
  try {
    return await collectionOf(context, source).replace(document, event);
  } catch (error) {
    if (!(error instanceof Conflict) || !error.stored) throw error;
    const stored = error.stored as T;
    await refuseStale(context, source.definition, { document: stored, seen: document.version });
    throw error;
  } finally {
    forget(context);
  }
}

/** What a request has read before it writes is not what it may answer afterwards. */
function forget(context: Context): void {
  context.loaders.clear();
}

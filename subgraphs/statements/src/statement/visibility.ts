// Who sees what of a statement. Three ways lead to a document: as the public (from the instant of issue on), as somebody
// with a part in it, and as the secretariat. Everything that is answered goes through a view made here.

import {
  type ConnectionSource,
  type Context,
  isSecretariat,
  type Source,
  scopesOf,
} from '@network/schema';
import type { Filter } from '@network/storage';
import { GraphQLError } from 'graphql';
import type { TextHashes } from '../canonical-text.ts';
import {
  actorKey,
  actorTypes,
  type StatementContent,
  type StatementDocument,
  type StoredActor,
  type StoredContribution,
  type StoredPosition,
  type StoredRound,
  type StoredTextVersion,
  statements,
  type WorkingStatement,
} from '../documents.ts';
import {
  adoptionOf,
  currentRound,
  isOver,
  outcomeOf,
  type RoundOutcome,
  type StatementState,
  stateOf,
  textOf,
} from './state.ts';

/** Storage takes 16 alternatives in one list. */
const mostActorsOfAList = 16;

/** O12: the one test of the embargo, joined to every read that is not made with a right of one's own. */
function issued(context: Context): Filter {
  return { 'published.visibleFrom': { lte: context.now().toISOString() } };
}

/** What everybody may see: the lists of statements, for the secretariat too. */
export const issuedSource: Source<StatementDocument> = { definition: statements, visible: issued };

/** What this reader may see by id. */
export const source: Source<StatementDocument> = {
  definition: statements,
  visible: (context) => {
    if (isSecretariat(context)) return {};
    const keys = actorsOf(context);
    if (keys.length === 0) return issued(context);
    return { or: [issued(context), { 'working.readers': { in: keys } }] };
  },
};

/** The statements made here in which this reader has a part. */
export const workingSource: Source<StatementDocument> = {
  definition: statements,
  visible: (context) => {
    if (isSecretariat(context)) return {};
    const keys = actorsOf(context);
    if (keys.length === 0) return 'nothing';
    if (keys.length > mostActorsOfAList) throw tooManyActors(keys.length);
    return { 'working.readers': { in: keys } };
  },
};

function tooManyActors(count: number): GraphQLError {
  return new GraphQLError(
    `You speak for ${count} organizations and networks; this list serves at most ${mostActorsOfAList}. Your tasks (\`me { statementTasks }\`) name all statements that wait for you.`,
    { extensions: { code: 'TOO_MANY_ROLES', allowed: [1, mostActorsOfAList] } },
  );
}

/** The organizations and networks for which this reader may speak, as keys. */
export function actorsOf(context: Context): string[] {
  return actorTypes.flatMap((type) =>
    scopesOf(context, roleFor(type), type).map((id) => actorKey({ type, id })),
  );
}

/** The role in which somebody speaks for such an actor. */
export function roleFor(type: StoredActor['type']): 'FOCAL_POINT' | 'PUBLISHER' {
  return type === 'Organization' ? 'FOCAL_POINT' : 'PUBLISHER';
}

export type Part = 'SECRETARIAT' | 'ADDRESSEE' | 'CONTRIBUTOR';

/** A text as somebody may read it. */
export interface TextView {
  document: StatementDocument;
  content: StatementContent;
  hashes: TextHashes | null;
  /** What the paragraphs draw on; null for readers who may not know. */
  contributionsOf: ((paragraph: number) => StoredContribution[]) | null;
}

/** A statement as one reader sees it at one instant. */
export interface StatementView extends TextView {
  now: string;
  state: StatementState;
  shownAs: 'ISSUED' | 'WORKING' | 'NOTICE';
  /** Null: no part in the making, and nothing of it is shown. */
  part: Part | null;
  /** The reader's own organizations and networks, as keys. */
  actors: readonly string[];
}

/** `now` is the clock's instant, or, for a writer, the instant at which the write counts. */
export function viewOf(
  context: Context,
  document: StatementDocument,
  now = context.now().toISOString(),
): StatementView {
  const actors = actorsOf(context);
  const part = partOf(context, document.working, actors);
  const state = shownState(document, part, now);
  const base = { document, now, actors, state, part };
  if (state === 'ISSUED' && document.published) {
    const { published } = document;
    return {
      ...base,
      shownAs: 'ISSUED',
      content: published,
      hashes: published.hashes,
      contributionsOf: null,
    };
  }
  const text = shownText(document.working, part, actors);
  return text
    ? { ...base, shownAs: 'WORKING', ...textView({ document, part }, text) }
    : {
        ...base,
        shownAs: 'NOTICE',
        content: notice(document),
        hashes: null,
        contributionsOf: null,
      };
}

/**
 * That somebody objects may not be told before the round is over; until then it is in clearance. That an instant of issue is
 * set is not for contributors.
 */
function shownState(document: StatementDocument, part: Part | null, now: string): StatementState {
  const state = stateOf(document, now);
  const { working } = document;
  if (state === 'EMBARGOED' && part === 'CONTRIBUTOR') return 'ADOPTED';
  const round = working && currentRound(working);
  if (state !== 'OBJECTED' || part === 'SECRETARIAT' || !round) return state;
  const isTold = part === 'ADDRESSEE' && arePositionsShown(round, working, now);
  return isTold ? state : 'CLEARANCE';
}

/** A page of documents as a page of views. */
export function viewsOf(
  context: Context,
  page: ConnectionSource<StatementDocument>,
): ConnectionSource<StatementView> {
  const items = page.items.map(({ node, cursor }) => ({ node: viewOf(context, node), cursor }));
  return { ...page, items };
}

export function textView(
  { document, part }: Pick<StatementView, 'document' | 'part'>,
  text: StoredTextVersion,
): TextView {
  const contributions = document.working?.contributions ?? [];
  const contributionsOf = (paragraph: number) => {
    const numbers = text.sources.find((from) => from.paragraph === paragraph)?.contributions ?? [];
    return contributions.filter(({ number }) => numbers.includes(number));
  };
  return {
    document,
    content: text.content,
    hashes: text.hashes,
    contributionsOf: part === 'SECRETARIAT' ? contributionsOf : null,
  };
}

function partOf(
  context: Context,
  working: WorkingStatement | null,
  actors: readonly string[],
): Part | null {
  if (isSecretariat(context)) return 'SECRETARIAT';
  if (!working) return null;
  if (working.rounds.some((round) => isAddressed(round, actors))) return 'ADDRESSEE';
  return actors.some((key) => working.readers.includes(key)) ? 'CONTRIBUTOR' : null;
}

export function isAddressed(round: StoredRound, actors: readonly string[]): boolean {
  return round.addressees.some((id) => actors.includes(actorKey({ type: 'Organization', id })));
}

/** The secretariat reads the newest text, an addressee that of the newest round put to their organization. */
function shownText(
  working: WorkingStatement | null,
  part: Part | null,
  actors: readonly string[],
): StoredTextVersion | undefined {
  if (!working) return undefined;
  if (part === 'SECRETARIAT') return working.texts.at(-1);
  const round = working.rounds.findLast((candidate) => isAddressed(candidate, actors));
  return round && textOf(working, round);
}

/** What is shown of a statement to those who may know of it, but not read it. */
function notice({ working }: StatementDocument): StatementContent {
  if (!working) throw new Error('a statement of the sources is always issued');
  return {
    title: working.title,
    place: null,
    hasFullText: false,
    paragraphs: [],
    asks: [],
    mediaContacts: [],
    objectives: [],
    principles: [],
    notes: [],
    citations: [],
  };
}

/** The rounds that a reader may see: all, or those put to their organization. */
export function roundsShown({ document, part, actors }: StatementView): StoredRound[] {
  const rounds = document.working?.rounds ?? [];
  return part === 'SECRETARIAT' ? rounds : rounds.filter((round) => isAddressed(round, actors));
}

/** Whether the reader sees everybody's positions in a round, or only those of their own organization. */
export function showsPositions(view: StatementView, round: StoredRound): boolean {
  const { working } = view.document;
  if (!working) return false;
  return view.part === 'SECRETARIAT' || arePositionsShown(round, working, view.now);
}

function arePositionsShown(round: StoredRound, working: WorkingStatement, now: string): boolean {
  return working.settings.positionsShown === 'AT_ONCE' || isOver(round, working, now);
}

export function positionsShown(view: StatementView, round: StoredRound): StoredPosition[] {
  if (showsPositions(view, round)) return round.positions;
  return round.positions.filter(({ organization: id }) =>
    view.actors.includes(actorKey({ type: 'Organization', id })),
  );
}

/** What came of a round, as far as it can be told without telling what the others said. */
export function outcomeShown(view: StatementView, round: StoredRound): RoundOutcome {
  const { working } = view.document;
  if (!working) throw new Error('a statement of the sources has no rounds');
  const outcome = outcomeOf(round, working, view.now);
  return outcome === 'OBJECTED' && !showsPositions(view, round) ? 'OPEN' : outcome;
}

/** How the text was agreed, for the public once it is issued, before for those who may read the text. */
export function recordOf(view: StatementView) {
  const { published, working } = view.document;
  if (view.shownAs === 'ISSUED') {
    if (!published?.adoption || !published.hashes) return null;
    return { ...published.adoption, hashes: published.hashes };
  }
  const adoption = working && adoptionOf(working, view.now);
  if (!adoption || adoption.text.hashes.whole !== view.hashes?.whole) return null;
  const { clearedAt, adoptedAt, by } = adoption;
  return { track: working.track, clearedAt, adoptedAt, by, hashes: adoption.text.hashes };
}

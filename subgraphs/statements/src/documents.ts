import type { StoredCitation, StoredNote, StoredParty, StoredText } from '@network/schema';
import { defineCollection, type Stored, type Unstored } from '@network/storage';
import { type TextHashes, textHashes } from './canonical-text.ts';

/** One paragraph of a text. Public numbering starts at 1 in the order of the text. */
export interface StoredParagraph {
  number: number;
  text: StoredText;
  /** Standing words about the Network itself. */
  isBoilerplate: boolean;
  /** Words in it that are a link; the address is null where the source's link is empty. */
  links: { words: StoredText; url: string | null }[];
  footnotes: { mark: string; text: StoredText; url: string | null }[];
  notes: StoredNote[];
}

/** What a statement asks of somebody. */
export interface StoredAsk {
  number: number;
  /** The number of the paragraph it stands in. */
  paragraph: number;
  text: StoredText;
  addressees: StoredParty[];
  /** Ids of objectives and principles that the paragraph itself names. */
  objectives: string[];
  principles: string[];
}

/** A media contact exactly as printed. */
export interface StoredMediaContact {
  organization: string;
  /** The organization's name as the statement prints it. */
  heading: StoredText;
  name: string;
  /** Lines of position or office, in order. */
  positions: StoredText[];
  /** Telephone lines as printed. */
  phones: string[];
  emails: string[];
  /** Whether the person agreed to be listed. */
  consent: 'GIVEN' | 'NOT_STATED';
}

/** What a statement says, whoever may read it. */
export interface StatementContent {
  title: StoredText;
  place: StoredText | null;
  /** False where the sources only mention the statement: then there are no paragraphs. */
  hasFullText: boolean;
  paragraphs: StoredParagraph[];
  asks: StoredAsk[];
  mediaContacts: StoredMediaContact[];
  objectives: string[];
  principles: string[];
  notes: StoredNote[];
  citations: StoredCitation[];
}

/** What the sources say of a statement that they contain or mention. */
export interface SeededStatement extends StatementContent {
  _id: string;
  /** `2020-07-08`, `2021-11`, or null where no source states a date. */
  date: string | null;
}

/** All that the public is answered by. It is written once, when the instant of issue is set, and read from that instant on. */
export interface PublishedStatement extends StatementContent {
  /** The instant from which the statement exists for everybody; before it, it is under embargo. */
  visibleFrom: string;
  date: string | null;
  year: number | null;
  /** Null for statements of the sources, which state a day at most. */
  issuedAt: string | null;
  hashes: TextHashes | null;
  /** How the text was agreed; null for statements of the sources. */
  adoption: {
    track: StatementTrack;
    clearedAt: string;
    adoptedAt: string;
    by: 'SILENCE' | 'DECISION';
  } | null;
  /** Organizations that the statement lists with a media contact. */
  organizations: string[];
  /** Objectives that one of the asks names. */
  askObjectives: string[];
}

export const statementTracks = ['STANDARD', 'EXPEDITED', 'POSITION'] as const;
export type StatementTrack = (typeof statementTracks)[number];

/** Who proposes, contributes or is addressed. */
export const actorTypes = [
  'Organization',
  'RegionalNetwork',
  'CountryNetwork',
  'WorkingGroup',
] as const;
export interface StoredActor {
  type: (typeof actorTypes)[number];
  id: string;
}

/** Numbers that the Network decides on; they are kept with the statement, so that a later decision changes no open round. */
export interface StatementSettings {
  /** The shortest silence round, an ISO 8601 duration without years and months. */
  minimumSilence: string;
  /** How long the organizations have to clear the text, when the opening names no day. */
  clearanceWindow: string;
  /** Whether addressees see each other's positions at once, or when the round is over. */
  positionsShown: 'AT_ONCE' | 'AFTER_CLOSE';
}

/** No source states the Network's own numbers; these hold where a proposal says nothing else. */
export const defaultSettings: Record<StatementTrack, StatementSettings> = {
  STANDARD: { minimumSilence: 'PT72H', clearanceWindow: 'P10D', positionsShown: 'AT_ONCE' },
  EXPEDITED: { minimumSilence: 'PT24H', clearanceWindow: 'P2D', positionsShown: 'AT_ONCE' },
  POSITION: { minimumSilence: 'PT72H', clearanceWindow: 'P10D', positionsShown: 'AT_ONCE' },
};

/** A text that somebody contributed for the drafting. */
export interface StoredContribution {
  number: number;
  actor: StoredActor;
  text: StoredText;
  at: string;
  by: string;
}

/** One version of the text. Versions are only ever added. */
export interface StoredTextVersion {
  number: number;
  content: StatementContent;
  /** By paragraph number: the numbers of the contributions that it draws on. */
  sources: { paragraph: number; contributions: number[] }[];
  hashes: TextHashes;
  at: string;
  by: string;
}

export const positionKinds = [
  'CLEARED',
  'CLEARED_WITH_MINOR_COMMENTS',
  'OBJECTION',
  'NO_POSITION',
  'RECUSED',
] as const;
export type PositionKind = (typeof positionKinds)[number];

/** A position of an organization on exactly one text. Positions are only ever added, in the order of their time. */
export interface StoredPosition {
  number: number;
  organization: string;
  kind: PositionKind;
  /** The paragraphs an objection is about; empty is the whole text. */
  paragraphs: number[];
  reason: string | null;
  /** Words that the organization would rather read. */
  amendment: string | null;
  textHash: string;
  at: string;
  by: string;
  /** How the secretariat settled minor comments. */
  resolution: { words: string; at: string } | null;
}

/** A round in which organizations are asked about one frozen text. */
export interface StoredRound {
  number: number;
  kind: 'CLEARANCE' | 'SILENCE';
  textVersion: number;
  textHash: string;
  body: string;
  /** The organizations entitled to a position, as they were at the opening (O2). */
  addressees: string[];
  openedAt: string;
  /** Clearance: wanted by then, and nothing follows from its passing. Silence: the deadline in force. */
  dueBy: string;
  /** The time zone in which the deadline was named. */
  zone: string;
  /** Who decided on an expedited round, and why. */
  authority: string | null;
  reason: string | null;
  extensions: { at: string; from: string; to: string; reason: string }[];
  positions: StoredPosition[];
  recalled: { at: string; reason: string } | null;
}

/** How a statement is made: everything but what the public is answered by. */
export interface WorkingStatement {
  track: StatementTrack;
  title: StoredText;
  /** The event or issue, and what a common voice adds. */
  occasion: StoredText | null;
  proposedAt: string;
  /** Null: the secretariat itself. */
  proposer: StoredActor | null;
  acceptedAt: string | null;
  settings: StatementSettings;
  contributors: StoredActor[];
  contributions: StoredContribution[];
  texts: StoredTextVersion[];
  rounds: StoredRound[];
  /** The secretariat's decision on a cleared text of the track `POSITION`. */
  decision: { at: string; reason: string } | null;
  schedule: { at: string; zone: string; setAt: string; reason: string | null } | null;
  abandoned: { at: string; reason: string } | null;
  /** Kept from the parts above by `withIndexFields`: whether somebody may still have something to do. */
  isOpen: boolean;
  /** Kept likewise: `Organization/iom`, for everybody besides the secretariat who may know of the statement. */
  readers: string[];
}

export interface StatementDocument extends Stored {
  /** `2020-07-08-standing-in-solidarity` */
  _id: string;
  /** Null until the instant of issue is set. */
  published: PublishedStatement | null;
  /** Null for statements of the sources. */
  working: WorkingStatement | null;
}

/** Before every clock: statements of the sources are under no embargo. */
const always = '0000-01-01T00:00:00.000Z';

/** A text cites what its asks name: their objectives and principles follow those that it names itself. */
export function withReferencesOfAsks(content: StatementContent): StatementContent {
  const { asks, objectives, principles } = content;
  return {
    ...content,
    objectives: distinct([...objectives, ...asks.flatMap((ask) => ask.objectives)]),
    principles: distinct([...principles, ...asks.flatMap((ask) => ask.principles)]),
  };
}

/** The published section, with the fields that it is found by. */
export function publishedStatement(
  content: StatementContent,
  issue: Pick<PublishedStatement, 'visibleFrom' | 'date' | 'issuedAt' | 'adoption'>,
): PublishedStatement {
  const whole = withReferencesOfAsks(content);
  return {
    ...whole,
    ...issue,
    year: issue.date === null ? null : Number(issue.date.slice(0, 4)),
    hashes: whole.hasFullText ? textHashes(whole) : null,
    organizations: distinct(whole.mediaContacts.map(({ organization }) => organization)),
    askObjectives: distinct(whole.asks.flatMap((ask) => ask.objectives)),
  };
}

/** A statement of the sources as it is stored: published, and not made here. */
export function toStatementDocument(seed: SeededStatement): Unstored<StatementDocument> {
  const { _id, date, ...content } = seed;
  const issue = { visibleFrom: always, date, issuedAt: null, adoption: null };
  return { _id, published: publishedStatement(content, issue), working: null };
}

/** A document with the working section's index fields as its other parts make them. */
export function withIndexFields<T extends Unstored<StatementDocument>>(document: T): T {
  const { working } = document;
  if (!working) return document;
  const addressees = working.rounds.flatMap((round) => round.addressees);
  const readers = distinct([
    ...(working.proposer ? [actorKey(working.proposer)] : []),
    ...working.contributors.map(actorKey),
    ...addressees.map((id) => actorKey({ type: 'Organization', id })),
  ]);
  const isOpen = working.schedule === null && working.abandoned === null;
  return { ...document, working: { ...working, readers, isOpen } };
}

/** An actor as one text: `RegionalNetwork/asia-pacific`. */
export function actorKey({ type, id }: StoredActor): string {
  return `${type}/${id}`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

export const statements = defineCollection<StatementDocument>('statements', [
  { fields: ['published.visibleFrom'] },
  { fields: ['published.date'] },
  { fields: ['published.year', 'published.date'] },
  { fields: ['published.objectives', 'published.date'], array: 'published.objectives' },
  {
    fields: ['published.objectives', 'published.year', 'published.date'],
    array: 'published.objectives',
  },
  { fields: ['published.principles', 'published.date'], array: 'published.principles' },
  { fields: ['published.organizations', 'published.date'], array: 'published.organizations' },
  { fields: ['published.askObjectives', 'published.date'], array: 'published.askObjectives' },
  { fields: ['working.isOpen', 'working.proposedAt'] },
  { fields: ['working.readers', 'working.proposedAt'], array: 'working.readers' },
  {
    fields: ['working.readers', 'working.isOpen', 'working.proposedAt'],
    array: 'working.readers',
  },
]);

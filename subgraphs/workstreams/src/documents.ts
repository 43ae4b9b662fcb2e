import {
  organizationsAmong,
  type StoredCitation,
  type StoredNote,
  type StoredParty,
  type StoredQuantity,
  type StoredText,
  type StoredTimeFrame,
} from '@network/schema';
import { defineCollection, type Stored } from '@network/storage';

export interface WorkplanDocument extends Stored {
  /** `workplan-2019` */
  _id: string;
  title: StoredText;
  /** The month or day it carries. */
  date: string;
  /** The core priorities in the order of its list. */
  corePriorities: { number: number; text: StoredText; citations: StoredCitation[] }[];
  /** What it says about its own review and adaptation. */
  reviewRules: StoredNote[];
  notes: StoredNote[];
  citations: StoredCitation[];
}

export const workstreamComponents = [
  'CORE',
  'THEMATIC',
  'FUTURE_THEMATIC',
  'FUTURE_CROSS_CUTTING',
] as const;
export const workstreamStatuses = [
  'INTEREST',
  'IN_PREPARATION',
  'ONGOING',
  'PAUSED',
  'COMPLETED',
  'DISCONTINUED',
] as const;

export interface WorkstreamDocument extends Stored {
  /** `core-1.1`, `thematic-2`, `future-4`, `cross-cutting-1` */
  _id: string;
  workplan: string;
  component: (typeof workstreamComponents)[number];
  /** As the workplan numbers it (`1.1`, `2`); for the unnumbered future ones, ours in its order. */
  number: string;
  /** Position in the workplan, from 1. */
  position: number;
  /** The heading it stands under, for a core workstream (`2. …`). */
  heading: StoredText | null;
  title: StoredText;
  /** The words in italics under the title, where there are any. */
  summary: StoredText | null;
  /** Ids of objectives, the main one first: `['objective-13', 'objective-7', 'objective-10']` */
  objectives: string[];
  /** Ids of thematic areas. */
  themes: string[];
  timeFrame: StoredTimeFrame;
  leads: StoredParty[];
  leadsAsStated: StoredText | null;
  participants: StoredParty[];
  participantsAsStated: StoredText | null;
  interested: StoredParty[];
  interestedAsStated: StoredText | null;
  /** A future workstream without a stated status is `INTEREST`. */
  status: (typeof workstreamStatuses)[number];
  /** The status in the workplan's own words; null where it states none. */
  statusAsStated: StoredText | null;
  /** "In preparation / resource mobilisation". */
  resourceMobilisation: boolean;
  notes: StoredNote[];
  citations: StoredCitation[];
  /** What it is found by, as `toWorkstreamDocument` derives it. */
  facets: string[];
}

/** What a workstream can be found by, as one value of `facets`. */
export const facetOf = {
  objective: (objective: string) => `objective ${objective}`,
  mainObjective: (objective: string) => `main ${objective}`,
  theme: (theme: string) => `theme ${theme}`,
  objectiveAndTheme: (objective: string, theme: string) => `objective ${objective} theme ${theme}`,
  organization: (organization: string) => `organization ${organization}`,
  lead: (organization: string) => `lead ${organization}`,
  participant: (organization: string) => `participant ${organization}`,
  interested: (organization: string) => `interested ${organization}`,
} as const;

type Faceted = Pick<
  WorkstreamDocument,
  'objectives' | 'themes' | 'leads' | 'participants' | 'interested'
>;

/** A workstream as it is stored: with its facets, so that one index serves everything it is looked up by. */
export function toWorkstreamDocument<Seed extends Faceted>(
  workstream: Seed,
): Seed & Pick<WorkstreamDocument, 'facets'> {
  const { objectives, themes } = workstream;
  const leads = organizationsAmong(workstream.leads);
  const participants = organizationsAmong(workstream.participants);
  const interested = organizationsAmong(workstream.interested);
  const facets = [
    ...objectives.map(facetOf.objective),
    ...objectives.slice(0, 1).map(facetOf.mainObjective),
    ...themes.map(facetOf.theme),
    ...objectives.flatMap((objective) =>
      themes.map((theme) => facetOf.objectiveAndTheme(objective, theme)),
    ),
    ...[...leads, ...participants, ...interested].map(facetOf.organization),
    ...leads.map(facetOf.lead),
    ...participants.map(facetOf.participant),
    ...interested.map(facetOf.interested),
  ];
  return { ...workstream, facets: [...new Set(facets)] };
}

export interface ActivityDocument extends Stored {
  /** `core-1.1-activity-3` */
  _id: string;
  workstream: string;
  number: number;
  text: StoredText;
  /** Its bullets, in order. */
  points: StoredText[];
  /** Dates and deadlines in its text. */
  timeFrames: StoredTimeFrame[];
  /** Numbers in its text that matter, the undetermined ones ("XX") always. */
  quantities: StoredQuantity[];
  citations: StoredCitation[];
}

export const reportingUnitTypes = [
  'RegionalNetwork',
  'CountryNetwork',
  'WorkingGroup',
  'Body',
] as const;
export type ReportingUnitType = (typeof reportingUnitTypes)[number];

export type ReportingFrequency = 'QUARTERLY' | 'HALF_YEARLY' | 'YEARLY';

/** A unit that is to report in a round. */
export interface StoredAssignedUnit {
  /** Type and id: `RegionalNetwork.asia-pacific`. */
  unit: string;
  /** The regional network it belongs to; null for the global level. */
  region: string | null;
}

/** A period for which units owe reports: every assigned unit one on every assigned workstream. */
export interface ReportingRoundDocument extends Stored {
  /** `2026-H2` */
  _id: string;
  frequency: ReportingFrequency;
  /** The first and last day that reports are about. */
  periodFrom: string;
  periodTo: string;
  /** Instants between which the round is open. */
  opensAt: string;
  dueAt: string;
  /** In the order in which the secretariat named them. */
  units: StoredAssignedUnit[];
  workstreams: string[];
}

/** From the worst to the best: the order in which a roll-up compares them. */
export const reportedStatuses = [
  'DISCONTINUED',
  'PAUSED',
  'NOT_STARTED',
  'IN_PREPARATION',
  'ONGOING',
  'COMPLETED',
] as const;
export type ReportedStatus = (typeof reportedStatuses)[number];

/** From the widest to the narrowest. */
export const reportVisibilities = ['PUBLIC', 'NETWORK', 'SECRETARIAT'] as const;
export type ReportVisibility = (typeof reportVisibilities)[number];

/** What a unit says in one version of a report. */
export interface StoredReportContent {
  /** True for the statement that there is nothing to report. */
  isNil: boolean;
  status: ReportedStatus | null;
  narrative: StoredText | null;
  /** Per cent. */
  progress: number | null;
  /** The day for which it holds. */
  asOf: string | null;
  evidence: { url: string; title: StoredText | null }[];
  visibility: ReportVisibility;
}

/** That somebody did something with a version. */
export interface StoredStep {
  at: string;
  by: string;
}

export const reportVersionStates = [
  'DRAFT',
  'SUBMITTED',
  'WITHDRAWN',
  'RETURNED',
  'VALIDATED',
  'PUBLISHED',
  'SUPERSEDED',
] as const;

/** One version of a report. Its content never changes once it is submitted. */
export interface StoredReportVersion {
  /** From 1, without gaps. */
  number: number;
  /** The version it revises: always the one before. */
  previous: number | null;
  state: (typeof reportVersionStates)[number];
  content: StoredReportContent;
  saved: StoredStep;
  submitted: StoredStep | null;
  withdrawn: StoredStep | null;
  returned: (StoredStep & { comments: StoredText }) | null;
  /** `withinUnit`: the validator may also write for the unit. */
  validated: (StoredStep & { withinUnit: boolean }) | null;
  published: StoredStep | null;
}

/** What one unit reports on one workstream or activity in one round, with all its versions. */
export interface StatusReportDocument extends Stored {
  /** Subject, unit and round: `core-1.1.RegionalNetwork.asia-pacific.2026-H2` */
  _id: string;
  /** The id of the workstream or activity. */
  subject: string;
  subjectType: 'Workstream' | 'Activity';
  /** The subject itself, or the workstream of the activity. */
  workstream: string;
  /** Type and id: `RegionalNetwork.asia-pacific`. */
  unit: string;
  round: string;
  /** The regional network whose validators judge it, as of the last write; null for the global level. */
  region: string | null;
  /** Subject and unit: the same from round to round. */
  series: string;
  /** The last day of the round's period: what reports are sorted by. */
  periodTo: string;
  /** All that readers without rights on the unit are ever answered from; null until a version is published. */
  published: {
    /** Of the version that is current. */
    visibility: ReportVisibility;
    /** Every version that was ever published, the current one last. */
    versions: StoredReportVersion[];
  } | null;
  /** What the unit, its validators and the secretariat work on. */
  working: {
    /** Of the newest version. */
    state: Exclude<StoredReportVersion['state'], 'SUPERSEDED'>;
    /** Every version that is not published, oldest first. */
    versions: StoredReportVersion[];
  };
}

export const workplans = defineCollection<WorkplanDocument>('workplans', [{ fields: ['date'] }]);

export const workstreams = defineCollection<WorkstreamDocument>('workstreams', [
  { fields: ['position'] },
  { fields: ['workplan', 'position'] },
  { fields: ['component', 'position'] },
  { fields: ['status', 'position'] },
  { fields: ['component', 'status', 'position'] },
  { fields: ['facets', 'position'], array: 'facets' },
  { fields: ['facets', 'component', 'position'], array: 'facets' },
  { fields: ['facets', 'status', 'position'], array: 'facets' },
  { fields: ['facets', 'component', 'status', 'position'], array: 'facets' },
]);

export const activities = defineCollection<ActivityDocument>('activities', [
  { fields: ['workstream', 'number'] },
]);

export const reportingRounds = defineCollection<ReportingRoundDocument>('reportingRounds', [
  { fields: ['periodTo'] },
  { fields: ['opensAt'] },
]);

export const statusReports = defineCollection<StatusReportDocument>('statusReports', [
  { fields: ['published.visibility', 'periodTo'] },
  { fields: ['published.visibility', 'subject', 'periodTo'] },
  { fields: ['published.visibility', 'unit', 'periodTo'] },
  { fields: ['published.visibility', 'series', 'periodTo'] },
  { fields: ['published.visibility', 'round'] },
  { fields: ['published.visibility', 'round', 'subject'] },
  { fields: ['published.visibility', 'round', 'unit'] },
  { fields: ['published.visibility', 'round', 'series'] },
  { fields: ['published.visibility', 'subject', 'series'] },
  { fields: ['unit', 'working.state'] },
  { fields: ['region', 'working.state'] },
]);

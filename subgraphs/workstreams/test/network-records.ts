import type { Identity, StoredCitation, StoredText } from '@network/schema';
import { reader, type TestSubgraph, testSubgraph } from '@network/schema/testing';
import type { Unstored } from '@network/storage';
import {
  type ActivityDocument,
  activities,
  toWorkstreamDocument,
  type WorkplanDocument,
  type WorkstreamDocument,
  workplans,
  workstreams,
} from '../src/documents.ts';
import { schema } from '../src/schema.ts';

// A few records of the workplan of 2019, shortened, and people with roles.

export const publisher = reader('ana', ['PUBLISHER', 'RegionalNetwork', 'asia-pacific']);
export const validator = reader('vic', ['VALIDATOR', 'RegionalNetwork', 'asia-pacific']);
export const publisherAndValidator = reader(
  'pia',
  ['PUBLISHER', 'RegionalNetwork', 'asia-pacific'],
  ['VALIDATOR', 'RegionalNetwork', 'asia-pacific'],
);
export const stranger = reader('eve', ['PUBLISHER', 'RegionalNetwork', 'europe']);
export const countryPublisher = reader('bao', ['PUBLISHER', 'CountryNetwork', 'BGD']);
export const secretariat = reader('sara', ['SECRETARIAT']);
export const otherSecretariat = reader('sam', ['SECRETARIAT']);
export const focalPoint = reader('fay', ['FOCAL_POINT', 'Organization', 'iom']);

export const others = {
  RegionalNetwork: { 'asia-pacific': {}, europe: {} },
  CountryNetwork: {
    BGD: { regionalNetwork: { id: 'asia-pacific' } },
    ARM: { regionalNetwork: null },
  },
  WorkingGroup: { 'regular-pathways': {} },
  Body: { secretariat: {}, 'executive-committee': {} },
};

export function english(en: string): StoredText {
  return { original: 'en', texts: { en } };
}

function translated(zh: string, en: string): StoredText {
  return { original: 'zh', texts: { zh, en }, unofficial: ['en'] };
}

function citation(at: string, quote: string): StoredCitation {
  return { document: '004', at, quote, language: 'zh' };
}

export const workplan: Unstored<WorkplanDocument> = {
  _id: 'workplan-2019',
  title: translated('联合国移民问题网络 工作计划', 'Workplan'),
  date: '2019-07',
  corePriorities: [
    {
      number: 1,
      text: translated('发展能力建设机制', 'Develop the capacity-building mechanism'),
      citations: [citation('section 1, (一)', '发展能力建设机制')],
    },
    {
      number: 2,
      text: translated('发展移民问题网络的话语权', 'Develop the voice of the Network'),
      citations: [citation('section 1, (四)', '发展移民问题网络的话语权')],
    },
  ],
  reviewRules: [
    {
      text: translated('根据需要调整重点', 'The focus is adjusted as needed'),
      citations: [citation('review, paragraph 3', '根据需要调整重点')],
    },
  ],
  notes: [],
  citations: [citation('title page', '工作计划')],
};

type PartOfWorkstream = Partial<Unstored<WorkstreamDocument>> &
  Pick<WorkstreamDocument, '_id' | 'component' | 'position'>;

export function workstream(part: PartOfWorkstream): Unstored<WorkstreamDocument> {
  return toWorkstreamDocument({
    workplan: 'workplan-2019',
    number: part._id.slice(part._id.indexOf('-') + 1),
    heading: null,
    title: english(`The title of ${part._id}`),
    summary: null,
    objectives: [],
    themes: [],
    timeFrame: { kind: 'BY', by: '2020-07', words: english('By July 2020') },
    leads: [],
    leadsAsStated: null,
    participants: [],
    participantsAsStated: null,
    interested: [],
    interestedAsStated: null,
    status: 'ONGOING',
    statusAsStated: null,
    resourceMobilisation: false,
    notes: [],
    citations: [citation(`table of ${part._id}`, '时限')],
    ...part,
  });
}

export const core11 = workstream({
  _id: 'core-1.1',
  component: 'CORE',
  position: 1,
  heading: translated('1. 建立一个能力建设机制', '1. Establish a capacity-building mechanism'),
  leads: [{ type: 'Body', id: 'secretariat', qualifier: english('until the unit is set up') }],
  leadsAsStated: english('The secretariat leads until the unit is set up.'),
  participants: [{ type: 'NamedRole', role: 'ALL_MEMBERS' }],
});

export const core3 = workstream({
  _id: 'core-3',
  component: 'CORE',
  position: 5,
  timeFrame: { kind: 'CONTINUOUS', words: english('Continuous') },
});

export const thematic2 = workstream({
  _id: 'thematic-2',
  component: 'THEMATIC',
  position: 10,
  summary: english('Alternatives that lower the risks'),
  objectives: ['objective-13', 'objective-7', 'objective-10'],
  themes: ['theme-2'],
  leads: [
    { type: 'Organization', id: 'unicef' },
    { type: 'Organization', id: 'iom' },
  ],
  participants: [{ type: 'Organization', id: 'ohchr' }],
  status: 'IN_PREPARATION',
});

export const thematic3 = workstream({
  _id: 'thematic-3',
  component: 'THEMATIC',
  position: 11,
  objectives: ['objective-5', 'objective-7'],
  themes: ['theme-2'],
  leads: [
    { type: 'Organization', id: 'ohchr' },
    { type: 'Organization', id: 'iom' },
  ],
  participants: [{ type: 'Organization', id: 'unhcr' }],
  status: 'IN_PREPARATION',
});

export const future2 = workstream({
  _id: 'future-2',
  component: 'FUTURE_THEMATIC',
  position: 16,
  objectives: ['objective-2', 'objective-13'],
  themes: ['theme-2', 'theme-4'],
  timeFrame: { kind: 'NOT_APPLICABLE', words: english('Not applicable') },
  interested: [
    { type: 'Organization', id: 'wfp' },
    { type: 'Organization', id: 'iom' },
  ],
  status: 'INTEREST',
});

export function activity(number: number): Unstored<ActivityDocument> {
  return {
    _id: `core-1.1-activity-${number}`,
    workstream: 'core-1.1',
    number,
    text: english(`Activity ${number}: XX countries by May 2020`),
    points: [english('First point'), english('Second point')],
    timeFrames: [{ kind: 'BY', by: '2020-05', words: english('by May 2020') }],
    quantities: [{ kind: 'TO_BE_DETERMINED', of: english('countries'), words: english('XX') }],
    citations: [citation(`activity ${number}`, '活动')],
  };
}

/** The subgraph with the records above, on 5 July 2026. */
export async function startedSubgraph(
  parts: { others?: Record<string, Record<string, object> | null>; now?: string } = {},
): Promise<TestSubgraph> {
  const subgraph = await testSubgraph('workstreams', schema, {
    now: parts.now ?? '2026-07-05T09:00:00.000Z',
    others: { ...others, ...parts.others },
  });
  const event = { at: '2026-01-01T00:00:00.000Z', by: 'system' };
  const { storage } = subgraph;
  await storage.collection(workplans, {}).load([workplan], event);
  await storage
    .collection(workstreams, {})
    .load([core11, core3, thematic2, thematic3, future2], event);
  await storage.collection(activities, {}).load([activity(1), activity(2)], event);
  return subgraph;
}

const problems = `problems {
  __typename code message path
  ... on InvalidValue { allowed }
  ... on UnknownRecord { type id }
  ... on NotAllowed { needed }
  ... on WrongState { state possible }
  ... on StaleWrite { currentVersion changes { type by facts { name value } } }
}`;

export interface TestProblem {
  __typename: string;
  code: string;
  message: string;
  path: string[];
  [more: string]: unknown;
}

export interface TestPayload {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever it has selected.
  record: any;
  problems: TestProblem[];
}

/** Carries out a mutation and gives its payload; throws when there are errors. */
export async function carryOut(
  subgraph: TestSubgraph,
  mutation: string,
  {
    input,
    as,
    select = 'id version',
  }: { input: Record<string, unknown>; as?: Identity; select?: string },
): Promise<TestPayload> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await subgraph.run(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { record { ${select} } ${problems} } }`,
    { variables: { input }, ...(as && { as }) },
  );
  if (errors) throw errors[0];
  return data?.[mutation] as TestPayload;
}

/** As `carryOut`, for a mutation that has to succeed. */
export async function succeed(
  ...parts: Parameters<typeof carryOut>
): Promise<TestPayload['record']> {
  const { record, problems } = await carryOut(...parts);
  if (!record) throw new Error(JSON.stringify(problems));
  return record;
}

export const round = {
  id: '2026-H1',
  frequency: 'HALF_YEARLY',
  periodFrom: '2026-01-01',
  periodTo: '2026-06-30',
  opensAt: '2026-07-01T00:00:00.000Z',
  dueAt: '2026-07-31T23:59:59.999Z',
  units: [
    { type: 'REGIONAL_NETWORK', id: 'asia-pacific' },
    { type: 'COUNTRY_NETWORK', id: 'BGD' },
    { type: 'COUNTRY_NETWORK', id: 'ARM' },
    { type: 'WORKING_GROUP', id: 'regular-pathways' },
    { type: 'BODY', id: 'secretariat' },
  ],
  workstreams: ['core-1.1', 'thematic-2'],
};

export async function openRound(subgraph: TestSubgraph, changes: Record<string, unknown> = {}) {
  await succeed(subgraph, 'openReportingRound', {
    input: { ...round, ...changes },
    as: secretariat,
  });
}

/** What a unit says when nothing is wrong with it. */
export const content = {
  status: 'ONGOING',
  narrative: { language: 'EN', text: 'The fund is at work.' },
  progress: 40,
  asOf: '2026-06-30',
};

export const asiaPacific = { type: 'REGIONAL_NETWORK', id: 'asia-pacific' };
export const place = { round: '2026-H1', unit: asiaPacific, subject: 'core-1.1' };
export const reportId = 'core-1.1.RegionalNetwork.asia-pacific.2026-H1';

/** Takes a report through all its steps; gives its version. */
export async function publishReport(
  subgraph: TestSubgraph,
  {
    input = {},
    writer = publisher,
    judge = validator,
  }: { input?: Record<string, unknown>; writer?: Identity; judge?: Identity } = {},
): Promise<number> {
  const { id, version } = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, ...content, ...input },
    as: writer,
  });
  const submitted = await succeed(subgraph, 'submitStatusReport', {
    input: { id, version },
    as: writer,
  });
  const validated = await succeed(subgraph, 'validateStatusReport', {
    input: { id, version: submitted.version },
    as: judge,
  });
  const published = await succeed(subgraph, 'publishStatusReport', {
    input: { id, version: validated.version },
    as: judge,
  });
  return published.version;
}

/** The subgraph with an open round and a report that was saved, and submitted when asked for. */
export async function withReport({ isSubmitted = false, input = {} } = {}): Promise<TestSubgraph> {
  const subgraph = await startedSubgraph();
  await openRound(subgraph);
  await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, ...content, ...input },
    as: publisher,
  });
  if (isSubmitted) {
    await succeed(subgraph, 'submitStatusReport', {
      input: { id: reportId, version: 1 },
      as: publisher,
    });
  }
  return subgraph;
}

export const comments = { language: 'EN', text: 'Which countries?' };

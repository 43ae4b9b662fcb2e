// The way of one statement from the proposal to the issue, as far as a test wants it to have come.

import type { Identity } from '@network/schema';
import { reader, type TestSubgraph, testSubgraph } from '@network/schema/testing';
import type { Unstored } from '@network/storage';
import { type StatementDocument, statements } from '../src/documents.ts';
import { schema } from '../src/schema.ts';

/** The Executive Committee as the tests have it. */
export const committee = ['ilo', 'iom', 'ohchr'];

export const secretariat = reader('sofia', ['SECRETARIAT']);
export const stranger = reader('sam');
export const asiaPacific = reader('anna', ['PUBLISHER', 'RegionalNetwork', 'asia-pacific']);
export const westAfrica = reader('walid', ['PUBLISHER', 'RegionalNetwork', 'west-africa']);

export function focalPoint(organization: string): Identity {
  return reader(`focal-${organization}`, ['FOCAL_POINT', 'Organization', organization]);
}

export const start = '2021-03-01T12:00:00.000Z';
export const deadline = '2021-03-05T17:00:00.000Z';
export const embargo = '2021-03-08T09:00:00.000Z';
export const id = 'vaccines-for-all';

/** What the owners of other records answer. A test may change it while it runs. */
export function others() {
  const known = (...ids: string[]) => Object.fromEntries(ids.map((one) => [one, {}]));
  return {
    Organization: known(...committee, 'who', 'wfp'),
    Body: {
      'executive-committee': membersOf(committee),
      secretariat: membersOf([]),
    } as Record<string, object>,
    StakeholderGroup: known('child-rights-initiative'),
    RegionalNetwork: known('asia-pacific', 'west-africa'),
    CountryNetwork: known('bangladesh'),
    WorkingGroup: known('regular-pathways'),
  };
}

export function membersOf(organizations: readonly string[]) {
  const edges = organizations.map((organization) => ({
    node: { organization: { id: organization } },
  }));
  return { members: { edges, pageInfo: { hasNextPage: false } } };
}

export interface Story extends TestSubgraph {
  others: ReturnType<typeof others>;
}

export async function startStory(
  documents: readonly Unstored<StatementDocument>[] = [],
): Promise<Story> {
  const owners = others();
  const subgraph = await testSubgraph('statements', schema, { now: start, others: owners });
  await subgraph.storage
    .collection(statements, {})
    .load(documents, { at: '2021-01-01T00:00:00.000Z', by: 'system' });
  return Object.assign(subgraph, { others: owners });
}

export interface Written {
  id: string;
  state: string;
  version: number | null;
  possibleActions: string[];
}

export interface Payload {
  record: Written | null;
  problems: { __typename: string; code: string; message: string; path: string[] }[];
}

const problemFields = `
  __typename code message path
  ... on InvalidValue { allowed }
  ... on UnknownRecord { type id }
  ... on NotAllowed { needed }
  ... on WrongState { state possible }
  ... on StaleWrite { currentVersion changes { type by } }
`;

/** Runs one mutation and gives its payload. */
export async function write(
  story: TestSubgraph,
  name: string,
  { as, input }: { as?: Identity; input: Record<string, unknown> },
): Promise<Payload> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) {
    ${name}(input: $input) { record { id state version possibleActions } problems { ${problemFields} } }
  }`;
  const { data, errors } = await story.run(query, { variables: { input }, ...(as && { as }) });
  if (errors) throw errors[0];
  return (data as Record<string, Payload>)[name] as Payload;
}

/** Runs one mutation that has to go well. */
export async function done(
  story: TestSubgraph,
  name: string,
  options: { as?: Identity; input: Record<string, unknown> },
): Promise<Written> {
  const { record, problems } = await write(story, name, options);
  if (!record) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  return record;
}

/** A mutation of the secretariat on the story's statement, written on its version of now. */
export async function revised(
  story: TestSubgraph,
  name: string,
  input: Record<string, unknown> = {},
): Promise<Payload> {
  const version = (await recordOf(story)).version;
  return write(story, name, { as: secretariat, input: { statementId: id, version, ...input } });
}

export const proposal = {
  id,
  title: { language: 'EN', text: 'Vaccines for all' },
  occasion: { language: 'EN', text: 'The first deliveries; one voice is heard further.' },
  track: 'STANDARD',
  contributors: [
    { type: 'REGIONAL_NETWORK', id: 'asia-pacific' },
    { type: 'REGIONAL_NETWORK', id: 'west-africa' },
  ],
};

export const text = {
  language: 'EN',
  title: 'Vaccines for all, migrants included',
  place: 'Geneva',
  paragraphs: [
    { text: 'The Network calls on States to include migrants¹ in vaccination.', drawsOn: [1, 2] },
    { text: 'The Network supports the Global Compact.', isBoilerplate: true },
  ],
  asks: [
    {
      paragraph: 1,
      text: 'Include migrants in vaccination.',
      addressees: [{ role: 'MEMBER_STATES' }, { organization: 'who' }],
      objectives: ['objective-15'],
    },
  ],
  mediaContacts: [
    {
      organization: 'iom',
      heading: 'International Organization for Migration',
      name: 'Ines Moreno',
      positions: ['Press officer'],
      emails: ['press@iom.example'],
      hasConsented: true,
    },
  ],
  objectives: ['objective-13'],
};

const stations = [
  'DRAFTING',
  'WRITTEN',
  'CLEARANCE',
  'CLEARED',
  'SILENCE',
  'ADOPTED',
  'EMBARGOED',
] as const;
export type Station = (typeof stations)[number];

/** Leads the statement as far as asked for; the clock is then where the last step left it. */
export function leadTo(story: TestSubgraph, station: Station): Promise<void> {
  return leadOn(story, null, station);
}

/** Leads a statement that has come to one station on to another. */
export async function leadOn(
  story: TestSubgraph,
  from: Station | null,
  to: Station,
): Promise<void> {
  const steps: Record<Station, () => Promise<unknown>> = {
    DRAFTING: () => done(story, 'proposeStatement', { as: secretariat, input: proposal }),
    WRITTEN: async () => {
      for (const [as, network] of [
        [asiaPacific, 'asia-pacific'],
        [westAfrica, 'west-africa'],
      ] as const) {
        const onBehalfOf = { type: 'REGIONAL_NETWORK', id: network };
        const input = {
          statementId: id,
          onBehalfOf,
          text: { language: 'EN', text: `Words from ${network}.` },
        };
        await done(story, 'contributeToStatement', { as, input });
      }
      await must(revised(story, 'saveStatementText', text));
    },
    CLEARANCE: () => must(revised(story, 'openClearance')),
    CLEARED: async () => {
      for (const organization of committee) await must(position(story, organization, 'CLEARED'));
    },
    SILENCE: () => must(revised(story, 'openSilence', { deadline, zone: 'Europe/Zurich' })),
    ADOPTED: async () => {
      setClock(story, deadline, 1);
    },
    EMBARGOED: () =>
      must(revised(story, 'scheduleStatement', { at: embargo, zone: 'Europe/Zurich' })),
  };
  const next = from === null ? 0 : stations.indexOf(from) + 1;
  for (const step of stations.slice(next, stations.indexOf(to) + 1)) await steps[step]();
}

async function must(payload: Promise<Payload>): Promise<Written> {
  const { record, problems } = await payload;
  if (!record) throw new Error(JSON.stringify(problems));
  return record;
}

/** A position of an organization on the text that is asked about now. */
export async function position(
  story: TestSubgraph,
  organization: string,
  kind: string,
  more: Record<string, unknown> = {},
): Promise<Payload> {
  const { textHash } = await lastRoundOf(story);
  return write(story, 'givePosition', {
    as: focalPoint(organization),
    input: { statementId: id, organization, position: kind, textHash, ...more },
  });
}

export async function objection(
  story: TestSubgraph,
  organization: string,
  more: Record<string, unknown> = { wholeText: true },
): Promise<Payload> {
  const { textHash } = await lastRoundOf(story);
  return write(story, 'objectToSilence', {
    as: focalPoint(organization),
    input: { statementId: id, organization, textHash, reason: 'It says too little.', ...more },
  });
}

export function setClock(story: TestSubgraph, instant: string, milliseconds = 0): void {
  story.clock.now = new Date(Date.parse(instant) + milliseconds);
}

/** The statement as the secretariat sees it. */
export async function recordOf(
  story: TestSubgraph,
): Promise<{ state: string; version: number; textHash: string }> {
  const { data } = await story.run(`{ statement(id: "${id}") { state version textHash } }`, {
    as: secretariat,
  });
  return data?.statement as never;
}

interface ShownRound {
  textHash: string;
  outcome: string;
  positions: {
    edges: {
      node: { organization: { id: string }; effect: string; isLate: boolean; at: string };
    }[];
  };
}

export async function lastRoundOf(story: TestSubgraph): Promise<ShownRound> {
  const { data, errors } = await story.run(
    `{ statement(id: "${id}") { work { rounds {
      textHash outcome
      positions(first: 100) { edges { node { organization { id } effect isLate at } } }
    } } } }`,
    { as: secretariat },
  );
  if (errors) throw errors[0];
  const rounds = (data as { statement: { work: { rounds: ShownRound[] } } }).statement.work.rounds;
  return rounds.at(-1) as ShownRound;
}

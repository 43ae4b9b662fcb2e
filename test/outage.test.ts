import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SubgraphName, subgraphs } from '@network/schema';
import { buildSchema, isNonNullType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultQuery } from '../platform/src/default-query.ts';
import { type Client, written } from './client.ts';
import { startDistributed } from './distributed.ts';
import { draftStatement } from './one-voice.ts';
import { beforePublications, publish, startWithPublications } from './publications.ts';
import { eventsIn } from './stores.ts';

const sdlFolder = join(import.meta.dirname, '../schema/sdl');

type Path = readonly (string | number)[];

/** A root field of every subgraph, and links from each to others. */
const wide = `{
  objective(id: "objective-13") {
    number
    workstreams(first: 1) { edges { node { id leads { party { ... on Organization { acronym } } } themes { number } } } }
    organizations(first: 1) { edges { node { acronym } } }
    workingGroups { totalCount }
    statements { edges { node { id } } }
  }
  body(id: "executive-committee") {
    members(first: 1) { edges { node { organization { acronym workstreams(first: 1) { totalCount } statements { totalCount } } } } }
  }
  regionalNetworks(first: 1) {
    edges { node { id region { name { text } } members(first: 1) { edges { node { organization { acronym } } } } statusReports { totalCount } } }
  }
  countryNetworks { edges { node { id country { name { text } } regionalNetwork { name { text } } } } }
  workstreams(first: 1) { edges { node { id objectives { number } } } }
  workingGroups { edges { node { id workstream { position } } } }
  statements(first: 1) { edges { node { id objectives { number } } } }
}`;

/** What each question loses with a subgraph; everything else is answered as before. */
const lost = {
  wide: {
    compact: [
      'countryNetworks.edges.node.country',
      'objective',
      'regionalNetworks.edges.node.region',
      'statements.edges.node.objectives',
    ],
    members: [
      'body',
      'objective.organizations.edges.node',
      'objective.workstreams.edges.node.leads.party',
      'regionalNetworks.edges.node.members.edges.node.organization',
    ],
    'regional-networks': ['regionalNetworks'],
    'country-networks': ['countryNetworks'],
    workstreams: [
      'body.members.edges.node.organization.workstreams',
      'objective.organizations',
      'objective.workstreams',
      'regionalNetworks.edges.node.statusReports',
      'workstreams',
    ],
    'working-groups': ['objective.workingGroups', 'workingGroups'],
    statements: [
      'body.members.edges.node.organization.statements',
      'objective.statements',
      'statements',
    ],
  },
  explorer: {
    compact: ['objective'],
    members: [
      'objective.organizations.edges.node',
      'objective.workstreams.edges.node.leads.party',
      'objective.workstreams.edges.node.participants.party',
    ],
    'regional-networks': ['objective.workstreams.edges.node.latestReports.edges.node.unit'],
    'country-networks': [],
    workstreams: ['objective.organizations', 'objective.workstreams'],
    'working-groups': [],
    statements: ['objective.asks', 'objective.statements'],
  },
} satisfies Record<string, Record<SubgraphName, string[]>>;

/** Where `part` has null and `full` has something. Throws where they differ in any other way. */
function missingIn(part: unknown, full: unknown, path: Path = []): Path[] {
  if (part === null && full !== null) return [path];
  if (typeof full !== 'object' || full === null || typeof part !== 'object' || part === null) {
    expect(part, path.join('.')).toEqual(full);
    return [];
  }
  expect(Object.keys(part), path.join('.')).toEqual(Object.keys(full));
  return Object.entries(full).flatMap(([key, value]) =>
    missingIn((part as Record<string, unknown>)[key], value, [
      ...path,
      Array.isArray(full) ? Number(key) : key,
    ]),
  );
}

const fieldsOf = (paths: readonly Path[]) =>
  [
    ...new Set(
      paths.map((path) => path.filter((segment) => typeof segment === 'string').join('.')),
    ),
  ].sort();

const startsWith = (path: Path, start: Path) =>
  start.every((segment, index) => path[index] === segment);

async function bytes(url: string, query: string, languages = ''): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': languages },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

it('eight services answer as one process does, byte for byte', async () => {
  await using one = await startWithPublications();
  await using eight = await startDistributed(beforePublications);
  await publish(eight);
  for (const query of [defaultQuery, wide]) {
    for (const languages of ['en', 'zh-CN, en;q=0.5', 'fr']) {
      const answer = await bytes(eight.url, query, languages);
      expect(answer).toBe(await bytes(one.url, query, languages));
      expect(JSON.parse(answer).errors).toBeUndefined();
    }
  }
});

describe('with one subgraph down', () => {
  it.each([
    ['wide', wide],
    ['explorer', defaultQuery],
  ] as const)(
    'the %s question is answered but for what is its own, and each gap has an error with its path, subgraph and code',
    async (question, query) => {
      await using graph = await startDistributed(beforePublications);
      await publish(graph);
      const ask = graph.anybody('en');
      const full = await ask(query);
      expect(full.errors).toBeUndefined();
      for (const { name } of subgraphs) {
        await graph.stop(name);
        const { data, errors = [] } = await ask(query);
        await graph.start(name);
        const gaps = missingIn(data, full.data);
        expect(fieldsOf(gaps), name).toEqual(lost[question][name]);
        expect(errors.length > 0, name).toBe(gaps.length > 0);
        for (const { path, extensions } of errors) {
          expect(path, name).not.toHaveLength(0);
          expect(extensions, name).toEqual({ subgraph: name, code: 'SUBGRAPH_UNAVAILABLE' });
        }
        for (const gap of gaps) {
          const isSaid = errors.some(({ path = [] }) => startsWith(gap, path));
          expect(isSaid, `${name}: ${gap.join('.')} is null without an error`).toBe(true);
        }
      }
      expect(await ask(query)).toEqual(full);
    },
  );

  it('every root field may be null, so that none takes the others with it', () => {
    const api = buildSchema(readFileSync(join(sdlFolder, 'api.graphql'), 'utf8'));
    const roots = [api.getQueryType(), api.getMutationType()];
    const fields = roots.flatMap((root) => Object.values(root?.getFields() ?? {}));
    expect(fields.length).toBeGreaterThan(80);
    expect(fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });

  it('of two mutations in one operation the one that could be carried out says so', async () => {
    await using graph = await startDistributed();
    const secretariat = await graph.login('sara', 'SECRETARIAT');
    await graph.stop('statements');
    const { data, errors } = await secretariat(
      `mutation {
        registerStakeholderGroup(input: { id: "youth", name: { language: EN, text: "Youth" }, reason: "Named" }) { record { id } }
        proposeStatement(input: { id: "s", title: { language: EN, text: "Title" }, track: STANDARD }) { record { id } }
      }`,
    );
    expect(data).toEqual({
      registerStakeholderGroup: { record: { id: 'youth' } },
      proposeStatement: null,
    });
    expect(errors).toMatchObject([
      {
        path: ['proposeStatement'],
        extensions: { subgraph: 'statements', code: 'SUBGRAPH_UNAVAILABLE' },
      },
    ]);
  });
});

/** A write, the subgraph that it needs, and whether that one is to store it or is asked about a record it names. */
interface Needing {
  down: SubgraphName;
  code: 'OWNER_UNAVAILABLE' | 'SUBGRAPH_UNAVAILABLE';
  name: string;
  input: Record<string, unknown>;
}

const name = { language: 'EN', text: 'Name' };
const reason = 'Established';
const bangladesh = { type: 'COUNTRY_NETWORK', id: 'BGD' };

/** Each is the first of its kind, and each is in order once its subgraph is back. */
const writes: Needing[] = [
  {
    down: 'compact',
    code: 'OWNER_UNAVAILABLE',
    name: 'assignRegionalNetwork',
    input: { regionalNetworkId: 'asia-pacific', version: 1, regionId: 'asia-pacific', reason },
  },
  {
    down: 'members',
    code: 'OWNER_UNAVAILABLE',
    name: 'registerRegionalNetwork',
    input: { id: 'west-africa', name, members: [{ organizationId: 'iom' }], reason },
  },
  {
    down: 'members',
    code: 'OWNER_UNAVAILABLE',
    name: 'openClearance',
    input: { statementId: 'detention', version: 4 },
  },
  {
    down: 'members',
    code: 'SUBGRAPH_UNAVAILABLE',
    name: 'grantRole',
    input: { subject: 'omar', role: 'SECRETARIAT', reason },
  },
  {
    down: 'regional-networks',
    code: 'OWNER_UNAVAILABLE',
    name: 'grantRole',
    input: {
      subject: 'omar',
      role: 'PUBLISHER',
      scope: { type: 'REGIONAL_NETWORK', id: 'asia-pacific' },
      reason,
    },
  },
  {
    down: 'regional-networks',
    code: 'OWNER_UNAVAILABLE',
    name: 'openReportingRound',
    input: {
      id: '2026-H1',
      frequency: 'HALF_YEARLY',
      periodFrom: '2026-01-01',
      periodTo: '2026-06-30',
      opensAt: '2026-06-15T00:00:00Z',
      dueAt: '2026-07-31T00:00:00Z',
      units: [{ type: 'REGIONAL_NETWORK', id: 'asia-pacific' }, bangladesh],
      workstreams: ['thematic-2'],
    },
  },
  {
    down: 'country-networks',
    code: 'OWNER_UNAVAILABLE',
    name: 'saveStatusReport',
    input: {
      round: '2026-H1',
      unit: bangladesh,
      subject: 'thematic-2',
      status: 'ONGOING',
      narrative: { language: 'EN', text: 'Two exchanges.' },
      asOf: '2026-06-30',
    },
  },
  {
    down: 'country-networks',
    code: 'OWNER_UNAVAILABLE',
    name: 'proposeStatement',
    input: {
      id: 'asked',
      title: name,
      track: 'STANDARD',
      contributors: [bangladesh],
    },
  },
  {
    down: 'workstreams',
    code: 'OWNER_UNAVAILABLE',
    name: 'registerWorkingGroup',
    input: { id: 'detention', name, workstreamId: 'thematic-2', reason },
  },
  {
    down: 'working-groups',
    code: 'OWNER_UNAVAILABLE',
    name: 'grantRole',
    input: {
      subject: 'omar',
      role: 'PUBLISHER',
      scope: { type: 'WORKING_GROUP', id: 'detention' },
      reason,
    },
  },
  {
    down: 'statements',
    code: 'SUBGRAPH_UNAVAILABLE',
    name: 'proposeStatement',
    input: { id: 'own', title: name, track: 'STANDARD' },
  },
];

describe('a write that needs a subgraph that is down', () => {
  const send = (client: Client, { name, input }: Needing) =>
    client(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
        ${name}(input: $input) { record { __typename } problems { code message path } }
      }`,
      { input },
    );

  it('is refused with nothing stored, and is carried out when the subgraph is back', async () => {
    await using graph = await startDistributed(beforePublications, { identityTtl: 600_000 });
    const secretariat = await graph.login('sara', 'SECRETARIAT');
    const publisher = await graph.login('bina', 'PUBLISHER:CountryNetwork:BGD');
    await draftStatement(graph, 'detention');
    for (const write of writes) {
      const client = write.name === 'saveStatusReport' ? publisher : secretariat;
      const title = `${write.name} without ${write.down}`;
      const before = await eventsIn(graph.storageUrl);
      await graph.stop(write.down);
      const refused = await send(client, write);
      expect(refused, title).toMatchObject({
        data: { [write.name]: null },
        errors: [{ path: [write.name], extensions: { code: write.code } }],
      });
      await graph.start(write.down);
      expect(await eventsIn(graph.storageUrl), title).toEqual(before);
      written(await send(client, write), write.name);
      expect((await eventsIn(graph.storageUrl)).length, title).toBe(before.length + 1);
    }
  });

  it('is refused to a login whose roles cannot be read, because it could be anybody’s', async () => {
    await using graph = await startDistributed();
    const before = await eventsIn(graph.storageUrl);
    await graph.stop('members');
    const response = await fetch(graph.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await graph.tokenOf('sara', 'SECRETARIAT')}`,
      },
      body: JSON.stringify({
        query:
          'mutation { proposeStatement(input: { id: "s", title: { language: EN, text: "Title" }, track: STANDARD }) { record { id } } }',
      }),
    });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });
    expect(await eventsIn(graph.storageUrl)).toEqual(before);
  });
});

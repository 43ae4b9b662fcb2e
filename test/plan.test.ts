import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGateway, type Gateway, inProcess } from '@network/gateway';
import { schemas } from '@network/platform';
import type { SubgraphName } from '@network/schema';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultQuery } from '../platform/src/default-query.ts';
import type { TestPlatform } from './client.ts';
import { startWithPublications } from './publications.ts';

const root = join(import.meta.dirname, '..');
const supergraph = await readFile(join(root, 'schema/sdl/supergraph.graphql'), 'utf8');
const jobTest = await readFile(join(import.meta.dirname, 'job-1-objective.test.ts'), 'utf8');
const jobQuery = /^const query = `([^`]+)`;$/m.exec(jobTest)?.[1] ?? '';

const queries = [
  { name: 'the question of job 1', query: jobQuery, snapshot: 'plans/job-1-objective.txt' },
  {
    name: 'the query that the explorer opens on',
    query: defaultQuery,
    snapshot: 'plans/explorer.txt',
  },
];

/** How often each subgraph is asked. `@apollo/gateway` 2.14.4 asks `members` three times, once for each place. */
const asked = { compact: 1, members: 1, 'regional-networks': 1, statements: 1, workstreams: 1 };

/** Only plans: it has nothing to ask. */
const planner = createGateway({
  supergraph,
  transport: () => ({
    wants: 'values',
    send: (request) => {
      throw new Error(`planning asked ${request.subgraph}`);
    },
  }),
});

const stages = ['# operation, normalised', '# plan', '# fetches, compiled', '# projection'];

describe.each(queries)('$name', ({ query, snapshot }) => {
  it('is planned as five fetches, no more of them one after another than its longest chain of keys', async () => {
    const plan = planIn(await planner.plan(query));
    await expect(`${plan}\n`).toMatchFileSnapshot(snapshot);
    const { fetches, chain } = measured(plan);
    expect(perSubgraph(fetches)).toEqual(asked);
    expect(chain).toBe(3);
    expect(chain).toBe(longestChain(parse(query), planner.schema));
  });

  it('asks no subgraph more than the plan says, and one after another only along keys', async () => {
    await using network = await startCounted();
    const { data, errors } = await network.gateway.execute({
      query,
      identity: null,
      languages: '',
    });
    expect(errors).toBeUndefined();
    expect(data?.objective).not.toBeNull();
    expect(perSubgraph(network.calls.map(({ subgraph }) => subgraph))).toEqual(asked);
    expect(Math.max(...network.calls.map(({ wave }) => wave))).toBe(3);
  });

  it('asks one subgraph alone when there is nothing to follow', async () => {
    await using network = await startCounted();
    const { data } = await network.gateway.execute({
      query: query.replace('objective-13', 'objective-99'),
      identity: null,
      languages: '',
    });
    expect(data).toEqual({ objective: null });
    expect(network.calls).toEqual([{ subgraph: 'compact', wave: 1 }]);
  });

  it('is printed stage by stage by `npm run plan`', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'network-plan-'));
    try {
      const file = join(folder, 'query.graphql');
      await writeFile(file, query);
      const printed = await promisify(execFile)('npm', ['run', '--silent', 'plan', '--', file], {
        cwd: root,
      });
      expect(printed.stdout).toBe(`${await planner.plan(query)}\n`);
      expect(printed.stdout.split('\n').filter((line) => line.startsWith('# '))).toEqual(stages);
      const [, normalised = '', plan = '', compiled = '', projection = ''] = printed.stdout
        .split(/^# .*$/m)
        .map((stage) => stage.trim());
      expect(normalised).toMatch(/^(query Objective13 )?\{\s+objective\(id: "objective-13"\)/);
      expect(measured(plan).fetches).toHaveLength(5);
      expect(compiled.match(/^fetch \d+ from \S+$/gm)).toHaveLength(5);
      expect(projection).toMatch(/^Query\n {2}objective: Objective\n/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

interface Counted extends AsyncDisposable {
  /** A gateway of its own over the platform's subgraphs. */
  gateway: Gateway;
  /** Every request to a subgraph; its wave is one more than that of the last answer it could have waited for. */
  calls: { subgraph: string; wave: number }[];
}

async function startCounted(): Promise<Counted> {
  const test: TestPlatform = await startWithPublications();
  const calls: Counted['calls'] = [];
  let answered = 0;
  const gateway = createGateway({
    supergraph,
    transport: (name) => {
      const subgraph = name as SubgraphName;
      const transport = inProcess(schemas[subgraph], ({ identity, languages }) =>
        test.platform.contextOf(subgraph, identity, languages),
      );
      return {
        ...transport,
        async send(request) {
          const wave = answered + 1;
          calls.push({ subgraph: request.subgraph, wave });
          const answer = await transport.send(request);
          answered = Math.max(answered, wave);
          return answer;
        },
      };
    },
  });
  return {
    gateway,
    calls,
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await test[Symbol.asyncDispose]();
    },
  };
}

/** The plan's part of all printed stages. */
function planIn(printed: string): string {
  return /^# plan\n\n([\s\S]*?)\n\n# fetches, compiled$/m.exec(printed)?.[1] ?? '';
}

/** The subgraphs a printed plan fetches from, and how many of its fetches run one after another at most. */
function measured(plan: string): { fetches: string[]; chain: number } {
  const fetches: string[] = [];
  const lengths: number[] = [];
  for (const [, subgraph = '', after = ''] of plan.matchAll(
    /^fetch \d+ from (\S+)(?: at \S+)?(?: after ([\d, ]+))?$/gm,
  )) {
    fetches.push(subgraph);
    const before = after.split(', ').filter(Boolean);
    lengths.push(1 + Math.max(0, ...before.map((id) => lengths[Number(id)] ?? 0)));
  }
  return { fetches, chain: Math.max(0, ...lengths) };
}

function perSubgraph(subgraphs: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const subgraph of subgraphs) counts[subgraph] = (counts[subgraph] ?? 0) + 1;
  return counts;
}

/**
 * How many subgraphs must be asked one after another, whatever the planner does: read from the operation and the
 * subgraphs' own schemas. A field that the subgraph at hand lacks costs one more, with the entity's key.
 */
function longestChain(document: DocumentNode, api: GraphQLSchema): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  const names = Object.keys(schemas) as SubgraphName[];
  const holders = (type: string, field: string) =>
    names.filter(
      (name) => (schemas[name].getType(type) as GraphQLObjectType | undefined)?.getFields()[field],
    );

  const chain = (
    { selections }: SelectionSetNode,
    typename: string,
    at: { subgraph: SubgraphName | null; length: number },
  ): number => {
    let longest = at.length;
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) {
        const inner =
          selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        const condition = inner?.typeCondition?.name.value ?? typename;
        if (inner) longest = Math.max(longest, chain(inner.selectionSet, condition, at));
        continue;
      }
      const type = api.getType(typename);
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      const field = type.getFields()[selection.name.value];
      if (!field) continue;
      const found = holders(typename, field.name);
      const stays = found.filter((name) => name === at.subgraph);
      const lengths = (stays.length > 0 ? stays : found).map((subgraph) => {
        const length = subgraph === at.subgraph ? at.length : at.length + 1;
        const below = selection.selectionSet;
        return below ? chain(below, getNamedType(field.type).name, { subgraph, length }) : length;
      });
      longest = Math.max(longest, Math.min(...lengths));
    }
    return longest;
  };
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('the operation comes first');
  return chain(operation.selectionSet, 'Query', { subgraph: null, length: 0 });
}

/** One part of the graph: its name, the port of its own service, and the types whose records only it can name. */
export interface SubgraphEntry {
  name: string;
  port: number;
  owns: readonly string[];
}

/** The subgraphs there are. A subgraph exists because it stands here; `test/contract.test.ts` checks that all places agree. */
export const subgraphs = [
  {
    name: 'compact',
    port: 4101,
    owns: ['Objective', 'GuidingPrinciple', 'ThematicArea', 'Country', 'Region', 'Language'],
  },
  {
    name: 'members',
    port: 4102,
    owns: ['Organization', 'Body', 'StakeholderGroup', 'RoleGrant', 'Viewer'],
  },
  { name: 'regional-networks', port: 4103, owns: ['RegionalNetwork'] },
  { name: 'country-networks', port: 4104, owns: ['CountryNetwork', 'ChampionCountry', 'Pilot'] },
  {
    name: 'workstreams',
    port: 4105,
    owns: ['Workplan', 'Workstream', 'Activity', 'ReportingRound', 'StatusReport'],
  },
  { name: 'working-groups', port: 4106, owns: ['WorkingGroup', 'Product'] },
  { name: 'statements', port: 4107, owns: ['Statement'] },
] as const satisfies readonly SubgraphEntry[];

export type SubgraphName = (typeof subgraphs)[number]['name'];

/** The subgraph that owns a type; undefined for a type that nobody owns (a value type). */
export function ownerOf(type: string): SubgraphName | undefined {
  return subgraphs.find((subgraph) => (subgraph.owns as readonly string[]).includes(type))?.name;
}

import type { Role, RoleName } from '@network/schema';

/** What those who write a status report may do with it, and those who judge it (`workstreams`). */
const writeReport = [
  'fileNilReturn',
  'publishStatusReport',
  'saveStatusReport',
  'submitStatusReport',
  'withdrawStatusReport',
] as const;
const judgeReport = ['publishStatusReport', 'returnStatusReport', 'validateStatusReport'] as const;

/** What those who speak for an organization or a network may do with a statement (`statements`). */
const speak = ['contributeToStatement', 'proposeStatement'] as const;
/** What those who speak for an organization may do besides. */
const answerStatement = ['givePosition', 'objectToSilence'] as const;

/**
 * Which mutations of the whole graph a role opens. Subgraphs do not know each other's code, so that this is kept here by
 * name; a mutation that is added anywhere is added here, and the contract test of the graph compares both ways.
 */
export const mutationsByRole: Readonly<Record<RoleName, readonly string[]>> = {
  SECRETARIAT: [
    'abandonStatement',
    'acceptStatement',
    'addBodyMember',
    'addRegionalNetworkMembers',
    'adoptStatement',
    'assignCountryNetwork',
    'assignRegionalNetwork',
    'changeReportingRound',
    'endBodyMembership',
    'endChampionship',
    'endRegionalNetworkMembership',
    'extendSilence',
    'grantRole',
    'inviteToStatement',
    'issueStatement',
    'openClearance',
    'openReportingRound',
    'openSilence',
    'proposeStatement',
    'recallStatementText',
    'registerChampionCountry',
    'registerCountryNetwork',
    'registerOrganization',
    'registerRegionalNetwork',
    'registerStakeholderGroup',
    'registerWorkingGroup',
    'resolveMinorComments',
    'revokeRole',
    'saveStatementText',
    'scheduleStatement',
    'setWorkingGroupCharter',
    ...writeReport,
    ...judgeReport,
  ],
  PUBLISHER: [...writeReport, ...speak, 'setWorkingGroupCharter'],
  VALIDATOR: judgeReport,
  FOCAL_POINT: [...speak, ...answerStatement],
  TRANSLATOR: [],
};

/** The mutations that any of the roles opens, by name. A charter is a working group's own: other publishers have none. */
export function allowedMutations(roles: readonly Pick<Role, 'role' | 'scope'>[]): string[] {
  const opened = roles.flatMap(({ role, scope }) =>
    mutationsByRole[role].filter(
      (name) =>
        role !== 'PUBLISHER' || name !== 'setWorkingGroupCharter' || scope?.type === 'WorkingGroup',
    ),
  );
  return [...new Set(opened)].sort();
}

import { type Context, notAllowed, Refused } from '@network/schema';
import type { StatusReportDocument, StoredAssignedUnit } from '../documents.ts';
import {
  rightsOn,
  secretariatUnit,
  type UnitRights,
  validatorRoles,
  writerRoles,
} from '../reporting-unit.ts';
import { newestVersion } from './lifecycle.ts';

/** What can be done with a report, by the names of the mutations. */
export type ReportAction =
  | 'saveStatusReport'
  | 'fileNilReturn'
  | 'submitStatusReport'
  | 'withdrawStatusReport'
  | 'returnStatusReport'
  | 'validateStatusReport'
  | 'publishStatusReport';

export const actionsInState: Record<
  StatusReportDocument['working']['state'] | 'DUE',
  readonly ReportAction[]
> = {
  DUE: ['saveStatusReport', 'fileNilReturn'],
  DRAFT: ['saveStatusReport', 'fileNilReturn', 'submitStatusReport'],
  SUBMITTED: ['withdrawStatusReport', 'returnStatusReport', 'validateStatusReport'],
  WITHDRAWN: ['saveStatusReport', 'fileNilReturn'],
  RETURNED: ['saveStatusReport', 'fileNilReturn'],
  VALIDATED: ['returnStatusReport', 'publishStatusReport'],
  PUBLISHED: ['saveStatusReport'],
};

const rightFor: Record<ReportAction, keyof UnitRights> = {
  saveStatusReport: 'mayWrite',
  fileNilReturn: 'mayWrite',
  submitStatusReport: 'mayWrite',
  withdrawStatusReport: 'mayWrite',
  returnStatusReport: 'mayValidate',
  validateStatusReport: 'mayValidate',
  publishStatusReport: 'mayPublish',
};

/** What this reader may do with the report now; the secretariat's overrides are among it. */
export function possibleActions(context: Context, report: StatusReportDocument): ReportAction[] {
  const rights = rightsOn(context, report);
  const submitter = newestVersion(report).submitted?.by;
  const isSubmitter = submitter !== undefined && submitter === context.identity?.subject;
  return actionsInState[report.working.state].filter(
    (action) =>
      (rights[rightFor[action]] || rights.mayOverride) &&
      (action !== 'withdrawStatusReport' || isSubmitter) &&
      (action !== 'validateStatusReport' || !isSubmitter),
  );
}

/** What this reader may do for a unit that has not begun its report. */
export function possibleActionsWhenDue(
  context: Context,
  unit: StoredAssignedUnit,
): readonly ReportAction[] {
  const { mayWrite, mayOverride } = rightsOn(context, unit);
  return mayWrite || mayOverride ? actionsInState.DUE : [];
}

/** In whose name something is done, and the reason when it is not the doer's own business. */
export interface Authority {
  onBehalfOf: string;
  override: string | null;
}

/**
 * Refuses whoever may not do it for the unit. The secretariat may do anything that nobody kept for a person, but
 * outside its own business only with a reason.
 */
export function authorityFor(
  context: Context,
  {
    unit,
    action,
    overrideReason,
  }: {
    unit: StoredAssignedUnit;
    action: ReportAction;
    overrideReason: string | null | undefined;
  },
): Authority {
  const rights = rightsOn(context, unit);
  if (rights[rightFor[action]]) {
    const isWriter = rights.mayWrite && rightFor[action] !== 'mayValidate';
    const region = unit.region === null ? secretariatUnit : `RegionalNetwork.${unit.region}`;
    return { onBehalfOf: isWriter ? unit.unit : region, override: null };
  }
  if (rights.mayOverride && overrideReason !== null && overrideReason !== undefined) {
    return { onBehalfOf: secretariatUnit, override: overrideReason };
  }
  const needed = neededFor(action, unit);
  throw new Refused(
    notAllowed(
      rights.mayOverride ? ['overrideReason'] : [],
      rights.mayOverride
        ? `This is for ${needed.join(' or ')}; the secretariat needs an overrideReason.`
        : `This is for ${needed.join(' or ')}.`,
      needed,
    ),
  );
}

function neededFor(action: ReportAction, unit: StoredAssignedUnit): string[] {
  const right = rightFor[action];
  const roles = [
    ...(right === 'mayValidate' ? [] : writerRoles(unit)),
    ...(right === 'mayWrite' ? [] : validatorRoles(unit)),
  ];
  return [...new Set(roles)];
}

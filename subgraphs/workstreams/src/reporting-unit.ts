import { type Context, hasRole, isSecretariat, scopesOf } from '@network/schema';
import { Body, builder, CountryNetwork, enumOf, RegionalNetwork, WorkingGroup } from './builder.ts';
import {
  type ReportingUnitType,
  reportingUnitTypes,
  type StoredAssignedUnit,
} from './documents.ts';

export interface UnitReference {
  type: ReportingUnitType;
  id: string;
}

/** `RegionalNetwork.asia-pacific` */
export function unitKey({ type, id }: UnitReference): string {
  return `${type}.${id}`;
}

export function unitOf(key: string): UnitReference {
  const dot = key.indexOf('.');
  return { type: key.slice(0, dot) as ReportingUnitType, id: key.slice(dot + 1) };
}

/** The only body that reports is the secretariat; its role writes for it. */
export const secretariatUnit = 'Body.secretariat';

export const UnitType = enumOf('ReportingUnitType', {
  description: 'What kind of unit reports.',
  values: {
    RegionalNetwork: 'What the Network’s entities form in one region.',
    CountryNetwork: 'What the Network’s entities form in one country.',
    WorkingGroup: 'A group set up for a workstream.',
    Body: 'A body of the Network: only its secretariat.',
  } satisfies Record<ReportingUnitType, string>,
});

export const UnitInput = builder.inputType('ReportingUnitInput', {
  description: 'Names a unit that reports by its kind and its id.',
  fields: (t) => ({
    type: t.field({ type: UnitType, required: true, description: 'What kind of unit it is.' }),
    id: t.id({
      required: true,
      description: 'The id of the network, group or body: `asia-pacific`, `BGD`, `secretariat`.',
    }),
  }),
});

export const ReportingUnit = builder.unionType('ReportingUnit', {
  description: 'Who reports on workstreams.',
  types: [RegionalNetwork, CountryNetwork, WorkingGroup, Body],
  resolveType: (unit) => (unit as UnitReference).type,
});

/** What a reader may do for a unit (who may write, judge and publish: by role and scope). */
export interface UnitRights {
  mayWrite: boolean;
  mayValidate: boolean;
  mayPublish: boolean;
  /** The secretariat may do it all where nobody else does, with a reason that is kept. */
  mayOverride: boolean;
  maySeeWork: boolean;
}

/**
 * A unit's publishers write for it; the validators of its region judge it, the secretariat what belongs to no region;
 * either may publish what has been validated.
 */
export function rightsOn(context: Context, { unit, region }: StoredAssignedUnit): UnitRights {
  const secretariat = isSecretariat(context);
  const mayWrite =
    unit === secretariatUnit ? secretariat : hasRole(context, 'PUBLISHER', unitOf(unit));
  const mayValidate =
    region === null
      ? secretariat
      : hasRole(context, 'VALIDATOR', { type: 'RegionalNetwork', id: region });
  return {
    mayWrite,
    mayValidate,
    mayPublish: mayWrite || mayValidate,
    mayOverride: secretariat,
    maySeeWork: mayWrite || mayValidate || secretariat,
  };
}

/** The roles of which one is needed, as problems name them. */
export function writerRoles({ unit }: StoredAssignedUnit): string[] {
  const { type, id } = unitOf(unit);
  return unit === secretariatUnit ? ['SECRETARIAT'] : [`PUBLISHER of ${type} ${id}`];
}

export function validatorRoles({ region }: StoredAssignedUnit): string[] {
  return region === null ? ['SECRETARIAT'] : [`VALIDATOR of RegionalNetwork ${region}`];
}

/** The units for which a reader writes. */
export function ownUnits(context: Context): string[] {
  const types = ['RegionalNetwork', 'CountryNetwork', 'WorkingGroup'] as const;
  const units = types.flatMap((type) =>
    scopesOf(context, 'PUBLISHER', type).map((id) => unitKey({ type, id })),
  );
  return [...new Set(isSecretariat(context) ? [...units, secretariatUnit] : units)];
}

/** The regions whose reports a reader judges; null is the global level. */
export function ownRegions(context: Context): (string | null)[] {
  const regions = scopesOf(context, 'VALIDATOR', 'RegionalNetwork');
  return [...new Set(isSecretariat(context) ? [...regions, null] : regions)];
}

/** The region of every unit that exists, by the unit's key, as the owners say; null for the global level. */
export async function regionsOf(
  context: Context,
  units: readonly UnitReference[],
): Promise<Map<string, string | null>> {
  const regions = new Map<string, string | null>();
  await Promise.all(
    reportingUnitTypes.map(async (type) => {
      const ids = [...new Set(units.filter((unit) => unit.type === type).map(({ id }) => id))];
      const found = await context.ask<{ regionalNetwork?: { id: string } | null }>(
        type,
        ids,
        type === 'CountryNetwork' ? 'regionalNetwork { id }' : '',
      );
      for (const [index, id] of ids.entries()) {
        const record = found[index];
        if (!record) continue;
        const region = type === 'RegionalNetwork' ? id : (record.regionalNetwork?.id ?? null);
        regions.set(unitKey({ type, id }), region);
      }
    }),
  );
  return regions;
}

/** The region of one unit as of now: only a country network's can change, so only that is asked for. */
export async function regionOf(context: Context, unit: UnitReference): Promise<string | null> {
  if (unit.type === 'RegionalNetwork') return unit.id;
  if (unit.type !== 'CountryNetwork') return null;
  return (await regionsOf(context, [unit])).get(unitKey(unit)) ?? null;
}

import type { Context } from './context.ts';
import { holdsOn, today } from './effective-dates.ts';
import { enumName } from './enums.ts';

/** What a person may be. A role without a scope holds everywhere; the others only for what their scope names. */
export const roleNames = [
  'SECRETARIAT',
  'PUBLISHER',
  'VALIDATOR',
  'FOCAL_POINT',
  'TRANSLATOR',
] as const;
export type RoleName = (typeof roleNames)[number];

/** The types a role may be scoped to, role by role; null is "no scope". */
export const scopeTypes = {
  SECRETARIAT: [],
  PUBLISHER: ['RegionalNetwork', 'CountryNetwork', 'WorkingGroup'],
  VALIDATOR: ['RegionalNetwork'],
  FOCAL_POINT: ['Organization'],
  TRANSLATOR: ['Language'],
} as const satisfies Record<RoleName, readonly string[]>;

export type ScopeType = (typeof scopeTypes)[RoleName][number];

export interface Scope {
  type: ScopeType;
  id: string;
}

/** A role as it stands in an identity. Days are ISO dates; null is open-ended. */
export interface Role {
  role: RoleName;
  scope: Scope | null;
  validFrom: string | null;
  validTo: string | null;
}

/** The reader's roles that hold today, by the context's clock. Records that are no roles of ours are passed over. */
export function rolesOf(context: Context): Role[] {
  const cached = context.loaders.get(rolesOf) as Role[] | undefined;
  if (cached) return cached;
  const day = today(context);
  const roles = (context.identity?.roles ?? [])
    .map(toRole)
    .filter((role): role is Role => role !== null && holdsOn(role, day));
  context.loaders.set(rolesOf, roles);
  return roles;
}

/** Whether the reader holds a role, for a scope where one is named. */
export function hasRole(
  context: Context,
  role: RoleName,
  scope?: { type: string; id: string },
): boolean {
  return rolesOf(context).some(
    (held) =>
      held.role === role &&
      (scope === undefined || (held.scope?.type === scope.type && held.scope.id === scope.id)),
  );
}

/** The ids for which the reader holds a role, of one type of scope. */
export function scopesOf(context: Context, role: RoleName, type: string): string[] {
  return rolesOf(context)
    .filter((held) => held.role === role && held.scope?.type === type)
    .map((held) => held.scope?.id as string);
}

export function isSecretariat(context: Context): boolean {
  return hasRole(context, 'SECRETARIAT');
}

/** The platform itself: the identity operation, the feed of changes, seeds. */
export function isSystem(context: Context): boolean {
  return (context.identity?.roles ?? []).some(
    (role) => (role as { role?: unknown } | null)?.role === 'SYSTEM',
  );
}

function toRole(value: unknown): Role | null {
  if (!isRecord(value)) return null;
  const { scope, validFrom, validTo } = value;
  const role = roleNames.find((known) => known === value.role);
  if (role === undefined) return null;
  const held = isRecord(scope) ? toScope(role, scope) : null;
  const isScoped = scopeTypes[role].length > 0;
  if (isScoped ? held === null : scope !== null && scope !== undefined) return null;
  return {
    role,
    scope: held,
    validFrom: typeof validFrom === 'string' ? validFrom : null,
    validTo: typeof validTo === 'string' ? validTo : null,
  };
}

/** The type of a scope is spelt as a type in logins (`RegionalNetwork`) and as an enum's value in the graph. */
function toScope(role: RoleName, { type, id }: Record<string, unknown>): Scope | null {
  const types: readonly ScopeType[] = scopeTypes[role];
  const known = types.find((name) => type === name || type === enumName(name));
  return known !== undefined && typeof id === 'string' ? { type: known, id } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

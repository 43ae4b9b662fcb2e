import type { Context } from './context.ts';

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

export interface Scope {
  type: string;
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
  const today = context.now().toISOString().slice(0, 10);
  const roles = (context.identity?.roles ?? [])
    .map(toRole)
    .filter(
      (role): role is Role =>
        role !== null &&
        (role.validFrom === null || role.validFrom <= today) &&
        (role.validTo === null || role.validTo >= today),
    );
  context.loaders.set(rolesOf, roles);
  return roles;
}

/** Whether the reader holds a role, for a scope where one is named. */
export function hasRole(context: Context, role: RoleName, scope?: Scope): boolean {
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
  if (typeof value !== 'object' || value === null) return null;
  const { role, scope, scopeType, scopeId, validFrom, validTo } = value as Record<string, unknown>;
  const name = roleNames.find((known) => known === role);
  if (name === undefined) return null;
  const given = (scope ?? (scopeType ? { type: scopeType, id: scopeId } : null)) as Scope | null;
  const types: readonly string[] = scopeTypes[name];
  if (types.length === 0 ? given !== null : given === null || !types.includes(given.type))
    return null;
  return {
    role: name,
    scope: given,
    validFrom: typeof validFrom === 'string' ? validFrom : null,
    validTo: typeof validTo === 'string' ? validTo : null,
  };
}

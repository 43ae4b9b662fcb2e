import {
  type Context,
  collectionOf,
  enumName,
  eventOf,
  explanationProblems,
  insertRecord,
  invalidValue,
  languageCodes,
  missing,
  notAllowed,
  overlap,
  type Problem,
  Refused,
  type RoleName,
  reasonInput,
  recordToChange,
  refuse,
  replaceRecord,
  requireSecretariat,
  type Scope,
  type ScopeType,
  scopeTypes,
  textProblems,
  today,
  unknownRecord,
  versionInput,
  wrongState,
} from '@network/schema';
import { builder, mutation } from './builder.ts';
import { endOfTime, type RoleGrantDocument } from './documents.ts';
import { source as organizations } from './organization.ts';
import { allGrants, RoleGrant, RoleNameType, source } from './role-grant.ts';
import { RoleScopeType } from './role-scope.ts';

/** OpenID Connect allows 255 (Core 1.0, section 2, `sub`). */
const longestSubject = 255;

const RoleScopeInput = builder.inputType('RoleScopeInput', {
  description: 'What a role is to be for.',
  fields: (t) => ({
    type: t.field({
      type: RoleScopeType,
      required: true,
      description: 'What kind of record it is to be for.',
    }),
    id: t.id({ required: true, description: 'The id of the record: `asia-pacific`, `iom`, `ar`.' }),
  }),
});

mutation('grantRole', {
  description: 'Gives somebody a role from a day on. Only the secretariat may.',
  record: RoleGrant,
  input: (t) => ({
    subject: t.string({
      required: true,
      description:
        'Who is to have it, as the login’s issuer identifies the person: at most 255 characters.',
    }),
    role: t.field({ type: RoleNameType, required: true, description: 'Which role it is to be.' }),
    scope: t.field({
      type: RoleScopeInput,
      description: 'What it is to be for. Every role but `SECRETARIAT` needs one.',
    }),
    validFrom: t.field({
      type: 'Date',
      description: 'The first day on which it holds, in UTC; today if left out.',
    }),
    validTo: t.field({
      type: 'Date',
      description: 'The last day on which it holds, in UTC; left out while none is agreed.',
    }),
    reason: t.string(reasonInput('Why it is granted')),
  }),
  resolve: async (input, context) => {
    requireSecretariat(context, 'grants roles');
    const { subject, role } = input;
    const scope = input.scope ? { type: input.scope.type, id: input.scope.id } : null;
    const days = { validFrom: input.validFrom ?? today(context), validTo: input.validTo ?? null };
    refuse([
      ...subjectProblems(subject),
      ...(await scopeProblems(context, role, scope)),
      ...dayProblems(context, days),
      ...explanationProblems(input),
    ]);
    const earlier = (await allGrants(context, { subject, role })).filter(
      (grant) => grant.scope?.type === scope?.type && grant.scope?.id === scope?.id,
    );
    const same = earlier.find((grant) => everHeld(grant) && overlap(grant, days));
    if (same) {
      const message = `The role is granted already from ${same.validFrom} to ${same.validTo ?? 'an open end'}: ${same._id}.`;
      throw new Refused(invalidValue(['validFrom'], message, ['days without this role']));
    }
    return insertRecord(context, source, {
      document: {
        _id: idOf({ subject, role, scope, time: earlier.length + 1 }),
        subject,
        role,
        scope,
        ...days,
        until: days.validTo ?? endOfTime,
      },
      event: eventOf(context, 'granted', { reason: input.reason, detail: { ...days } }),
      taken: invalidValue(['subject'], 'Somebody granted the same role at the same moment.', [
        'reading the grants of the person again',
      ]),
    });
  },
});

mutation('revokeRole', {
  description:
    'Ends a role from a day on. What was done while it held stays done, and the grant stays readable. Only the secretariat may.',
  record: RoleGrant,
  input: (t) => ({
    roleGrantId: t.id({ required: true, description: 'The id of the grant that is to end.' }),
    version: t.int(versionInput('grant')),
    from: t.field({
      type: 'Date',
      description:
        'The first day on which it no longer holds, in UTC: today, if left out, or a later day.',
    }),
    reason: t.string(reasonInput('Why it ends')),
  }),
  resolve: async (input, context) => {
    const grant = await recordToChange(context, source, {
      type: 'RoleGrant',
      path: ['roleGrantId'],
      id: input.roleGrantId,
      version: input.version,
      authorize: (found) => requireRevoker(context, found),
    });
    const from = input.from ?? today(context);
    if (grant.validTo !== null && grant.validTo < from) {
      const message = `The grant ends on ${grant.validTo}, before ${from}.`;
      const state = grant.validTo < today(context) ? 'OVER' : 'ENDING';
      throw new Refused(
        wrongState(['roleGrantId'], message, {
          state,
          possible: state === 'OVER' ? ['grantRole'] : ['revokeRole', 'grantRole'],
        }),
      );
    }
    refuse([
      ...(from < today(context)
        ? [
            invalidValue(['from'], `${from} is past: what was done on it was done with the role.`, [
              `${today(context)} or a later day`,
            ]),
          ]
        : []),
      ...explanationProblems(input),
    ]);
    const validTo = dayBefore(from);
    return replaceRecord(context, source, {
      document: { ...grant, validTo, until: validTo },
      event: eventOf(context, 'revoked', {
        reason: input.reason,
        detail: { validTo, before: grant.validTo },
      }),
    });
  },
});

/** The secretariat; but nobody there for themselves, so that it cannot be left without anybody by a slip. */
function requireRevoker(context: Context, { role, subject }: RoleGrantDocument): void {
  requireSecretariat(context, 'revokes roles');
  if (role !== 'SECRETARIAT' || subject !== context.identity?.subject) return;
  const message = 'Nobody ends their own role in the secretariat; another member of it does.';
  throw new Refused(notAllowed(['roleGrantId'], message, ['SECRETARIAT, somebody else']));
}

/** A blank at an end is a slip of copying: the role would never be found for the person. */
function subjectProblems(subject: string): Problem[] {
  const problems = textProblems(['subject'], subject, {
    longest: longestSubject,
    singleLine: true,
  });
  if (problems.length > 0 || subject.trim() === subject) return problems;
  return [
    invalidValue(['subject'], 'The subject has a blank at an end.', ['no blanks at the ends']),
  ];
}

function idOf({
  subject,
  role,
  scope,
  time,
}: {
  subject: string;
  role: RoleName;
  scope: Scope | null;
  time: number;
}): string {
  const parts = [role.toLowerCase(), ...(scope ? [scope.type, scope.id] : []), subject, time];
  return parts.map(encodeURIComponent).join(':');
}

/** What is wrong with what a role is to be for; a record that exists is asked for only when the rest is right. */
async function scopeProblems(
  context: Context,
  role: RoleName,
  scope: Scope | null,
): Promise<Problem[]> {
  const types: readonly ScopeType[] = scopeTypes[role];
  if (types.length === 0) {
    return scope ? [invalidValue(['scope'], `${role} is not scoped.`, ['no scope'])] : [];
  }
  const allowed = types.map(enumName);
  if (!scope) return [invalidValue(['scope'], `${role} needs a scope.`, allowed)];
  if (!types.includes(scope.type)) {
    const message = `${role} cannot be for ${enumName(scope.type)}.`;
    return [invalidValue(['scope', 'type'], message, allowed)];
  }
  if (scope.type === 'Language') {
    const known: readonly string[] = languageCodes;
    return known.includes(scope.id) ? [] : [unknownRecord(['scope', 'id'], 'Language', scope.id)];
  }
  const isKnown =
    scope.type === 'Organization'
      ? (await collectionOf(context, organizations).getMany([scope.id]))[0] !== undefined
      : (await missing(context.ask, scope.type, [scope.id])).length === 0;
  return isKnown ? [] : [unknownRecord(['scope', 'id'], scope.type, scope.id)];
}

function dayProblems(
  context: Context,
  { validFrom, validTo }: { validFrom: string; validTo: string | null },
): Problem[] {
  if (validTo === null) return [];
  const now = today(context);
  const earliest = validFrom > now ? validFrom : now;
  if (validTo >= earliest) return [];
  return [
    invalidValue(['validTo'], `The role would be over on ${validTo} before it could be used.`, [
      `${earliest} or a later day`,
    ]),
  ];
}

/** Not when it was revoked before it began. */
function everHeld({ validFrom, validTo }: { validFrom: string; validTo: string | null }): boolean {
  return validTo === null || validTo >= validFrom;
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00.000Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

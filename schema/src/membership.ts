// Organizations that are members of something from a day to a day: of a body, of a regional network. A membership is
// never taken out: it ends, and stays readable for the days on which it held.

import { type EffectiveDated, inDays, orderProblems, overlap } from './effective-dates.ts';
import { type InputFields, reasonInput } from './input-fields.ts';
import type { WrittenText } from './localized-text.ts';
import { invalidValue, type Path, type Problem, Refused, wrongState } from './problems.ts';
import type { StoredMembership } from './stored.ts';
import { explanationProblems, refuse, statedIn } from './writing.ts';

/** The days of a membership: `validFrom: t.field(membershipDays.validFrom)`. */
export const membershipDays = {
  validFrom: {
    type: 'Date' as const,
    nullable: true as const,
    description: 'The first day of the membership; null where no source states it.',
    resolve: (membership: EffectiveDated) => membership.validFrom,
  },
  validTo: {
    type: 'Date' as const,
    nullable: true as const,
    description: 'The last day of the membership; null where none is stated.',
    resolve: (membership: EffectiveDated) => membership.validTo,
  },
};

/** What an input says of a membership that is to be added: `(t) => ({ ...membershipInput(t), … })`. */
export function membershipInput(t: InputFields) {
  return {
    organizationId: t.id({ required: true, description: 'The id of the organization: `iom`.' }),
    validFrom: t.field({
      type: 'Date',
      description: 'The first day of the membership; left out where it is not known.',
    }),
    validTo: t.field({
      type: 'Date',
      description: 'The last day of the membership; left out while none is agreed.',
    }),
  };
}

/** What an input says of a membership that is to end. */
export function endOfMembershipInput(t: InputFields) {
  return {
    organizationId: t.id({
      required: true,
      description: 'The id of the organization that leaves: `iom`.',
    }),
    validTo: t.field({
      type: 'Date',
      required: true,
      description: 'The last day on which it is a member.',
    }),
    reason: t.string(reasonInput('Why it leaves')),
  };
}

interface NewMembership {
  organizationId: string;
  validFrom?: string | null | undefined;
  validTo?: string | null | undefined;
}

/** A membership that the secretariat adds, and where it has it from. */
export function toMembership(
  { organizationId, validFrom, validTo }: NewMembership,
  source: WrittenText | null | undefined,
): StoredMembership {
  return {
    organization: organizationId,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
    ...statedIn(source),
  };
}

/** A membership as the history of the record tells of it. */
export function membershipDetail({ organization, validFrom, validTo }: StoredMembership) {
  return { organization, validFrom, validTo };
}

/** The organizations that are or were or will be members, each once: what the record is found by. */
export function memberIdsOf(members: readonly StoredMembership[]): string[] {
  return [...new Set(members.map(({ organization }) => organization))];
}

/**
 * What is wrong with memberships that are to be added to those present: an organization is a member once at a time.
 * `pathOf` leads to each of them in the input.
 */
export function membershipProblems(
  added: readonly StoredMembership[],
  present: readonly StoredMembership[],
  pathOf: (index: number) => Path,
): Problem[] {
  return added.flatMap((member, index) => {
    const problems = orderProblems([...pathOf(index), 'validTo'], 'membership', member);
    const other = [...present, ...added.slice(0, index)].find(
      (one) => one.organization === member.organization && overlap(one, member),
    );
    if (!other) return problems;
    return [
      ...problems,
      invalidValue(
        [...pathOf(index), 'organizationId'],
        `"${member.organization}" is a member already ${inDays(other)}.`,
        ['an organization, or days, without a membership'],
      ),
    ];
  });
}

/**
 * The membership of an organization that has no last day, with the last day that the input gives. Refuses when there is
 * no such membership (`of` names the record, `possible` the mutation that adds members to it) or the input is wrong.
 */
export function endedMembership(
  members: readonly StoredMembership[],
  { organizationId, validTo, reason }: { organizationId: string; validTo: string; reason: string },
  { of, possible }: { of: string; possible: string },
): { ended: StoredMembership; members: StoredMembership[] } {
  const ofIt = members.filter(({ organization }) => organization === organizationId);
  const membership = ofIt.find((member) => member.validTo === null);
  if (!membership) {
    const [message, state] =
      ofIt.length > 0
        ? [`Every membership of "${organizationId}" has its last day already.`, 'MEMBERSHIP_ENDED']
        : [`"${organizationId}" is no member of "${of}".`, 'NO_MEMBER'];
    throw new Refused(wrongState(['organizationId'], message, { state, possible: [possible] }));
  }
  const ended = { ...membership, validTo };
  refuse([...orderProblems(['validTo'], 'membership', ended), ...explanationProblems({ reason })]);
  return { ended, members: members.map((member) => (member === membership ? ended : member)) };
}

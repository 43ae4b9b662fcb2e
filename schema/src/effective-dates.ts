import type { Context } from './context.ts';
import { invalidValue, type Path, type Problem } from './problems.ts';

/** A fact that holds from a day to a day, both included; null is "not stated" and counts as holding. */
export interface EffectiveDated {
  validFrom: string | null;
  validTo: string | null;
}

/** The day it is by the context's clock, in UTC. */
export function today(context: Pick<Context, 'now'>): string {
  return context.now().toISOString().slice(0, 10);
}

/** Whether a fact holds on a day. */
export function holdsOn({ validFrom, validTo }: EffectiveDated, day: string): boolean {
  return (validFrom === null || validFrom <= day) && (validTo === null || validTo >= day);
}

/** Whether there is a day on which both facts hold. */
export function overlap(one: EffectiveDated, other: EffectiveDated): boolean {
  const startsInTime = (a: EffectiveDated, b: EffectiveDated) =>
    a.validFrom === null || b.validTo === null || a.validFrom <= b.validTo;
  return startsInTime(one, other) && startsInTime(other, one);
}

/** The days of a fact in words, for a problem's message. */
export function inDays({ validFrom, validTo }: EffectiveDated): string {
  return `from ${validFrom ?? 'an unstated day'} to ${validTo ?? 'an unstated day'}`;
}

/** What is wrong with the last day of a fact at `path`; `fact` names it: "The membership would end …". */
export function orderProblems(
  path: Path,
  fact: string,
  { validFrom, validTo }: EffectiveDated,
): Problem[] {
  if (validFrom === null || validTo === null || validFrom <= validTo) return [];
  const message = `The ${fact} would end on ${validTo}, before it begins on ${validFrom}.`;
  return [invalidValue(path, message, [`${validFrom} or a later day`])];
}

/** The day for which a field that lists such facts is asked: `asOf: t.arg(asOf)`. Left out it is `today`. */
export const asOf = {
  type: 'Date' as const,
  description: 'The day for which it is judged what holds; today if left out.',
};

import type { Context } from './context.ts';

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

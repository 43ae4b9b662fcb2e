import type { ReportingFrequency } from './documents.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * How long after its due date a report that was not delivered is overdue and delinquent. The Network states no rule of
 * its own; these are the delays after which the Humanitarian Data Exchange calls data overdue and delinquent, by expected
 * update frequency (quarterly and half-yearly 30 and 60 days, yearly 60 and 90).
 */
const delays: Record<ReportingFrequency, { overdue: number; delinquent: number }> = {
  QUARTERLY: { overdue: 30 * day, delinquent: 60 * day },
  HALF_YEARLY: { overdue: 30 * day, delinquent: 60 * day },
  YEARLY: { overdue: 60 * day, delinquent: 90 * day },
};

interface Deadline {
  dueAt: string;
  frequency: ReportingFrequency;
}

/** Whether something not delivered by now is overdue or delinquent: later than the delay, not at it. */
export function lateness(
  { dueAt, frequency }: Deadline,
  now: Date,
): { isOverdue: boolean; isDelinquent: boolean } {
  const late = now.getTime() - Date.parse(dueAt);
  const { overdue, delinquent } = delays[frequency];
  return { isOverdue: late > overdue, isDelinquent: late > delinquent };
}

/** Texts in characters (UTF-16 code units), lists in entries. */
export const bounds = {
  narrative: 20_000,
  comments: 20_000,
  reason: 2_000,
  evidence: 50,
  evidenceTitle: 300,
  units: 200,
  workstreams: 100,
} as const;

/** Due reports are looked for in so many of the newest rounds: four years of half-yearly ones. */
export const roundsWithTasks = 8;

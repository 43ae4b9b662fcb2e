// What the mutations of this subgraph that enter something have in common: who may, and what they are told beside it.

import {
  type Context,
  isSecretariat,
  notAllowed,
  type Problem,
  Refused,
  textProblems,
} from '@network/schema';

export const longestName = 300;
export const longestReason = 2_000;

export function refuseOthersThanSecretariat(context: Context, what: string): void {
  if (isSecretariat(context)) return;
  throw new Refused(notAllowed([], `Only the secretariat ${what}.`, ['SECRETARIAT']));
}

/** What is wrong with the reason and the source of an entry. */
export function explanationProblems({
  reason,
  source,
}: {
  reason: string;
  source?: { text: string } | null | undefined;
}): Problem[] {
  return [
    ...(source ? textProblems(['source', 'text'], source.text, { longest: longestReason }) : []),
    ...textProblems(['reason'], reason, { longest: longestReason }),
  ];
}

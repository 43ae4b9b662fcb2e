import type { Identity } from '@network/schema';
import type { TestSubgraph } from '@network/schema/testing';
import { hashOf, verifyChain } from '@network/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportVersionStates, type StatusReportDocument, statusReports } from '../src/documents.ts';
import {
  carryOut,
  content,
  openRound,
  otherSecretariat,
  place,
  publisher,
  publisherAndValidator,
  reportId,
  secretariat,
  startedSubgraph,
  stranger,
  type TestPayload,
  validator,
} from './network-records.ts';

// Random people do random things to one report of the Asia-Pacific network, with fresh and stale versions. What must come
// of it is said by the table and the function below, which know nothing of the code that they judge.

const people = {
  publisher,
  validator,
  publisherAndValidator,
  secretariat,
  otherSecretariat,
  stranger,
  nobody: undefined,
} satisfies Record<string, Identity | undefined>;
type Person = keyof typeof people;

const writers: Person[] = ['publisher', 'publisherAndValidator'];
const judges: Person[] = ['validator', 'publisherAndValidator'];
const overriders: Person[] = ['secretariat', 'otherSecretariat'];

const actions = {
  saveStatusReport: {
    by: writers,
    from: ['NONE', 'DRAFT', 'WITHDRAWN', 'RETURNED', 'PUBLISHED'],
    to: 'DRAFT',
  },
  fileNilReturn: { by: writers, from: ['NONE', 'DRAFT', 'WITHDRAWN', 'RETURNED'], to: 'SUBMITTED' },
  submitStatusReport: { by: writers, from: ['DRAFT'], to: 'SUBMITTED' },
  withdrawStatusReport: { by: writers, from: ['SUBMITTED'], to: 'WITHDRAWN' },
  returnStatusReport: { by: judges, from: ['SUBMITTED', 'VALIDATED'], to: 'RETURNED' },
  validateStatusReport: { by: judges, from: ['SUBMITTED'], to: 'VALIDATED' },
  publishStatusReport: { by: [...writers, ...judges], from: ['VALIDATED'], to: 'PUBLISHED' },
} as const;
type Action = keyof typeof actions;

interface Step {
  person: Person;
  action: Action;
  /** How many versions ago the person read the report. */
  behind: number;
  withReason: boolean;
  /** A return without words. */
  isWordless: boolean;
}

/** A step before it is known where the report stands. Most choices fit, so that reports get far; some are anything. */
interface Intention extends Omit<Step, 'person' | 'action'> {
  choice: number;
  anyPerson: Person | null;
  anyAction: Action | null;
}

function mostly<T>(value: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });
}

const intention: fc.Arbitrary<Intention> = fc.record({
  choice: fc.nat({ max: 1000 }),
  anyPerson: mostly<Person | null>(null, fc.constantFrom(...(Object.keys(people) as Person[]))),
  anyAction: mostly<Action | null>(null, fc.constantFrom(...(Object.keys(actions) as Action[]))),
  behind: mostly(0, fc.integer({ min: 1, max: 3 })),
  withReason: fc.boolean(),
  isWordless: mostly(false, fc.constant(true)),
});

function stepFor(
  { choice, anyPerson, anyAction, ...rest }: Intention,
  report: StatusReportDocument | undefined,
): Step {
  const state = report?.working.state ?? 'NONE';
  const fitting = (Object.keys(actions) as Action[]).filter((action) =>
    (actions[action].from as readonly string[]).includes(state),
  );
  const action = anyAction ?? fitting[choice % fitting.length] ?? 'saveStatusReport';
  const { by } = actions[action];
  return { ...rest, action, person: anyPerson ?? by[choice % by.length] ?? 'publisher' };
}

async function stored(subgraph: TestSubgraph): Promise<StatusReportDocument | undefined> {
  const [report] = await subgraph.storage.collection(statusReports, {}).getMany([reportId]);
  return report;
}

function newest(report: StatusReportDocument) {
  const versions = [...(report.published?.versions ?? []), ...report.working.versions];
  return versions.sort((a, b) => b.number - a.number)[0];
}

/** The problem that a step must meet, or null when it must succeed. */
function expectedProblem(
  { person, action, behind, withReason, isWordless }: Step,
  report: StatusReportDocument | undefined,
): string | null {
  const rule = actions[action];
  const isDraft = action === 'saveStatusReport' || action === 'fileNilReturn';
  const isInvolved = [...writers, ...judges, ...overriders].includes(person);
  if (!isDraft && (!report || (!report.published && !isInvolved))) return 'UnknownRecord';
  const isRegular = (rule.by as readonly Person[]).includes(person);
  if (!isRegular && !(overriders.includes(person) && withReason)) return 'NotAllowed';
  if (report && behind > 0) return 'StaleWrite';
  if (!(rule.from as readonly string[]).includes(report?.working.state ?? 'NONE'))
    return 'WrongState';
  if (!report && behind > 0) return 'InvalidValue';
  if (action === 'returnStatusReport' && isWordless) return 'InvalidValue';
  const submitter = report && newest(report)?.submitted?.by;
  const isSubmitter = submitter === people[person]?.subject;
  if (action === 'withdrawStatusReport' && !isSubmitter) return 'NotAllowed';
  if (action === 'validateStatusReport' && isSubmitter) return 'NotAllowed';
  return null;
}

function take(
  subgraph: TestSubgraph,
  { person, action, behind, withReason, isWordless }: Step,
  report: StatusReportDocument | undefined,
): Promise<TestPayload> {
  const identity = people[person];
  const version = report ? report.version - behind : behind > 0 ? behind : null;
  const override = withReason ? { overrideReason: 'Nobody else can' } : {};
  const named = { id: reportId, version: version ?? 1, ...override };
  const placed = { ...place, version, ...override };
  const inputs: Record<Action, Record<string, unknown>> = {
    saveStatusReport: { ...placed, ...content },
    fileNilReturn: placed,
    submitStatusReport: named,
    withdrawStatusReport: named,
    returnStatusReport: {
      ...named,
      comments: { language: 'EN', text: isWordless ? ' \n' : 'Say more' },
    },
    validateStatusReport: named,
    publishStatusReport: named,
  };
  return carryOut(subgraph, action, { input: inputs[action], ...(identity && { as: identity }) });
}

/** What holds of a report at every moment. */
function checkInvariants(report: StatusReportDocument): void {
  const published = report.published?.versions ?? [];
  const all = [...published, ...report.working.versions].sort((a, b) => a.number - b.number);
  // One current version, the last that was published; those before it are superseded and still there.
  expect(published.map(({ state }) => state)).toEqual(
    published.map((_, index) => (index === published.length - 1 ? 'PUBLISHED' : 'SUPERSEDED')),
  );
  expect(report.published?.visibility).toBe(published.at(-1)?.content.visibility);
  expect(
    report.working.versions.some(({ state }) => state === 'PUBLISHED' || state === 'SUPERSEDED'),
  ).toBe(false);
  // Versions are numbered without gaps, and each cites the one before.
  expect(all.map(({ number, previous }) => ({ number, previous }))).toEqual(
    all.map((_, index) => ({ number: index + 1, previous: index === 0 ? null : index })),
  );
  expect(report.working.state).toBe(all.at(-1)?.state);
  for (const version of all) {
    // All but the newest are frozen.
    if (version !== all.at(-1)) {
      expect(['WITHDRAWN', 'RETURNED', 'PUBLISHED', 'SUPERSEDED']).toContain(version.state);
    }
    if (version.state === 'RETURNED')
      expect(version.returned?.comments.texts.en?.trim()).toBeTruthy();
    if (version.published) expect(version.validated).not.toBeNull();
    if (version.validated) {
      expect(version.submitted).not.toBeNull();
      expect(version.validated.by).not.toBe(version.submitted?.by);
      expect(version.validated.withinUnit).toBe(version.validated.by === 'pia');
    }
  }
}

/** What a submitted version says, by its number. */
function frozenContents(report: StatusReportDocument | undefined): Map<number, string> {
  const all = report ? [...(report.published?.versions ?? []), ...report.working.versions] : [];
  return new Map(
    all
      .filter(({ submitted }) => submitted)
      .map(({ number, content }) => [number, hashOf(content)]),
  );
}

test('no order of steps by anybody breaks the rules of a report, and each step ends as the table says', {
  timeout: 120_000,
}, async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(intention, { maxLength: 40, size: 'max' }), async (intentions) => {
      await using subgraph = await startedSubgraph();
      await openRound(subgraph);
      for (const intended of intentions) {
        const before = await stored(subgraph);
        const one = stepFor(intended, before);
        const { record, problems } = await take(subgraph, one, before);
        const after = await stored(subgraph);
        const problem = expectedProblem(one, before);
        expect(problems.map(({ __typename }) => __typename)).toEqual(
          problem === null ? [] : [problem],
        );
        if (problem !== null) {
          // Refused: nothing is answered and nothing was written.
          expect(record).toBeNull();
          expect(after).toEqual(before);
          if (problem === 'StaleWrite') {
            const { currentVersion, changes } = problems[0] as unknown as {
              currentVersion: number;
              changes: unknown[];
            };
            expect(currentVersion).toBe(before?.version);
            expect(changes).toHaveLength(Math.min(one.behind, before?.version ?? 0));
          }
          continue;
        }
        if (!after) throw new Error('nothing was written');
        expect(after.version).toBe((before?.version ?? 0) + 1);
        expect(after.working.state).toBe(actions[one.action].to);
        checkInvariants(after);
        reached.add(after.working.state);
        if (after.published && after.published.versions.length > 1) reached.add('SUPERSEDED');
        const frozen = frozenContents(after);
        for (const [number, hash] of frozenContents(before)) expect(frozen.get(number)).toBe(hash);
        const event = after.history.at(-1);
        expect(event?.by).toBe(people[one.person]?.subject);
        expect(event?.detail?.override ?? false).toBe(overriders.includes(one.person));
        expect(event?.reason).toBe(overriders.includes(one.person) ? 'Nobody else can' : undefined);
      }
      const history = await subgraph.storage.history(statusReports, reportId);
      expect(verifyChain(history)).toBeUndefined();
      expect(history).toHaveLength((await stored(subgraph))?.version ?? 0);
    }),
    // In CI always the same runs: others, once in many times, do not reach every state.
    { numRuns: 50, ...(process.env.CI && { seed: 5 }) },
  );
  // Otherwise the runs above would have tried nothing.
  expect([...reached].sort()).toEqual([...reportVersionStates].sort());
});

test('of several steps taken at the same moment on the same version one succeeds at most', {
  timeout: 120_000,
}, async () => {
  const fresh = intention.map((one) => ({ ...one, behind: 0 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fresh, { maxLength: 8 }),
      fc.array(fresh, { minLength: 2, maxLength: 5 }),
      async (earlier, atOnce) => {
        await using subgraph = await startedSubgraph();
        await openRound(subgraph);
        for (const one of earlier) {
          const report = await stored(subgraph);
          await take(subgraph, stepFor(one, report), report);
        }
        const before = await stored(subgraph);
        const steps = atOnce.map((one) => stepFor(one, before));
        const payloads = await Promise.all(steps.map((one) => take(subgraph, one, before)));
        const successes = payloads.filter(({ record }) => record !== null).length;
        const possible = steps.some((one) => expectedProblem(one, before) === null);
        expect(successes).toBe(possible ? 1 : 0);
        const after = await stored(subgraph);
        expect(after?.version ?? 0).toBe((before?.version ?? 0) + successes);
        if (after) checkInvariants(after);
      },
    ),
    { numRuns: 40 },
  );
});

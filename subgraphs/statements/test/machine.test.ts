// Random lives of a statement: whatever is tried by whomever in whatever order, the rules hold after every step.

import type { StoredEvent } from '@network/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statements } from '../src/documents.ts';
import { answersAbout, listsSeenBy } from './outsider.ts';
import {
  committee,
  done,
  focalPoint,
  id,
  lastRoundOf,
  objection,
  position,
  proposal,
  recordOf,
  revised,
  type Story,
  secretariat,
  setClock,
  startStory,
  stranger,
  text,
} from './story.ts';

const organization = fc.constantFrom(...committee);
const offset = fc.constantFrom(-1, 0, 1);

/** What is tried. `next` is what the state asks for, so that lives get far; the rest is tried in any state. */
const attempt = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('next' as const), organization, offset }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('position' as const),
      organization,
      kind: fc.constantFrom('CLEARED', 'CLEARED_WITH_MINOR_COMMENTS', 'OBJECTION', 'RECUSED'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('object' as const), organization }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('boundary' as const), offset }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'save' as const,
        'clear' as const,
        'silence' as const,
        'extend' as const,
        'recall' as const,
        'settle' as const,
        'schedule' as const,
        'issue' as const,
        'adopt' as const,
      ),
      organization,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.nat(80) }) },
);
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

const hour = 3_600_000;
const zone = 'Europe/Zurich';

/** The instants at which something changes by itself, as far as they are known by now. */
async function boundariesOf(story: Story): Promise<string[]> {
  const { data } = await story.run(
    `{ statement(id: "${id}") { work { embargo { until } rounds { kind dueBy } } } }`,
    { as: secretariat },
  );
  const { work } = (data as never as { statement: { work: Boundaries } }).statement;
  return [...work.rounds.map(({ dueBy }) => dueBy), ...(work.embargo ? [work.embargo.until] : [])];
}

interface Boundaries {
  embargo: { until: string } | null;
  rounds: { dueBy: string }[];
}

function inHours(story: Story, hours: number): string {
  return new Date(story.clock.now.getTime() + hours * hour).toISOString();
}

/** Time only goes on: a boundary that has passed is not gone back to. */
async function goToBoundary(story: Story, milliseconds: number): Promise<void> {
  const last = (await boundariesOf(story)).at(-1);
  if (!last) return;
  const time = Date.parse(last) + milliseconds;
  if (time > story.clock.now.getTime()) setClock(story, last, milliseconds);
}

const objecting = { paragraphs: [1], reason: 'It is wrong.' };

async function carryOut(story: Story, step: Attempt): Promise<void> {
  switch (step.do) {
    case 'next':
      return doNext(story, step);
    case 'position':
      await ifAsked(story, () =>
        position(story, step.organization, step.kind, {
          ...(step.kind === 'OBJECTION' && objecting),
          ...(step.kind === 'CLEARED_WITH_MINOR_COMMENTS' && { reason: 'A comma.' }),
        }),
      );
      return;
    case 'object':
      await ifAsked(story, () => objection(story, step.organization));
      return;
    case 'boundary':
      return goToBoundary(story, step.offset);
    case 'wait':
      setClock(story, inHours(story, step.hours));
      return;
    case 'save':
      await save(story);
      return;
    case 'clear':
      await revised(story, 'openClearance', { dueBy: inHours(story, 24) });
      return;
    case 'silence':
      await revised(story, 'openSilence', { deadline: inHours(story, 72), zone });
      return;
    case 'extend': {
      const last = (await boundariesOf(story)).at(-1);
      const deadline = new Date(Date.parse(last ?? inHours(story, 0)) + hour).toISOString();
      await revised(story, 'extendSilence', { deadline, reason: 'A holiday.' });
      return;
    }
    case 'recall':
      await revised(story, 'recallStatementText', { reason: 'A figure was wrong.' });
      return;
    case 'settle':
      await revised(story, 'resolveMinorComments', {
        organization: step.organization,
        resolution: 'Settled.',
      });
      return;
    case 'schedule':
      await revised(story, 'scheduleStatement', {
        at: inHours(story, 24),
        zone,
        reason: 'As agreed.',
      });
      return;
    case 'issue':
      await revised(story, 'issueStatement', { zone, reason: 'As agreed.' });
      return;
    case 'adopt':
      await revised(story, 'adoptStatement', { reason: 'As agreed.' });
      return;
  }
}

async function save(story: Story): Promise<void> {
  await revised(story, 'saveStatementText', { ...text, paragraphs: [{ text: 'One¹.' }] });
}

async function ifAsked(story: Story, give: () => Promise<unknown>): Promise<void> {
  if (await lastRoundOf(story)) await give();
}

async function doNext(story: Story, step: { organization: string; offset: number }): Promise<void> {
  const { state, textHash } = await recordOf(story);
  const asked: Record<string, () => Promise<unknown>> = {
    DRAFTING: () =>
      textHash ? revised(story, 'openClearance', { dueBy: inHours(story, 24) }) : save(story),
    CLEARANCE: async () => {
      for (const one of committee) await position(story, one, 'CLEARED');
    },
    OBJECTED: () => save(story),
    BROKEN: () => save(story),
    CLEARED: () => revised(story, 'openSilence', { deadline: inHours(story, 72), zone }),
    SILENCE: () => goToBoundary(story, step.offset),
    ADOPTED: () => revised(story, 'scheduleStatement', { at: inHours(story, 24), zone }),
    EMBARGOED: () => goToBoundary(story, step.offset),
  };
  await asked[state]?.();
}

async function eventsOf(story: Story): Promise<StoredEvent[]> {
  return story.storage.history(statements, id);
}

/** The state as somebody finds it who has nothing but the events and the clock. */
function stateByEvents(events: readonly StoredEvent[], now: string): string {
  interface Round {
    addressees: string[];
    answers: Map<string, string>;
    deadline?: string;
    isBroken: boolean;
  }
  let round: Round | null = null;
  let visibleFrom: string | null = null;
  for (const { type, at, onBehalfOf = '', detail = {} } of events) {
    const answers = round?.answers ?? new Map<string, string>();
    if (type === 'textSaved' || type === 'recalled') round = null;
    if (type === 'clearanceOpened') {
      const addressees = detail.addressees as string[];
      round = { addressees, answers: new Map(), isBroken: false };
    }
    if (type === 'positionGiven') answers.set(onBehalfOf, String(detail.position));
    if (type === 'commentsResolved') answers.set(onBehalfOf, 'SETTLED');
    if (type === 'silenceOpened' || type === 'silenceExtended') {
      round = { ...(round as Round), deadline: String(detail.deadline) };
    }
    if (type === 'objected' && round?.deadline && at <= round.deadline) round.isBroken = true;
    if (['scheduled', 'rescheduled', 'issued'].includes(type)) visibleFrom = String(detail.at);
  }
  if (visibleFrom) return visibleFrom <= now ? 'ISSUED' : 'EMBARGOED';
  if (!round) return 'DRAFTING';
  if (round.isBroken) return 'BROKEN';
  if (round.deadline) return now <= round.deadline ? 'SILENCE' : 'ADOPTED';
  const given = [...round.answers.values()];
  if (given.includes('OBJECTION')) return 'OBJECTED';
  const isWhole = given.length === round.addressees.length;
  return isWhole && !given.includes('CLEARED_WITH_MINOR_COMMENTS') ? 'CLEARED' : 'CLEARANCE';
}

/** From which states each state can be come to, by one attempt (several answers, or a clock that goes over an instant). */
const origins: Record<string, string[]> = {
  DRAFTING: ['CLEARANCE', 'OBJECTED', 'CLEARED', 'BROKEN'],
  CLEARANCE: ['DRAFTING', 'OBJECTED', 'CLEARED', 'BROKEN'],
  OBJECTED: ['CLEARANCE', 'CLEARED'],
  CLEARED: ['CLEARANCE', 'OBJECTED'],
  SILENCE: ['CLEARED'],
  BROKEN: ['SILENCE'],
  ADOPTED: ['SILENCE'],
  EMBARGOED: ['ADOPTED'],
  ISSUED: ['ADOPTED', 'EMBARGOED'],
};

interface Ledger {
  state: string;
  textHash: string | null;
  record: { textHash: string } | null;
  work: {
    rounds: {
      number: number;
      kind: string;
      outcome: string;
      textHash: string;
      dueBy: string;
      positions: { edges: { node: { effect: string; textHash: string; at: string } }[] };
    }[];
  };
}

async function ledgerOf(story: Story): Promise<Ledger> {
  const { data } = await story.run(
    `{ statement(id: "${id}") { state textHash record { textHash } work { rounds {
      number kind outcome textHash dueBy positions(first: 100) { edges { node { effect textHash at } } }
    } } } }`,
    { as: secretariat },
  );
  return data?.statement as never;
}

const decided = ['BROKEN', 'ADOPTED', 'RECALLED'];

async function started(): Promise<Story> {
  const story = await startStory();
  await done(story, 'proposeStatement', {
    as: secretariat,
    input: { ...proposal, contributors: [] },
  });
  return story;
}

const lives = fc.array(attempt, { minLength: 5, maxLength: 30 });
const seen = new Set<string>();

const next = { do: 'next', organization: 'iom', offset: 1 } as const;
/** Through every state there is: an objection to clearance, a broken round, and the whole way after that. */
const longLife: Attempt[] = [
  next,
  next,
  { do: 'position', organization: 'iom', kind: 'OBJECTION' },
  ...new Array<Attempt>(4).fill(next),
  { do: 'object', organization: 'iom' },
  ...new Array<Attempt>(7).fill(next),
];

test('no life of a statement breaks a rule', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (life) => {
      await using story = await started();
      let before = await ledgerOf(story);
      for (const step of life) {
        await carryOut(story, step);
        const now = await ledgerOf(story);
        seen.add(now.state);

        // The way: issued only by way of adopted, adopted only by way of silence.
        if (now.state !== before.state) expect(origins[now.state]).toContain(before.state);
        // What was decided stays decided: late objections change nothing, and no extension reopens a round.
        for (const [index, round] of before.work.rounds.entries()) {
          if (decided.includes(round.outcome)) {
            expect(now.work.rounds[index]?.outcome).toBe(round.outcome);
          }
        }
        for (const { kind, outcome, dueBy, textHash, positions } of now.work.rounds) {
          const given = positions.edges.map(({ node }) => node);
          for (const one of given) expect(one.textHash).toBe(textHash);
          if (kind === 'SILENCE') {
            const inTime = given.filter(({ at }) => at <= dueBy);
            expect(outcome === 'BROKEN').toBe(inTime.length > 0);
            expect(inTime.map(({ effect }) => effect)).toEqual(
              inTime.map((_, index) => (index === 0 ? 'BROKE_SILENCE' : 'AFTER_END')),
            );
          }
        }
        // The record names the text that the last two rounds were about, and the text is that text.
        if (['ADOPTED', 'EMBARGOED', 'ISSUED'].includes(now.state)) {
          const [clearance, silence] = now.work.rounds.slice(-2);
          expect(clearance).toMatchObject({ kind: 'CLEARANCE', outcome: 'CLEARED' });
          expect(silence).toMatchObject({ kind: 'SILENCE', outcome: 'ADOPTED' });
          expect(now.record?.textHash).toBe(silence?.textHash);
          expect(clearance?.textHash).toBe(silence?.textHash);
          expect(now.textHash).toBe(silence?.textHash);
        } else {
          expect(now.record).toBeNull();
        }
        before = now;
      }

      const events = await eventsOf(story);
      expect(stateByEvents(events, story.clock.now.toISOString())).toBe(before.state);
      for (const [index, event] of events.entries()) {
        expect(event.previous).toBe(events[index - 1]?.hash ?? null);
        expect(event.at >= (events[index - 1]?.at ?? '')).toBe(true);
      }
    }),
    { numRuns: 60, examples: [[longLife]] },
  );
  // Lives that never get far would prove little.
  expect([...seen].sort()).toEqual(Object.keys(origins).sort());
});

test('nobody without a part can tell any life of an unissued statement from none', {
  timeout: 120_000,
}, async () => {
  await using without = await startStory();
  await fc.assert(
    fc.asyncProperty(lives, async (life) => {
      await using story = await started();
      for (const step of life) await carryOut(story, step);
      const { state } = await recordOf(story);
      without.clock.now = story.clock.now;
      for (const as of [undefined, stranger, focalPoint('who')]) {
        const lists = [await listsSeenBy(story, as), await listsSeenBy(without, as)];
        const answers = [await answersAbout(story, id, as), await answersAbout(without, id, as)];
        expect(lists[0] === lists[1]).toBe(state !== 'ISSUED');
        expect(answers[0] === answers[1]).toBe(state !== 'ISSUED');
      }
    }),
    { numRuns: 25, examples: [[longLife]] },
  );
});

test('the same life lived twice ends in the same record', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (life) => {
      const records = [];
      for (let time = 0; time < 2; time++) {
        await using story = await started();
        for (const step of life) await carryOut(story, step);
        records.push(await story.storage.collection(statements, {}).getMany([id]));
      }
      expect(records[1]).toEqual(records[0]);
    }),
    { numRuns: 15, examples: [[longLife]] },
  );
});

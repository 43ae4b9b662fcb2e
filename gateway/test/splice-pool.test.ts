import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { reserve } from '../src/splice-arena.ts';
import { createFreeSplicings, createSplicing, releaseOf } from '../src/splice-pool.ts';

/** Some requests under way at the same time, each with an answer of its own size. */
function burst(count: number, bytes: number, free = createFreeSplicings()) {
  const states = Array.from({ length: count }, () => createSplicing([], free));
  for (const state of states) reserve(state, bytes);
  return {
    arenas: states.map((state) => state.bytes),
    end: () => {
      for (const state of states) releaseOf(state, free)();
    },
  };
}

const large = 100_000;

test('requests under way at the same time never share their room', () => {
  const first = burst(20, large);
  expect(new Set(first.arenas).size).toBe(20);
  first.end();
  const second = burst(20, large);
  expect(new Set(second.arenas).size).toBe(20);
  second.end();
});

test('another operation gets the room that one has left, with all its bytes', () => {
  const one = burst(3, large);
  one.end();
  const other = burst(3, 1);
  expect(new Set(other.arenas)).toEqual(new Set(one.arenas));
  other.end();
});

test('a room is given back once, however often it is said', () => {
  const free = createFreeSplicings();
  const release = releaseOf(createSplicing([], free), free);
  release();
  release();
  const { arenas, end } = burst(2, 1, free);
  expect(arenas[0]).not.toBe(arenas[1]);
  end();
});

test('what a burst needed is given up when nobody has needed it for long', () => {
  burst(50, large).end();
  for (let n = 0; n < 2_000; n++) burst(2, large).end();
  const { arenas, end } = burst(50, 1);
  expect(arenas.filter(({ length }) => length >= large)).toHaveLength(2);
  end();
});

test('one room that was needed large once is given up when nobody needs it so large for long', () => {
  const huge = 32 * 1024 * 1024;
  burst(1, huge).end();
  const one = burst(1, 1);
  expect(one.arenas[0]?.length).toBeGreaterThanOrEqual(huge);
  one.end();
  for (let n = 0; n < 2_000; n++) burst(1, 1).end();
  const other = burst(1, 1);
  expect(other.arenas[0]?.length).toBeLessThan(huge);
  other.end();
});

test('more than 128 MB are never kept', () => {
  const huge = 32 * 1024 * 1024;
  burst(6, huge).end();
  const { arenas, end } = burst(6, 1);
  expect(arenas.filter(({ length }) => length >= huge).length).toBeLessThanOrEqual(4);
  end();
});

test('the states of an operation that is not known any more do not keep it in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  let gaps: object[] | null = [];
  const operation = new WeakRef(gaps);
  let free: ReturnType<typeof createFreeSplicings> | null = createFreeSplicings();
  releaseOf(createSplicing(gaps as never, free), free)();
  expect(free.states).toHaveLength(1);
  gaps = null;
  free = null;
  // What a WeakRef was asked for or made of stays until the turn is over.
  await setImmediate();
  collect();
  expect(operation.deref()).toBeUndefined();
});

import fc from 'fast-check';
import { execute, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { difference } from './differential/comparison.ts';
import { library, monolith } from './differential/library.ts';
import { randomOperation } from './differential/random-operation.ts';
import { startTester, ways } from './tester.ts';

// Four ways: more than 5,000 operations in CI.
const cases = Number(process.env.DIFFERENTIAL_CASES ?? (process.env.CI ? 1_300 : 300));
// In CI always the same, so that a change is judged and not the day; elsewhere another one each time.
const seed = Number(process.env.DIFFERENTIAL_SEED ?? (process.env.CI ? 11 : Date.now() % 2 ** 31));

/** Found at random and made as small as they get. */
const onceWrong = [
  '{ books(first: 2) { reviews { of { ... on Item { x: id } } } } }',
  '{ books(first: 2) { reviews { of { ... on Book { rating } ... on Film { rating } } } } }',
  '{ books { reviews { of { ... on Book { a: reviews { id } } ... on Film { b: rating } } } } }',
];

test.each(ways)('%s: operations that were once answered wrongly', async (_way, options) => {
  await using graph = startTester(library, options);
  const plain = monolith(graph.gateway.schema);
  for (const text of onceWrong) {
    const expected = await execute({ schema: plain, document: parse(text) });
    expect(difference(expected, await graph.run(text)), text).toBeNull();
  }
});

test.each(ways)(
  `%s: ${cases} random operations are answered as one plain schema answers them (seed ${seed})`,
  async (_way, options) => {
    await using graph = startTester(library, options);
    const plain = monolith(graph.gateway.schema);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300, size: 'max' }), async (tape) => {
        const { text, variables } = randomOperation(graph.gateway.schema, tape);
        const document = parse(text);
        fc.pre(validate(plain, document).length === 0);
        compared++;
        const expected = await execute({ schema: plain, document, variableValues: variables });
        const found = await graph.run(text, { variables });
        const differs = difference(expected, found);
        if (differs) throw new Error(`${text}\n${JSON.stringify(variables)}\n${differs}`);
      }),
      { numRuns: cases, seed, maxSkipsPerRun: 20 },
    );
    expect(compared).toBeGreaterThanOrEqual(cases);
    // A quarter would be few: it is about more than half.
    expect(graph.gateway.counts.spliced > compared / 4).toBe(!options.isPlain);
  },
  600_000,
);

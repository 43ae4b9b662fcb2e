import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsOn, overlap, today } from '../src/effective-dates.ts';

const days = Array.from({ length: 9 }, (_, index) => `2021-01-0${index + 1}`);
const date = fc.option(fc.constantFrom(...days), { nil: null });
const fact = fc
  .record({ validFrom: date, validTo: date })
  .filter(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo);

test('a fact holds on its first and its last day, and on every day where none is stated', () => {
  const january = { validFrom: '2021-01-01', validTo: '2021-01-31' };
  expect(holdsOn(january, '2020-12-31')).toBe(false);
  expect(holdsOn(january, '2021-01-01')).toBe(true);
  expect(holdsOn(january, '2021-01-31')).toBe(true);
  expect(holdsOn(january, '2021-02-01')).toBe(false);
  expect(holdsOn({ validFrom: null, validTo: null }, '1900-01-01')).toBe(true);
});

test('two facts overlap exactly when there is a day on which both hold', () => {
  fc.assert(
    fc.property(fact, fact, (one, other) => {
      const isShared = ['2020-12-31', ...days, '2021-01-10'].some(
        (day) => holdsOn(one, day) && holdsOn(other, day),
      );
      expect(overlap(one, other)).toBe(isShared);
    }),
  );
});

test('the day is that of the clock in UTC', () => {
  expect(today({ now: () => new Date('2021-03-01T00:30:00+02:00') })).toBe('2021-02-28');
});

import { expect, test } from 'vitest';
import { idProblems, lengthProblems, repetitionProblems, textProblems } from '../src/writing.ts';

const path = ['name', 'text'];

test.each([
  'Network',
  'two\nlines and a\ttab',
  '联合国移民问题网络',
  'شبكة الأمم المتحدة',
  '👩‍👩‍👧',
  'x'.repeat(20_000),
])('a text such as %.20j is accepted', (text) => {
  expect(textProblems(path, text)).toEqual([]);
});

test.each([
  ['', 'empty'],
  [' \n\t\u3000', 'empty'],
  ['x'.repeat(20_001), '20001 characters'],
  ['a\u0000b', 'control characters'],
  ['a\rb', 'control characters'],
  ['a\u0085b', 'control characters'],
  ['\ud800', 'half of a character'],
])('a text such as %.20j is refused', (text, reason) => {
  expect(textProblems(path, text)).toEqual([
    expect.objectContaining({
      code: 'INVALID_VALUE',
      path,
      message: expect.stringContaining(reason),
    }),
  ]);
});

test('a name stands on one line and within its own bound', () => {
  const name = { longest: 5, singleLine: true };
  expect(textProblems(path, 'Name', name)).toEqual([]);
  expect(textProblems(path, 'N\nm', name)).toHaveLength(1);
  expect(textProblems(path, 'Longer', name)).toHaveLength(1);
});

test.each(['a', 'asia-pacific', 'core-1', '2020', 'x'.repeat(60)])('%s can be an id', (id) => {
  expect(idProblems(['id'], id)).toEqual([]);
});

test.each(['', '-a', 'a-', 'a--b', 'A', 'a b', 'a/b', 'é', 'a\n', 'x'.repeat(61)])(
  '%j cannot be an id',
  (id) => {
    expect(idProblems(['id'], id)).toHaveLength(1);
  },
);

test('a list has its bounds and holds each value once', () => {
  expect(lengthProblems(['list'], [])).toEqual([]);
  expect(lengthProblems(['list'], [], { least: 1 })).toHaveLength(1);
  expect(lengthProblems(['list'], [1, 2], { most: 1 })).toHaveLength(1);
  const problems = repetitionProblems((index) => ['list', index], ['a', 'b', 'a', 'a']);
  expect(problems.map(({ path: place }) => place)).toEqual([
    ['list', '2'],
    ['list', '3'],
  ]);
});

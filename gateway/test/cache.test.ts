import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createCache, createPersistedTexts } from '../src/cache.ts';

test('what is being made is made once for all who ask meanwhile', async () => {
  const cache = createCache<number>(10);
  let made = 0;
  const make = async () => ++made;
  expect(
    await Promise.all([cache.get('a', make), cache.get('a', make), cache.get('b', make)]),
  ).toEqual([1, 1, 2]);
  expect(await cache.get('a', make)).toBe(1);
  expect(cache.peek('b')).toBe(2);
  expect(cache.peek('c')).toBeUndefined();
});

test('what fails is told to all who wait, and made again by the next', async () => {
  const cache = createCache<string>(10);
  const fail = () => Promise.reject(new Error('no'));
  const both = await Promise.allSettled([cache.get('a', fail), cache.get('a', fail)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await cache.get('a', async () => 'yes')).toBe('yes');
});

test('it holds no more than its capacity, and what is used stays longer', async () => {
  const cache = createCache<string>(3);
  for (const key of ['a', 'b', 'c']) await cache.get(key, async () => key);
  cache.peek('a');
  await cache.get('d', async () => 'd');
  expect(cache.size).toBe(3);
  expect(cache.peek('a')).toBe('a');
  expect(cache.peek('b')).toBeUndefined();
});

test('long keys leave room for fewer', async () => {
  const cache = createCache<number>(1_000);
  const key = (n: number) => `${n}`.padEnd(1_000_000);
  for (let n = 0; n < 20; n++) await cache.get(key(n), async () => n);
  expect(cache.size).toBe(8);
  expect(cache.peek(key(19))).toBe(19);
  expect(cache.peek(key(11))).toBeUndefined();
  for (let n = 0; n < 500; n++) await cache.get(`short ${n}`, async () => n);
  expect(cache.size).toBeGreaterThan(500);
});

test('heavy values leave room for fewer, and one that is too heavy is the only one', async () => {
  const cache = createCache<number>(1_000, { most: 100, weigh: (value) => value });
  for (let n = 0; n < 20; n++) await cache.get(`${n}`, async () => 10);
  expect(cache.size).toBe(10);
  expect([cache.peek('9'), cache.peek('10')]).toEqual([undefined, 10]);
  await cache.get('huge', async () => 1_000);
  expect(cache.size).toBe(1);
  await cache.get('next', async () => 1);
  expect([cache.peek('huge'), cache.peek('next')]).toEqual([undefined, 1]);
});

test('a capacity of nothing holds the last', async () => {
  const cache = createCache<string>(0);
  for (const key of ['a', 'b']) expect(await cache.get(key, async () => key)).toBe(key);
  expect(cache.size).toBe(1);
});

test('persisted texts are kept by number and by length, the last used longest', () => {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const few = createPersistedTexts(2);
  for (const text of ['a', 'b']) expect(few.remember(hash(text), text)).toBe(true);
  expect(few.find(hash('a'))).toBe('a');
  expect(few.remember(hash('c'), 'c')).toBe(true);
  expect([few.find(hash('a')), few.find(hash('b')), few.find(hash('c'))]).toEqual([
    'a',
    undefined,
    'c',
  ]);
  expect(few.remember(hash('a'), 'c')).toBe(false);
  expect(few.find(hash('a'))).toBe('a');

  const many = createPersistedTexts(1_000);
  const texts = Array.from({ length: 10 }, (_, n) => `${n}`.padEnd(1_000_000));
  for (const text of texts) many.remember(hash(text), text);
  expect(texts.filter((text) => many.find(hash(text)) !== undefined)).toHaveLength(8);
});

import { parse, validate } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { defaultLimits } from '../src/limits.ts';
import { loadSupergraph } from '../src/supergraph.ts';
import { madeUpOperation, warmUp } from '../src/warm-up.ts';
import { startTester } from './tester.ts';

const graph = startTester({
  shop: {
    sdl: `
      type Query {
        items(filter: Filter!, kinds: [Kind!]!, first: Int! = 3): [Item!]!
        find(id: ID!, exact: Boolean!, from: Float!, at: Date!, by: By!): Result
        nothing: Empty
      }
      scalar Date
      enum Kind { BOOK FILM }
      input Filter { kind: Kind!, range: Range!, words: [String!]!, name: String }
      input Range { from: Int!, to: Int }
      input By @oneOf { name: String, range: Range }
      interface Item { id: ID! name: String }
      interface Empty { id: ID! }
      type Book implements Item @key(fields: "id") { id: ID! name: String pages(unit: String!): Int author: Person }
      type Film implements Item @key(fields: "id") { id: ID! name: String minutes: Int director: Person }
      type Person @key(fields: "id") { id: ID! name: String! works: [Item!]! }
      union Result = Book | Film | Person
    `,
  },
});

afterAll(() => graph[Symbol.asyncDispose]());

test('every made-up operation holds for the schema, whatever its arguments demand', () => {
  for (let serial = 0; serial < 100; serial++) {
    const text = madeUpOperation(graph.gateway.schema, serial);
    expect(validate(graph.gateway.schema, parse(text)), text).toEqual([]);
  }
});

test('each is another one, and together they reach every field', () => {
  const texts = Array.from({ length: 100 }, (_, n) => madeUpOperation(graph.gateway.schema, n));
  expect(new Set(texts).size).toBe(100);
  const all = texts.join(' ');
  for (const field of ['items(', 'find(', 'nothing', 'pages(', 'minutes', 'works', 'director']) {
    expect(all).toContain(field);
  }
  expect(madeUpOperation(graph.gateway.schema, 3)).toMatchInlineSnapshot(
    `"query MadeUp3($isWanted: Boolean!) { __typename @include(if: $isWanted) __typename items(filter: {kind: BOOK, range: {from: 1}, words: []}, kinds: []) { __typename ... on Film { __typename madeUp3: id name minutes director { __typename madeUp3: id name works { __typename ... on Film { __typename madeUp3: id name minutes } } } } } find(id: "1", exact: true, from: 1, at: "1", by: {name: "1"}) { __typename ... on Book { __typename madeUp3: id name pages(unit: "1") author { __typename madeUp3: id name works { __typename ... on Film { __typename madeUp3: id name minutes } } } } } }"`,
  );
});

test('warming up asks no subgraph and is not counted', async () => {
  await graph.gateway.warmUp();
  expect(graph.calls).toEqual([]);
  expect(graph.gateway.counts).toEqual({ spliced: 0, declined: 0, merged: 0 });
});

test('it ends as soon as it is told to', async () => {
  let asked = 0;
  await warmUp(loadSupergraph(graph.supergraph), defaultLimits, () => ++asked === 3);
  expect(asked).toBe(3);
});

test('operations that are too large or cannot be planned are passed over', async () => {
  const limits = { ...defaultLimits, fields: 1 };
  let asked = 0;
  await warmUp(loadSupergraph(graph.supergraph), limits, () => ++asked === 20);
  expect(asked).toBe(20);
});

import fc from 'fast-check';
import { buildSchema, type DocumentNode, Lexer, parse, Source, TokenKind, validate } from 'graphql';
import { expect, test } from 'vitest';
import { isPlainlyValid } from '../src/plainly-valid.ts';
import { library } from './differential/library.ts';
import { randomOperation } from './differential/random-operation.ts';
import { startTester } from './tester.ts';

const schema = buildSchema(`
  type Query {
    pet(id: ID!, size: Int = 3): Pet
    pets(kind: Kind, weight: Float, names: [String!], by: By): [Pet!]!
    any: Any
  }
  type Mutation { rename(id: ID!, name: String!): Cat }
  interface Pet { id: ID!  name(short: Boolean): String  friends: [Pet] }
  type Cat implements Pet { id: ID!  name(short: Boolean): String  friends: [Pet]  lives: Int!  code: Code }
  type Dog implements Pet { id: ID!  name(short: Boolean): String  friends: [Pet]  lives: Int  bark(loud: Float!): String }
  union Any = Cat | Dog
  enum Kind { CAT DOG }
  input By { name: String }
  scalar Code
`);

const valid = [
  '{ pet(id: 1) { id } }',
  '{ pet(id: "1", size: 2147483647) { __typename id n: name(short: true) ... on Cat { lives } } }',
  'query($id: ID!, $k: Kind) { pet(id: $id) { id } pets(kind: $k, weight: 2) { id } }',
  'query($s: Boolean!) { pets(kind: CAT, weight: 1.5) { id @skip(if: $s) ... @include(if: true) { name } } }',
  'query($n: [String!]!, $b: By) { pets(names: $n, by: $b) { id } }',
  '{ any { __typename ... on Cat { id name } ... on Dog { id name(short: null) @skip(if: true) } } }',
  '{ pets { ...F friends { ...F } } } fragment F on Pet { id name ...G } fragment G on Dog { bark(loud: 2) }',
  '{ pets { id id name name friends { id } friends { name } ... on Pet { id } } }',
  'mutation { rename(id: 1, name: "x") { lives } }',
];

test.each(valid)('is plainly valid: %s', (text) => {
  expect(validate(schema, parse(text))).toEqual([]);
  expect(isPlainlyValid(schema, parse(text))).toBe(true);
});

const invalid = [
  '{ nothing }',
  '{ pet { id } }',
  '{ pet(id: 1, id: 1) { id } }',
  '{ pet(id: 1, wrong: 1) { id } }',
  '{ pet(id: null) { id } }',
  '{ pet(id: 1.5) { id } }',
  '{ pet(id: true) { id } }',
  '{ pet(id: 1, size: 2147483648) { id } }',
  '{ pet(id: 1, size: "2") { id } }',
  '{ pet(id: 1, size: 2.0) { id } }',
  '{ pets(weight: "1") { id } }',
  '{ pets(kind: BIRD) { id } }',
  '{ pets(kind: "CAT") { id } }',
  '{ pets }',
  '{ pets { id { x } } }',
  '{ pets { friends { id } friends } }',
  '{ pets { lives } }',
  '{ any { id } }',
  '{ any { ... on Query { __typename } } }',
  '{ pets { ... on By { name } } }',
  '{ pets { ... on Nothing { name } } }',
  '{ pets { id: name id } }',
  '{ pets { name name(short: true) } }',
  '{ pets { name(short: true) name(short: false) } }',
  '{ pets { ... on Cat { lives } ... on Dog { lives } } }',
  '{ pets { friends { id } ... on Cat { friends { id: name } } } }',
  '{ pets { friends { a: id } friends { a: name } } }',
  '{ pets { ... on Cat { k: id } ... on Dog { k: id } ... on Dog { k: name } } }',
  '{ any { ... on Cat { k: id } ... on Dog { k: name } ... on Pet { k: id } } }',
  '{ pets { ... on Cat { name } ... on Dog { name(short: true) } name } }',
  'mutation { rename(id: 1, name: "x") { id } rename(id: 1, name: """x""") { id } }',
  'query($a: Boolean, $b: Boolean) { pets { name(short: $a) name(short: $b) } }',
  'query($id: ID) { pet(id: $id) { id } }',
  'query($id: String!) { pet(id: $id) { id } }',
  'query($n: [String]) { pets(names: $n) { id } }',
  'query($n: String) { pets(names: $n) { id } }',
  'query($id: ID!, $id: ID!) { pet(id: $id) { id } }',
  'query($id: ID!) { pet(id: 1) { id } }',
  '{ pet(id: $id) { id } }',
  'query($s: Boolean) { pets { id @skip(if: $s) } }',
  '{ pets { id @skip(if: 1) } }',
  '{ pets { id @skip } }',
  '{ pets { id @skip(unless: true) } }',
  '{ pets { id @skip(if: true) @skip(if: true) } }',
  '{ pets { id @nothing } }',
  'query @skip(if: true) { pets { id } }',
  '{ pets { ...F } }',
  '{ pets { id } } fragment F on Pet { id }',
  '{ pets { ...F } } fragment F on Pet { ...G } fragment G on Pet { ...F }',
  '{ pets { ...F } } fragment F on Pet { id friends { ...F } }',
  '{ pets { ...F } } fragment F on Pet { id } fragment F on Pet { name }',
  '{ pets { ...F } } fragment F on Pet @skip(if: true) { id }',
  '{ pets { id } } { pets { name } }',
  'mutation { rename(id: 1) { id } }',
  '{ pets { id } } type X { id: ID }',
  '{ pets { __typename(short: true) } }',
  '{ pets { __typename { id } } }',
  '{ pets { id: __typename id } }',
];

test.each(invalid)('is not valid: %s', (text) => {
  expect(validate(schema, parse(text))).not.toEqual([]);
  expect(isPlainlyValid(schema, parse(text))).toBe(false);
});

const leftToGraphql = [
  '{ pets(names: ["a"]) { id } }',
  '{ pets(by: { name: "a" }) { id } }',
  'query($id: ID! = 1) { pet(id: $id) { id } }',
  'query A { pet(id: 1) { id } } query B { pets { id } }',
  '{ any { ... on Cat { friends { id } } ... on Dog { friends { id } } } }',
  '{ __schema { description } }',
];

test.each(leftToGraphql)('is valid, but not plainly: %s', (text) => {
  expect(validate(schema, parse(text))).toEqual([]);
  expect(isPlainlyValid(schema, parse(text))).toBe(false);
});

const seed = Number(process.env.DIFFERENTIAL_SEED ?? (process.env.CI ? 11 : Date.now() % 2 ** 31));

function tokensOf(text: string): string[] {
  const lexer = new Lexer(new Source(text));
  const tokens: string[] = [];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    tokens.push(text.slice(token.start, token.end));
  }
  return tokens;
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

test(`what is plainly valid is valid, of random operations and of spoilt ones (seed ${seed})`, async () => {
  await using graph = startTester(library);
  const { schema: publicSchema } = graph.gateway;
  const counts = { valid: 0, plainly: 0, invalid: 0 };
  const check = (document: DocumentNode): void => {
    const isValid = validate(publicSchema, document).length === 0;
    const isPlain = isPlainlyValid(publicSchema, document);
    if (isPlain) expect(isValid).toBe(true);
    counts[isPlain ? 'plainly' : isValid ? 'valid' : 'invalid']++;
  };
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200, size: 'max' }),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(2)), { maxLength: 3 }),
      (tape, changes) => {
        const tokens = tokensOf(randomOperation(publicSchema, tape).text);
        for (const [at, from, kind] of changes) {
          const position = at % tokens.length;
          const other = tokens[from % tokens.length] as string;
          if (kind === 0) tokens[position] = other;
          else if (kind === 1) tokens.splice(position, 1);
          else tokens.splice(position, 0, other);
        }
        const document = parsed(tokens.join(' '));
        if (document) check(document);
      },
    ),
    { numRuns: 3_000, seed },
  );
  expect(counts.plainly).toBeGreaterThan(2 * counts.valid);
  expect(counts.invalid).toBeGreaterThan(200);
});

import { expect, test } from 'vitest';
import { defaultLimits } from '../src/limits.ts';
import { type Compiler, createCompiler } from '../src/operations.ts';
import { loadSupergraph } from '../src/supergraph.ts';
import { compose } from './tester.ts';

const sdl = `
  type Query { top: Node  node(id: ID!): Node }
  type Node { id: ID  next: Node  secret: ID @authenticated }
`;

const newCompiler = () =>
  createCompiler(loadSupergraph(compose({ nodes: { sdl } })), { limits: defaultLimits });

/** The number of what the compiler has made; another one if it had to make it again. */
async function made(compiler: Compiler, query: string, variables = {}): Promise<number> {
  const request = { query, variables, identity: null, languages: '' };
  return (await compiler.operationFor(request)).compiled.id;
}

/** Less than a thousand characters for about 3,000 fields. */
function branching(name: string): string {
  const levels = Array.from({ length: 10 }, (_, level) => {
    const below = level < 9 ? `{ ...F${level + 1} }` : '{ id }';
    return `fragment F${level} on Node { a: next ${below} b: next ${below} }`;
  });
  return `query ${name} { top { ...F0 } } ${levels.join(' ')}`;
}

test('a known operation is not made again, whoever asks and however many at once', async () => {
  const compiler = newCompiler();
  const query = '{ top { id } }';
  const ids = await Promise.all([made(compiler, query), made(compiler, query)]);
  expect(new Set([...ids, await made(compiler, query)]).size).toBe(1);
  expect(await made(compiler, `${query} `)).not.toBe(ids[0]);
});

test('a text is never taken for the name of an operation and another text', async () => {
  const compiler = newCompiler();
  const query = 'query a { top { id } } query b { top { id } }';
  const asked = { query, operationName: 'a', variables: {}, identity: null, languages: '' };
  const found = await compiler.operationFor(asked);
  expect((await compiler.operationFor({ ...asked, operationName: 'b' })).compiled.id).not.toBe(
    found.compiled.id,
  );
  // Were name and text only put together, the first of these would be found under the second.
  await made(compiler, 'query\n{ top { id } }');
  const wrong = { ...asked, query: '{ top { id } }', operationName: 'query' };
  await expect(compiler.operationFor(wrong)).rejects.toThrow('There is no operation "query".');
});

test('an operation is made once for every decision of its conditions', async () => {
  const compiler = newCompiler();
  const query = 'query($all: Boolean!) { top { id next @include(if: $all) { id } } }';
  const all = await made(compiler, query, { all: true });
  expect(await made(compiler, query, { all: false })).not.toBe(all);
  expect(await made(compiler, query, { all: true })).toBe(all);
});

test('short texts that stand for thousands of fields do not fill the memory: they displace each other', async () => {
  const compiler = newCompiler();
  const [small, secret] = ['{ top { id } }', '{ top { secret } }'];
  const before = [await made(compiler, small), await made(compiler, secret)];
  const first = await made(compiler, branching('First'));
  for (let n = 0; n < 35; n++) {
    await made(compiler, branching(`Q${n}`));
    // What is asked now and then stays.
    await made(compiler, small);
    await made(compiler, secret);
  }
  expect([await made(compiler, small), await made(compiler, secret)]).toEqual(before);
  const last = await made(compiler, branching('Q34'));
  expect(await made(compiler, branching('Q34'))).toBe(last);
  expect(await made(compiler, branching('First'))).not.toBe(first);
});

test('variables that do not fit are refused to all who send them, and the operation stays good for others', async () => {
  const compiler = newCompiler();
  const query = 'query($id: ID!) { node(id: $id) { id } }';
  const outcomes = await Promise.allSettled([made(compiler, query), made(compiler, query)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const good = await made(compiler, query, { id: '1' });
  await expect(made(compiler, query, { id: ['1'] })).rejects.toThrow('id');
  expect(await made(compiler, query, { id: '2' })).toBe(good);
});

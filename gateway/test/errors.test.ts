import { describe, expect, test } from 'vitest';
import { posts, users } from './people.ts';
import { startTester } from './tester.ts';

describe.each([
  ['spliced', false],
  ['merged', true],
])('an error, %s,', (_how, isPlain) => {
  test('stands at the client’s own names, through aliases, lists and entities', async () => {
    await using graph = startTester({ users, posts }, { isPlain });
    const { data, errors } = await graph.run(
      '{ people: users { who: name writings: posts(first: 2) { heading: title } } }',
    );
    expect(data).toEqual({
      people: [
        { who: 'User 1', writings: [{ heading: 'p1' }, { heading: null }] },
        { who: 'User 2', writings: null },
        { who: 'User 3', writings: [{ heading: 'p3' }, { heading: null }] },
      ],
    });
    const extensions = { code: 'SUBGRAPH_ERROR', subgraph: 'posts' };
    expect(errors?.toSorted((a, b) => a.message.localeCompare(b.message))).toEqual([
      { message: 'no posts of 2', path: ['people', 1, 'writings'], extensions },
      { message: 'unreadable bad1', path: ['people', 0, 'writings', 1, 'heading'], extensions },
      { message: 'unreadable bad3', path: ['people', 2, 'writings', 1, 'heading'], extensions },
    ]);
  });

  test('stands under every alias of the same field', async () => {
    await using graph = startTester({ users, posts }, { isPlain });
    const { errors } = await graph.run(
      '{ a: user(id: 2) { x: posts(first: 1) { id } y: posts { id } } }',
    );
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['a.x', 'a.y']);
  });

  test('of an entity stands at every place where the entity is', async () => {
    await using graph = startTester({ users, posts }, { isPlain });
    const { errors } = await graph.run(
      '{ a: user(id: 2) { posts { id } } b: user(id: 2) { posts { id } } latest { author { posts { id } } } }',
    );
    const paths = errors?.map(({ path }) => path?.join('.'));
    expect(new Set(paths)).toEqual(new Set(['a.posts', 'b.posts', 'latest.author.posts']));
  });

  test('through two hops stands where the client sees it', async () => {
    await using graph = startTester({ users, posts }, { isPlain });
    const { data, errors } = await graph.run(
      '{ l: latest { by: author { pals: friends { w: posts { t: title } } } } }',
    );
    expect(data).toEqual({
      l: {
        by: {
          pals: [{ w: [{ t: 'p20' }, { t: null }] }, null, { w: [{ t: 'p21' }, { t: null }] }],
        },
      },
    });
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual([
      'l.by.pals.0.w.1.t',
      'l.by.pals.2.w.1.t',
    ]);
  });

  test('keeps its code and what else the subgraph says, but no stack', async () => {
    await using graph = startTester({ users, posts }, { isPlain });
    expect(await graph.run('{ user(id: 1) { name home { city } } greeting }')).toEqual({
      data: { user: { name: 'User 1', home: null }, greeting: 'hello' },
      errors: [
        {
          message: 'moved',
          path: ['user', 'home'],
          extensions: { code: 'MOVED', to: 'Oslo', subgraph: 'users' },
        },
      ],
    });
  });

  test('of a field that must not be null nulls what is around it, and the rest stays', async () => {
    await using graph = startTester({ users, posts }, { isPlain });
    const { data, errors } = await graph.run('{ user(id: 2) { name count } greeting }');
    expect(data).toEqual({ user: null, greeting: 'hello' });
    expect(errors).toEqual([
      {
        message: 'no count of 2',
        path: ['user', 'count'],
        extensions: { code: 'SUBGRAPH_ERROR', subgraph: 'posts' },
      },
    ]);
  });
});

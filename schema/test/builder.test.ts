import {
  collectionOf,
  createBuilder,
  createContext,
  everybody,
  invalidValue,
  pageOf,
  pageOfList,
  pageOfParent,
  Refused,
  type Source,
} from '@network/schema';
import { defineCollection, openStorage, type Stored } from '@network/storage';
import { execute, parse } from 'graphql';
import { expect, it } from 'vitest';

interface ThingDocument extends Stored {
  parent: string | null;
  rank: number;
}

const things = defineCollection<ThingDocument>('things', [
  { fields: ['rank'] },
  { fields: ['parent', 'rank'] },
]);
const source: Source<ThingDocument> = { definition: things, visible: everybody };

/** A subgraph of one type, and a store with a counter of its calls. */
async function subgraph() {
  const graph = createBuilder();
  const { builder, connection, entity, mutation, pageArguments } = graph;
  const Thing = builder.objectRef<ThingDocument>('Thing');
  Thing.implement({
    description: 'Something with an id that others refer to.',
    fields: (t) => ({
      id: t.exposeID('_id', { description: 'Stable id of the thing.' }),
      parts: t.field({
        type: ThingConnection,
        description: 'The things that belong to it.',
        args: pageArguments,
        resolve: ({ _id }, page, context) =>
          pageOfParent(context, source, {
            ...page,
            field: 'parent',
            parent: _id,
            sort: { field: 'rank', direction: 'ascending' },
          }),
      }),
    }),
  });
  const ThingConnection = connection(Thing);
  entity(Thing, { load: (ids, context) => collectionOf(context, source).getMany(ids) });
  builder.queryFields((t) => ({
    things: t.field({
      type: ThingConnection,
      description: 'All things by rank.',
      args: pageArguments,
      resolve: (_, page, context) =>
        pageOf(context, source, { ...page, sort: { field: 'rank', direction: 'ascending' } }),
    }),
  }));
  mutation('renameThing', {
    description: 'Refuses names that are too long, and fails on others.',
    record: Thing,
    input: (t) => ({
      name: t.string({ required: true, description: 'The new name of the thing.' }),
    }),
    resolve: ({ name }) => {
      if (name.length > 3)
        throw new Refused(invalidValue(['name'], 'It is too long.', ['up to 3 characters']));
      throw new Error('the store is gone');
    },
  });
  const { schema, sdl } = graph.build();
  const storage = await openStorage('sqlite::memory:', 'test');
  const calls: string[] = [];
  const counted = {
    ...storage,
    collection: ((definition, visible) => {
      const collection = storage.collection(definition, visible);
      return new Proxy(collection, {
        get: (target, name: keyof typeof collection) => {
          const method = target[name];
          return (...args: never[]) => {
            calls.push(String(name));
            return (method as (...given: never[]) => unknown).apply(target, args);
          };
        },
      });
    }) as typeof storage.collection,
  };
  const all = storage.collection(things, {});
  for (let rank = 1; rank <= 60; rank++) {
    const parent = rank <= 10 ? null : `thing-${(rank % 10) + 1}`;
    await all.insert(
      { _id: `thing-${rank}`, parent, rank },
      { at: '2021-03-01T00:00:00.000Z', type: 'made', by: 'test' },
    );
  }
  const run = (query: string, variableValues: Record<string, unknown> = {}) =>
    execute({
      schema,
      document: parse(query),
      variableValues,
      contextValue: createContext({
        storage: counted,
        now: () => new Date('2021-03-01T12:00:00.000Z'),
        newId: () => 'id',
        identity: null,
        acceptLanguage: '',
        ask: async () => [],
      }),
    });
  return { run, calls, sdl };
}

it('answers fifty representations with one storage call, in their order, null for those that do not exist', async () => {
  const { run, calls } = await subgraph();
  const ids = Array.from({ length: 50 }, (_, index) =>
    index === 7 ? 'nobody' : `thing-${50 - index}`,
  );
  const result = await run(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { id } } }',
    { r: ids.map((id) => ({ __typename: 'Thing', id })) },
  );
  expect(result.errors).toBeUndefined();
  expect(
    (result.data?._entities as ({ id: string } | null)[]).map((entity) => entity?.id ?? null),
  ).toEqual(ids.map((id) => (id === 'nobody' ? null : id)));
  expect(calls).toEqual(['getMany']);
});

it.each([
  [{ __typename: 'Nothing', id: '1' }, 'type Nothing is no entity of this subgraph'],
  [{ id: '1' }, 'type undefined is no entity of this subgraph'],
  [{ __typename: 'Thing' }, 'a representation of Thing needs its key "id" as a string'],
  [
    { __typename: 'Thing', id: { $ne: null } },
    'a representation of Thing needs its key "id" as a string',
  ],
])('refuses the representation %j', async (representation, message) => {
  const { run } = await subgraph();
  const result = await run(
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
    { r: [representation] },
  );
  expect(result.errors?.[0]?.message).toBe(message);
  expect(result.errors?.[0]?.extensions.code).toBe('BAD_REPRESENTATION');
});

it('reads the nested lists of ten parents, and their totals, with one storage call each', async () => {
  const { run, calls } = await subgraph();
  const result = await run(
    '{ things(first: 10) { edges { node { id parts(first: 2) { totalCount edges { node { id } } } } } } }',
  );
  const { edges } = result.data?.things as {
    edges: { node: { parts: { totalCount: number; edges: unknown[] } } }[];
  };
  expect(edges.map(({ node }) => [node.parts.totalCount, node.parts.edges.length])).toEqual(
    new Array(10).fill([5, 2]),
  );
  expect(calls).toEqual(['page', 'pagePerParent', 'countPerParent']);
});

it('counts a list only when its total is asked for', async () => {
  const { run, calls } = await subgraph();
  await run('{ things(first: 3) { edges { cursor } } }');
  expect(calls).toEqual(['page']);
});

it('pages through a list to its end without gaps or repetitions', async () => {
  const { run } = await subgraph();
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await run(
      'query ($after: String) { things(first: 25, after: $after) { edges { node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }',
      { after },
    );
    const page = data?.things as {
      edges: { node: { id: string } }[];
      pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
    };
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    seen.push(...page.edges.map(({ node }) => node.id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => `thing-${index + 1}`));
});

it.each([
  ['first: -1', 'PAGE_SIZE_OUT_OF_RANGE'],
  ['first: 101', 'PAGE_SIZE_OUT_OF_RANGE'],
  ['first: 5, after: "no cursor"', 'INVALID_CURSOR'],
])('refuses a page with %s and names the argument', async (args, code) => {
  const { run } = await subgraph();
  const { errors } = await run(`{ things(${args}) { edges { cursor } } }`);
  expect(errors?.[0]?.extensions.code).toBe(code);
  expect(errors?.[0]?.message).toContain(code === 'INVALID_CURSOR' ? '"after"' : '"first"');
});

it('pages a list at hand by its keys, and refuses a key that is not in it', () => {
  const list = ['a', 'b', 'c'];
  const first = pageOfList(list, (item) => item, { first: 2 });
  expect(first.items.map(({ node }) => node)).toEqual(['a', 'b']);
  expect(first).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  const second = pageOfList(list, (item) => item, {
    first: 2,
    after: first.items[1]?.cursor ?? null,
  });
  expect(second.items.map(({ node }) => node)).toEqual(['c']);
  expect(second).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect(() =>
    pageOfList(['z'], (item) => item, { after: first.items[1]?.cursor ?? null }),
  ).toThrow('no cursor of this list');
  expect(pageOfList([], String, { first: 0 }).items).toEqual([]);
});

it('answers a refused mutation with its problems and without a record, and lets other failures be errors', async () => {
  const { run } = await subgraph();
  const rename = (name: string) =>
    run(
      'mutation ($name: String!) { renameThing(input: { name: $name }) { record { id } problems { __typename code message path ... on InvalidValue { allowed } } } }',
      { name },
    );
  expect((await rename('much too long')).data).toEqual({
    renameThing: {
      record: null,
      problems: [
        {
          __typename: 'InvalidValue',
          code: 'INVALID_VALUE',
          message: 'It is too long.',
          path: ['name'],
          allowed: ['up to 3 characters'],
        },
      ],
    },
  });
  expect((await rename('abc')).errors?.[0]?.message).toBe('the store is gone');
});

it('keeps its feed of changes to the platform itself', async () => {
  const { run, sdl } = await subgraph();
  expect((await run('{ changes { cursor } }')).errors?.[0]?.extensions.code).toBe('NOT_ALLOWED');
  expect(sdl).toMatch(/changes\([^)]*\): \[Change!\] @inaccessible @shareable/s);
});

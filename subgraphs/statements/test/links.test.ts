import { readsOf } from '@network/schema/testing';
import { expect, test } from 'vitest';
import { ofAMonth, remittances, solidarity, undated } from './sources.ts';
import { startStory } from './story.ts';

const all = [solidarity, remittances, ofAMonth, undated];

interface Listed {
  statements: { totalCount: number; edges: { node: { id: string } }[] };
}

test('objectives, principles and organizations list the statements that name them', async () => {
  await using story = await startStory(all);
  const query = `{
    _entities(representations: [
      { __typename: "Objective", id: "objective-13" }
      { __typename: "Objective", id: "objective-15" }
      { __typename: "GuidingPrinciple", id: "principle-10" }
      { __typename: "Organization", id: "ilo" }
      { __typename: "Organization", id: "who" }
    ]) {
      ... on Objective { id statements { totalCount edges { node { id } } } }
      ... on GuidingPrinciple { id statements { totalCount edges { node { id } } } }
      ... on Organization { id statements { totalCount edges { node { id } } } }
    }
  }`;
  const { data } = await story.run(query);
  const { _entities } = data as never as { _entities: ({ id: string } & Listed)[] };
  expect(
    _entities.map(({ id, statements: { totalCount, edges } }) => [
      id,
      totalCount,
      ...edges.map(({ node }) => node.id),
    ]),
  ).toEqual([
    ['objective-13', 2, 'solidarity', 'of-a-month'],
    ['objective-15', 1, 'solidarity'],
    ['principle-10', 1, 'solidarity'],
    ['ilo', 1, 'solidarity'],
    ['who', 0],
  ]);
});

test('an objective lists the asks that name it, page by page', async () => {
  await using story = await startStory([
    solidarity,
    { ...solidarity, _id: 'solidarity-again' },
    { ...solidarity, _id: 'solidarity-once-more' },
  ]);
  const seen: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 10; pages++) {
    const { data, errors } = await story.run(
      `query ($after: String) { _entities(representations: [{ __typename: "Objective", id: "objective-15" }]) {
        ... on Objective { asks(first: 4, after: $after) {
          totalCount pageInfo { hasNextPage endCursor } edges { node { id } }
        } }
      } }`,
      { variables: { after } },
    );
    expect(errors).toBeUndefined();
    const { asks } = (data as never as { _entities: [{ asks: AskPage }] })._entities[0];
    expect(asks.totalCount).toBe(6);
    seen.push(...asks.edges.map(({ node }) => node.id));
    if (!asks.pageInfo.hasNextPage) break;
    after = asks.pageInfo.endCursor;
  }
  expect(seen).toEqual([
    'solidarity-once-more/ask-1',
    'solidarity-once-more/ask-2',
    'solidarity-again/ask-1',
    'solidarity-again/ask-2',
    'solidarity/ask-1',
    'solidarity/ask-2',
  ]);
});

interface AskPage {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string };
  edges: { node: { id: string } }[];
}

test('a page of asks can be as long as any page, and no longer', async () => {
  await using story = await startStory([solidarity]);
  const asks = (page: string) =>
    story.run(
      `{ _entities(representations: [{ __typename: "Objective", id: "objective-15" }]) {
        ... on Objective { asks${page} { edges { node { id } } pageInfo { hasNextPage } } }
      } }`,
    );
  expect((await asks('(first: 100)')).data).toMatchObject({
    _entities: [{ asks: { edges: [{}, {}], pageInfo: { hasNextPage: false } } }],
  });
  expect((await asks('(first: 0)')).data).toMatchObject({
    _entities: [{ asks: { edges: [], pageInfo: { hasNextPage: true } } }],
  });
  expect((await asks('(first: 101)')).errors?.[0]?.extensions.code).toBe('PAGE_SIZE_OUT_OF_RANGE');
  expect((await asks('(after: "nonsense")')).errors?.[0]?.extensions.code).toBe('INVALID_CURSOR');
});

test('fifty statements are one call of the store, and so are the lists of many objectives', async () => {
  await using story = await startStory(
    Array.from({ length: 50 }, (_, index) => ({ ...solidarity, _id: `statement-${index}` })),
  );
  const reads = readsOf(story.storage);
  const ids = Array.from({ length: 50 }, (_, index) => `statement-${index}`);
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Statement { id } ... on Objective { statements(first: 1) { edges { node { id } } } asks(first: 1) { edges { node { id } } } }
  } }`;
  const ask = (typename: string, keys: string[]) =>
    story.run(query, {
      variables: { representations: keys.map((key) => ({ __typename: typename, id: key })) },
    });
  expect((await ask('Statement', ids)).data?._entities).toEqual(ids.map((key) => ({ id: key })));
  expect(reads.splice(0)).toEqual(['statements.getMany']);
  await ask('Objective', ['objective-13', 'objective-14', 'objective-15']);
  expect(reads).toEqual(['statements.pagePerParent', 'statements.pagePerParent']);
});

// Everything that somebody without a right can ask about a statement, by every path there is.

import type { Identity } from '@network/schema';
import type { TestSubgraph } from '@network/schema/testing';
import type { GraphQLInputType } from 'graphql';
import { getNamedType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import { schema } from '../src/schema.ts';

const lists = `
  statements(first: 100) { totalCount pageInfo { hasNextPage startCursor endCursor } edges { cursor node { id } } }
  byObjective: statements(objective: "objective-13") { totalCount edges { cursor node { id } } }
  byYear: statements(year: 2021) { totalCount edges { cursor node { id } } }
  byBoth: statements(objective: "objective-13", year: 2021) { totalCount edges { cursor node { id } } }
  proposedStatements { totalCount edges { cursor node { id } } }
  _entities(representations: [
    { __typename: "Objective", id: "objective-13" }
    { __typename: "Objective", id: "objective-15" }
    { __typename: "GuidingPrinciple", id: "principle-3" }
    { __typename: "Organization", id: "iom" }
    { __typename: "Organization", id: "who" }
  ]) {
    ... on Objective {
      statements { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } } }
      asks { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } } }
    }
    ... on GuidingPrinciple { statements { totalCount edges { cursor node { id } } } }
    ... on Organization { statements { totalCount edges { cursor node { id } } } }
  }
`;

/** All lists, counts, cursors and reverse links, as one text. */
export async function listsSeenBy(story: TestSubgraph, as?: Identity): Promise<string> {
  return JSON.stringify(await story.run(`{ ${lists} }`, { ...(as && { as }) }));
}

/** All answers about one id, with the id itself made unreadable: hidden or never written must be the same text. */
export async function answersAbout(
  story: TestSubgraph,
  id: string,
  as?: Identity,
): Promise<string> {
  const reader = as && { as };
  const page = { before: null, statement: id, number: 0 };
  const forged = Buffer.from(JSON.stringify(Object.values(page))).toString('base64url');
  const answers: unknown[] = [
    await story.run(`{ statement(id: "${id}") { id title { text } state textHash } }`, {
      ...reader,
    }),
    await story.run(
      `{ _entities(representations: [{ __typename: "Statement", id: "${id}" }]) { ... on Statement { id state } } }`,
      { ...reader },
    ),
    await story.run(
      `{ _entities(representations: [{ __typename: "Objective", id: "objective-15" }]) {
        ... on Objective { asks(after: "${forged}") { edges { node { id } } pageInfo { hasNextPage } } }
      } }`,
      { ...reader },
    ),
    await story.run(
      `{ _entities(representations: [{ __typename: "Viewer", subject: "${as?.subject ?? 'nobody'}" }]) {
        ... on Viewer { statementTasks { totalCount } }
      } }`,
      { ...reader },
    ),
  ];
  for (const [name, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
    const type = field.args[0]?.type as GraphQLInputType;
    const input = exampleOf(type, id) as Record<string, unknown>;
    const query = `mutation ($input: ${getNamedType(type).name}!) { ${name}(input: $input) {
      record { id state }
      problems {
        __typename code message path
        ... on InvalidValue { allowed } ... on UnknownRecord { type id } ... on NotAllowed { needed }
        ... on WrongState { state possible } ... on StaleWrite { currentVersion changes { type } }
      }
    } }`;
    answers.push([name, await story.run(query, { variables: { input }, ...reader })]);
  }
  return JSON.stringify(answers).replaceAll(id, '<id>');
}

/** The names of all mutations, to be sure that they were asked. */
export const mutationNames = Object.keys(schema.getMutationType()?.getFields() ?? {});

const examples: Record<string, unknown> = {
  String: 'x',
  Int: 1,
  Boolean: true,
  DateTime: '2030-01-01T00:00:00Z',
  Duration: 'PT72H',
  URL: 'https://example.org/',
};

/** A value for every field of an input, so that nothing is refused for its shape. Every id is the one in question. */
function exampleOf(type: GraphQLInputType, id: string): unknown {
  if (isNonNullType(type)) return exampleOf(type.ofType, id);
  if (isListType(type)) return [exampleOf(type.ofType, id)];
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      Object.values(type.getFields()).map((field) => [field.name, exampleOf(field.type, id)]),
    );
  }
  if (type.name === 'ID') return id;
  if ('getValues' in type) return type.getValues()[0]?.name;
  return examples[type.name];
}

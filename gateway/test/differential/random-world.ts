// Goes in: numbers that look random. Comes out: a graph that nobody thought of, as several subgraphs and as resolvers for
// one plain schema. Most fields have one owner, some fields require others, and here and there is a shared field or a
// second key. A value is told by its type, its object's id, its field and its argument.

import type { GraphQLSchema } from 'graphql';
import type { Resolver, SubgraphSource } from '../tester.ts';
import { plainSchema } from './library.ts';

interface WorldField {
  name: string;
  /** The entity it leads to; null for a leaf. */
  to: string | null;
  isList: boolean;
  takesArgument: boolean;
  owners: readonly number[];
  requires: readonly string[];
}

interface WorldType {
  name: string;
  fields: WorldField[];
  /** By which keys each subgraph finds it. */
  keys: readonly (readonly string[])[];
}

export interface World {
  subgraphs: Record<string, SubgraphSource>;
  /** The same as one schema, from the public one. */
  plain(publicSchema: GraphQLSchema): GraphQLSchema;
}

type Random = (below: number) => number;
type Entity = { __typename: string; id: string; code: string } & Record<string, unknown>;

/** Of A and B. */
const union = 'Some';

const entity = (type: string, id: string): Entity => ({ __typename: type, id, code: `c${id}` });

/** Some objects are not there, and some leaves are null. */
function valueAt(type: string, id: string, field: WorldField, argument = ''): unknown {
  const seed = [...`${type}${id}${field.name}${argument}`].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973,
    7,
  );
  if (field.to === null)
    return seed % 11 === 0 ? null : `${type}.${field.name}${argument} of ${id}`;
  const typeAt = (n: number) => (field.to === union ? 'AB'.charAt(n % 2) : (field.to as string));
  const one = (n: number) => (n % 7 === 0 ? null : entity(typeAt(n), String(n % 5)));
  return field.isList ? [one(seed), one(seed + 1), one(seed + 3)] : one(seed);
}

export interface WorldOptions {
  /** Some types have no key that all subgraphs know. */
  mixesKeys: boolean;
  /** Some fields lead to a union. */
  hasUnion?: boolean;
}

export function randomWorld(random: Random, { mixesKeys, hasUnion = false }: WorldOptions): World {
  const count = 2 + random(4);
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  const names = ['A', 'B', 'C', 'D'].slice(0, 2 + random(3));
  const owner = (): number[] => {
    const one = random(count);
    return random(12) === 0 ? [...new Set([one, random(count)])] : [one];
  };
  const fieldOf = (name: string, rest: Partial<WorldField>): WorldField => ({
    ...{ name, to: null, isList: false, takesArgument: false, owners: owner(), requires: [] },
    ...rest,
  });
  const types = names.map((name): WorldType => {
    const leaves = Array.from({ length: 2 + random(4) }, (_, n) =>
      fieldOf(`${name.toLowerCase()}${n}`, { takesArgument: random(5) === 0 }),
    );
    const links = Array.from({ length: 1 + random(3) }, (_, n) =>
      fieldOf(`to${name}${n}`, {
        to: pick(hasUnion ? [...names, union] : names),
        isList: random(2) === 0,
      }),
    );
    const plain = leaves.filter(({ takesArgument }) => !takesArgument);
    const made = Array.from({ length: plain.length > 0 ? random(5) : 0 }, (_, n): WorldField => {
      const required = [...new Set(Array.from({ length: 1 + random(3) }, () => pick(plain)))];
      const others = Array.from({ length: count }, (_, at) => at).filter((at) =>
        required.every(({ owners }) => !owners.includes(at)),
      );
      const requires = others.length > 0 ? required.map((field) => field.name) : [];
      return fieldOf(`made${name}${n}`, {
        owners: [others.length > 0 ? pick(others) : random(count)],
        requires,
      });
    });
    // All by their id, or some also by their code, or some only by the one and some only by the other.
    const always = [[['id']], [['id'], ['id', 'code']]];
    const kinds = pick(mixesKeys ? [...always, [['id'], ['code'], ['id', 'code']]] : always);
    const keys = Array.from({ length: count }, () => pick(kinds));
    if (kinds.length > 2) keys[random(count)] = ['id', 'code'];
    return { name, fields: [...leaves, ...links, ...made], keys };
  });
  const roots = names.map((name, n) =>
    fieldOf(`root${n}`, { to: name, isList: random(2) === 0, owners: [random(count)] }),
  );
  const subgraphs = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`s${at}`, subgraphOf(at, { types, roots })]),
  );
  return { subgraphs, plain: (schema) => plainOf(schema, { types, roots }) };
}

interface Parts {
  types: readonly WorldType[];
  roots: readonly WorldField[];
}

const argumentText = (field: WorldField) => (field.takesArgument ? '(with: String)' : '');
const outputOf = ({ to, isList }: WorldField) =>
  isList ? `[${to ?? 'String'}]` : (to ?? 'String');

function subgraphOf(at: number, { types, roots }: Parts): SubgraphSource {
  const resolvers: Record<string, Record<string, Resolver>> = { Query: {} };
  const sdl: string[] = [];
  for (const field of roots) {
    if (!field.owners.includes(at)) continue;
    sdl.push(`extend type Query { ${field.name}: ${outputOf(field)} }`);
    Object.assign(resolvers.Query as object, { [field.name]: () => valueAt('Query', '', field) });
  }
  for (const type of types) {
    const own: Record<string, Resolver> = {
      __resolveReference: ({ id, code, ...given }) => ({
        ...given,
        ...entity(type.name, id ?? code.slice(1)),
      }),
    };
    const names = type.keys[at] ?? [];
    const lines = names.map((key) => `${key}: ID!`);
    const external = new Set<string>();
    for (const field of type.fields) {
      if (!field.owners.includes(at)) continue;
      const shared = field.owners.length > 1 ? ' @shareable' : '';
      const { requires } = field;
      for (const name of requires) external.add(name);
      const needs = requires.length > 0 ? ` @requires(fields: "${requires.join(' ')}")` : '';
      lines.push(`${field.name}${argumentText(field)}: ${outputOf(field)}${shared}${needs}`);
      own[field.name] =
        requires.length > 0
          ? (parent: Entity) => requires.map((name) => parent[name]).join('/')
          : (parent: Entity, args: { with?: string }) =>
              valueAt(type.name, parent.id, field, args.with ?? '');
    }
    for (const name of external) lines.push(`${name}: String @external`);
    const keys = names.map((key) => `@key(fields: "${key}")`).join(' ');
    sdl.push(`type ${type.name} ${keys} { ${lines.join(' ')} }`);
    resolvers[type.name] = own;
  }
  if (sdl.some((text) => text.includes(union))) sdl.push(`union ${union} = A | B`);
  return { sdl: sdl.join('\n').replace('extend type Query', 'type Query'), resolvers };
}

function plainOf(publicSchema: GraphQLSchema, { types, roots }: Parts): GraphQLSchema {
  return plainSchema(publicSchema, (typename, name) => {
    const fields = types.find((type) => type.name === typename)?.fields ?? roots;
    const field = fields.find((candidate) => candidate.name === name);
    if (!field) return undefined;
    return (parent: Entity | undefined, args: { with?: string }) => {
      const of = (one: WorldField, given = '') => valueAt(typename, parent?.id ?? '', one, given);
      if (field.requires.length === 0) return of(field, args.with ?? '');
      return field.requires
        .map((required) => of(fields.find((one) => one.name === required) as WorldField))
        .join('/');
    };
  });
}

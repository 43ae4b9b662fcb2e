import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutationsByRole } from '@network/members/allowed-mutations';
import { schemas } from '@network/platform';
import { ownerOf, subgraphs } from '@network/schema';
import {
  buildSchema,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const sdl = (file: string) => readFileSync(join(root, 'schema/sdl', `${file}.graphql`), 'utf8');
const names = subgraphs.map(({ name }) => name);
const api = buildSchema(sdl('api'));

describe('all places that name the subgraphs agree:', () => {
  it('the list, the folders, the platform, the SDL files and the supergraph', () => {
    const folders = readdirSync(join(root, 'subgraphs'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.sort()).toEqual([...names].sort());
    expect(Object.keys(schemas).sort()).toEqual([...names].sort());
    const graphs = [...sdl('supergraph').matchAll(/@join__graph\(name: "([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(graphs.sort()).toEqual([...names].sort());
    for (const name of names) expect(sdl(name)).toContain('type Query');
  });

  it('each has a port of its own', () => {
    expect(new Set(subgraphs.map(({ port }) => port)).size).toBe(subgraphs.length);
  });
});

describe.each(subgraphs)('$name', ({ name, owns }) => {
  const schema = schemas[name];
  const objects = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('_'),
  );
  const isForeign = (type: string) => ownerOf(type) !== undefined && ownerOf(type) !== name;
  /** Whether another subgraph's record can stand in a position of this type. */
  const namesForeign = (type: GraphQLOutputType) => {
    const named = getNamedType(type);
    return isUnionType(named)
      ? named.getTypes().some((member) => isForeign(member.name))
      : isForeign(named.name);
  };
  const element = (type: GraphQLOutputType): GraphQLOutputType => {
    const nullable = isNonNullType(type) ? type.ofType : type;
    return isListType(nullable) ? element(nullable.ofType) : type;
  };

  it('defines the types it owns as entities', () => {
    for (const type of owns) {
      expect(schema.getType(type), type).toBeDefined();
      expect(sdl(name)).toMatch(new RegExp(`type ${type} [^{]*@key\\(fields: "(id|subject)"\\)`));
    }
  });

  it('adds only nullable fields to other subgraphs’ types', () => {
    const wrong = objects
      .filter((type) => isForeign(type.name))
      .flatMap((type) =>
        Object.values(isObjectType(type) ? type.getFields() : {}).map((field) => ({ type, field })),
      )
      .filter(({ field }) => !['id', 'subject'].includes(field.name) && isNonNullType(field.type))
      .map(({ type, field }) => `${type.name}.${field.name}`);
    expect(wrong).toEqual([]);
  });

  it('lets every place where another subgraph’s record stands be null', () => {
    const wrong = objects
      .flatMap((type) =>
        Object.values(isObjectType(type) ? type.getFields() : {}).map((field) => ({ type, field })),
      )
      .filter(({ field }) => namesForeign(field.type) && isNonNullType(element(field.type)))
      .map(({ type, field }) => `${type.name}.${field.name}`);
    expect(wrong).toEqual([]);
  });

  it('names its connections after its own nodes, or after owner and field', () => {
    const wrong = objects
      .filter(
        (type) =>
          type.name.endsWith('Connection') && isForeign(type.name.replace(/Connection$/, '')),
      )
      .map((type) => type.name);
    expect(wrong).toEqual([]);
  });
});

describe('me', () => {
  it('names as possible only mutations that there are, and every one for some role', () => {
    const mutations = Object.keys(api.getMutationType()?.getFields() ?? {}).sort();
    const named = [...new Set(Object.values(mutationsByRole).flat())].sort();
    expect(named).toEqual(mutations);
  });
});

describe('the public schema', () => {
  it('has no trace of federation, nor of what only the platform asks', () => {
    const types = Object.keys(api.getTypeMap());
    expect(
      types.filter((type) => /^(_|join__|link__)/.test(type) && !type.startsWith('__')),
    ).toEqual([]);
    expect(types).not.toContain('Change');
    const roots = Object.keys(api.getQueryType()?.getFields() ?? {});
    expect(roots.filter((field) => field.startsWith('_') || field === 'changes')).toEqual([]);
  });

  it('answers every mutation with a record and problems', () => {
    for (const field of Object.values(api.getMutationType()?.getFields() ?? {})) {
      const payload = getNamedType(field.type);
      expect(isObjectType(payload) && Object.keys(payload.getFields()), field.name).toEqual([
        'record',
        'problems',
      ]);
      expect(
        field.args.map((argument) => argument.name),
        field.name,
      ).toEqual(['input']);
    }
  });
});

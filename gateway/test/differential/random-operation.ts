// Goes in: a schema and a tape of bytes. Comes out: an operation and its variables. Every choice reads one byte; a tape
// that has run out reads zeros, and zero is always the simplest choice, so that shorter tapes mean smaller operations.

import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

export interface RandomOperation {
  text: string;
  variables: Record<string, unknown>;
}

/** Values that arguments take, by `field.argument` or by the argument's name; some name what does not exist. */
export type ArgumentValues = Record<string, readonly unknown[]>;

const argumentValues: Record<string, readonly unknown[]> = {
  id: ['b1', 'f1', 'a1', 'b2', 'f2', 'a2', 'b9', 'boom'],
  term: ['', '1', 'a', 'b'],
  first: [2, 1, 0, 3],
};

export function randomOperation(
  schema: GraphQLSchema,
  tape: Uint8Array,
  {
    values = argumentValues,
    withMutations = true,
    depth = 4,
    prefersLinks = false,
  }: {
    values?: ArgumentValues;
    withMutations?: boolean;
    depth?: number;
    /** Two times of three a field that leads on, with few optional arguments: operations that join. */
    prefersLinks?: boolean;
  } = {},
): RandomOperation {
  let at = 0;
  const pick = (count: number): number => (count <= 1 ? 0 : (tape[at++] ?? 0) % count);
  const chance = (outOf: number): boolean => pick(outOf) === outOf - 1;
  const pickOf = <T>(list: readonly T[]): T => list[pick(list.length)] as T;

  const definitions = new Map<string, { type: string; value: unknown }>();
  const fragments: string[] = [];
  const conditions = ['s', 't'];

  const directives = (): string => {
    if (!chance(9)) return '';
    const name = pickOf(['include', 'skip']);
    if (chance(3)) return ` @${name}(if: ${pickOf(['true', 'false'])})`;
    const variable = pickOf(conditions);
    if (!definitions.has(variable)) {
      definitions.set(variable, { type: 'Boolean!', value: pick(2) === 0 });
    }
    return ` @${name}(if: $${variable})`;
  };

  const literal = (value: unknown, type: GraphQLInputType): string => {
    if (value === null) return 'null';
    const inner = isNonNullType(type) ? type.ofType : type;
    if (isEnumType(inner)) return String(value);
    if (isInputObjectType(inner)) {
      const fields = Object.entries(value as object).map(
        ([name, part]) => `${name}: ${JSON.stringify(part)}`,
      );
      return `{${fields.join(', ')}}`;
    }
    return JSON.stringify(value);
  };

  const valueFor = (name: string, type: GraphQLInputType, owner: string): unknown => {
    const own = values[`${owner}.${name}`];
    if (own) return pickOf(own);
    const inner = isNonNullType(type) ? type.ofType : type;
    if (!isNonNullType(type) && chance(7)) return null;
    if (isListType(inner)) return [];
    if (values[name]) return pickOf(values[name]);
    if (isEnumType(inner)) return pickOf(inner.getValues()).name;
    if (isInputObjectType(inner)) {
      return pickOf([{}, { percent: 50 }, { percent: 0, reason: 'x"y' }, { reason: null }]);
    }
    const byType: Record<string, readonly unknown[]> = {
      Boolean: [true, false],
      Int: [1, 0],
      Float: [0.5],
      String: ['x', 'é"'],
      ID: ['b1'],
    };
    return pickOf(byType[inner.name] ?? ['x']);
  };

  const args = (field: GraphQLField<unknown, unknown>): string => {
    const given: string[] = [];
    for (const argument of field.args) {
      if (!isNonNullType(argument.type) && chance(2) !== prefersLinks) continue;
      const value = valueFor(argument.name, argument.type, field.name);
      if (chance(4)) {
        const variable = `v${definitions.size}`;
        definitions.set(variable, { type: String(argument.type), value });
        given.push(`${argument.name}: $${variable}`);
      } else given.push(`${argument.name}: ${literal(value, argument.type)}`);
    }
    return given.length > 0 ? `(${given.join(', ')})` : '';
  };

  const fieldText = (type: GraphQLCompositeType, depth: number): string => {
    const all = isUnionType(type)
      ? []
      : Object.values(type.getFields()).filter(
          (field) => depth > 0 || !isCompositeType(getNamedType(field.type)),
        );
    const links = all.filter((field) => isCompositeType(getNamedType(field.type)));
    const fields = prefersLinks && links.length > 0 && !chance(3) ? links : all;
    const choice = pick(fields.length + 1);
    const field = fields[choice];
    if (!field) return `${chance(4) ? 'kind: ' : ''}__typename${directives()}`;
    const given = args(field);
    // Arguments make an alias necessary: two values of one field must not share a key.
    const alias =
      given !== '' && !chance(6)
        ? `${field.name}_${key(given)}: `
        : chance(6)
          ? `${pickOf(['x', 'y', 'id', 'title'])}: `
          : '';
    const inner = getNamedType(field.type);
    const below = isCompositeType(inner) ? ` ${selection(inner, depth - 1)}` : '';
    return `${alias}${field.name}${given}${directives()}${below}`;
  };

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const parts: string[] = [];
    const count = 1 + pick(4);
    for (let index = 0; index < count; index++) {
      const kind = pick(8);
      if (kind < 5 && !isUnionType(type)) parts.push(fieldText(type, depth));
      else if (kind === 7 && depth > 0) {
        const condition = conditionFor(type);
        const name = `F${fragments.length}`;
        fragments.push('');
        const position = fragments.length - 1;
        fragments[position] =
          `fragment ${name} on ${condition.name} ${selection(condition, depth - 1)}`;
        parts.push(`... ${name}${directives()}`);
      } else if (kind >= 5 && depth > -2) {
        const condition = conditionFor(type);
        const on = condition.name === type.name && chance(2) ? '' : ` on ${condition.name}`;
        parts.push(`...${on}${directives()} ${selection(condition, depth - 1)}`);
      } else parts.push(fieldText(type, depth));
    }
    return `{ ${parts.join(' ')} }`;
  };

  const conditionFor = (type: GraphQLCompositeType): GraphQLCompositeType => {
    const possible = isObjectType(type) ? [type] : [...schema.getPossibleTypes(type)];
    const wider = Object.values(schema.getTypeMap()).filter(
      (candidate): candidate is GraphQLCompositeType =>
        isAbstractType(candidate) &&
        !candidate.name.startsWith('__') &&
        possible.some((member) => schema.isSubType(candidate, member)),
    );
    return pickOf<GraphQLCompositeType>([...possible, type, ...wider]);
  };

  const isMutation = withMutations && chance(12);
  const root = (
    isMutation ? schema.getMutationType() : schema.getQueryType()
  ) as GraphQLCompositeType;
  const body = selection(root, depth);
  const declared = [...definitions].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
  const head = `${isMutation ? 'mutation' : 'query'}${declared && `(${declared})`}`;
  return {
    text: `${head} ${body} ${fragments.join(' ')}`,
    variables: Object.fromEntries([...definitions].map(([name, { value }]) => [name, value])),
  };
}

/** A short name for some text. */
function key(text: string): string {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return String(hash);
}

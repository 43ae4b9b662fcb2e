import {
  buildSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

const shortest = 20;
const fillers = new Set([
  'a',
  'an',
  'the',
  'of',
  'this',
  'that',
  'its',
  'is',
  'are',
  'for',
  'in',
  'to',
  'and',
  'or',
  'by',
  'one',
]);

/**
 * Every type, field, argument and enum value of a public schema whose description is missing, shorter than 20 characters
 * or only its name in other words; each as `Type.field(argument): what is wrong`.
 */
export function poorDescriptions(sdl: string): string[] {
  const found: string[] = [];
  const check = (place: string, description: string | null | undefined) => {
    const problem = faultOf(place, description?.trim() ?? '');
    if (problem) found.push(`${place}: ${problem}`);
  };
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !builtIn.has(type.name),
  );
  for (const type of types) {
    check(type.name, type.description);
    checkMembers(type, check);
  }
  return found;
}

const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);

function checkMembers(
  type: GraphQLNamedType,
  check: (place: string, text: string | null | undefined) => void,
): void {
  if (isEnumType(type)) {
    for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description);
  } else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields()))
      check(`${type.name}.${field.name}`, field.description);
  } else if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      check(`${type.name}.${field.name}`, field.description);
      for (const argument of field.args) {
        check(`${type.name}.${field.name}(${argument.name})`, argument.description);
      }
    }
  }
}

function faultOf(place: string, description: string): string | null {
  if (description === '') return 'has no description';
  if (description.length < shortest)
    return `"${description}" is shorter than ${shortest} characters`;
  const names = new Set(wordsOf(place));
  const said = wordsOf(description).filter((word) => !fillers.has(word));
  return said.every((word) => names.has(word)) ? `"${description}" only says the name again` : null;
}

/** `executiveCommittee` and `Executive committee` are the same words; a plural counts as its singular. */
function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.replace(/s$/, ''));
}

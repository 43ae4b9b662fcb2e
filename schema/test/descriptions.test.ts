import { describe, expect, it } from 'vitest';
import { poorDescriptions } from '../src/descriptions.ts';

const good = '"A description that says more than the name."';

describe('the check of descriptions', () => {
  it('is content when everything says something', () => {
    const sdl = `${good} type Query { ${good} a(${good} b: Int): E } ${good} enum E { ${good} V } ${good} input I { ${good} x: Int }`;
    expect(poorDescriptions(sdl)).toEqual([]);
  });

  it('finds types, fields, arguments, enum values and input fields without a description', () => {
    const sdl = 'type Query { a(b: I): E } enum E { V } input I { x: Int }';
    expect(poorDescriptions(sdl)).toEqual([
      'Query: has no description',
      'Query.a: has no description',
      'Query.a(b): has no description',
      'E: has no description',
      'E.V: has no description',
      'I: has no description',
      'I.x: has no description',
    ]);
  });

  it('finds what is too short and what only says the name again', () => {
    const sdl = `${good} type Query { "Short." title: Int "The executive committees of the query." executiveCommittee: Int }`;
    expect(poorDescriptions(sdl)).toEqual([
      'Query.title: "Short." is shorter than 20 characters',
      'Query.executiveCommittee: "The executive committees of the query." only says the name again',
    ]);
  });
});

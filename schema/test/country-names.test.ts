import { expect, test } from 'vitest';
import { officialNames } from '../src/country-names.ts';
import { countries, countryById, countryName, m49Regions } from '../src/index.ts';

test('every name of the table is a country’s of M49', () => {
  expect(Object.keys(officialNames).filter((id) => !countryById.has(id))).toEqual([]);
});

test('no two countries have the same name in a language', () => {
  const seen = new Map<string, string>();
  const doubles: string[] = [];
  for (const country of countries) {
    for (const [language, name] of Object.entries(countryName(country).texts)) {
      const other = seen.get(`${language} ${name}`);
      if (other) doubles.push(`${other} and ${country.id} are both ${name}`);
      seen.set(`${language} ${name}`, country.id);
    }
  }
  expect(doubles).toEqual([]);
});

test('every country has two letters of its own', () => {
  const letters = countries.map(({ alpha2 }) => alpha2);
  expect(letters.filter((two) => !/^[A-Z]{2}$/.test(two))).toEqual([]);
  expect(new Set(letters).size).toBe(countries.length);
  expect(['GBR', 'CHE', 'PSE', 'COD'].map((id) => countryById.get(id)?.alpha2)).toEqual([
    'GB',
    'CH',
    'PS',
    'CD',
  ]);
});

test('a region of M49 is part of one that exists', () => {
  const codes = new Set(m49Regions.map(({ code }) => code));
  expect(m49Regions.filter(({ parent }) => parent !== null && !codes.has(parent))).toEqual([]);
  expect(
    countries.flatMap((country) => country.m49Regions).filter((code) => !codes.has(code)),
  ).toEqual([]);
});

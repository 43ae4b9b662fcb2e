import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { defaultDirectory, InvalidSeeds, readSeeds } from '../src/load.ts';

const directories: string[] = [];
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'seeds-'));
  directories.push(directory);
  return directory;
}

/** The problems that reading a folder gives, without the folder's name. */
async function problemsIn(directory: string): Promise<string[]> {
  const error = await readSeeds(directory).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvalidSeeds);
  return (error as InvalidSeeds).problems.map((problem) => problem.replace(`${directory}/`, ''));
}

type Change = (source: string) => string;

/** A copy of the real seeds in which files are changed. */
async function changedSeeds(changes: Record<string, Change>): Promise<string> {
  const directory = await emptyDirectory();
  await cp(defaultDirectory, directory, { recursive: true });
  for (const [file, change] of Object.entries(changes)) {
    const source = await sourceOf(file);
    const changed = change(source);
    expect(changed, `${file} is changed`).not.toBe(source);
    await writeFile(join(directory, file), changed);
  }
  return directory;
}

const sourceOf = (file: string) => readFile(join(defaultDirectory, file), 'utf8').catch(() => '');

/** A folder with these files, and no record in any other file. */
async function onlySeeds(files: Record<string, string>): Promise<string> {
  const directory = await emptyDirectory();
  for (const file of await readdir(defaultDirectory)) {
    await writeFile(join(directory, file), files[file] ?? '[]');
  }
  return directory;
}

const theme = `- id: theme-1
  number: 1
  title:
    original: en
    texts:
      en: Theme 1
  citations:
    - document: A/RES/73/195
      at: para. 1
`;

describe('a seed file', () => {
  test('is right as it is', async () => {
    expect(Object.keys(await readSeeds())).toHaveLength((await readdir(defaultDirectory)).length);
  });

  test.each([
    {
      what: 'a field that does not exist',
      spoil: () => theme.replace('  number', '  colour: red\n  number'),
      problem: '2:3 colour: is not a field of this record',
    },
    {
      what: 'a missing field',
      spoil: () => theme.replace('  number: 1\n', ''),
      problem: '1:3 number: is missing',
    },
    {
      what: 'a value of another kind',
      spoil: () => theme.replace('number: 1', 'number: one'),
      problem: '2:11 number: expected number, found "one"',
    },
    {
      what: 'a number that is not positive',
      spoil: () => theme.replace('number: 1', 'number: 0'),
      problem: '2:11 number: Too small: expected number to be >=1',
    },
    {
      what: 'no citation',
      spoil: () => theme.replace(/citations:[\s\S]*/, 'citations: []\n'),
      problem: '7:14 citations: a citation is missing',
    },
    {
      what: 'no list of citations',
      spoil: () => theme.replace(/ {2}citations:[\s\S]*/, ''),
      problem: '1:3 citations: is missing',
    },
    {
      what: 'an unknown source document',
      spoil: () => theme.replace('A/RES/73/195', 'A/RES/1/1'),
      problem: '8:17 citations.0.document: unknown source document A/RES/1/1',
    },
    {
      what: 'a document number without quotes, which YAML takes for a number',
      spoil: () => theme.replace('A/RES/73/195', '004'),
      problem: '8:17 citations.0.document: expected string, found 4',
    },
    {
      what: 'a quote without its language',
      spoil: () => `${theme}      quote: words\n`,
      problem: '8:7 citations.0: a quote and its language go together',
    },
    {
      what: 'a text that lacks its original language',
      spoil: () => theme.replace('original: en', 'original: zh'),
      problem: '6:7 title.texts: no text in the original language zh',
    },
    {
      what: 'a text without English',
      spoil: () => theme.replace('original: en', 'original: fr').replace('en: Theme', 'fr: Thème'),
      problem: '6:7 title.texts: no English text',
    },
    {
      what: 'a language that is not one of the six',
      spoil: () => theme.replace('      en: Theme 1\n', '      en: Theme 1\n      de: Thema 1\n'),
      problem: '7:7 title.texts.de: is not a field of this record',
    },
    {
      what: 'an original in no official language',
      spoil: () => theme.replace('original: en', 'original: de'),
      problem: '4:15 title.original: "de" is none of ar, en, es, fr, ru, zh',
    },
    {
      what: 'an unofficial text that is not there',
      spoil: () => theme.replace('  citations', '    unofficial: [en, fr]\n  citations'),
      problem: '7:22 title.unofficial.1: no text in fr',
    },
    {
      what: 'an empty text',
      spoil: () => theme.replace('en: Theme 1', "en: ''"),
      problem: '6:11 title.texts.en: is empty',
    },
    {
      what: 'a text with blanks at an end',
      spoil: () => theme.replace('en: Theme 1', "en: 'Theme 1 '"),
      problem: '6:11 title.texts.en: has blanks at an end',
    },
    {
      what: 'a character that cannot be printed',
      spoil: () => theme.replace('en: Theme 1', 'en: "Theme\\u0007 1"'),
      problem: '6:11 title.texts.en: has a character that cannot be printed',
    },
    {
      what: 'a key that would reach the prototype',
      spoil: () => theme.replace('  number', '  __proto__: { admin: true }\n  number'),
      problem: '2:3 __proto__: is not a field of this record',
    },
    {
      what: 'an id that cannot be part of an address',
      spoil: () => theme.replace('id: theme-1', 'id: theme/1'),
      problem: '1:7 id: theme/1 is no id: letters, digits, hyphens and points only',
    },
    {
      what: 'a key that stands twice',
      spoil: () => theme.replace('  number', '  number: 1\n  number'),
      problem: '3:3 Map keys must be unique',
    },
    {
      what: 'a tag that YAML does not know',
      spoil: () => theme.replace('number: 1', 'number: !!js/function 1'),
      problem: '2:11 Unresolved tag: tag:yaml.org,2002:js/function',
    },
    {
      what: 'an alias',
      spoil: () => theme.replace('number: 1', 'number: &one 1').replace('Theme 1', '*one'),
      problem: '6:11 aliases are not allowed',
    },
  ])('is refused for $what', async ({ spoil, problem }) => {
    const spoilt = spoil();
    expect(spoilt).not.toBe(theme);
    expect(await problemsIn(await onlySeeds({ 'thematic-areas.yaml': spoilt }))).toEqual([
      `thematic-areas.yaml:${problem}`,
    ]);
  });

  test.each([
    {
      what: 'is empty',
      source: '',
      problem: '1:1 the file is empty: a list of records is expected',
    },
    {
      what: 'holds only a comment',
      source: '# nothing\n',
      problem: '1:1 the file is empty: a list of records is expected',
    },
    {
      what: 'holds no list',
      source: 'id: theme-1\n',
      problem: '1:1 a list of records is expected',
    },
    {
      what: 'holds a list of something else',
      source: '- theme-1\n',
      problem: '1:3 expected object, found "theme-1"',
    },
    { what: 'holds an empty record', source: '-\n', problem: '1:2 expected object, found null' },
    {
      what: 'holds two documents',
      source: '[]\n---\n[]\n',
      problem: '2:1 Source contains multiple documents; please use YAML.parseAllDocuments()',
    },
    {
      what: 'is not YAML',
      source: '- id: [\n',
      problem:
        '2:1 Flow sequence in block collection must be sufficiently indented and end with a ]',
    },
  ])('is refused when it $what', async ({ source, problem }) => {
    const problems = await problemsIn(await onlySeeds({ 'thematic-areas.yaml': source }));
    expect(problems).toContain(`thematic-areas.yaml:${problem}`);
  });

  test('that multiplies aliases is refused before it is expanded', async () => {
    const layers = Array.from(
      { length: 40 },
      (_, i) => `- &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`,
    );
    const bomb = `- &a0 [bomb]\n${layers.join('\n')}\n`;
    const problems = await problemsIn(await onlySeeds({ 'regions.yaml': bomb }));
    expect(problems[0]).toBe('regions.yaml:2:8 aliases are not allowed');
    expect(problems.at(-1)).toBe('regions.yaml:4:8 and 380 more');
    expect(problems).toHaveLength(21);
  });

  test('that nests deeper than the stack is refused', async () => {
    const problems = await problemsIn(await onlySeeds({ 'regions.yaml': '['.repeat(20_000) }));
    expect(problems[0]).toMatch(/^regions\.yaml:1:\d+ Maximum call stack size exceeded$/);
    expect(problems).toHaveLength(21);
  });

  test('that is missing is named, and what others would find in it is not held against them', async () => {
    const directory = await changedSeeds({});
    await rm(join(directory, 'organizations.yaml'));
    expect(await problemsIn(directory)).toEqual(['organizations.yaml:1:1 the file is missing']);
  });

  test('that has no place is named', async () => {
    const directory = await onlySeeds({});
    await writeFile(join(directory, 'workstream.yaml'), '[]');
    expect(await problemsIn(directory)).toEqual(['workstream.yaml:1:1 no seed file has this name']);
  });

  test('is shown by its path in the repository', async () => {
    await expect(readSeeds(join(defaultDirectory, '../nowhere'))).rejects.toMatchObject({
      problems: expect.arrayContaining([
        'seeds/nowhere/organizations.yaml:1:1 the file is missing',
      ]),
    });
  });
});

describe('a record', () => {
  /** Where the nth occurrence of some words begins, as `line:column`. */
  function placeOf(source: string, words: string, n = 1): string {
    let offset = -1;
    for (let i = 0; i < n; i += 1) offset = source.indexOf(words, offset + 1);
    const before = source.slice(0, offset).split('\n');
    return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  }

  test.each([
    {
      file: 'workstreams.yaml',
      from: 'objective-7,',
      to: 'objective-24,',
      path: 'objectives.1',
      problem: 'unknown objective objective-24',
    },
    {
      file: 'workstreams.yaml',
      from: '[theme-1]',
      to: '[ theme-6]',
      path: 'themes.0',
      problem: 'unknown theme theme-6',
      shift: 2,
    },
    {
      file: 'workstreams.yaml',
      from: 'workplan-2019',
      to: 'workplan-1999',
      path: 'workplan',
      problem: 'unknown workplan workplan-1999',
    },
    {
      file: 'activities.yaml',
      from: 'workstream: core-1.1',
      to: 'workstream: core-9.9',
      path: 'workstream',
      problem: 'unknown workstream core-9.9',
      shift: 12,
    },
    {
      file: 'statements.yaml',
      from: '[principle-10]',
      to: '[principle-11]',
      path: 'asks.5.principles.0',
      problem: 'unknown principle principle-11',
      shift: 1,
    },
    {
      file: 'statements.yaml',
      from: 'organization: ilo',
      to: 'organization: olo',
      path: 'mediaContacts.0.organization',
      problem: 'unknown organization olo',
      shift: 14,
    },
    {
      file: 'bodies.yaml',
      from: 'organization: who',
      to: 'organization: hwo',
      path: 'members.8.organization',
      problem: 'unknown organization hwo',
      shift: 14,
    },
    {
      file: 'regional-networks.yaml',
      from: 'region: asia-pacific',
      to: 'region: atlantis',
      path: 'region',
      problem: 'unknown region atlantis',
      shift: 8,
    },
    {
      file: 'country-networks.yaml',
      from: 'regionalNetwork: null',
      to: 'regionalNetwork: atlantis',
      path: 'regionalNetwork',
      problem: 'unknown regional network atlantis',
      shift: 17,
    },
    {
      file: 'pilots.yaml',
      from: 'country: THA',
      to: 'country: TAH',
      path: 'country',
      problem: 'unknown country TAH',
      shift: 9,
    },
    {
      file: 'products.yaml',
      from: 'workingGroup: null',
      to: 'workingGroup: nobody',
      path: 'workingGroup',
      problem: 'unknown working group nobody',
      shift: 14,
    },
    {
      file: 'working-groups.yaml',
      from: 'workstream: null',
      to: 'workstream: thematic-7',
      path: 'workstream',
      problem: 'unknown workstream thematic-7',
      shift: 12,
    },
    {
      file: 'working-groups.yaml',
      from: 'leads: []',
      to: 'leads: [{ type: Body, id: nobody }]',
      path: 'leads.0.id',
      problem: 'unknown body nobody',
      shift: 26,
    },
    {
      file: 'working-groups.yaml',
      from: 'leads: []',
      to: 'leads: [{ type: StakeholderGroup, id: nobody }]',
      path: 'leads.0.id',
      problem: 'unknown stakeholder group nobody',
      shift: 38,
    },
    {
      file: 'working-groups.yaml',
      from: 'leads: []',
      to: 'leads: [{ type: NamedRole, role: KING }]',
      path: 'leads.0.role',
      problem:
        '"KING" is none of ALL_MEMBERS, COORDINATOR, GOVERNMENTS, MEMBER_STATES, STAKEHOLDERS, NOT_STATED',
      shift: 33,
    },
    {
      file: 'working-groups.yaml',
      from: 'leads: []',
      to: 'leads: [{ type: Entity, id: iom }]',
      path: 'leads.0.type',
      problem: 'is missing or none of those known',
      shift: 16,
    },
    {
      file: 'working-groups.yaml',
      from: 'objectives: []',
      to: 'objectives: [objective-5, objective-5]',
      path: 'objectives.1',
      problem: 'objective objective-5 stands twice',
      shift: 26,
    },
    {
      file: 'statements.yaml',
      from: 'date: 2020-07-08',
      to: 'date: 2020-07-32',
      path: 'date',
      problem: 'wrong date 2020-07-32: a day (2020-07-08) or a month (2020-07) is expected',
      shift: 6,
    },
    {
      file: 'statements.yaml',
      from: 'date: 2020-07-08',
      to: 'date: 2021-02-29',
      path: 'date',
      problem: 'wrong date 2021-02-29: a day (2020-07-08) or a month (2020-07) is expected',
      shift: 6,
    },
    {
      file: 'statements.yaml',
      from: 'date: 2020-07-08',
      to: 'date: 2020-13',
      path: 'date',
      problem: 'wrong date 2020-13: a day (2020-07-08) or a month (2020-07) is expected',
      shift: 6,
    },
    {
      file: 'statements.yaml',
      from: '- number: 2',
      to: '- number: 7',
      path: 'paragraphs.1.number',
      problem: 'expected number 2',
      shift: 10,
    },
    {
      file: 'bodies.yaml',
      from: 'validFrom: null',
      to: 'validFrom: 2019-05',
      path: 'members.0.validFrom',
      problem: 'wrong date 2019-05: a day is expected (2020-07-08)',
      shift: 11,
    },
    {
      file: 'workstreams.yaml',
      from: 'by: 2020-05',
      to: 'by: 2020-00',
      path: 'timeFrame.by',
      problem: 'wrong date 2020-00: a day (2020-07-08) or a month (2020-07) is expected',
      shift: 4,
    },
    {
      file: 'country-networks.yaml',
      from: 'id: BGD',
      to: 'id: IND',
      path: 'id',
      problem: 'a country network has the code of its country as its id',
      shift: 4,
    },
  ])(
    'with $to in $file is refused: $problem',
    async ({ file, from, to, path, problem, shift = 0 }) => {
      let place = '';
      const directory = await changedSeeds({
        [file]: (source) => {
          const [line, column] = placeOf(source, from).split(':').map(Number);
          place = `${line}:${(column ?? 0) + shift}`;
          return source.replace(from, to);
        },
      });
      expect(await problemsIn(directory)).toEqual([`${file}:${place} ${path}: ${problem}`]);
    },
  );

  test('with an id that another has is refused, and both lines are named', async () => {
    const directory = await onlySeeds({ 'thematic-areas.yaml': `${theme}\n${theme}` });
    expect(await problemsIn(directory)).toEqual([
      'thematic-areas.yaml:11:7 id: duplicate id theme-1, first on line 1',
    ]);
  });

  test('is not the only one that is looked at: all problems of all files are listed, in their order', async () => {
    const directory = await changedSeeds({
      'regions.yaml': (source) => source.replace('document: "002"', 'document: nowhere'),
      'pilots.yaml': (source) =>
        source.replace('country: ARM', 'country: XXX').replace('country: UKR', 'country: YYY'),
      'statements.yaml': (source) => source.replace('date: 2020-07-08', 'date: yesterday'),
    });
    const problems = await problemsIn(directory);
    expect(problems.map((line) => line.replace(/:\d+:\d+ .*/, ''))).toEqual([
      'regions.yaml',
      'pilots.yaml',
      'pilots.yaml',
      'statements.yaml',
    ]);
  });
});

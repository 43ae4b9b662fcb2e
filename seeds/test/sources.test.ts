// The records against the sources: what the five documents count, listed by hand from them.

import {
  countryById,
  objectiveIds,
  principleIds,
  type StoredParty,
  themeIds,
} from '@network/schema';
import { describe, expect, test } from 'vitest';
import { readSeeds } from '../src/load.ts';

const seeds = await readSeeds();
const workstreams = seeds['workstreams.yaml'];
const statement = seeds['statements.yaml'].find(
  ({ id }) => id === '2020-07-08-standing-in-solidarity',
);
const ids = (records: readonly { id: string }[]) => records.map(({ id }) => id);
const of = (component: string) =>
  workstreams.filter((workstream) => workstream.component === component);
const active = [...of('CORE'), ...of('THEMATIC')];
const future = [...of('FUTURE_THEMATIC'), ...of('FUTURE_CROSS_CUTTING')];

/** In which workstreams each organization stands, as `T1`, `F4`, `X2` or the number of a core one. */
function standings(
  partiesOf: (workstream: (typeof workstreams)[number]) => readonly StoredParty[],
) {
  const letters = { CORE: '', THEMATIC: 'T', FUTURE_THEMATIC: 'F', FUTURE_CROSS_CUTTING: 'X' };
  const standing: Record<string, string> = {};
  for (const workstream of workstreams) {
    for (const party of partiesOf(workstream)) {
      if (party.type !== 'Organization') continue;
      const name = `${letters[workstream.component]}${workstream.number}`;
      standing[party.id] =
        standing[party.id] === undefined ? name : `${standing[party.id]} ${name}`;
    }
  }
  return standing;
}

describe('workplan (004)', () => {
  test('has 23 workstreams: 8 core, 6 thematic, 6 future thematic, 3 future cross-cutting', () => {
    expect(workstreams.map(({ position }) => position)).toEqual(
      Array.from({ length: 23 }, (_, i) => i + 1),
    );
    expect(ids(of('CORE'))).toEqual([
      'core-1.1',
      'core-1.2',
      'core-2.1',
      'core-2.2',
      'core-3',
      'core-4.1',
      'core-4.2',
      'core-4.3',
    ]);
    expect(ids(of('THEMATIC'))).toEqual([1, 2, 3, 4, 5, 6].map((n) => `thematic-${n}`));
    expect(ids(of('FUTURE_THEMATIC'))).toEqual([1, 2, 3, 4, 5, 6].map((n) => `future-${n}`));
    expect(ids(of('FUTURE_CROSS_CUTTING'))).toEqual([1, 2, 3].map((n) => `cross-cutting-${n}`));
  });

  test('has 8 ongoing and 6 in preparation among the 14 adopted', () => {
    expect(active.filter(({ status }) => status === 'ONGOING')).toHaveLength(8);
    expect(ids(active.filter(({ status }) => status === 'IN_PREPARATION'))).toEqual([
      'core-2.2',
      'thematic-2',
      'thematic-3',
      'thematic-4',
      'thematic-5',
      'thematic-6',
    ]);
  });

  test('states a status for one future workstream only', () => {
    expect(ids(future.filter(({ statusAsStated }) => statusAsStated !== null))).toEqual([
      'future-4',
    ]);
    expect(ids(workstreams.filter((w) => w.resourceMobilisation))).toEqual(['future-4']);
  });

  test('gives the objectives of each workstream in its order, the main one first', () => {
    const objectivesOf = Object.fromEntries(
      workstreams.map(({ id, objectives }) => [
        id,
        objectives.map((o) => o.replace('objective-', '')).join(' '),
      ]),
    );
    expect(objectivesOf).toEqual({
      'core-1.1': '',
      'core-1.2': '',
      'core-2.1': '',
      'core-2.2': '',
      'core-3': '',
      'core-4.1': '',
      'core-4.2': '',
      'core-4.3': '',
      'thematic-1': '1',
      'thematic-2': '13 7 10',
      'thematic-3': '5 7',
      'thematic-4': '5 6 18 19',
      'thematic-5': '21 7 10 12 15 16',
      'thematic-6': '15 16 19',
      'future-1': '1 3 17 23',
      'future-2': '2 7 8 12 13 23',
      'future-3': '1 2 5 23',
      'future-4': '9 1 2 7 8 11 14',
      'future-5': '19 20 23',
      'future-6': '1 2 3 4 5 15 19 21 22 23',
      'cross-cutting-1': '',
      'cross-cutting-2': '',
      'cross-cutting-3': '',
    });
  });

  test('covers 12 objectives with the thematic workstreams and all 23 with the future ones', () => {
    const covered = (list: typeof workstreams) =>
      new Set(list.flatMap(({ objectives }) => objectives));
    expect(covered(of('THEMATIC'))).toEqual(
      new Set([1, 5, 6, 7, 10, 12, 13, 15, 16, 18, 19, 21].map((n) => `objective-${n}`)),
    );
    expect(covered(workstreams)).toEqual(new Set(objectiveIds));
  });

  test('places the thematic and future workstreams in the five themes', () => {
    const themesOf = Object.fromEntries(
      workstreams
        .filter(({ component }) => component === 'THEMATIC' || component === 'FUTURE_THEMATIC')
        .map(({ id, themes }) => [
          id,
          themes.map((theme) => theme.replace('theme-', '')).join(' '),
        ]),
    );
    expect(themesOf).toEqual({
      'thematic-1': '1',
      'thematic-2': '2',
      'thematic-3': '2',
      'thematic-4': '4',
      'thematic-5': '3',
      'thematic-6': '5',
      'future-1': '1',
      'future-2': '2',
      'future-3': '2',
      'future-4': '3',
      'future-5': '4',
      'future-6': '2 4 5',
    });
  });

  test('names these leads', () => {
    expect(standings(({ leads }) => leads)).toEqual({
      iom: '1.2 2.1 2.2 4.1 T1 T2 T3 T4 T5 F4',
      undp: '2.1 2.2',
      ohchr: '2.2 T3 T5',
      'un-desa': '4.1 T1',
      ilo: 'T1 T4',
      unicef: 'T2 T5',
      unhcr: 'T2',
      who: 'T6',
      unodc: 'F4',
    });
  });

  test('names these participants', () => {
    expect(standings(({ participants }) => participants)).toEqual({
      ilo: 'T3 T5 T6',
      iom: 'T6',
      ohchr: 'T2 T6',
      unicef: 'T1 T6',
      unodc: 'T1 T2 T3 T5',
      unhcr: 'T1 T3 F4',
      undp: 'T5 T6',
      who: 'T1 T3 T4',
      ifad: 'T1',
      'un-women': 'T1 T3 T6',
      unfpa: 'T1 T3 T6',
      'un-habitat': 'T1 T2 T3 T5 T6',
    });
  });

  test('names these interested organizations, and one group', () => {
    expect(standings(({ interested }) => interested)).toEqual({
      ifad: 'F1 F5',
      'un-women': 'F1 X2',
      unfpa: 'F1 F2 F6 X2',
      wfp: 'F2 F3 F6',
      unaids: 'X3',
    });
    expect(workstreams.find(({ id }) => id === 'cross-cutting-1')?.interested).toEqual([
      { type: 'StakeholderGroup', id: 'child-rights-initiative' },
    ]);
  });

  test('has 92 activities, numbered from 1 in each workstream', () => {
    const numbers: Record<string, number[]> = {};
    for (const { workstream, number } of seeds['activities.yaml']) {
      numbers[workstream] = [...(numbers[workstream] ?? []), number];
    }
    const counts = [7, 4, 7, 6, 5, 3, 3, 4, 4, 4, 3, 4, 3, 3, 6, 2, 4, 4, 1, 1, 3, 2, 9];
    expect(numbers).toEqual(
      Object.fromEntries(
        workstreams.map(({ id }, index) => [
          id,
          Array.from({ length: counts[index] ?? 0 }, (_, i) => i + 1),
        ]),
      ),
    );
    expect(seeds['activities.yaml']).toHaveLength(92);
  });

  test('leaves four numbers open, in its own words', () => {
    const open = seeds['activities.yaml'].flatMap(({ id, quantities }) =>
      quantities
        .filter(({ kind }) => kind === 'TO_BE_DETERMINED')
        .map(({ words }) => [id, words.texts.zh]),
    );
    expect(open.map(([id]) => id)).toEqual([
      'thematic-4-activity-4',
      'thematic-5-activity-1',
      'thematic-5-activity-2',
      'thematic-6-activity-1',
    ]);
    for (const [, words] of open) expect(words).toMatch(/XX/);
  });

  test('lists seven core priorities', () => {
    expect(
      seeds['workplans.yaml'].map(({ id, corePriorities }) => [id, corePriorities.length]),
    ).toEqual([['workplan-2019', 7]]);
  });
});

describe('vocabularies', () => {
  test('are those that every subgraph checks against', () => {
    expect(ids(seeds['objectives.yaml'])).toEqual(objectiveIds);
    expect(ids(seeds['guiding-principles.yaml'])).toEqual(principleIds);
    expect(ids(seeds['thematic-areas.yaml'])).toEqual(themeIds);
  });
});

describe('organizations', () => {
  const organizations = seeds['organizations.yaml'];

  test('are 37, of which only Interpol is not of the United Nations system', () => {
    expect(organizations).toHaveLength(37);
    expect(ids(organizations.filter(({ unSystem }) => !unSystem))).toEqual(['interpol']);
  });

  test('are cited where a source gives the Chinese name they have here', () => {
    for (const { id, name, citations } of organizations) {
      const quotes = citations.map(({ quote }) => quote ?? '').join('\n');
      expect(quotes, id).toContain(name.texts.zh);
    }
  });

  test('of the Executive Committee are the nine that 001 names, without dates', () => {
    const committee = seeds['bodies.yaml'].find(({ kind }) => kind === 'EXECUTIVE_COMMITTEE');
    expect(committee?.members.map(({ organization }) => organization)).toEqual([
      'ilo',
      'iom',
      'ohchr',
      'unicef',
      'un-desa',
      'unodc',
      'unhcr',
      'undp',
      'who',
    ]);
    for (const { validFrom, validTo } of committee?.members ?? [])
      expect([validFrom, validTo]).toEqual([null, null]);
  });
});

describe('networks', () => {
  test('of Asia and the Pacific has the 19 members of 002, footnote 1', () => {
    expect(ids(seeds['regional-networks.yaml'])).toEqual(['asia-pacific']);
    expect(
      seeds['regional-networks.yaml'][0]?.members.map(({ organization }) => organization),
    ).toEqual([
      'escap',
      'ilo',
      'iom',
      'ocha',
      'ohchr',
      'unaids',
      'unicef',
      'undp',
      'unep',
      'unesco',
      'unfccc',
      'unfpa',
      'unhcr',
      'un-habitat',
      'undrr',
      'unodc',
      'un-women',
      'wfp',
      'world-bank',
    ]);
  });

  test('of countries: one is named, six had a pilot training', () => {
    expect(ids(seeds['country-networks.yaml'])).toEqual(['BGD']);
    expect(seeds['pilots.yaml'].map(({ country }) => countryById.get(country)?.name)).toEqual([
      'Armenia',
      'Bosnia and Herzegovina',
      'Georgia',
      'Morocco',
      'Thailand',
      'Ukraine',
    ]);
  });

  test('are counted as the sources count them', () => {
    const figures = [
      ...seeds['regional-network-figures.yaml'],
      ...seeds['country-network-figures.yaml'],
    ];
    expect(figures.map(({ id, value, qualifier, asOf }) => [id, qualifier, value, asOf])).toEqual([
      ['regional-networks', 'EXACT', 6, null],
      ['country-networks', 'MORE_THAN', 50, null],
      ['country-teams-with-a-network', 'MORE_THAN', 1 / 3, null],
      ['champion-countries', 'EXACT', 27, null],
    ]);
  });
});

describe('working groups', () => {
  test('are one by name, and nine products of groups not named', () => {
    expect(ids(seeds['working-groups.yaml'])).toEqual(['regular-pathways']);
    const products = seeds['products.yaml'];
    expect(products.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { workingGroup, attributedTo } of products) {
      expect([workingGroup, attributedTo.texts.zh]).toEqual([null, '各个专题工作组']);
    }
  });
});

describe('statements', () => {
  test('are three, of which one is here whole', () => {
    expect(
      seeds['statements.yaml'].map(({ id, date, hasFullText }) => [id, date, hasFullText]),
    ).toEqual([
      ['2020-07-08-standing-in-solidarity', '2020-07-08', true],
      ['2020-06-16-family-remittances', '2020-06-16', false],
      ['migration-in-a-changing-climate', null, false],
    ]);
  });

  test('of 8 July 2020 has 14 paragraphs, the sixth joined over its page break', () => {
    expect(statement?.paragraphs).toHaveLength(14);
    expect(statement?.paragraphs[5]?.text.texts.zh).toContain('正在成为一个不可或缺的安全网');
    expect(
      statement?.paragraphs.filter((p) => p.isBoilerplate).map(({ number }) => number),
    ).toEqual([12, 13]);
  });

  test('of 8 July 2020 has two links without an address and one footnote', () => {
    const at = (
      list: (
        paragraph: NonNullable<typeof statement>['paragraphs'][number],
      ) => { url: string | null }[],
    ) => statement?.paragraphs.flatMap((p) => list(p).map(({ url }) => [p.number, url]));
    expect(at(({ links }) => links)).toEqual([
      [3, null],
      [5, null],
    ]);
    expect(at(({ footnotes }) => footnotes)).toEqual([
      [14, 'https://www.migrationnetwork.un.org/online-series-mobility-time-covid-19'],
    ]);
  });

  test('of 8 July 2020 asks in five paragraphs, and names the whole-of-society approach only', () => {
    expect(statement?.asks.map(({ paragraph }) => paragraph)).toEqual([1, 7, 7, 8, 9, 10, 10, 10]);
    for (const { paragraph, text } of statement?.asks ?? []) {
      expect(statement?.paragraphs[paragraph - 1]?.text.texts.zh).toContain(text.texts.zh);
    }
    expect([statement?.objectives, statement?.principles]).toEqual([[], ['principle-10']]);
  });

  test('of 8 July 2020 has five media contacts as printed, whose consent is not stated', () => {
    expect(
      statement?.mediaContacts.map(({ organization, name, positions, phones, emails }) => [
        organization,
        name,
        positions.map(({ texts }) => texts.zh),
        phones,
        emails,
      ]),
    ).toEqual([
      ['ilo', 'Adam Bowers', ['交流规划和协调干事'], ['+41 (0)22 799 63 48'], ['newsroom@ilo.org']],
      ['iom', 'Safa Msehli', [], [], ['smsehli@iom.int', 'media@iom.int']],
      [
        'ohchr',
        'Rupert Colville',
        ['发言人 / 媒体关系主任'],
        ['+41 22 917 9767'],
        ['rcolville@ohchr.org'],
      ],
      ['unicef', 'Christopher Tidey', ['交流专家'], ['+1 917 340 3017'], ['ctidey@unicef.org']],
      [
        'unodc',
        'Ms. Sonya Yee',
        ['发言撰稿人和发言人', '联合国毒品和犯罪问题办公室执行主任办公室'],
        ['电话: (+43) 1 26060-4990'],
        ['sonya.yee@un.org'],
      ],
    ]);
    expect(statement?.mediaContacts.map(({ consent }) => consent)).toEqual(
      Array(5).fill('NOT_STATED'),
    );
  });
});

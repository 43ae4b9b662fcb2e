import { expect, test } from 'vitest';
import type { StoredReportContent } from '../src/documents.ts';
import { lateness } from '../src/reporting-settings.ts';
import { type RuleFacts, reportProblems } from '../src/status-report/rules.ts';
import { english } from './network-records.ts';

const right: StoredReportContent = {
  isNil: false,
  status: 'ONGOING',
  narrative: null,
  progress: null,
  asOf: '2026-06-30',
  evidence: [],
  visibility: 'PUBLIC',
};

const facts: RuleFacts = {
  round: { periodFrom: '2026-01-01' },
  timeFrame: 'BY',
  previousStatus: null,
  publishedVisibility: null,
  today: '2026-07-05',
};

const found = (content: Partial<StoredReportContent>, more: Partial<RuleFacts> = {}) =>
  reportProblems({ ...right, ...content }, { ...facts, ...more }).map(({ path }) => path.join('.'));

test.each<[string, Partial<StoredReportContent>, Partial<RuleFacts>, string[]]>([
  ['a status and a day are enough', {}, {}, []],
  ['a status is needed', { status: null }, {}, ['status']],
  ['a day is needed', { asOf: null }, {}, ['asOf']],
  ['all that is missing is named at once', { status: null, asOf: null }, {}, ['status', 'asOf']],
  ['the first day of the period is in it', { asOf: '2026-01-01' }, {}, []],
  ['a day before the period is not', { asOf: '2025-12-31' }, {}, ['asOf']],
  ['today may follow the period', { asOf: '2026-07-05' }, {}, []],
  ['tomorrow is not known yet', { asOf: '2026-07-06' }, {}, ['asOf']],
  ['what is completed is at 100 per cent', { status: 'COMPLETED', progress: 99 }, {}, ['progress']],
  ['or at none that is stated', { status: 'COMPLETED', progress: null }, {}, []],
  ['100 per cent need not be completed', { progress: 100 }, {}, []],
  [
    'the continuous is never completed',
    { status: 'COMPLETED' },
    { timeFrame: 'CONTINUOUS' },
    ['status'],
  ],
  ['nor is the annual', { status: 'COMPLETED' }, { timeFrame: 'ANNUAL' }, ['status']],
  ['the multi-year can be', { status: 'COMPLETED' }, { timeFrame: 'MULTI_YEAR' }, []],
  [
    'going back needs a narrative',
    { status: 'PAUSED' },
    { previousStatus: 'ONGOING' },
    ['narrative'],
  ],
  [
    'and with one it is allowed',
    { status: 'PAUSED', narrative: english('No funds') },
    { previousStatus: 'ONGOING' },
    [],
  ],
  ['staying needs none', { status: 'ONGOING' }, { previousStatus: 'ONGOING' }, []],
  ['going forward needs none', { status: 'COMPLETED' }, { previousStatus: 'ONGOING' }, []],
  ['a correction may be for more readers', {}, { publishedVisibility: 'SECRETARIAT' }, []],
  ['or for as many', { visibility: 'NETWORK' }, { publishedVisibility: 'NETWORK' }, []],
  [
    'but not for fewer',
    { visibility: 'NETWORK' },
    { publishedVisibility: 'PUBLIC' },
    ['visibility'],
  ],
  [
    'a nil return needs nothing else',
    { isNil: true, status: null, asOf: null },
    { previousStatus: 'ONGOING' },
    [],
  ],
  [
    'but is not for fewer readers either',
    { isNil: true, visibility: 'SECRETARIAT' },
    { publishedVisibility: 'NETWORK' },
    ['visibility'],
  ],
])('%s', (_, content, more, paths) => {
  expect(found(content, more)).toEqual(paths);
});

test.each([
  ['QUARTERLY', 30, 60],
  ['HALF_YEARLY', 30, 60],
  ['YEARLY', 60, 90],
] as const)(
  'a %s report is overdue after %i days and delinquent after %i',
  (frequency, overdue, delinquent) => {
    const dueAt = '2026-07-31T23:59:59.999Z';
    const after = (days: number, milliseconds = 0) =>
      lateness(
        { dueAt, frequency },
        new Date(Date.parse(dueAt) + days * 86_400_000 + milliseconds),
      );
    expect(after(overdue)).toEqual({ isOverdue: false, isDelinquent: false });
    expect(after(overdue, 1)).toEqual({ isOverdue: true, isDelinquent: false });
    expect(after(delinquent)).toEqual({ isOverdue: true, isDelinquent: false });
    expect(after(delinquent, 1)).toEqual({ isOverdue: true, isDelinquent: true });
  },
);

import { reader } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  carryOut,
  comments,
  content,
  countryPublisher,
  openRound,
  otherSecretariat,
  others,
  place,
  publisher,
  publisherAndValidator,
  publishReport,
  reportId,
  secretariat,
  startedSubgraph,
  stranger,
  succeed,
  validator,
  withReport,
} from './network-records.ts';

test('a report is validated by the rules when it is submitted, and everything wrong is named', async () => {
  await using subgraph = await withReport({ input: { status: null, asOf: '2025-12-31' } });
  const { record, problems } = await carryOut(subgraph, 'submitStatusReport', {
    input: { id: reportId, version: 1 },
    as: publisher,
  });
  expect(record).toBeNull();
  expect(
    problems.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`),
  ).toMatchInlineSnapshot(`
    [
      "INVALID_VALUE status: The report states no status.",
      "INVALID_VALUE asOf: 2025-12-31 is before the period of the round.",
    ]
  `);
});

test('the rules are asked again when it is published', async () => {
  await using subgraph = await withReport({ isSubmitted: true, input: { asOf: '2026-07-05' } });
  await succeed(subgraph, 'validateStatusReport', {
    input: { id: reportId, version: 2 },
    as: validator,
  });
  subgraph.clock.now = new Date('2026-07-04T23:00:00.000Z');
  const refused = await carryOut(subgraph, 'publishStatusReport', {
    input: { id: reportId, version: 3 },
    as: validator,
  });
  expect(refused.problems).toMatchObject([{ __typename: 'InvalidValue', path: ['asOf'] }]);
  // It does not hang: what was validated can still be returned.
  const returned = await carryOut(subgraph, 'returnStatusReport', {
    input: { id: reportId, version: 3, comments },
    as: validator,
    select: 'state',
  });
  expect(returned.record).toEqual({ state: 'RETURNED' });
});

test('going back from what was published in an earlier round needs a narrative', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  await publishReport(subgraph, { input: { visibility: 'SECRETARIAT' } });
  subgraph.clock.now = new Date('2027-01-05T09:00:00.000Z');
  const later = {
    id: '2026-H2',
    periodFrom: '2026-07-01',
    periodTo: '2026-12-31',
    opensAt: '2027-01-01T00:00:00Z',
    dueAt: '2027-01-31T23:59:59Z',
  };
  await openRound(subgraph, later);
  const input = { ...place, round: '2026-H2', status: 'PAUSED', asOf: '2026-12-31' };
  const { id } = await succeed(subgraph, 'saveStatusReport', { input, as: publisher });
  const refused = await carryOut(subgraph, 'submitStatusReport', {
    input: { id, version: 1 },
    as: publisher,
  });
  expect(refused.problems).toMatchObject([
    {
      __typename: 'InvalidValue',
      path: ['narrative'],
      message: 'The status goes back from ONGOING to PAUSED; a narrative has to say why.',
    },
  ]);
  await succeed(subgraph, 'saveStatusReport', {
    input: { ...input, version: 1, narrative: { language: 'FR', text: 'Sans fonds' } },
    as: publisher,
  });
  const submitted = await carryOut(subgraph, 'submitStatusReport', {
    input: { id, version: 2 },
    as: publisher,
  });
  expect(submitted.problems).toEqual([]);
});

test('a correction is not for fewer readers than what it corrects', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const version = await publishReport(subgraph);
  await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, version, visibility: 'SECRETARIAT' },
    as: publisher,
  });
  const { problems } = await carryOut(subgraph, 'submitStatusReport', {
    input: { id: reportId, version: version + 1 },
    as: publisher,
  });
  expect(problems).toMatchObject([{ path: ['visibility'], allowed: ['PUBLIC'] }]);
});

test('nobody validates what they submitted, whatever their roles', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const { id } = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, ...content },
    as: publisherAndValidator,
  });
  const submitted = await succeed(subgraph, 'submitStatusReport', {
    input: { id, version: 1 },
    as: publisherAndValidator,
    select: 'possibleActions',
  });
  expect(submitted.possibleActions).toEqual(['withdrawStatusReport', 'returnStatusReport']);
  const { problems } = await carryOut(subgraph, 'validateStatusReport', {
    input: { id, version: 2 },
    as: publisherAndValidator,
  });
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "__typename": "NotAllowed",
        "code": "NOT_ALLOWED",
        "message": "Whoever submitted a report does not validate it.",
        "needed": [
          "VALIDATOR of RegionalNetwork asia-pacific, another person",
        ],
        "path": [
          "id",
        ],
      },
    ]
  `);
});

test('that a validator may also write for the unit is shown', async () => {
  await using subgraph = await withReport({ isSubmitted: true });
  const record = await succeed(subgraph, 'validateStatusReport', {
    input: { id: reportId, version: 2 },
    as: publisherAndValidator,
    select: 'working { isValidatedWithinUnit validatedBy } possibleActions',
  });
  expect(record).toEqual({
    working: { isValidatedWithinUnit: true, validatedBy: 'pia' },
    possibleActions: ['returnStatusReport', 'publishStatusReport'],
  });
});

test('only the submitter takes a report back, and only before it is validated', async () => {
  await using subgraph = await withReport({ isSubmitted: true });
  const input = { id: reportId, version: 2 };
  const other = await carryOut(subgraph, 'withdrawStatusReport', {
    input,
    as: publisherAndValidator,
  });
  expect(other.problems).toMatchObject([
    { __typename: 'NotAllowed', needed: ['the submitter of the report'] },
  ]);
  const own = await carryOut(subgraph, 'withdrawStatusReport', {
    input,
    as: publisher,
    select: 'state possibleActions',
  });
  expect(own.record).toEqual({
    state: 'WITHDRAWN',
    possibleActions: ['saveStatusReport', 'fileNilReturn'],
  });
  await publishReport(subgraph, { input: { version: 3 } });
  const late = await carryOut(subgraph, 'withdrawStatusReport', {
    input: { id: reportId, version: 7 },
    as: publisher,
  });
  expect(late.problems).toMatchObject([{ __typename: 'WrongState', state: 'PUBLISHED' }]);
});

test('a return needs comments', async () => {
  await using subgraph = await withReport({ isSubmitted: true });
  const { problems } = await carryOut(subgraph, 'returnStatusReport', {
    input: { id: reportId, version: 2, comments: { language: 'EN', text: ' ' } },
    as: validator,
  });
  expect(problems).toMatchObject([{ __typename: 'InvalidValue', path: ['comments', 'text'] }]);
});

test('what was returned is not submitted again before it is revised', async () => {
  await using subgraph = await withReport({ isSubmitted: true });
  await succeed(subgraph, 'returnStatusReport', {
    input: { id: reportId, version: 2, comments },
    as: validator,
  });
  const { problems } = await carryOut(subgraph, 'submitStatusReport', {
    input: { id: reportId, version: 3 },
    as: publisher,
  });
  expect(problems).toMatchObject([
    {
      __typename: 'WrongState',
      state: 'RETURNED',
      possible: ['saveStatusReport', 'fileNilReturn'],
      path: ['id'],
    },
  ]);
});

const steps = [
  ['submitStatusReport', {}],
  ['withdrawStatusReport', {}],
  ['returnStatusReport', { comments }],
  ['validateStatusReport', {}],
  ['publishStatusReport', {}],
] as const;

test.each(steps)(
  '%s says the same of a hidden report as of one that was never written',
  async (mutation, more) => {
    await using subgraph = await withReport({ isSubmitted: true });
    for (const as of [stranger, countryPublisher, undefined]) {
      // Whatever version is guessed: neither role nor version nor state is spoken of.
      for (const version of [1, 2]) {
        const attempt = (id: string) =>
          carryOut(subgraph, mutation, { input: { id, version, ...more }, ...(as && { as }) });
        const hidden = await attempt(reportId);
        const missing = await attempt(reportId.replace('2026-H1', '1999'));
        expect(hidden).toEqual(JSON.parse(JSON.stringify(missing).replaceAll('1999', '2026-H1')));
        expect(hidden.problems).toMatchObject([
          { __typename: 'UnknownRecord', type: 'StatusReport' },
        ]);
      }
    }
  },
);

test.each(steps)(
  '%s of a published report is refused to those without the role',
  async (mutation, more) => {
    await using subgraph = await startedSubgraph();
    await openRound(subgraph);
    await publishReport(subgraph);
    for (const as of [stranger, undefined]) {
      const { problems } = await carryOut(subgraph, mutation, {
        input: { id: reportId, version: 1, ...more },
        ...(as && { as }),
      });
      expect(problems).toMatchObject([{ __typename: 'NotAllowed' }]);
    }
  },
);

test('the secretariat validates and publishes what is global, another person than the submitter', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const version = await publishReport(subgraph, {
    input: { unit: { type: 'BODY', id: 'secretariat' } },
    writer: secretariat,
    judge: otherSecretariat,
  });
  expect(version).toBe(4);
});

test('a country’s report is judged by the validators of its region, else by the secretariat', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const bangladesh = { unit: { type: 'COUNTRY_NETWORK', id: 'BGD' } };
  expect(await publishReport(subgraph, { input: bangladesh, writer: countryPublisher })).toBe(4);
  const armenia = { unit: { type: 'COUNTRY_NETWORK', id: 'ARM' } };
  const writer = reader('ara', ['PUBLISHER', 'CountryNetwork', 'ARM']);
  expect(await publishReport(subgraph, { input: armenia, writer, judge: secretariat })).toBe(4);
});

test('a country that comes to another region is judged there from then on', async () => {
  const countries = {
    BGD: { regionalNetwork: { id: 'asia-pacific' } },
    ARM: { regionalNetwork: null },
  };
  await using subgraph = await startedSubgraph({
    others: { ...others, CountryNetwork: countries },
  });
  await openRound(subgraph);
  const { id } = await succeed(subgraph, 'saveStatusReport', {
    input: { ...place, ...content, unit: { type: 'COUNTRY_NETWORK', id: 'BGD' } },
    as: countryPublisher,
  });
  countries.BGD.regionalNetwork.id = 'europe';
  await succeed(subgraph, 'submitStatusReport', {
    input: { id, version: 1 },
    as: countryPublisher,
  });
  const validateAs = (as: ReturnType<typeof reader>) =>
    carryOut(subgraph, 'validateStatusReport', { input: { id, version: 2 }, as });
  expect((await validateAs(validator)).problems).toMatchObject([{ __typename: 'UnknownRecord' }]);
  const european = reader('eva', ['VALIDATOR', 'RegionalNetwork', 'europe']);
  expect((await validateAs(european)).problems).toEqual([]);
});

test('the secretariat overrides for a region with a reason, which stands in the history', async () => {
  await using subgraph = await withReport({ isSubmitted: true });
  const input = { id: reportId, version: 2 };
  const without = await carryOut(subgraph, 'validateStatusReport', { input, as: secretariat });
  expect(without.problems).toMatchObject([
    { __typename: 'NotAllowed', needed: ['VALIDATOR of RegionalNetwork asia-pacific'] },
  ]);
  const record = await succeed(subgraph, 'validateStatusReport', {
    input: { ...input, overrideReason: 'The validator has left' },
    as: secretariat,
    select: 'history { edges { node { type by onBehalfOf reason } } }',
  });
  expect(record.history.edges.at(-1)).toEqual({
    node: {
      type: 'validated',
      by: 'sara',
      onBehalfOf: 'Body.secretariat',
      reason: 'The validator has left',
    },
  });
});

test('a stale step is refused with what changed', async () => {
  await using subgraph = await withReport({ isSubmitted: true });
  const { problems } = await carryOut(subgraph, 'validateStatusReport', {
    input: { id: reportId, version: 1 },
    as: validator,
  });
  expect(problems).toMatchObject([
    {
      __typename: 'StaleWrite',
      currentVersion: 2,
      changes: [{ type: 'submitted', by: 'ana' }],
      path: ['version'],
    },
  ]);
});

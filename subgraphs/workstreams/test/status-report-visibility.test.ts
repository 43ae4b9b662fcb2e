import type { Identity } from '@network/schema';
import type { TestSubgraph } from '@network/schema/testing';
import { expect, test } from 'vitest';
import {
  content,
  countryPublisher,
  focalPoint,
  openRound,
  place,
  publisher,
  publishReport,
  reportId,
  secretariat,
  startedSubgraph,
  stranger,
  succeed,
  validator,
} from './network-records.ts';

const readers: Record<string, Identity | undefined> = {
  publisher,
  validator,
  secretariat,
  stranger,
  focalPoint,
  countryPublisher,
  public: undefined,
  withoutRole: { subject: 'nora', roles: [] },
  withRoleOver: {
    subject: 'olga',
    roles: [
      {
        role: 'PUBLISHER',
        scope: { type: 'RegionalNetwork', id: 'asia-pacific' },
        validFrom: null,
        validTo: '2026-06-30',
      },
    ],
  },
};

const everywhere = `{
  statusReport(id: "${reportId}") { id }
  statusReports { edges { node { id } } totalCount }
  bySubject: statusReports(subject: "core-1.1") { totalCount }
  workstream(id: "core-1.1") {
    reports { edges { node { id } } totalCount }
    latestReports { totalCount }
    rollUp { reporting }
  }
  reportingRound(id: "2026-H1") {
    assignments(first: 1) { edges { node { report { id } state isOverdue possibleActions } } }
  }
  _entities(representations: [
    { __typename: "StatusReport", id: "${reportId}" }
    { __typename: "RegionalNetwork", id: "asia-pacific" }
  ]) { __typename
    ... on StatusReport { id }
    ... on RegionalNetwork { statusReports { edges { node { id } } totalCount } rollUp { reporting } }
  }
}`;

async function whoSeesIt(subgraph: TestSubgraph, query: string) {
  const seeing: string[] = [];
  for (const [name, as] of Object.entries(readers)) {
    const result = await subgraph.run(query, as && { as });
    if (JSON.stringify(result).includes(`"id":"${reportId}"`)) seeing.push(name);
  }
  return seeing;
}

const byId = `{ statusReport(id: "${reportId}") { id } }`;
const lists = `{ statusReports { edges { node { id } } } workstream(id: "core-1.1") { reports { edges { node { id } } } } }`;

test('a report that was never published is not there on any path for those without rights on its unit', async () => {
  await using written = await startedSubgraph();
  await using unwritten = await startedSubgraph();
  for (const subgraph of [written, unwritten]) await openRound(subgraph);
  await succeed(written, 'saveStatusReport', { input: { ...place, ...content }, as: publisher });
  for (const name of [
    'stranger',
    'focalPoint',
    'countryPublisher',
    'public',
    'withoutRole',
    'withRoleOver',
  ]) {
    const as = readers[name];
    const options = as && { as };
    expect(await written.run(everywhere, options)).toEqual(
      await unwritten.run(everywhere, options),
    );
  }
  expect(await whoSeesIt(written, byId)).toEqual(['publisher', 'validator', 'secretariat']);
  expect(await whoSeesIt(written, lists)).toEqual([]);
});

test.each([
  ['PUBLIC', Object.keys(readers), Object.keys(readers)],
  [
    'NETWORK',
    ['publisher', 'validator', 'secretariat', 'stranger', 'focalPoint', 'countryPublisher'],
    ['publisher', 'validator', 'secretariat', 'stranger', 'focalPoint', 'countryPublisher'],
  ],
  ['SECRETARIAT', ['publisher', 'validator', 'secretariat'], ['secretariat']],
])('a published report for %s is seen by those alone', async (visibility, seeing, listing) => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  await publishReport(subgraph, { input: { visibility } });
  expect(await whoSeesIt(subgraph, byId)).toEqual(seeing);
  expect(await whoSeesIt(subgraph, lists)).toEqual(listing);
});

test('who sees no correction yet sees nothing of it, not even that there is one', async () => {
  await using corrected = await startedSubgraph();
  await using untouched = await startedSubgraph();
  for (const subgraph of [corrected, untouched]) {
    await openRound(subgraph);
    await publishReport(subgraph);
  }
  const { id } = await succeed(corrected, 'saveStatusReport', {
    input: { ...place, version: 4, progress: 90, narrative: { language: 'EN', text: 'Not yet' } },
    as: publisher,
  });
  await succeed(corrected, 'submitStatusReport', { input: { id, version: 5 }, as: publisher });
  const whole = `{ statusReport(id: "${reportId}") {
    state version isCorrected isOverdue possibleActions published { number progress narrative { text } supersededAt }
    working { number } versions { totalCount edges { node { number state } } } versionNumbered(number: 2) { number }
    history { totalCount }
  } }`;
  for (const as of [stranger, focalPoint, undefined]) {
    const options = as && { as };
    expect(await corrected.run(whole, options)).toEqual(await untouched.run(whole, options));
  }
  const { data } = await corrected.run(whole, { as: validator });
  expect(data?.statusReport).toMatchObject({ state: 'SUBMITTED', working: { number: 2 } });
});

test('a version for few readers stays theirs when its correction is for everybody', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  const version = await publishReport(subgraph, { input: { visibility: 'SECRETARIAT' } });
  await publishReport(subgraph, { input: { version, visibility: 'PUBLIC' } });
  const query = `{ statusReport(id: "${reportId}") { isCorrected versions { edges { node { number } } } } }`;
  const seen = async (as?: Identity) =>
    (await subgraph.run(query, as && { as })).data?.statusReport;
  expect(await seen()).toEqual({
    isCorrected: false,
    versions: { edges: [{ node: { number: 2 } }] },
  });
  expect(await seen(secretariat)).toEqual({
    isCorrected: true,
    versions: { edges: [{ node: { number: 1 } }, { node: { number: 2 } }] },
  });
});

test('logins stand with a report only for those who work on it', async () => {
  await using subgraph = await startedSubgraph();
  await openRound(subgraph);
  await publishReport(subgraph);
  for (const as of [stranger, undefined]) {
    const result = await subgraph.run(
      `{ statusReport(id: "${reportId}") { published { submittedBy validatedBy } history { totalCount } } }`,
      as && { as },
    );
    expect(result.data?.statusReport).toEqual({
      published: { submittedBy: null, validatedBy: null },
      history: null,
    });
  }
});

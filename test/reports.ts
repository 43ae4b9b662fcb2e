// Steps that several tests take: a round is opened, a network's report goes its way to publication.

import { type Client, written } from './client.ts';

export const round = '2026-H1';

/** The secretariat asks regional networks for reports on workstreams, for the first half of 2026. */
export async function openRound(
  secretariat: Client,
  { units = ['asia-pacific'], workstreams = ['thematic-2', 'thematic-5'] } = {},
) {
  const answer = await secretariat(
    `mutation ($input: OpenReportingRoundInput!) {
      openReportingRound(input: $input) { record { id state version } problems { code message path } }
    }`,
    {
      input: {
        id: round,
        frequency: 'HALF_YEARLY',
        periodFrom: '2026-01-01',
        periodTo: '2026-06-30',
        opensAt: '2026-06-15T00:00:00Z',
        dueAt: '2026-07-31T00:00:00Z',
        units: units.map((id) => ({ type: 'REGIONAL_NETWORK', id })),
        workstreams,
      },
    },
  );
  return written(answer, 'openReportingRound');
}

export const reportFields = 'id state version possibleActions';

export async function save(client: Client, input: Record<string, unknown>) {
  return client(
    `mutation ($input: SaveStatusReportInput!) {
      saveStatusReport(input: $input) {
        record { ${reportFields} }
        problems { __typename code message path ... on StaleWrite { currentVersion changes { sequence type by } } ... on NotAllowed { needed } }
      }
    }`,
    { input: { round, ...input } },
  );
}

/** submit, return, validate, publish or withdraw a report. */
export async function act(client: Client, action: string, input: Record<string, unknown>) {
  const type = `${action[0]?.toUpperCase()}${action.slice(1)}StatusReportInput`;
  return client(
    `mutation ($input: ${type}!) {
      ${action}StatusReport(input: $input) {
        record { ${reportFields} }
        problems { __typename code message path ... on WrongState { state possible } ... on StaleWrite { currentVersion changes { sequence type by } } ... on NotAllowed { needed } }
      }
    }`,
    { input },
  );
}

/** One network's report on one workstream, from the first save to publication. */
export async function publishReport(
  { publisher, validator }: { publisher: Client; validator: Client },
  {
    unit,
    subject,
    status,
    narrative,
  }: { unit: string; subject: string; status: string; narrative: string },
): Promise<string> {
  const draft = written(
    await save(publisher, {
      unit: { type: 'REGIONAL_NETWORK', id: unit },
      subject,
      status,
      narrative: { language: 'EN', text: narrative },
      asOf: '2026-06-30',
    }),
    'saveStatusReport',
  );
  const { id } = draft;
  let { version } = draft;
  for (const [client, action] of [
    [publisher, 'submit'],
    [validator, 'validate'],
    [validator, 'publish'],
  ] as const) {
    ({ version } = written(await act(client, action, { id, version }), `${action}StatusReport`));
  }
  return id;
}

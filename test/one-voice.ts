// Steps that several tests take: two networks contribute, the secretariat drafts, the Executive Committee clears, a
// silence round opens.

import { type Client, type TestGraph, written } from './client.ts';

/** The Executive Committee as 001's summary names it. */
export const executiveCommittee = [
  'iom',
  'ilo',
  'ohchr',
  'unicef',
  'un-desa',
  'unodc',
  'unhcr',
  'undp',
  'who',
];

export const statementFields =
  'id state version textHash possibleActions work { rounds { kind outcome dueBy textHash addressees { id } awaiting { id } positions(first: 50) { totalCount edges { node { organization { id } position effect isLate at textHash } } } } }';

const problems =
  'problems { __typename code message path ... on WrongState { state possible } ... on InvalidValue { allowed } ... on StaleWrite { currentVersion } }';

/** A mutation on statements with its input type derived from its name. */
export function mutate(client: Client, name: string, input: Record<string, unknown>) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return client(
    `mutation ($input: ${type}!) { ${name}(input: $input) { record { ${statementFields} } ${problems} } }`,
    { input },
  );
}

export interface Draft {
  secretariat: Client;
  id: string;
  /** The steps read the version again, so that tests name only what matters to them. */
  step: (name: string, input?: Record<string, unknown>) => Promise<Statement>;
  focalPoint: (organization: string) => Promise<Client>;
}

// biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of what it asked for
export type Statement = any;

/** Proposes a statement, has two networks contribute, and saves a text of three paragraphs that cites objective 13. */
export async function draftStatement(test: TestGraph, id: string): Promise<Draft> {
  const secretariat = await test.login('sara', 'SECRETARIAT');
  const asiaPacific = await test.login('anna', 'PUBLISHER:RegionalNetwork:asia-pacific');
  const bangladesh = await test.login('bina', 'PUBLISHER:CountryNetwork:BGD');
  written(
    await mutate(secretariat, 'proposeStatement', {
      id,
      title: { language: 'EN', text: 'Alternatives to detention work' },
      track: 'STANDARD',
      contributors: [
        { type: 'REGIONAL_NETWORK', id: 'asia-pacific' },
        { type: 'COUNTRY_NETWORK', id: 'BGD' },
      ],
    }),
    'proposeStatement',
  );
  for (const [client, type, unit] of [
    [asiaPacific, 'REGIONAL_NETWORK', 'asia-pacific'],
    [bangladesh, 'COUNTRY_NETWORK', 'BGD'],
  ] as const) {
    const contributed = await client(
      `mutation ($input: ContributeToStatementInput!) { contributeToStatement(input: $input) { record { id } ${problems} } }`,
      {
        input: {
          statementId: id,
          onBehalfOf: { type, id: unit },
          text: { language: 'EN', text: `What ${unit} has seen.` },
        },
      },
    );
    written(contributed, 'contributeToStatement');
  }
  const read = async (): Promise<Statement> => {
    const { data } = await secretariat(
      `query ($id: ID!) { statement(id: $id) { ${statementFields} } }`,
      { id },
    );
    return data.statement;
  };
  const step: Draft['step'] = async (name, input = {}) => {
    const { version } = await read();
    return written(await mutate(secretariat, name, { statementId: id, version, ...input }), name);
  };
  await step('saveStatementText', {
    language: 'EN',
    title: 'Alternatives to detention work',
    place: 'Geneva',
    paragraphs: [
      { text: 'Detention of migrants harms them.', drawsOn: [1] },
      { text: 'Alternatives exist and work.', drawsOn: [1, 2] },
      { text: 'The Network calls on States to use them.' },
    ],
    asks: [
      {
        paragraph: 3,
        text: 'Use alternatives to detention.',
        addressees: [{ role: 'MEMBER_STATES' }],
        objectives: ['objective-13'],
      },
    ],
    objectives: ['objective-13'],
    mediaContacts: [
      {
        organization: 'iom',
        heading: 'IOM',
        name: 'Press office',
        emails: ['press@example.org'],
        hasConsented: true,
      },
    ],
  });
  return {
    secretariat,
    id,
    step,
    focalPoint: (organization) =>
      test.login(`focal-${organization}`, `FOCAL_POINT:Organization:${organization}`),
  };
}

/** Opens clearance and has all nine members of the Executive Committee clear the text. */
export async function clearStatement(draft: Draft): Promise<Statement> {
  const { textHash } = await draft.step('openClearance');
  let last: Statement;
  for (const organization of executiveCommittee) {
    const client = await draft.focalPoint(organization);
    last = written(
      await mutate(client, 'givePosition', {
        statementId: draft.id,
        organization,
        textHash,
        position: 'CLEARED',
      }),
      'givePosition',
    );
  }
  return last;
}

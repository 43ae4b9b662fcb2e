import { expect, test } from 'vitest';
import {
  asiaPacific,
  embargo,
  id,
  leadOn,
  leadTo,
  recordOf,
  revised,
  secretariat,
  setClock,
  startStory,
  stranger,
  text,
  westAfrica,
  write,
} from './story.ts';

const onBehalfOf = { type: 'REGIONAL_NETWORK', id: 'asia-pacific' };
const words = { language: 'FR', text: 'Des mots.' };

test('an invited network contributes words', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const query = `mutation ($input: ContributeToStatementInput!) {
    contributeToStatement(input: $input) {
      problems { code }
      record { version work { contributions { edges { node {
        number contributor { ... on RegionalNetwork { id } } text { text language } at by
      } } } } }
    }
  }`;
  const input = { statementId: id, onBehalfOf, text: words };
  expect(await story.run(query, { as: asiaPacific, variables: { input } })).toMatchInlineSnapshot(`
    {
      "data": {
        "contributeToStatement": {
          "problems": [],
          "record": {
            "version": 2,
            "work": {
              "contributions": {
                "edges": [
                  {
                    "node": {
                      "at": "2021-03-01T12:00:00.000Z",
                      "by": "anna",
                      "contributor": {
                        "id": "asia-pacific",
                      },
                      "number": 1,
                      "text": {
                        "language": "FR",
                        "text": "Des mots.",
                      },
                    },
                  },
                ],
              },
            },
          },
        },
      },
    }
  `);
});

test('only the publishers of invited networks contribute', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const contribute = (as: typeof stranger | undefined, more: object = {}) =>
    write(story, 'contributeToStatement', {
      ...(as && { as }),
      input: { statementId: id, onBehalfOf, text: words, ...more },
    });
  const unknown = { problems: [{ code: 'UNKNOWN_RECORD', path: ['statementId'] }] };
  expect(await contribute(undefined)).toMatchObject(unknown);
  expect(await contribute(stranger)).toMatchObject(unknown);
  expect(await contribute(asiaPacific, { statementId: 'atlantis' })).toMatchObject(unknown);
  const notAllowed = { problems: [{ code: 'NOT_ALLOWED', path: ['onBehalfOf'] }] };
  expect(await contribute(westAfrica)).toMatchObject(notAllowed);
  expect(
    await contribute(secretariat, { onBehalfOf: { type: 'ORGANIZATION', id: 'iom' } }),
  ).toMatchObject(notAllowed);
  const both = {
    ...asiaPacific,
    roles: [
      ...asiaPacific.roles,
      { role: 'PUBLISHER', scope: { type: 'WorkingGroup', id: 'regular-pathways' } },
    ],
  };
  expect(
    await contribute(both, { onBehalfOf: { type: 'WORKING_GROUP', id: 'regular-pathways' } }),
  ).toMatchObject(notAllowed);
});

test('empty words are no contribution, and twenty are enough', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const contribute = (content: object) =>
    write(story, 'contributeToStatement', {
      as: asiaPacific,
      input: { statementId: id, onBehalfOf, text: content },
    });
  expect(await contribute({ language: 'EN', text: '\n' })).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['text', 'text'] }],
  });
  for (let count = 0; count < 20; count++) await contribute(words);
  expect(await contribute(words)).toMatchObject({
    problems: [{ code: 'INVALID_VALUE', path: ['text'] }],
  });
});

test('nobody contributes while the text is before the organizations', async () => {
  await using story = await startStory();
  await leadTo(story, 'CLEARANCE');
  const input = { statementId: id, onBehalfOf, text: words };
  expect(await write(story, 'contributeToStatement', { as: asiaPacific, input })).toMatchObject({
    problems: [{ code: 'WRONG_STATE', state: 'CLEARANCE', possible: [] }],
  });
});

test('a saved text has numbers, hashes and the contributions that it draws on', async () => {
  await using story = await startStory();
  await leadTo(story, 'WRITTEN');
  const query = `{ statement(id: "${id}") {
    state shownAs title { text } place { text } language hasFullText textHash
    paragraphs { number text { text } isBoilerplate textHash drawsOn { number contributor { ... on RegionalNetwork { id } } } }
    asks { number text { text } paragraph { number } objectives { id } addressees { party { __typename } } }
    mediaContacts { organization { id } name positions { text } emails phones consent }
    objectives { id } principles { id }
    work { versions { edges { node { number savedAt savedBy title { text } textHash paragraphs { textHash } } } } }
  } }`;
  expect(await story.run(query, { as: secretariat })).toMatchInlineSnapshot(`
    {
      "data": {
        "statement": {
          "asks": [
            {
              "addressees": [
                {
                  "party": {
                    "__typename": "NamedRole",
                  },
                },
                {
                  "party": {
                    "__typename": "Organization",
                  },
                },
              ],
              "number": 1,
              "objectives": [
                {
                  "id": "objective-15",
                },
              ],
              "paragraph": {
                "number": 1,
              },
              "text": {
                "text": "Include migrants in vaccination.",
              },
            },
          ],
          "hasFullText": true,
          "language": "EN",
          "mediaContacts": [
            {
              "consent": "GIVEN",
              "emails": [
                "press@iom.example",
              ],
              "name": "Ines Moreno",
              "organization": {
                "id": "iom",
              },
              "phones": [],
              "positions": [
                {
                  "text": "Press officer",
                },
              ],
            },
          ],
          "objectives": [
            {
              "id": "objective-13",
            },
            {
              "id": "objective-15",
            },
          ],
          "paragraphs": [
            {
              "drawsOn": [
                {
                  "contributor": {
                    "id": "asia-pacific",
                  },
                  "number": 1,
                },
                {
                  "contributor": {
                    "id": "west-africa",
                  },
                  "number": 2,
                },
              ],
              "isBoilerplate": false,
              "number": 1,
              "text": {
                "text": "The Network calls on States to include migrants¹ in vaccination.",
              },
              "textHash": "a7b27c2b1fdb5d1d4de6ab9798153cd84f18fd5c51bf49d232597b66a41f8dc1",
            },
            {
              "drawsOn": [],
              "isBoilerplate": true,
              "number": 2,
              "text": {
                "text": "The Network supports the Global Compact.",
              },
              "textHash": "3453925231b3b7495694a44991acc2cbac2acf8f26b84a133d771aa44fe76a8b",
            },
          ],
          "place": {
            "text": "Geneva",
          },
          "principles": [],
          "shownAs": "WORKING",
          "state": "DRAFTING",
          "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
          "title": {
            "text": "Vaccines for all, migrants included",
          },
          "work": {
            "versions": {
              "edges": [
                {
                  "node": {
                    "number": 1,
                    "paragraphs": [
                      {
                        "textHash": "a7b27c2b1fdb5d1d4de6ab9798153cd84f18fd5c51bf49d232597b66a41f8dc1",
                      },
                      {
                        "textHash": "3453925231b3b7495694a44991acc2cbac2acf8f26b84a133d771aa44fe76a8b",
                      },
                    ],
                    "savedAt": "2021-03-01T12:00:00.000Z",
                    "savedBy": "sofia",
                    "textHash": "67036ff8042f54ead370c364cd4bb1e64becff6b74cccb3d7b2387320daa535f",
                    "title": {
                      "text": "Vaccines for all, migrants included",
                    },
                  },
                },
              ],
            },
          },
        },
      },
    }
  `);
});

test('links and footnotes are kept with the paragraph in which they stand', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const paragraphs = [
    {
      text: 'See the policy brief¹.',
      links: [{ words: 'policy brief', url: 'https://example.org/brief' }],
      footnotes: [{ mark: '¹', text: 'Of June.', url: 'https://example.org/june' }],
    },
  ];
  await revised(story, 'saveStatementText', { language: 'EN', title: 'A title', paragraphs });
  const query = `{ statement(id: "${id}") { paragraphs {
    links { words { text } url } footnotes { mark text { text } url }
  } } }`;
  expect((await story.run(query, { as: secretariat })).data?.statement).toEqual({
    paragraphs: [
      {
        links: [{ words: { text: 'policy brief' }, url: 'https://example.org/brief' }],
        footnotes: [{ mark: '¹', text: { text: 'Of June.' }, url: 'https://example.org/june' }],
      },
    ],
  });
});

test('every new version has its own hash, and the earlier ones stay', async () => {
  await using story = await startStory();
  await leadTo(story, 'WRITTEN');
  await revised(story, 'saveStatementText', { ...text, title: 'Another title' });
  await revised(story, 'saveStatementText', text);
  const query = `{ statement(id: "${id}") { work { versions { edges { node { textHash paragraphs { textHash } } } } } } }`;
  const { data } = await story.run(query, { as: secretariat });
  const edges = (
    data as never as {
      statement: { work: { versions: { edges: { node: { textHash: string } }[] } } };
    }
  ).statement.work.versions.edges;
  const [first, second, third] = edges.map(({ node }) => node);
  expect(second?.textHash).not.toBe(first?.textHash);
  expect(third).toEqual(first);
});

test('all that is wrong with a text is said at once', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const { problems } = await revised(story, 'saveStatementText', {
    language: 'EN',
    title: 'Two\nlines',
    place: '',
    paragraphs: [
      {
        text: ' ',
        links: [{ words: 'nowhere', url: 'https://example.org/' }],
        footnotes: [{ mark: '²', text: '' }],
        drawsOn: [1],
      },
      { text: 'x'.repeat(10_001) },
    ],
    asks: [
      { paragraph: 3, text: '', addressees: [] },
      {
        paragraph: 1,
        text: 'Do.',
        addressees: [
          {},
          { role: 'GOVERNMENTS', organization: 'iom' },
          { organization: 'atlantis' },
          { body: 'atlantis' },
          { stakeholderGroup: 'atlantis' },
        ],
        objectives: ['objective-24'],
        principles: ['principle-1', 'principle-1'],
      },
    ],
    mediaContacts: [
      {
        organization: 'atlantis',
        heading: 'Atlantis',
        name: '',
        phones: ['\u0007'],
        hasConsented: false,
      },
    ],
    objectives: ['objective-0'],
    principles: ['principle-11'],
  });
  expect(problems.map(({ code, path }) => `${code} ${path.join('.')}`)).toMatchInlineSnapshot(`
    [
      "INVALID_VALUE title",
      "INVALID_VALUE place",
      "UNKNOWN_RECORD objectives.0",
      "UNKNOWN_RECORD principles.0",
      "INVALID_VALUE paragraphs.0.text",
      "INVALID_VALUE paragraphs.0.links.0.words",
      "INVALID_VALUE paragraphs.0.footnotes.0.text",
      "INVALID_VALUE paragraphs.0.footnotes.0.mark",
      "UNKNOWN_RECORD paragraphs.0.drawsOn.0",
      "INVALID_VALUE paragraphs.1.text",
      "INVALID_VALUE asks.0.paragraph",
      "INVALID_VALUE asks.0.text",
      "INVALID_VALUE asks.0.addressees",
      "INVALID_VALUE asks.1.addressees.0",
      "INVALID_VALUE asks.1.addressees.1",
      "INVALID_VALUE asks.1.principles.1",
      "UNKNOWN_RECORD asks.1.objectives.0",
      "INVALID_VALUE mediaContacts.0.name",
      "INVALID_VALUE mediaContacts.0.phones.0",
      "INVALID_VALUE mediaContacts.0.hasConsented",
      "UNKNOWN_RECORD asks.1.addressees.2.organization",
      "UNKNOWN_RECORD mediaContacts.0.organization",
      "UNKNOWN_RECORD asks.1.addressees.3.body",
      "UNKNOWN_RECORD asks.1.addressees.4.stakeholderGroup",
    ]
  `);
});

test('a text has 1 to 100 paragraphs, and a list that is too long is not looked into', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const save = (more: object) => revised(story, 'saveStatementText', { ...text, ...more });
  const bad = { text: '' };
  expect((await save({ paragraphs: [] })).problems.map(({ path }) => path)).toEqual([
    ['paragraphs'],
  ]);
  expect(
    (await save({ paragraphs: new Array(101).fill(bad) })).problems.map(({ path }) => path),
  ).toEqual([['paragraphs']]);
  expect((await save({ objectives: new Array(24).fill('objective-1') })).problems[0]).toMatchObject(
    { code: 'INVALID_VALUE', path: ['objectives'] },
  );
});

test('only the secretariat saves the text', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const save = (as: typeof stranger | undefined, statementId: string = id) =>
    write(story, 'saveStatementText', {
      ...(as && { as }),
      input: { statementId, version: 99, ...text },
    });
  expect(await save(asiaPacific)).toMatchObject({ problems: [{ code: 'NOT_ALLOWED' }] });
  for (const as of [stranger, undefined]) {
    expect(await save(as)).toMatchObject({ problems: [{ code: 'UNKNOWN_RECORD' }] });
  }
  expect(await save(secretariat, 'atlantis')).toMatchObject({
    problems: [{ code: 'UNKNOWN_RECORD', path: ['statementId'] }],
  });
});

test('a record that is full takes no further text, but everything that the text needs to be issued', async () => {
  await using story = await startStory();
  await leadTo(story, 'DRAFTING');
  const paragraphs = new Array(100).fill({ text: 'å'.repeat(10_000) });
  const save = () => revised(story, 'saveStatementText', { ...text, asks: [], paragraphs });
  const problems = [await save(), await save(), await save()].map((saved) => saved.problems);
  expect(problems).toMatchObject([[], [], [{ code: 'INVALID_VALUE', path: [] }]]);
  await leadOn(story, 'WRITTEN', 'EMBARGOED');
  setClock(story, embargo);
  expect(await recordOf(story)).toMatchObject({ state: 'ISSUED' });
});

test.each(['CLEARANCE', 'CLEARED', 'SILENCE', 'ADOPTED', 'EMBARGOED'] as const)(
  'nobody, the secretariat neither, changes the text in %s',
  async (station) => {
    await using story = await startStory();
    await leadTo(story, station);
    expect(await revised(story, 'saveStatementText', text)).toMatchObject({
      record: null,
      problems: [{ code: 'WRONG_STATE', state: station }],
    });
  },
);

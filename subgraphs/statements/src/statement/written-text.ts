// What may be wrong with a text that somebody wrote, and what is stored of it.

import {
  type Context,
  invalidValue,
  lengthProblems,
  objectiveIds,
  type Problem,
  principleIds,
  referenceProblems,
  repetitionProblems,
  type StoredParty,
  type StoredText,
  storedText,
  textProblems,
  unknownRecord,
} from '@network/schema';
import { type StatementContent, withReferencesOfAsks } from '../documents.ts';
import type { WrittenAsk, WrittenContact, WrittenText } from './text-input.ts';

/** In UTF-16 code units. */
const longest = { paragraph: 10_000, title: 300, line: 300, quote: 2_000 };
const most = { paragraphs: 100, asks: 100, contacts: 50, addressees: 50, lines: 10, links: 50 };

type Path = readonly (string | number)[];

/** Everything that is wrong with a text. `contributions` is how many contributions there are to draw on. */
export async function writtenTextProblems(
  context: Context,
  input: WrittenText,
  contributions: number,
): Promise<Problem[]> {
  const { paragraphs } = input;
  const asks = input.asks ?? [];
  const contacts = input.mediaContacts ?? [];
  const singleLine = { longest: longest.title, singleLine: true };
  const lists = [
    ...lengthProblems(['paragraphs'], paragraphs, { least: 1, most: most.paragraphs }),
    ...lengthProblems(['asks'], asks, { most: most.asks }),
    ...lengthProblems(['mediaContacts'], contacts, { most: most.contacts }),
  ];
  // A list that is too long is not looked into: what a check may cost is bounded, too.
  if (lists.length > 0) return lists;
  return [
    ...textProblems(['title'], input.title, singleLine),
    ...(input.place == null ? [] : textProblems(['place'], input.place, singleLine)),
    ...vocabularyProblems([], input),
    ...paragraphs.flatMap((paragraph, index) =>
      paragraphProblems(['paragraphs', index], paragraph, contributions),
    ),
    ...asks.flatMap((ask, index) => askProblems(['asks', index], ask, paragraphs.length)),
    ...contacts.flatMap((contact, index) => contactProblems(['mediaContacts', index], contact)),
    ...(await ownersProblems(context, asks, contacts)),
  ];
}

function paragraphProblems(
  path: Path,
  { text, links, footnotes, drawsOn }: WrittenText['paragraphs'][number],
  contributions: number,
): Problem[] {
  const isMissing = (words: string) => words !== '' && !text.includes(words);
  return [
    ...textProblems([...path, 'text'], text, { longest: longest.paragraph }),
    ...lengthProblems([...path, 'links'], links ?? [], { most: most.links }),
    ...(links ?? []).flatMap(({ words }, index) => {
      const at = [...path, 'links', index, 'words'];
      return [
        ...textProblems(at, words, { longest: longest.quote }),
        ...(isMissing(words)
          ? [
              invalidValue(at, 'These words do not stand in the paragraph.', [
                'words of the paragraph',
              ]),
            ]
          : []),
      ];
    }),
    ...lengthProblems([...path, 'footnotes'], footnotes ?? [], { most: most.links }),
    ...(footnotes ?? []).flatMap(({ mark, text: words }, index) => {
      const at = [...path, 'footnotes', index];
      return [
        ...textProblems([...at, 'mark'], mark, { longest: 10, singleLine: true }),
        ...textProblems([...at, 'text'], words, { longest: longest.quote }),
        ...(isMissing(mark)
          ? [
              invalidValue([...at, 'mark'], 'This mark does not stand in the paragraph.', [
                'a mark of the paragraph',
              ]),
            ]
          : []),
      ];
    }),
    ...lengthProblems([...path, 'drawsOn'], drawsOn ?? [], { most: 200 }),
    ...(drawsOn ?? []).flatMap((number, index) =>
      number >= 1 && number <= contributions
        ? []
        : [unknownRecord([...path, 'drawsOn', index], 'StatementContribution', String(number))],
    ),
  ];
}

function askProblems(path: Path, ask: WrittenAsk, paragraphs: number): Problem[] {
  const { paragraph, text, addressees } = ask;
  return [
    ...(paragraph >= 1 && paragraph <= paragraphs
      ? []
      : [
          invalidValue([...path, 'paragraph'], `There is no paragraph ${paragraph}.`, [
            `1 to ${paragraphs}`,
          ]),
        ]),
    ...textProblems([...path, 'text'], text, { longest: longest.quote }),
    ...lengthProblems([...path, 'addressees'], addressees, { least: 1, most: most.addressees }),
    ...addressees.flatMap((addressee, index) =>
      Object.values(addressee).filter((value) => value != null).length === 1
        ? []
        : [
            invalidValue([...path, 'addressees', index], 'An addressee is exactly one.', [
              'organization, body, stakeholderGroup or role',
            ]),
          ],
    ),
    ...vocabularyProblems(path, ask),
  ];
}

function vocabularyProblems(
  path: Path,
  { objectives, principles }: Pick<WrittenText, 'objectives' | 'principles'>,
): Problem[] {
  const unknown =
    (field: string, type: string, known: readonly string[]) => (id: string, index: number) =>
      known.includes(id) ? [] : [unknownRecord([...path, field, index], type, id)];
  const once = (field: string, ids: readonly string[], known: readonly string[]) => [
    ...lengthProblems([...path, field], ids, { most: known.length }),
    ...repetitionProblems((index) => [...path, field, index], ids.slice(0, known.length)),
  ];
  return [
    ...once('objectives', objectives ?? [], objectiveIds),
    ...once('principles', principles ?? [], principleIds),
    ...(objectives ?? []).flatMap(unknown('objectives', 'Objective', objectiveIds)),
    ...(principles ?? []).flatMap(unknown('principles', 'GuidingPrinciple', principleIds)),
  ];
}

function contactProblems(path: Path, contact: WrittenContact): Problem[] {
  const line = { longest: longest.line, singleLine: true };
  const lines = (['positions', 'phones', 'emails'] as const).flatMap((field) => {
    const values = contact[field] ?? [];
    return [
      ...lengthProblems([...path, field], values, { most: most.lines }),
      ...values
        .slice(0, most.lines)
        .flatMap((value, index) => textProblems([...path, field, index], value, line)),
    ];
  });
  return [
    ...textProblems([...path, 'heading'], contact.heading, line),
    ...textProblems([...path, 'name'], contact.name, line),
    ...lines,
    ...(contact.hasConsented
      ? []
      : [
          invalidValue([...path, 'hasConsented'], 'Nobody is listed without having agreed.', [
            'true',
          ]),
        ]),
  ];
}

/** Records of the members' subgraph that nobody knows; asked once for each type. */
async function ownersProblems(
  context: Context,
  asks: readonly WrittenAsk[],
  contacts: readonly WrittenContact[],
): Promise<Problem[]> {
  const addressed = (field: 'organization' | 'body' | 'stakeholderGroup') =>
    asks.flatMap(({ addressees }, ask) =>
      addressees.slice(0, most.addressees).flatMap((addressee, index) => {
        const id = addressee[field];
        return id == null ? [] : [{ id, path: ['asks', ask, 'addressees', index, field] }];
      }),
    );
  const listed = contacts.map(({ organization: id }, index) => ({
    id,
    path: ['mediaContacts', index, 'organization'],
  }));
  const found = await Promise.all([
    referenceProblems(context, 'Organization', [...addressed('organization'), ...listed]),
    referenceProblems(context, 'Body', addressed('body')),
    referenceProblems(context, 'StakeholderGroup', addressed('stakeholderGroup')),
  ]);
  return found.flat();
}

/** What is stored of a text without problems. */
export function contentOf(input: WrittenText): StatementContent {
  const { language, paragraphs } = input;
  const written = (text: string): StoredText => storedText({ language, text });
  return withReferencesOfAsks({
    title: written(input.title),
    place: input.place == null ? null : written(input.place),
    hasFullText: true,
    paragraphs: paragraphs.map(({ text, isBoilerplate, links, footnotes }, index) => ({
      number: index + 1,
      text: written(text),
      isBoilerplate: isBoilerplate ?? false,
      links: (links ?? []).map(({ words, url }) => ({ words: written(words), url })),
      footnotes: (footnotes ?? []).map((note) => ({
        mark: note.mark,
        text: written(note.text),
        url: note.url ?? null,
      })),
      notes: [],
    })),
    asks: (input.asks ?? []).map((ask, index) => ({
      number: index + 1,
      paragraph: ask.paragraph,
      text: written(ask.text),
      addressees: ask.addressees.flatMap(partyOf),
      objectives: [...(ask.objectives ?? [])],
      principles: [...(ask.principles ?? [])],
    })),
    mediaContacts: (input.mediaContacts ?? []).map((contact) => ({
      organization: contact.organization,
      heading: written(contact.heading),
      name: contact.name,
      positions: (contact.positions ?? []).map(written),
      phones: [...(contact.phones ?? [])],
      emails: [...(contact.emails ?? [])],
      consent: 'GIVEN' as const,
    })),
    objectives: [...(input.objectives ?? [])],
    principles: [...(input.principles ?? [])],
    notes: [],
    citations: [],
  });
}

function partyOf({
  organization,
  body,
  stakeholderGroup,
  role,
}: WrittenAsk['addressees'][number]): StoredParty[] {
  if (organization != null) return [{ type: 'Organization', id: organization }];
  if (body != null) return [{ type: 'Body', id: body }];
  if (stakeholderGroup != null) return [{ type: 'StakeholderGroup', id: stakeholderGroup }];
  return role == null ? [] : [{ type: 'NamedRole', role }];
}

// The text of a statement as somebody writes it.

import type { LanguageCode, PartyRole } from '@network/schema';
import { builder, LanguageCode as Language, PartyRole as Role } from '../builder.ts';
import type { InputFields } from './rules.ts';

const LinkInput = builder.inputType('StatementLinkInput', {
  description: 'Words of a paragraph that are to be a link.',
  fields: (t) => ({
    words: t.string({
      required: true,
      description: 'The words, exactly as they stand in the paragraph.',
    }),
    url: t.field({ type: 'URL', required: true, description: 'The address that they lead to.' }),
  }),
});

const FootnoteInput = builder.inputType('StatementFootnoteInput', {
  description: 'A footnote to a paragraph.',
  fields: (t) => ({
    mark: t.string({
      required: true,
      description: 'The mark, exactly as it stands in the paragraph: `¹`.',
    }),
    text: t.string({ required: true, description: 'The words of the footnote.' }),
    url: t.field({ type: 'URL', description: 'The address that it gives, where it gives one.' }),
  }),
});

const ParagraphInput = builder.inputType('StatementParagraphInput', {
  description: 'One paragraph; its number is its place in the list.',
  fields: (t) => ({
    text: t.string({ required: true, description: 'The words, at most 10,000 characters.' }),
    isBoilerplate: t.boolean({
      description: 'Whether it is standing text about the Network itself; false if left out.',
    }),
    links: t.field({
      type: [LinkInput],
      description: 'The links in it, in the order of the text.',
    }),
    footnotes: t.field({
      type: [FootnoteInput],
      description: 'Its footnotes, in the order of their marks.',
    }),
    drawsOn: t.intList({ description: 'The numbers of the contributions that it draws on.' }),
  }),
});

const AddresseeInput = builder.inputType('AskAddresseeInput', {
  description: 'Of whom something is asked: exactly one of its fields.',
  fields: (t) => ({
    organization: t.id({ description: 'The id of an organization: `iom`.' }),
    body: t.id({ description: 'The id of a body of the Network: `executive-committee`.' }),
    stakeholderGroup: t.id({ description: 'The id of a group of stakeholders.' }),
    role: t.field({ type: Role, description: 'An actor named by role: `MEMBER_STATES`.' }),
  }),
});

const AskInput = builder.inputType('StatementAskInput', {
  description: 'One thing that the statement asks; its number is its place in the list.',
  fields: (t) => ({
    paragraph: t.int({
      required: true,
      description: 'The number of the paragraph in which it stands.',
    }),
    text: t.string({ required: true, description: 'What is asked, at most 2,000 characters.' }),
    addressees: t.field({
      type: [AddresseeInput],
      required: true,
      description: 'Of whom it is asked, 1 to 50, in the order of the text.',
    }),
    objectives: t.idList({ description: 'The objectives that it names: `objective-13`.' }),
    principles: t.idList({ description: 'The guiding principles that it names: `principle-10`.' }),
  }),
});

const ContactInput = builder.inputType('MediaContactInput', {
  description: 'Whom the media may ask at one organization, as it is to be printed.',
  fields: (t) => ({
    organization: t.id({ required: true, description: 'The id of the organization: `iom`.' }),
    heading: t.string({
      required: true,
      description: 'The name of the organization as it is to be printed.',
    }),
    name: t.string({ required: true, description: 'The name of the person.' }),
    positions: t.stringList({ description: 'Lines of position and office, at most 10.' }),
    phones: t.stringList({ description: 'Telephone lines as they are to be printed, at most 10.' }),
    emails: t.stringList({ description: 'Mail addresses, at most 10.' }),
    hasConsented: t.boolean({
      required: true,
      description: 'That the person agreed to be listed; nobody is listed without.',
    }),
  }),
});

/** The fields of an input that is a text. */
export const textFields = (t: InputFields) => ({
  language: t.field({
    type: Language,
    required: true,
    description: 'The language in which the whole text is written.',
  }),
  title: t.string({ required: true, description: 'The title, on one line.' }),
  place: t.string({ description: 'The place for the date line: `Geneva`.' }),
  paragraphs: t.field({
    type: [ParagraphInput],
    required: true,
    description: 'The paragraphs, 1 to 100, in the order of the text.',
  }),
  asks: t.field({
    type: [AskInput],
    description: 'What it asks of whom, at most 100, in the order of the text.',
  }),
  mediaContacts: t.field({
    type: [ContactInput],
    description: 'The media contacts, at most 50, in the order in which they are to be printed.',
  }),
  objectives: t.idList({
    description: 'The objectives that it names; those that its asks name are added.',
  }),
  principles: t.idList({
    description: 'The guiding principles that it names; those that its asks name are added.',
  }),
});

type Optional<T> = T | null | undefined;

/** The text as the input has it. */
export interface WrittenText {
  language: LanguageCode;
  title: string;
  place?: Optional<string>;
  paragraphs: readonly {
    text: string;
    isBoilerplate?: Optional<boolean>;
    links?: Optional<readonly { words: string; url: string }[]>;
    footnotes?: Optional<readonly { mark: string; text: string; url?: Optional<string> }[]>;
    drawsOn?: Optional<readonly number[]>;
  }[];
  asks?: Optional<readonly WrittenAsk[]>;
  mediaContacts?: Optional<readonly WrittenContact[]>;
  objectives?: Optional<readonly string[]>;
  principles?: Optional<readonly string[]>;
}

export interface WrittenAsk {
  paragraph: number;
  text: string;
  addressees: readonly {
    organization?: Optional<string>;
    body?: Optional<string>;
    stakeholderGroup?: Optional<string>;
    role?: Optional<PartyRole>;
  }[];
  objectives?: Optional<readonly string[]>;
  principles?: Optional<readonly string[]>;
}

export interface WrittenContact {
  organization: string;
  heading: string;
  name: string;
  positions?: Optional<readonly string[]>;
  phones?: Optional<readonly string[]>;
  emails?: Optional<readonly string[]>;
  hasConsented: boolean;
}

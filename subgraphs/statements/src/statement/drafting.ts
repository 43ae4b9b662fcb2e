import {
  invalidValue,
  lengthProblems,
  notAllowed,
  Refused,
  refuse,
  storedText,
  textProblems,
} from '@network/schema';
import { mutation, TextInput } from '../builder.ts';
import { textHashes } from '../canonical-text.ts';
import { actorKey } from '../documents.ts';
import { ActorInput } from '../owned-elsewhere.ts';
import { revisionFields } from './rules.ts';
import { textFields } from './text-input.ts';
import { Statement } from './view-type.ts';
import { append, revise } from './writing.ts';
import { contentOf, writtenTextProblems } from './written-text.ts';

const mostContributions = 200;
const mostOfOneContributor = 20;
const mostVersions = 100;

mutation('contributeToStatement', {
  description:
    'Contributes words to the drafting, for a network or organization that is invited. The secretariat decides what is made of them.',
  record: Statement,
  input: (t) => ({
    statementId: t.id({ required: true, description: 'The id of the statement that it is about.' }),
    onBehalfOf: t.field({
      type: ActorInput,
      required: true,
      description:
        'Who contributes: an invited network of which you are a publisher, or an organization.',
    }),
    text: t.field({
      type: TextInput,
      required: true,
      description: 'The words, at most 20,000 characters.',
    }),
  }),
  resolve: ({ statementId, onBehalfOf: actor, text }, context) =>
    append(context, 'contributeToStatement', {
      statementId,
      speaker: { actor, path: ['onBehalfOf'] },
      change: ({ working, at }) => {
        const key = actorKey(actor);
        if (!working.contributors.some((invited) => actorKey(invited) === key)) {
          const message = `The ${actor.type} "${actor.id}" is not invited to contribute.`;
          throw new Refused(
            notAllowed(['onBehalfOf'], message, ['an invitation by the secretariat']),
          );
        }
        const earlier = working.contributions.filter((one) => actorKey(one.actor) === key);
        refuse([
          ...textProblems(['text', 'text'], text.text),
          ...(earlier.length < mostOfOneContributor &&
          working.contributions.length < mostContributions
            ? []
            : [
                invalidValue(['text'], 'There are as many contributions as can be kept.', [
                  `${mostOfOneContributor} of each contributor, ${mostContributions} together`,
                ]),
              ]),
        ]);
        const number = working.contributions.length + 1;
        const contribution = {
          number,
          actor: { type: actor.type, id: actor.id },
          text: storedText(text),
          at,
          by: context.identity?.subject ?? '',
        };
        return {
          working: { ...working, contributions: [...working.contributions, contribution] },
          event: {
            type: 'contributed',
            onBehalfOf: actor.id,
            detail: { contribution: number, contributor: key },
          },
        };
      },
    }),
});

mutation('saveStatementText', {
  description:
    'Saves a new version of the text, with the hash of the whole and of each paragraph. Earlier versions stay. Not possible while the text is before the organizations. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    ...textFields(t),
  }),
  resolve: (input, context) =>
    revise(context, 'saveStatementText', {
      input,
      change: async ({ working, at }) => {
        refuse([
          ...lengthProblems([], working.texts, { most: mostVersions - 1 }),
          ...(await writtenTextProblems(context, input, working.contributions.length)),
        ]);
        const content = contentOf(input);
        const hashes = textHashes(content);
        const number = working.texts.length + 1;
        const text = {
          number,
          content,
          sources: input.paragraphs.flatMap(({ drawsOn }, index) =>
            drawsOn?.length ? [{ paragraph: index + 1, contributions: [...new Set(drawsOn)] }] : [],
          ),
          hashes,
          at,
          by: context.identity?.subject ?? '',
        };
        return {
          working: { ...working, texts: [...working.texts, text] },
          event: { type: 'textSaved', detail: { textVersion: number, textHash: hashes.whole } },
        };
      },
    }),
});

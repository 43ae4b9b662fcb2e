import {
  eventOf,
  idProblems,
  insertRecord,
  invalidValue,
  lengthProblems,
  refuse,
  storedText,
  textProblems,
} from '@network/schema';
import { builder, mutation, TextInput } from '../builder.ts';
import {
  actorKey,
  defaultSettings,
  type StatementDocument,
  withIndexFields,
} from '../documents.ts';
import { ActorInput } from '../owned-elsewhere.ts';
import {
  actorsProblems,
  mostContributors,
  requireProposer,
  settingsOf,
  settingsProblems,
} from './proposal.ts';
import { revisionFields } from './rules.ts';
import { Statement } from './view-type.ts';
import { source, viewOf } from './visibility.ts';
import { LedgerVisibility, Track } from './work.ts';
import { revise } from './writing.ts';

const SettingsInput = builder.inputType('StatementSettingsInput', {
  description: 'Numbers that the Network decides on; what is left out is as usual for the track.',
  fields: (t) => ({
    minimumSilence: t.field({
      type: 'Duration',
      description: 'The shortest silence round, without years and months: `PT72H`.',
    }),
    clearanceWindow: t.field({
      type: 'Duration',
      description: 'How long organizations have for clearance, without years and months: `P10D`.',
    }),
    positionsShown: t.field({
      type: LedgerVisibility,
      description: 'When addressees see what the others said.',
    }),
  }),
});

mutation('proposeStatement', {
  description:
    'Proposes a statement. What the secretariat proposes is taken up at once; what a member or network proposes, when the secretariat accepts it.',
  record: Statement,
  input: (t) => ({
    id: t.id({
      description:
        'The id it is to have for good, chosen by the secretariat: `2021-03-15-vaccines-for-all`. Left out: one is made.',
    }),
    title: t.field({
      type: TextInput,
      required: true,
      description: 'A working title, on one line.',
    }),
    occasion: t.field({
      type: TextInput,
      description: 'The event or issue, and what a common voice adds to it.',
    }),
    track: t.field({
      type: Track,
      required: true,
      description: 'By which steps it is to be agreed.',
    }),
    onBehalfOf: t.field({
      type: ActorInput,
      description: 'Who proposes it; left out by the secretariat.',
    }),
    contributors: t.field({
      type: [ActorInput],
      description: 'Who is invited to contribute, at most 100; named by the secretariat.',
    }),
    settings: t.field({
      type: SettingsInput,
      description: 'Numbers other than the usual ones; set by the secretariat.',
    }),
  }),
  resolve: async (input, context) => {
    const { title, occasion, track } = input;
    const proposer = input.onBehalfOf ?? null;
    const contributors = input.contributors ?? [];
    requireProposer(context, input);
    refuse([
      ...(input.id == null ? [] : idProblems(['id'], input.id)),
      ...textProblems(['title', 'text'], title.text, { longest: 300, singleLine: true }),
      ...(occasion ? textProblems(['occasion', 'text'], occasion.text, { longest: 2_000 }) : []),
      ...settingsProblems(input.settings),
      ...(await actorsProblems(context, ['contributors'], contributors)),
    ]);
    const at = context.now().toISOString();
    const bySecretariat = proposer === null;
    const document = withIndexFields({
      _id: input.id ?? context.newId(),
      published: null,
      working: {
        track,
        title: storedText(title),
        occasion: occasion ? storedText(occasion) : null,
        proposedAt: at,
        proposer,
        acceptedAt: bySecretariat ? at : null,
        settings: settingsOf(defaultSettings[track], input.settings),
        contributors: [...contributors],
        contributions: [],
        texts: [],
        rounds: [],
        decision: null,
        schedule: null,
        abandoned: null,
        isOpen: true,
        readers: [],
      },
    } satisfies Omit<StatementDocument, 'version' | 'history' | 'changedAt' | 'seed'>);
    const event = eventOf(context, 'proposed', {
      ...(proposer && { onBehalfOf: proposer.id }),
      detail: {
        track,
        contributors: contributors.map(actorKey),
        to: bySecretariat ? 'DRAFTING' : 'PROPOSED',
      },
    });
    return viewOf(
      context,
      await insertRecord(context, source, { document, event: { ...event, at } }),
    );
  },
});

mutation('acceptStatement', {
  description: 'Takes a proposal up, so that it can be drafted. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    contributors: t.field({
      type: [ActorInput],
      description: 'Who is invited to contribute, at most 100; more can be invited later.',
    }),
    settings: t.field({ type: SettingsInput, description: 'Numbers other than the usual ones.' }),
  }),
  resolve: (input, context) =>
    revise(context, 'acceptStatement', {
      input,
      change: async ({ working, at }) => {
        const contributors = input.contributors ?? [];
        refuse([
          ...settingsProblems(input.settings),
          ...(await actorsProblems(context, ['contributors'], contributors)),
        ]);
        return {
          working: {
            ...working,
            acceptedAt: at,
            settings: settingsOf(working.settings, input.settings),
            contributors: [...contributors],
          },
          event: { type: 'accepted', detail: { contributors: contributors.map(actorKey) } },
        };
      },
    }),
});

mutation('inviteToStatement', {
  description:
    'Opens a statement to further contributors, who then know of it and may contribute. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    contributors: t.field({
      type: [ActorInput],
      required: true,
      description: 'Who is invited; with those invited before, at most 100.',
    }),
  }),
  resolve: (input, context) =>
    revise(context, 'inviteToStatement', {
      input,
      change: async ({ working }) => {
        const invited = working.contributors.map(actorKey);
        refuse([
          ...lengthProblems(['contributors'], input.contributors, {
            least: 1,
            most: mostContributors - invited.length,
          }),
          ...input.contributors.flatMap((actor, index) =>
            invited.includes(actorKey(actor))
              ? [
                  invalidValue(['contributors', index], `"${actor.id}" is invited already.`, [
                    'somebody new',
                  ]),
                ]
              : [],
          ),
          ...(await actorsProblems(context, ['contributors'], input.contributors)),
        ]);
        return {
          working: { ...working, contributors: [...working.contributors, ...input.contributors] },
          event: { type: 'invited', detail: { contributors: input.contributors.map(actorKey) } },
        };
      },
    }),
});

mutation('abandonStatement', {
  description:
    'Declines a proposal, or gives a statement up that is not yet adopted. Its record stays. Only the secretariat may.',
  record: Statement,
  input: (t) => ({
    ...revisionFields(t),
    reason: t.string({
      required: true,
      description: 'Why; those who have a part in it can read it.',
    }),
  }),
  resolve: ({ reason, ...input }, context) =>
    revise(context, 'abandonStatement', {
      input,
      change: ({ working, at }) => {
        refuse(textProblems(['reason'], reason, { longest: 2_000 }));
        return {
          working: { ...working, abandoned: { at, reason } },
          event: { type: 'abandoned', reason },
        };
      },
    }),
});

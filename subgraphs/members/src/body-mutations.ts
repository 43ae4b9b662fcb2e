import {
  type Context,
  collectionOf,
  endedMembership,
  endOfMembershipInput,
  eventOf,
  explanationProblems,
  invalidValue,
  membershipDetail,
  membershipInput,
  membershipProblems,
  type Problem,
  reasonInput,
  recordToChange,
  refuse,
  replaceRecord,
  requireSecretariat,
  toMembership,
  unknownRecord,
  versionInput,
} from '@network/schema';
import { Body, source } from './body.ts';
import { mutation, sourceInput } from './builder.ts';
import { type BodyDocument, toBodyDocument } from './documents.ts';
import { source as organizations } from './organization.ts';

/** So many memberships, past ones included, stay readable as one document. */
const mostMembers = 2_000;

mutation('addBodyMember', {
  description:
    'Adds a membership to a body. An organization that left may come back, for other days. Only the secretariat may.',
  record: Body,
  input: (t) => ({
    bodyId: t.id({ required: true, description: 'The id of the body: `executive-committee`.' }),
    version: t.int(versionInput('body')),
    ...membershipInput(t),
    source: t.field(sourceInput),
    reason: t.string(reasonInput('Why it is added now')),
  }),
  resolve: async (input, context) => {
    const body = await bodyToChange(context, input);
    const member = toMembership(input, input.source);
    refuse([
      ...membershipProblems([member], body.members, () => []),
      ...sizeProblems(body),
      ...explanationProblems(input),
      ...(await unknownOrganization(context, input.organizationId)),
    ]);
    return replaceRecord(context, source, {
      document: toBodyDocument({ ...body, members: [...body.members, member] }),
      event: eventOf(context, 'memberAdded', {
        reason: input.reason,
        detail: membershipDetail(member),
      }),
    });
  },
});

mutation('endBodyMembership', {
  description:
    'Sets the last day of a membership that has none. The membership stays readable for the days on which it held. Only the secretariat may.',
  record: Body,
  input: (t) => ({
    bodyId: t.id({ required: true, description: 'The id of the body: `executive-committee`.' }),
    version: t.int(versionInput('body')),
    ...endOfMembershipInput(t),
  }),
  resolve: async (input, context) => {
    const body = await bodyToChange(context, input);
    const { ended, members } = endedMembership(body.members, input, {
      of: body._id,
      possible: 'addBodyMember',
    });
    return replaceRecord(context, source, {
      document: { ...body, members },
      event: eventOf(context, 'membershipEnded', {
        reason: input.reason,
        detail: membershipDetail(ended),
      }),
    });
  },
});

function bodyToChange(
  context: Context,
  { bodyId: id, version }: { bodyId: string; version: number },
): Promise<BodyDocument> {
  return recordToChange(context, source, {
    type: 'Body',
    path: ['bodyId'],
    id,
    version,
    authorize: () => requireSecretariat(context, 'registers the members of bodies'),
  });
}

function sizeProblems({ members }: BodyDocument): Problem[] {
  if (members.length < mostMembers) return [];
  return [
    invalidValue(['bodyId'], `The body has ${members.length} memberships.`, [
      `at most ${mostMembers} memberships, past ones included`,
    ]),
  ];
}

async function unknownOrganization(context: Context, id: string): Promise<Problem[]> {
  const [organization] = await collectionOf(context, organizations).getMany([id]);
  return organization ? [] : [unknownRecord(['organizationId'], 'Organization', id)];
}

import {
  type Context,
  collectionOf,
  type EffectiveDated,
  eventOf,
  invalidValue,
  overlap,
  type Problem,
  Refused,
  refuse,
  refuseStale,
  replaceRecord,
  storedText,
  unknownRecord,
  wrongState,
} from '@network/schema';
import { Body, source } from './body.ts';
import { mutation, TextInput } from './builder.ts';
import { type BodyDocument, bodies, type StoredBodyMember, toBodyDocument } from './documents.ts';
import { source as organizations } from './organization.ts';
import { explanationProblems, refuseOthersThanSecretariat } from './registration.ts';

/** So many memberships, past ones included, stay readable as one document. */
const mostMembers = 2_000;

mutation('addBodyMember', {
  description:
    'Adds a membership to a body. An organization that left may come back, for other days. Only the secretariat may.',
  record: Body,
  input: (t) => ({
    bodyId: t.id({ required: true, description: 'The id of the body: `executive-committee`.' }),
    version: t.int({
      required: true,
      description: 'The `version` of the body that this was decided on.',
    }),
    organizationId: t.id({
      required: true,
      description: 'The id of the organization that becomes a member: `iom`.',
    }),
    validFrom: t.field({
      type: 'Date',
      description: 'The first day of the membership; left out where it is not known.',
    }),
    validTo: t.field({
      type: 'Date',
      description: 'The last day of the membership; left out while none is agreed.',
    }),
    source: t.field({
      type: TextInput,
      description: 'Where this is stated, in words: a letter, a meeting, a page.',
    }),
    reason: t.string({
      required: true,
      description: 'Why it is added now; kept in the history of the record.',
    }),
  }),
  resolve: async (input, context) => {
    const body = await bodyToChange(context, input.bodyId, input.version);
    const member: StoredBodyMember = {
      organization: input.organizationId,
      validFrom: input.validFrom ?? null,
      validTo: input.validTo ?? null,
      ...(input.source && { source: storedText(input.source) }),
      citations: [],
    };
    refuse([
      ...dateProblems(member),
      ...repeatedMembershipProblems(body, member),
      ...(body.members.length < mostMembers
        ? []
        : [
            invalidValue(['bodyId'], `The body has ${body.members.length} memberships.`, [
              `at most ${mostMembers} memberships, past ones included`,
            ]),
          ]),
      ...explanationProblems(input),
      ...(await unknownOrganization(context, input.organizationId)),
    ]);
    return replaceRecord(context, source, {
      document: toBodyDocument({ ...body, members: [...body.members, member] }),
      event: eventOf(context, 'memberAdded', { reason: input.reason, detail: toDates(member) }),
    });
  },
});

mutation('endBodyMembership', {
  description:
    'Sets the last day of a membership that has none. The membership stays readable for the days on which it held. Only the secretariat may.',
  record: Body,
  input: (t) => ({
    bodyId: t.id({ required: true, description: 'The id of the body: `executive-committee`.' }),
    version: t.int({
      required: true,
      description: 'The `version` of the body that this was decided on.',
    }),
    organizationId: t.id({
      required: true,
      description: 'The id of the organization that leaves: `iom`.',
    }),
    validTo: t.field({
      type: 'Date',
      required: true,
      description: 'The last day on which it is a member.',
    }),
    reason: t.string({
      required: true,
      description: 'Why it leaves; kept in the history of the record.',
    }),
  }),
  resolve: async (input, context) => {
    const body = await bodyToChange(context, input.bodyId, input.version);
    const { organizationId, validTo } = input;
    const membership = body.members.find(
      (member) => member.organization === organizationId && member.validTo === null,
    );
    if (!membership) {
      const wasMember = body.memberIds.includes(organizationId);
      throw new Refused(
        wrongState(
          ['organizationId'],
          wasMember
            ? `Every membership of "${organizationId}" has its last day already.`
            : `"${organizationId}" is no member of "${body._id}".`,
          {
            state: wasMember ? 'MEMBERSHIP_ENDED' : 'NO_MEMBER',
            possible: ['addBodyMember'],
          },
        ),
      );
    }
    const ended = { ...membership, validTo };
    refuse([...dateProblems(ended), ...explanationProblems(input)]);
    return replaceRecord(context, source, {
      document: {
        ...body,
        members: body.members.map((member) => (member === membership ? ended : member)),
      },
      event: eventOf(context, 'membershipEnded', { reason: input.reason, detail: toDates(ended) }),
    });
  },
});

/** The body that the input names, if this writer may change it and has seen it as it is now. */
async function bodyToChange(context: Context, id: string, version: number): Promise<BodyDocument> {
  const [body] = await collectionOf(context, source).getMany([id]);
  if (!body) throw new Refused(unknownRecord(['bodyId'], 'Body', id));
  refuseOthersThanSecretariat(context, 'registers the members of bodies');
  await refuseStale(context, bodies, { document: body, seen: version });
  return body;
}

/** A membership as the history of the body tells of it. */
function toDates({ organization, validFrom, validTo }: StoredBodyMember) {
  return { organization, validFrom, validTo };
}

function dateProblems({ validFrom, validTo }: EffectiveDated): Problem[] {
  if (validFrom === null || validTo === null || validFrom <= validTo) return [];
  const message = `The membership would end on ${validTo}, before it begins on ${validFrom}.`;
  return [invalidValue(['validTo'], message, [`${validFrom} or a later day`])];
}

/** An organization is a member once at a time. */
function repeatedMembershipProblems(body: BodyDocument, member: StoredBodyMember): Problem[] {
  const other = body.members.find(
    (present) => present.organization === member.organization && overlap(present, member),
  );
  if (!other) return [];
  const dates = `from ${other.validFrom ?? 'an unstated day'} to ${other.validTo ?? 'an unstated day'}`;
  return [
    invalidValue(['organizationId'], `"${member.organization}" is a member already ${dates}.`, [
      'an organization, or days, without a membership',
    ]),
  ];
}

async function unknownOrganization(context: Context, id: string): Promise<Problem[]> {
  const [organization] = await collectionOf(context, organizations).getMany([id]);
  return organization ? [] : [unknownRecord(['organizationId'], 'Organization', id)];
}

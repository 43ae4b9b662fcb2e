import {
  allOfParent,
  asOf,
  type Context,
  collectionOf,
  everybody,
  holdsOn,
  load,
  membershipDays,
  pageOf,
  pageOfList,
  type Source,
  type StoredMembership,
  today,
} from '@network/schema';
import {
  builder,
  citations,
  connection,
  entity,
  enumOf,
  history,
  pageArguments,
  sourceText,
  text,
  version,
} from './builder.ts';
import { type BodyDocument, bodies } from './documents.ts';
import { Organization, source as organizations } from './organization.ts';

export const source: Source<BodyDocument> = { definition: bodies, visible: everybody };

const Kind = enumOf('BodyKind', {
  description: 'What a body of the Network is for.',
  values: {
    NETWORK: 'The United Nations Network on Migration as a whole.',
    EXECUTIVE_COMMITTEE: 'The committee that guides the Network and clears its statements.',
    SECRETARIAT: 'The office that serves the Network and supports its Executive Committee.',
    STEERING_COMMITTEE: 'A committee that steers a fund: the Migration Multi-Partner Trust Fund.',
  } satisfies Record<BodyDocument['kind'], string>,
});

export const Body = builder.objectRef<BodyDocument>('Body');

Body.implement({
  description:
    'A body of the Network or of its fund, with its members: the Executive Committee, the secretariat.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `executive-committee`.' }),
    name: t.field(text('What the body is called by the sources.', (o: BodyDocument) => o.name)),
    kind: t.field({ type: Kind, description: 'What the body is for.', resolve: (o) => o.kind }),
    members: t.field({
      type: BodyMembershipConnection,
      description:
        'Its members on a day, in the order in which they were stated. Empty where no source lists them.',
      args: { ...pageArguments, asOf: t.arg(asOf) },
      resolve: (body, { asOf, ...page }, context) => {
        const day = asOf ?? today(context);
        const holding = allMembershipsOf(body).filter((membership) => holdsOn(membership, day));
        return pageOfList(holding, ({ position }) => String(position), page);
      },
    }),
    citations: t.field(citations),
    version: t.field(version),
    history: t.field(history({ definition: bodies })),
  }),
});

/** One membership with the body it is of. `position` is its place among all of the body's, which never changes. */
interface BodyMembershipRecord extends StoredMembership {
  body: BodyDocument;
  position: number;
}

const BodyMembership = builder.objectRef<BodyMembershipRecord>('BodyMembership');

BodyMembership.implement({
  description: 'The membership of one organization in a body, with the days for which it holds.',
  fields: (t) => ({
    body: t.field({
      type: Body,
      description: 'The body of which the organization is a member.',
      resolve: (o) => o.body,
    }),
    organization: t.field({
      type: Organization,
      description: 'The organization that is the member of the body.',
      resolve: async ({ organization }, _, context) => {
        const document = await load(context, organizations, organization);
        if (!document)
          throw new Error(`a body names the organization ${organization}, which does not exist`);
        return document;
      },
    }),
    validFrom: t.field(membershipDays.validFrom),
    validTo: t.field(membershipDays.validTo),
    source: t.field(sourceText),
    citations: t.field(citations),
  }),
});

export const BodyMembershipConnection = connection(BodyMembership);

function allMembershipsOf(body: BodyDocument): BodyMembershipRecord[] {
  return body.members.map((member, position) => ({ ...member, body, position }));
}

/**
 * The memberships of an organization that hold on a day, by the body's id. A day between two dates of a list within a
 * document is no index's question; all bodies that ever had the member are few, and one page of the store.
 */
export async function membershipsOf(
  context: Context,
  organization: string,
  day: string,
): Promise<BodyMembershipRecord[]> {
  const joined = await allOfParent(context, source, { field: 'memberIds', parent: organization });
  return joined
    .flatMap(allMembershipsOf)
    .filter((one) => one.organization === organization && holdsOn(one, day));
}

entity(Body, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const BodyConnection = connection(Body);

builder.queryFields((t) => ({
  body: t.field({
    type: Body,
    nullable: true,
    description: 'One body of the Network by its id; null when there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of the body: `executive-committee`.' }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  bodies: t.field({
    type: BodyConnection,
    description: 'The bodies of the Network and of its fund, by id.',
    args: {
      ...pageArguments,
      kind: t.arg({ type: Kind, description: 'Only those of this kind.' }),
    },
    resolve: (_, { kind, ...page }, context) =>
      pageOf(context, source, { ...page, filter: kind == null ? {} : { kind } }),
  }),
}));

import {
  asOf,
  collectionOf,
  eventOf,
  everybody,
  explanationProblems,
  idInput,
  idProblems,
  insertRecord,
  load,
  nameProblems,
  pageOf,
  pageOfList,
  reasonInput,
  refuse,
  requireSecretariat,
  type Source,
  statedIn,
  storedText,
  textProblems,
  today,
} from '@network/schema';
import { BodyMembershipConnection, membershipsOf } from './body.ts';
import {
  builder,
  citations,
  connection,
  entity,
  enumOf,
  history,
  mutation,
  pageArguments,
  sourceInput,
  sourceText,
  TextInput,
  text,
  version,
} from './builder.ts';
import { type OrganizationDocument, type OrganizationKind, organizations } from './documents.ts';

export const source: Source<OrganizationDocument> = {
  definition: organizations,
  visible: everybody,
};

const Kind = enumOf('OrganizationKind', {
  description:
    'How an organization stands to the United Nations, by their own chart of the system.',
  values: {
    UN_FUND_OR_PROGRAMME: 'A fund or programme of the United Nations: UNICEF, UNDP, WFP.',
    UN_SPECIALIZED_AGENCY: 'A specialized agency with a relationship agreement: ILO, WHO, FAO.',
    UN_SECRETARIAT_DEPARTMENT: 'A department or office of the Secretariat: UN DESA, OHCHR, UNODC.',
    UN_REGIONAL_COMMISSION: 'One of the United Nations’ regional economic commissions: ESCAP, ECA.',
    UN_RELATED_ORGANIZATION: 'An organization related to the United Nations: IOM, WTO.',
    UN_OTHER_ENTITY: 'Another entity of the system: UNHCR, UN-Women, UNCTAD, UNAIDS, an institute.',
    OTHER_INTERNATIONAL_ORGANIZATION:
      'An organization outside the United Nations system: Interpol.',
  } satisfies Record<OrganizationKind, string>,
});

export const Organization = builder.objectRef<OrganizationDocument>('Organization');

Organization.implement({
  description:
    'An organization that the Network’s documents name: a United Nations entity, or one outside the system.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `iom`.' }),
    acronym: t.exposeString('acronym', {
      description: 'Its acronym or short form in English: `IOM`.',
    }),
    name: t.field(text('Its full official name.', (o: OrganizationDocument) => o.name)),
    kind: t.field({
      type: Kind,
      description: 'How it stands to the United Nations.',
      resolve: (o) => o.kind,
    }),
    unSystem: t.exposeBoolean('unSystem', {
      description: 'Whether it belongs to the United Nations system.',
    }),
    bodies: t.field({
      type: BodyMembershipConnection,
      description: 'The bodies of the Network of which it is a member on a day, by the body’s id.',
      args: { ...pageArguments, asOf: t.arg(asOf) },
      resolve: async ({ _id }, { asOf, ...page }, context) => {
        const memberships = await membershipsOf(context, _id, asOf ?? today(context));
        return pageOfList(memberships, ({ body, position }) => `${body._id} ${position}`, page);
      },
    }),
    source: t.field(sourceText),
    citations: t.field(citations),
    version: t.field(version),
    history: t.field(history({ definition: organizations })),
  }),
});

entity(Organization, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const OrganizationConnection = connection(Organization);

builder.queryFields((t) => ({
  organization: t.field({
    type: Organization,
    nullable: true,
    description: 'One organization by its id; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'The id of the organization: `iom`.' }) },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  organizations: t.field({
    type: OrganizationConnection,
    description: 'The organizations that are registered, by id.',
    args: {
      ...pageArguments,
      kind: t.arg({ type: Kind, description: 'Only those of this kind.' }),
      unSystem: t.arg.boolean({
        description: 'Only those within the United Nations system (true), or outside it (false).',
      }),
    },
    resolve: (_, { kind, unSystem, ...page }, context) =>
      pageOf(context, source, {
        ...page,
        filter: { ...(kind != null && { kind }), ...(unSystem != null && { unSystem }) },
      }),
  }),
}));

mutation('registerOrganization', {
  description: 'Enters an organization that exists. Only the secretariat may.',
  record: Organization,
  input: (t) => ({
    id: t.id(idInput),
    acronym: t.string({ required: true, description: 'Its acronym or short form in English.' }),
    name: t.field({ type: TextInput, required: true, description: 'Its full name, on one line.' }),
    kind: t.field({
      type: Kind,
      required: true,
      description: 'How it stands to the United Nations; it says also whether it is in the system.',
    }),
    source: t.field(sourceInput),
    reason: t.string(reasonInput('Why it is entered now')),
  }),
  resolve: (input, context) => {
    requireSecretariat(context, 'registers organizations');
    refuse([
      ...idProblems(['id'], input.id),
      ...textProblems(['acronym'], input.acronym, { longest: 30, singleLine: true }),
      ...nameProblems(input.name),
      ...explanationProblems(input),
    ]);
    return insertRecord(context, source, {
      document: {
        _id: input.id,
        acronym: input.acronym,
        name: storedText(input.name),
        kind: input.kind,
        unSystem: input.kind !== 'OTHER_INTERNATIONAL_ORGANIZATION',
        ...statedIn(input.source),
      },
      event: eventOf(context, 'registered', { reason: input.reason }),
    });
  },
});

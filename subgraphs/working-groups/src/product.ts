import { collectionOf, everybody, load, pageOf, pageOfParent, type Source } from '@network/schema';
import { builder, citations, connection, entity, enumOf, pageArguments, text } from './builder.ts';
import { type ProductDocument, products } from './documents.ts';
import { source as groups, WorkingGroup } from './working-group.ts';

const source: Source<ProductDocument> = { definition: products, visible: everybody };
const inOrder = { field: 'position', direction: 'ascending' } as const;

const Kind = enumOf('ProductKind', {
  description: 'What a product of the working groups is, as the source calls it.',
  values: {
    POLICY_BRIEF: 'A short paper that sets out a policy question and options.',
    KNOWLEDGE_PRODUCT: 'A work that collects and spreads knowledge on a subject.',
    PEER_LEARNING: 'Exchanges in which States learn from each other.',
    GUIDANCE_NOTE: 'A note on how something is to be understood and done.',
    GUIDELINES: 'Guidance for a whole task, from planning to evaluation.',
    POSITION_PAPER: 'A paper with the common position of the Network.',
    TOOL: 'Something to work with: a training, a form, a method.',
    PRINCIPLES: 'Principles that several actors hold in common.',
    CHECKLIST: 'A list of points to go through in one’s own case.',
    OTHER: 'Something that the source does not call any of these.',
  } satisfies Record<ProductDocument['kind'], string>,
});

const Product = builder.objectRef<ProductDocument>('Product');

Product.implement({
  description: 'Something that working groups of the Network made.',
  fields: (t) => ({
    id: t.exposeID('_id', { description: 'Stable, readable id: `detention-policy-brief`.' }),
    title: t.field(
      text('Its title, or how the source describes it.', (o: ProductDocument) => o.title),
    ),
    kind: t.field({
      type: Kind,
      description: 'What it is, as the source calls it.',
      resolve: (o) => o.kind,
    }),
    attributedTo: t.field(
      text(
        'To whom the source attributes it, in its words.',
        (o: ProductDocument) => o.attributedTo,
      ),
    ),
    workingGroup: t.field({
      type: WorkingGroup,
      nullable: true,
      description: 'The working group that made it; null where the source names no single one.',
      resolve: ({ workingGroup }, _, context) =>
        workingGroup === null ? null : load(context, groups, workingGroup),
    }),
    citations: t.field(citations),
  }),
});

entity(Product, { load: (ids, context) => collectionOf(context, source).getMany(ids) });

const ProductConnection = connection(Product);

builder.queryFields((t) => ({
  product: t.field({
    type: Product,
    nullable: true,
    description: 'One product of the working groups by its id; null when there is none.',
    args: {
      id: t.arg.id({
        required: true,
        description: 'The id of the product: `detention-policy-brief`.',
      }),
    },
    resolve: (_, { id }, context) => load(context, source, id),
  }),
  products: t.field({
    type: ProductConnection,
    description: 'What the working groups made, in the order of the source.',
    args: {
      ...pageArguments,
      kind: t.arg({
        type: Kind,
        description: 'Only products of this kind, such as policy briefs.',
      }),
    },
    resolve: (_, { kind, ...page }, context) =>
      pageOf(context, source, {
        ...page,
        ...(kind != null && { filter: { kind } }),
        sort: inOrder,
      }),
  }),
}));

builder.objectField(WorkingGroup, 'products', (t) =>
  t.field({
    type: ProductConnection,
    description:
      'What the source attributes to this group by name, in its order. Most products are attributed to the groups together: see the root field `products`.',
    args: pageArguments,
    resolve: ({ _id }, page, context) =>
      pageOfParent(context, source, { ...page, field: 'workingGroup', parent: _id, sort: inOrder }),
  }),
);

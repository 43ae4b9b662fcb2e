import { everybody, pageOf, type Source } from '@network/schema';
import { builder, citations, connection, pageArguments, text } from './builder.ts';
import { type WorkingGroupRuleDocument, workingGroupRules } from './documents.ts';

const source: Source<WorkingGroupRuleDocument> = {
  definition: workingGroupRules,
  visible: everybody,
};

const WorkingGroupRule = builder.objectRef<WorkingGroupRuleDocument>('WorkingGroupRule');

WorkingGroupRule.implement({
  description: 'Something that the workplan says about every working group.',
  fields: (t) => ({
    number: t.exposeInt('number', {
      description: 'Its place in the workplan’s text on working groups, from 1.',
    }),
    text: t.field(text('What the workplan says.', (o: WorkingGroupRuleDocument) => o.text)),
    citations: t.field(citations),
  }),
});

const WorkingGroupRuleConnection = connection(WorkingGroupRule);

builder.queryField('workingGroupRules', (t) =>
  t.field({
    type: WorkingGroupRuleConnection,
    description: 'What the workplan says about working groups, in its order.',
    args: pageArguments,
    resolve: (_, page, context) =>
      pageOf(context, source, { ...page, sort: { field: 'number', direction: 'ascending' } }),
  }),
);

import {
  type Context,
  collectionOf,
  kept,
  load,
  type PageArguments,
  pageOf,
  pageOfList,
  pageOfParent,
} from '@network/schema';
import DataLoader from 'dataloader';
import { Activity } from '../activity.ts';
import {
  builder,
  CountryNetwork,
  pageArguments,
  RegionalNetwork,
  WorkingGroup,
} from '../builder.ts';
import type { ReportingUnitType, StatusReportDocument } from '../documents.ts';
import { UnitInput, UnitType, unitKey } from '../reporting-unit.ts';
import { Workstream } from '../workstream.ts';
import { StatusReport, StatusReportConnection } from './type.ts';
import { publicReports, publishedReports, reports } from './visibility.ts';

export const latestPeriodFirst = { field: 'periodTo', direction: 'descending' } as const;

builder.queryFields((t) => ({
  statusReport: t.field({
    type: StatusReport,
    nullable: true,
    description: 'One report by its id; null when this reader may see none.',
    args: {
      id: t.arg.id({
        required: true,
        description: 'The id of the report: `core-1.1.RegionalNetwork.asia-pacific.2026-H2`.',
      }),
    },
    resolve: (_, { id }, context) => load(context, reports, id),
  }),
  statusReports: t.field({
    type: StatusReportConnection,
    description:
      'Published reports that match all that is asked for: those of the latest period first, or, of one round, by id.',
    args: {
      ...pageArguments,
      subject: t.arg.id({ description: 'Only those about this workstream or activity.' }),
      unit: t.arg({ type: UnitInput, description: 'Only those of this unit, by kind and id.' }),
      round: t.arg.id({ description: 'Only those of this round: `2026-H2`.' }),
    },
    resolve: (_, { subject, unit: wanted, round, ...page }, context) => {
      const unit = wanted ? unitKey(wanted) : null;
      // Subject and unit together are the series, which has an index of its own.
      const series = subject && unit !== null ? `${subject}.${unit}` : null;
      return pageOf(context, publishedReports, {
        ...page,
        filter: {
          ...(series !== null && { series }),
          ...(series === null && typeof subject === 'string' && { subject }),
          ...(series === null && unit !== null && { unit }),
          ...(typeof round === 'string' && { round }),
        },
        ...(typeof round !== 'string' && { sort: latestPeriodFirst }),
      });
    },
  }),
}));

/** What is published on a subject or by a unit that this reader may see, those of the latest period first. */
function publishedPage(
  context: Context,
  of: { field: 'subject' | 'unit'; parent: string },
  page: PageArguments,
) {
  return pageOfParent(context, publishedReports, { ...page, ...of, sort: latestPeriodFirst });
}

builder.objectFields(Workstream, (t) => ({
  reports: t.field({
    type: StatusReportConnection,
    description:
      'All published reports on the workstream itself that this reader may see, those of the latest period first.',
    args: pageArguments,
    resolve: ({ _id }, page, context) =>
      publishedPage(context, { field: 'subject', parent: _id }, page),
  }),
  latestReports: t.field({
    type: StatusReportConnection,
    description:
      'For every unit that has published a public report on the workstream, the one of the latest period, by kind and id of the unit. The same for all readers.',
    args: {
      ...pageArguments,
      unitType: t.arg({
        type: UnitType,
        description: 'Only those of this kind of unit: `REGIONAL_NETWORK` for the regions.',
      }),
    },
    resolve: async ({ _id }, { unitType, ...page }, context) => {
      const all = await publicSeries(context, _id);
      const wanted = unitType ? all.filter((series) => isOf(series, _id, unitType)) : all;
      const { items, ...rest } = pageOfList(wanted, (series) => series, page);
      const latest = await Promise.all(items.map(({ node }) => latestOf(context, node)));
      return {
        ...rest,
        items: items.flatMap(({ cursor }, index) => {
          const node = latest[index];
          return node ? [{ node, cursor }] : [];
        }),
      };
    },
  }),
}));

function isOf(series: string, subject: string, type: ReportingUnitType): boolean {
  return series.startsWith(`${subject}.${type}.`);
}

/** As many alternatives as one query of the store may have. */
const subjectsAtOnce = 16;

/** The series (subject and unit) with public reports on a subject, in order; one storage call for 16 subjects of a request. */
function publicSeries(context: Context, subject: string): Promise<string[]> {
  const loader = kept(
    context,
    publicReports,
    'series',
    () =>
      new DataLoader<string, string[]>(
        async (subjects) => {
          const counted = await collectionOf(context, publicReports).countBy('series', {
            subject: { in: subjects },
          });
          const all = [...counted.keys()].map(String).sort();
          return subjects.map((one) => all.filter((series) => isSeriesOf(series, one)));
        },
        { maxBatchSize: subjectsAtOnce },
      ),
  );
  return loader.load(subject);
}

/** `core-1` is not the subject of `core-1.1.RegionalNetwork.asia-pacific`: the unit's type follows the subject. */
function isSeriesOf(series: string, subject: string): boolean {
  return series.startsWith(`${subject}.`) && /^[A-Z]/.test(series.slice(subject.length + 1));
}

/** The newest public report of a series; one storage call for all that a request asks for. */
async function latestOf(context: Context, series: string): Promise<StatusReportDocument | null> {
  const { items } = await pageOfParent(context, publicReports, {
    field: 'series',
    parent: series,
    sort: latestPeriodFirst,
    first: 1,
  });
  return items[0]?.node ?? null;
}

builder.objectField(Activity, 'reports', (t) =>
  t.field({
    type: StatusReportConnection,
    description:
      'All published reports on the activity that this reader may see, those of the latest period first.',
    args: pageArguments,
    resolve: ({ _id }, page, context) =>
      publishedPage(context, { field: 'subject', parent: _id }, page),
  }),
);

const unitRefs = { RegionalNetwork, CountryNetwork, WorkingGroup } as const;

for (const type of ['RegionalNetwork', 'CountryNetwork', 'WorkingGroup'] as const) {
  builder.objectField(unitRefs[type], 'statusReports', (t) =>
    t.field({
      type: StatusReportConnection,
      nullable: true,
      description:
        'What the unit itself has published that this reader may see, reports of the latest period first.',
      args: pageArguments,
      resolve: ({ id }, page, context) =>
        publishedPage(context, { field: 'unit', parent: unitKey({ type, id }) }, page),
    }),
  );
}

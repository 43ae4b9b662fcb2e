import { type Builder, shareable } from './builder.ts';
import type { addCitation } from './citation.ts';
import type { addEnums } from './enums.ts';
import type { addLocalizedText } from './localized-text.ts';
import type { StoredFigure, StoredQuantity, StoredTimeFrame } from './stored.ts';

/** The last day of a month, or the day itself: `2020-02` is 2020-02-29. */
function lastDayOf(date: string): string {
  if (date.length === 10) return date;
  const [year, month] = date.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function firstDayOf(date: string): string {
  return date.length === 10 ? date : `${date}-01`;
}

type Parts = ReturnType<typeof addEnums> &
  ReturnType<typeof addLocalizedText> &
  ReturnType<typeof addCitation>;

export function addTimeFrame(builder: Builder, { enumOf, text, citations }: Parts) {
  const Kind = enumOf('TimeFrameKind', {
    description: 'In which way a source says when something is to be done.',
    values: {
      BY: 'Delivered by a day or the end of a month: see `latest`.',
      ON: 'On a stated day or days: see `earliest` and `latest`.',
      RANGE: 'Lasting between two lengths of time: see `minimum` and `maximum`.',
      DURATION: 'Lasting one stated length of time: `minimum` and `maximum` are equal.',
      CONTINUOUS: 'Going on without an end; it can never be completed.',
      ANNUAL: 'Every year; each year is a new cycle.',
      MULTI_YEAR: 'Over several years, without a stated number.',
      TO_BE_CONFIRMED: 'Still to be confirmed, as the source says.',
      NOT_APPLICABLE: 'Not applicable, as the source says.',
    },
  });
  const Precision = enumOf('DatePrecision', {
    description: 'How exactly a source states a date.',
    values: {
      DAY: 'The source states the day itself.',
      MONTH: 'The source states only the month.',
    },
  });
  const TimeFrame = builder.objectRef<StoredTimeFrame>('TimeFrame');
  TimeFrame.implement({
    description: 'When something is to be done, as a typed value beside the source’s own words.',
    extensions: shareable,
    fields: (t) => ({
      kind: t.field({
        type: Kind,
        description: 'In which way the source says it.',
        resolve: (o) => o.kind,
      }),
      earliest: t.field({
        type: 'Date',
        nullable: true,
        description: 'The first day, for `ON`.',
        resolve: (o) => (o.kind === 'ON' ? firstDayOf(o.from) : null),
      }),
      latest: t.field({
        type: 'Date',
        nullable: true,
        description:
          'The last day, for `BY` and `ON`: the last of the month where only a month is stated.',
        resolve: (o) =>
          o.kind === 'BY' ? lastDayOf(o.by) : o.kind === 'ON' ? lastDayOf(o.to) : null,
      }),
      precision: t.field({
        type: Precision,
        nullable: true,
        description:
          'Whether the source states the day or only the month; null where there is no date.',
        resolve: (o) => {
          const date = o.kind === 'BY' ? o.by : o.kind === 'ON' ? o.to : null;
          return date === null ? null : date.length === 10 ? ('DAY' as const) : ('MONTH' as const);
        },
      }),
      minimum: t.field({
        type: 'Duration',
        nullable: true,
        description: 'The shortest length, for `RANGE` and `DURATION`.',
        resolve: (o) =>
          o.kind === 'RANGE' ? o.minimum : o.kind === 'DURATION' ? o.duration : null,
      }),
      maximum: t.field({
        type: 'Duration',
        nullable: true,
        description: 'The longest length, for `RANGE` and `DURATION`.',
        resolve: (o) =>
          o.kind === 'RANGE' ? o.maximum : o.kind === 'DURATION' ? o.duration : null,
      }),
      words: t.field(text('The source’s own words.', (o: StoredTimeFrame) => o.words)),
    }),
  });

  const QuantityKind = enumOf('QuantityKind', {
    description: 'How a source states a number.',
    values: {
      TO_BE_DETERMINED: 'Left open by the source (“XX countries”); neither zero nor unknown to us.',
      EXACT: 'One number: `minimum` and `maximum` are equal.',
      RANGE: 'Between two numbers: see `minimum` and `maximum`.',
    },
  });
  const Quantity = builder.objectRef<StoredQuantity>('Quantity');
  Quantity.implement({
    description: 'A number that a source states or leaves open, with its words.',
    extensions: shareable,
    fields: (t) => ({
      kind: t.field({
        type: QuantityKind,
        description: 'How the source states it.',
        resolve: (o) => o.kind,
      }),
      of: t.field(
        text(
          'What the number counts: pilot countries, good practices.',
          (o: StoredQuantity) => o.of,
        ),
      ),
      minimum: t.int({
        nullable: true,
        description: 'The least; null where it is to be determined.',
        resolve: (o) => (o.kind === 'EXACT' ? o.value : o.kind === 'RANGE' ? o.minimum : null),
      }),
      maximum: t.int({
        nullable: true,
        description: 'The most; null where it is to be determined.',
        resolve: (o) => (o.kind === 'EXACT' ? o.value : o.kind === 'RANGE' ? o.maximum : null),
      }),
      words: t.field(text('The source’s own words.', (o: StoredQuantity) => o.words)),
    }),
  });

  const Qualifier = enumOf('FigureQualifier', {
    description: 'How a source qualifies a figure.',
    values: {
      EXACT: 'The number itself, as stated.',
      MORE_THAN: '“More than”: the true number is higher.',
      AT_LEAST: '“At least”: the true number is this or higher.',
    },
  });
  const Figure = builder.objectRef<StoredFigure & { _id: string }>('Figure');
  Figure.implement({
    description: 'A figure that a source states, with its date.',
    extensions: shareable,
    fields: (t) => ({
      id: t.exposeID('_id', { description: 'Stable id of the figure among those of its list.' }),
      label: t.field(text('What the figure counts.', (o: StoredFigure) => o.label)),
      value: t.exposeFloat('value', { description: 'The number, in `unit`.' }),
      qualifier: t.field({
        type: Qualifier,
        description: 'Exact, “more than”, or “at least”.',
        resolve: (o) => o.qualifier,
      }),
      unit: t.field(
        text(
          'What one of the counted things is: a network, a country.',
          (o: StoredFigure) => o.unit,
        ),
      ),
      asOf: t.field({
        type: 'Date',
        nullable: true,
        description:
          'The day the figure holds for (the last of the month where only a month is stated); null where the source gives none.',
        resolve: (o) => (o.asOf === null ? null : lastDayOf(o.asOf)),
      }),
      citations: t.field(citations),
    }),
  });
  return { TimeFrame, Quantity, Figure };
}

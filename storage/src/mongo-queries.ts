// The reads of the MongoDB adapter. In: the alternatives of a query and a place to go on from. Out: what is handed to the
// driver: filters, sorts, limits. Every alternative is an `$or` branch with an index of its own. It sends nothing.

import type { Sort } from './collection.ts';
import type { Alternative } from './filter.ts';
import { type Fields, indexForPage, orderField } from './indexes.ts';
import { type PageRequest, type Position, startOf } from './paging.ts';

/** A filter in the driver's terms. */
export type Condition = Record<string, unknown>;

export interface Find {
  filter: Condition;
  options: {
    sort: Record<string, 1 | -1>;
    limit: number;
    projection: Record<string, 0>;
  };
}

/** What is the store's own never leaves it. */
export const WITHOUT_FEED = { _feed: 0 } as const;

/** One find for a page; undefined when nothing can be on it. */
export function pageFind(
  fields: Fields,
  alternatives: readonly Alternative[],
  { sort, first, position }: PageRequest,
): Find | undefined {
  const branches = alternatives.flatMap((alternative) => {
    indexForPage(fields, alternative, sort);
    const order = orderField(alternative, sort);
    const start = startOf(alternative, { sort, order, position });
    if (start === 'past the end') return [];
    const tests = testsOf(alternative);
    return start
      ? entries(order, sort, start).map((entry) => allOf([...tests, ...entry]))
      : [allOf(tests)];
  });
  const filter = anyOf(branches);
  const direction = sort.direction === 'ascending' ? 1 : -1;
  return (
    filter && {
      filter,
      options: {
        sort: { [sort.field]: direction, _id: direction },
        limit: first + 1,
        projection: WITHOUT_FEED,
      },
    }
  );
}

/** Everything that passes one of the alternatives; undefined when there is none. */
export function filterOf(alternatives: readonly Alternative[]): Condition | undefined {
  return anyOf(alternatives.map((alternative) => allOf(testsOf(alternative))));
}

/** How many documents there are for each value of a field; an array counts once for each different value in it. */
export function countByStages(
  field: string,
  matching: Condition,
  arrays: ReadonlySet<string>,
): Condition[] {
  const group = (value: string) => ({ $group: { _id: value, count: { $sum: 1 } } });
  return arrays.has(field)
    ? [
        { $match: { $and: [matching, { [field]: { $ne: [] } }] } },
        { $project: { value: { $setUnion: [`$${field}`, []] } } },
        { $unwind: { path: '$value', preserveNullAndEmptyArrays: true } },
        group('$value'),
      ]
    : [{ $match: matching }, group(`$${field}`)];
}

/**
 * What comes after a place, as the parts of an `$or`, each one stretch of the index. After (5, 'b') ascending: a greater
 * value, or 5 and a greater id. Null, which counts as lowest, is in no comparison, so it has stretches of its own.
 */
function entries(order: string, { direction }: Sort, { value, id }: Position): Condition[][] {
  const further = direction === 'ascending' ? '$gt' : '$lt';
  if (order === '_id') {
    return [[{ _id: { [further]: id } }]];
  }
  const sameValue = [{ [order]: value }, { _id: { [further]: id } }];
  if (value === null) {
    return direction === 'ascending' ? [sameValue, [{ [order]: { $ne: null } }]] : [sameValue];
  }
  const otherValue = [{ [order]: { [further]: value } }];
  return direction === 'ascending'
    ? [sameValue, otherValue]
    : [sameValue, otherValue, [{ [order]: null }]];
}

function testsOf({ equal, ranges }: Alternative): Condition[] {
  return [
    ...equal.map(({ field, value }) => ({ [field]: value })),
    ...ranges.map(({ field, lower, upper }) => ({
      [field]: {
        ...(lower && { [lower.inclusive ? '$gte' : '$gt']: lower.value }),
        ...(upper && { [upper.inclusive ? '$lte' : '$lt']: upper.value }),
      },
    })),
  ];
}

/** One flat condition, as an index wants it, unless a field has two tests. */
export function allOf(tests: readonly Condition[]): Condition {
  const fields = new Set(tests.flatMap((test) => Object.keys(test)));
  return fields.size === tests.length ? Object.assign({}, ...tests) : { $and: tests };
}

function anyOf(branches: readonly Condition[]): Condition | undefined {
  return branches.length > 1 ? { $or: branches } : branches[0];
}

// In: a folder of seed files. Out: every record of every file, validated, or an error that lists all that is wrong in all
// of them, each with its file, line and column. It stores nothing.

import { readdir } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { countryById, sourceDocuments } from '@network/schema';
import type { z } from 'zod';
import { type ParsedFile, type Problem, parseFile } from './parse.ts';
import {
  createRecordSchemas,
  type FileName,
  type IsKnown,
  type RecordSchemas,
  type ReferenceKind,
  type Seeds,
} from './records.ts';

/** The seeds are not as they must be; nothing was loaded. */
export class InvalidSeeds extends Error {
  override name = 'InvalidSeeds';
  /** `seeds/data/workstreams.yaml:41:7 objectives.1: unknown objective objective-24`, in the order of files and lines. */
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`${countOf(problems)} in the seeds:\n${problems.join('\n')}`);
    this.problems = problems;
  }
}

/** `1 problem`, `3 problems` */
export function countOf(problems: readonly string[]): string {
  return problems.length === 1 ? '1 problem' : `${problems.length} problems`;
}

export const defaultDirectory = resolve(import.meta.dirname, '../data');
const root = resolve(import.meta.dirname, '../..');

/** What the graph itself knows: countries are those of UN M49. */
const vocabularies = {
  country: countryById,
  'source document': new Map(sourceDocuments.map((document) => [document.id, document])),
};

/** Which file's ids are what a reference of this kind may name. */
const filesByKind: Record<Exclude<ReferenceKind, keyof typeof vocabularies>, FileName> = {
  body: 'bodies.yaml',
  objective: 'objectives.yaml',
  organization: 'organizations.yaml',
  principle: 'guiding-principles.yaml',
  region: 'regions.yaml',
  'regional network': 'regional-networks.yaml',
  'stakeholder group': 'stakeholder-groups.yaml',
  theme: 'thematic-areas.yaml',
  'working group': 'working-groups.yaml',
  workplan: 'workplans.yaml',
  workstream: 'workstreams.yaml',
};

export async function readSeeds(directory = defaultDirectory): Promise<Seeds> {
  const parsed = new Map<string, ParsedFile>();
  const schemas = createRecordSchemas(knownIn(parsed));
  const fileNames = Object.keys(schemas) as FileName[];
  await Promise.all(
    fileNames.map(async (file) => parsed.set(file, await parseFile(resolve(directory, file)))),
  );

  const seeds: Partial<Record<FileName, unknown[]>> = {};
  const problems: string[] = [];
  for (const file of fileNames) {
    const contents = parsed.get(file);
    if (!contents) continue;
    const records = validate(contents, schemas[file]);
    seeds[file] = records;
    contents.problems.sort((a, b) => a.line - b.line || a.column - b.column);
    for (const problem of contents.problems) problems.push(lineOf(directory, file, problem));
  }
  for (const entry of await entriesOf(directory)) {
    if (/\.ya?ml$/.test(entry) && !parsed.has(entry)) {
      problems.push(
        lineOf(directory, entry, {
          line: 1,
          column: 1,
          path: '',
          message: 'no seed file has this name',
        }),
      );
    }
  }
  if (problems.length > 0) throw new InvalidSeeds(problems);
  return seeds as Seeds;
}

function lineOf(directory: string, file: string, { line, column, path, message }: Problem) {
  const inside = relative(root, resolve(directory, file));
  const shown = inside.startsWith('..') ? resolve(directory, file) : inside.split(sep).join('/');
  return `${shown}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;
}

async function entriesOf(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch {
    return []; // Each missing file is a problem of its own.
  }
}

/**
 * Whether an id can be named, asked once all files are parsed. Ids of a file that cannot be read are not held against those
 * who name them: the file itself is the problem.
 */
function knownIn(parsed: ReadonlyMap<string, ParsedFile>): IsKnown {
  const idsByKind = new Map<ReferenceKind, ReadonlySet<unknown> | null>();
  const idsOf = (kind: Exclude<ReferenceKind, keyof typeof vocabularies>) => {
    const known = idsByKind.get(kind);
    if (known !== undefined) return known;
    const values = parsed.get(filesByKind[kind])?.values;
    const ids = values
      ? new Set(values.map((value) => (value as { id?: unknown } | null)?.id))
      : null;
    idsByKind.set(kind, ids);
    return ids;
  };
  return (kind, id) =>
    kind in vocabularies
      ? vocabularies[kind as keyof typeof vocabularies].has(id)
      : (idsOf(kind as keyof typeof filesByKind)?.has(id) ?? true);
}

/** The records that are right, in order; what is wrong is added to the file's problems. */
function validate(
  { values, positionOf, problems }: ParsedFile,
  schema: RecordSchemas[FileName],
): unknown[] {
  const records: unknown[] = [];
  const firstWith = new Map<unknown, number>();
  values?.forEach((value, index) => {
    const complain = (path: readonly PropertyKey[], message: string, key?: string) =>
      problems.push({
        ...positionOf([index, ...path], key),
        path: [...path, ...(key === undefined ? [] : [key])].join('.'),
        message,
      });

    const result = schema.safeParse(value, { error: describe });
    if (result.success) records.push(result.data);
    for (const issue of result.error?.issues ?? []) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) complain(issue.path, 'is not a field of this record', key);
      } else {
        complain(issue.path, issue.message);
      }
    }

    const id = (value as { id?: unknown } | null)?.id;
    if (id === undefined) return;
    const first = firstWith.get(id);
    if (first === undefined) {
      firstWith.set(id, index);
    } else {
      const { line } = positionOf([first, 'id']);
      complain(['id'], `duplicate id ${String(id)}, first on line ${line}`);
    }
  });
  return records;
}

/** What is wrong, in words; undefined leaves it to zod. */
function describe(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `expected ${issue.expected}, found ${JSON.stringify(issue.input)?.slice(0, 60)}`;
    case 'invalid_value':
      return issue.input === undefined
        ? 'is missing'
        : `${JSON.stringify(issue.input)?.slice(0, 60)} is none of ${issue.values.join(', ')}`;
    case 'invalid_union':
      return issue.note === 'No matching discriminator'
        ? 'is missing or none of those known'
        : undefined;
    case 'too_small':
      return issue.origin === 'string' ? 'is empty' : undefined;
    default:
      return undefined;
  }
}

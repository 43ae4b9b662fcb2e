// In: the path of a YAML file. Out: the values of its list and where each of them stands, or what is wrong with it as YAML.
// It does not know what a record is.

import { readFile } from 'node:fs/promises';
import type { Document, Node } from 'yaml';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';

export interface Position {
  line: number;
  column: number;
}

export interface Problem extends Position {
  /** Where in the record; empty for the record or the file itself. */
  path: string;
  message: string;
}

export interface ParsedFile {
  /** Null when there is no list to look at. */
  values: readonly unknown[] | null;
  problems: Problem[];
  /** Where the value at a path stands, or the nearest one around it; with `key`, where that key of the map stands. */
  positionOf(path: readonly PropertyKey[], key?: string): Position;
}

/** A file that is no YAML soon has a problem on every line; more than these tell nobody anything. */
const MOST_SYNTAX_PROBLEMS = 20;

/**
 * Values of files that were right, by their text. Parsing is nine tenths of what reading costs, and a process may read the
 * same files often: each platform that a test starts loads them.
 */
const valuesByText = new Map<string, readonly unknown[]>();
const MOST_TEXTS = 100;

export async function parseFile(path: string): Promise<ParsedFile> {
  const start = { line: 1, column: 1 };
  const unreadable = (message: string): ParsedFile => ({
    values: null,
    positionOf: () => start,
    problems: [{ ...start, path: '', message }],
  });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return unreadable(code === 'ENOENT' ? 'the file is missing' : `cannot be read: ${code}`);
  }
  try {
    return parse(text);
  } catch (error) {
    // Nesting deeper than the stack, for one.
    return unreadable(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parse(text: string): ParsedFile {
  // Positions are wanted only where something is wrong, so that the nodes need not be kept.
  let positions: ParsedFile['positionOf'] | undefined;
  const positionOf: ParsedFile['positionOf'] = (path, key) => {
    positions ??= positionsIn(documentOf(text));
    return positions(path, key);
  };
  const known = valuesByText.get(text);
  if (known) return { values: known, problems: [], positionOf };

  const document = documentOf(text);
  const problems = syntaxProblemsOf(document);
  if (problems.length > 0) return { values: null, problems, positionOf };
  const value: unknown = document.contents.toJS();
  if (!Array.isArray(value)) {
    const message =
      value === null || value === undefined
        ? 'the file is empty: a list of records is expected'
        : 'a list of records is expected';
    return { values: null, problems: [{ ...positionOf([]), path: '', message }], positionOf };
  }
  if (valuesByText.size >= MOST_TEXTS) valuesByText.clear();
  valuesByText.set(text, value);
  return { values: value, problems, positionOf };
}

interface LocatedDocument {
  contents: Document;
  positionAt(offset: number): Position;
}

function documentOf(text: string): LocatedDocument {
  const lines = new LineCounter();
  const contents = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positionAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return { contents, positionAt };
}

function syntaxProblemsOf({ contents, positionAt }: LocatedDocument): Problem[] {
  const problems: Problem[] = [];
  const complain = (offset: number, message: string) =>
    problems.push({ ...positionAt(offset), path: '', message });
  for (const error of [...contents.errors, ...contents.warnings]) {
    complain(error.pos[0], error.message);
  }
  // Every record stands for itself; and without aliases a small file cannot become a huge value.
  visit(contents, {
    Alias: (_, alias) => {
      complain(alias.range?.[0] ?? 0, 'aliases are not allowed');
    },
  });
  const last = problems[MOST_SYNTAX_PROBLEMS];
  if (last) {
    const more = problems.length - MOST_SYNTAX_PROBLEMS;
    problems.splice(MOST_SYNTAX_PROBLEMS, more, { ...last, message: `and ${more} more` });
  }
  return problems;
}

function positionsIn({ contents, positionAt }: LocatedDocument): ParsedFile['positionOf'] {
  return (path, key) => positionAt(nodeAt(contents, path, key)?.range?.[0] ?? 0);
}

function nodeAt(document: Document, path: readonly PropertyKey[], key?: string): Node | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const found: unknown =
      length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(found)) continue;
    if (key !== undefined && isMap(found)) {
      const pair = found.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
      );
      if (pair && isNode(pair.key)) return pair.key;
    }
    return found;
  }
  return null;
}

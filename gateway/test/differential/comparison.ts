// Goes in: two results of one operation. Comes out: in what they differ, or null. Data must be the same to the order of
// keys. Errors must be the same by path and message, but for those below a place that a null has swallowed: there
// GraphQL leaves open which of several is reported, so only whether there is one counts.

interface Result {
  data?: unknown;
  errors?:
    | readonly { message: string; path?: readonly (string | number)[] | undefined }[]
    | undefined;
}

export function difference(expected: Result, found: Result): string | null {
  const a = JSON.stringify(expected.data ?? null);
  const b = JSON.stringify(found.data ?? null);
  if (a !== b) return `data\nexpected ${a}\nfound    ${b}\nerrors ${JSON.stringify(found.errors)}`;
  const c = summary(expected);
  const d = summary(found);
  return c === d ? null : `errors\nexpected ${c}\nfound    ${d}`;
}

function summary({ data, errors = [] }: Result): string {
  const lines = new Set<string>();
  for (const { path = [], message } of errors) {
    let value: unknown = data;
    const reached: (string | number)[] = [];
    for (const segment of path) {
      if (value === null || value === undefined) break;
      value = (value as Record<string | number, unknown>)[segment];
      reached.push(segment);
    }
    const isSwallowed = reached.length < path.length;
    lines.add(isSwallowed ? `${reached.join('.')} …` : `${reached.join('.')} ${message}`);
  }
  return [...lines].sort().join('\n');
}

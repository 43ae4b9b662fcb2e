import type { Builder } from './builder.ts';

/** How a value is spelt in an enum: `RegionalNetwork` is `REGIONAL_NETWORK`, `ar` is `AR`. */
export function enumName(value: string): string {
  return value.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

export function addEnums(builder: Builder) {
  /** An enum of values that are stored as they are: `values` has each with its description. */
  function enumOf<Value extends string>(
    name: string,
    { description, values }: { description: string; values: Readonly<Record<Value, string>> },
  ) {
    const entries = Object.entries<string>(values).map(([value, description]) => [
      enumName(value),
      { value, description },
    ]);
    return builder.enumType(name, {
      description,
      values: Object.fromEntries(entries) as Record<string, { value: Value; description: string }>,
    });
  }

  return { enumOf };
}

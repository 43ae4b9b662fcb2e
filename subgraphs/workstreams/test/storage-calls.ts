import type { Collection, Storage, Stored } from '@network/storage';

/** The calls that are made to a store from now on: `workstreams getMany`. */
export function countCalls(storage: Storage): string[] {
  const calls: string[] = [];
  const open = storage.collection;
  storage.collection = <T extends Stored>(...parts: Parameters<typeof open<T>>): Collection<T> => {
    const collection = open<T>(...parts);
    return new Proxy(collection, {
      get(target, property) {
        const method: unknown = Reflect.get(target, property);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          calls.push(`${parts[0].name} ${String(property)}`);
          return Reflect.apply(method, target, args);
        };
      },
    });
  };
  return calls;
}

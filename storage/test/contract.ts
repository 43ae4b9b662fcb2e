// What every adapter must do. Each adapter's test calls `testCollection` with a way to open an empty store; the parts are
// in contract-*.ts by what they are about.

import { afterEach, describe } from 'vitest';
import type { Storage } from '../src/index.ts';
import { testFeed } from './contract-feed.ts';
import { testFilters } from './contract-filters.ts';
import { testHostileContent } from './contract-hostile.ts';
import { testProperties } from './contract-properties.ts';
import { testReading } from './contract-reading.ts';
import { testWriting } from './contract-writing.ts';

/** An adapter under test. */
export interface Adapter {
  /** A new and empty store. */
  open: () => Promise<Storage>;
  /** Looks at a store after each test, before it is closed: for SQLite, at the plan of every read that it made. */
  check?: (storage: Storage) => void;
  /** How often a property is tried. */
  runs?: number;
  /** Why the store's order of texts is not looked at beyond U+FFFF; undefined when it is. */
  orderOfTextsDiffers?: string;
}

/** Opens stores that are looked at and closed when the test ends. */
export type Open = () => Promise<Storage>;

export function testCollection(name: string, adapter: Adapter): void {
  describe(name, () => {
    const opened: Storage[] = [];
    const open: Open = async () => {
      const storage = await adapter.open();
      opened.push(storage);
      return storage;
    };
    afterEach(async () => {
      for (const storage of opened.splice(0)) {
        try {
          adapter.check?.(storage);
        } finally {
          await storage.close();
        }
      }
    });
    testReading(open);
    testFilters(open, adapter);
    testWriting(open);
    testHostileContent(open);
    testFeed(open);
    testProperties(open, adapter);
  });
}

import { builder } from '../builder.ts';
import type { StatementView } from './visibility.ts';

/** The type's reference alone, so that the files of its parts can name it; `type.ts` says what it is. */
export const Statement = builder.objectRef<StatementView>('Statement');

import { startSubgraph } from '@network/schema/serve';
import { schema } from './schema.ts';

await startSubgraph('statements', schema);

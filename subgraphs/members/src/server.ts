import { runSubgraph } from '@network/schema/serve';
import { schema } from './schema.ts';

await runSubgraph('members', schema);

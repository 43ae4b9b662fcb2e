// Hive Gateway with its Rust-planner runtime, as its documentation enables it. What differs from the defaults is sharing.

import { defineConfig } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

const sharing = process.env.BENCH_SHARING ?? 'off';

export const gatewayConfig = defineConfig({
  supergraph: process.env.BENCH_SUPERGRAPH ?? '',
  host: '127.0.0.1',
  port: Number(process.env.BENCH_PORT),
  fork: 1,
  logging: 'error',
  unifiedGraphHandler,
  inboundInflightRequestDeduplication: sharing === 'client',
  transportEntries: {
    '*.http': { options: { deduplicateInflightRequests: sharing !== 'off' } },
  },
});

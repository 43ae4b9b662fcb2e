// npm start: the platform on its embedded store with the source data loaded.

import { enableCompileCache } from 'node:module';
import { join, relative } from 'node:path';
import { readSettings, reasonOf } from './settings.ts';

// What is imported from here on is kept compiled for the next start: 0.4 s less of 2.1 s of processor time.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/compiled'));
const { startPlatform } = await import('./platform.ts');
const { onStop } = await import('@network/schema/on-stop');

try {
  const { storageUrl, folder, host, port, logins } = readSettings();
  console.log(
    `Store: ${storageUrl.startsWith('mongodb') ? 'MongoDB' : storageUrl.includes(':memory:') ? 'in memory' : relative(process.cwd(), folder) || folder}`,
  );
  const platform = await startPlatform({
    storageUrl,
    host,
    port,
    logins,
    issuerFolder: folder,
    onProgress: ({ file, records, inserted, updated, kept }) => {
      const changes = [
        inserted && `${inserted} new`,
        updated && `${updated} changed`,
        kept && `${kept} kept as edited`,
      ].filter(Boolean);
      console.log(
        `  ${file.padEnd(32)} ${String(records).padStart(4)} records${changes.length > 0 ? `: ${changes.join(', ')}` : ', nothing new'}`,
      );
    },
  });
  const { url } = platform;
  console.log(`\nGraphQL:  ${url}\nExplorer: ${url}  (the same address in a browser)`);
  if (platform.issuer) {
    console.log(
      '\nA token to write with: npm run --silent token -- --subject you --role SECRETARIAT',
    );
  }
  setTimeout(platform.gateway.warmUp, 1_000).unref();
  onStop(() => platform.close());
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
}

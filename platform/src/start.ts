// npm start: the platform on its embedded store with the source data loaded.

import { relative } from 'node:path';
import { dataFolder } from './data-folder.ts';
import { startPlatform } from './platform.ts';

const storageUrl = process.env.STORAGE_URL ?? 'sqlite:./data';
const folder = dataFolder(storageUrl);
const port = Number(process.env.PORT ?? 4000);

try {
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error('PORT is a number from 0 to 65535');
  console.log(
    `Store: ${storageUrl.startsWith('mongodb') ? 'MongoDB' : storageUrl.includes(':memory:') ? 'in memory' : relative(process.cwd(), folder) || folder}`,
  );
  const platform = await startPlatform({
    storageUrl: storageUrl.replace(/^sqlite:(?!:memory:).*/, `sqlite:${folder}`),
    port,
    ...(process.env.HOST && { host: process.env.HOST }),
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
  console.log(
    `\nGraphQL:  ${platform.url}\nExplorer: ${platform.url}  (the same address in a browser)\n\nA token to write with: npm run token -- --subject you --role SECRETARIAT`,
  );
  const stop = () => void platform.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(
    code === 'EADDRINUSE' ? `Port ${port} is in use: set PORT to another one.` : message,
  );
  process.exitCode = 1;
}

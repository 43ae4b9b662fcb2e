// A MongoDB for tests: the one at MONGODB_URL, or else the wire-protocol server of mongo-server/, built with Maven on the
// first use and started on a free loopback port. Where there is neither, the reason.

import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';

const run = promisify(execFile);
const folder = join(import.meta.dirname, 'mongo-server');
const SOURCE = 'src/main/java/MongoServerForTests.java';

export interface MongoServer extends AsyncDisposable {
  /** Its path makes the names of databases this test run's own. */
  url: string;
}

/** A run in which every test must run (CI) fails where another one prints why it skips. */
export async function startMongoServer(): Promise<MongoServer | { skipped: string }> {
  const prefix = `test_${randomBytes(6).toString('hex')}`;
  if (process.env.MONGODB_URL) {
    return existingServer(process.env.MONGODB_URL, prefix);
  }
  if (!(await isThere('java', '-version')) || !(await isThere('mvn', '--version'))) {
    return skipped('MONGODB_URL is not set and java/mvn were not found');
  }
  let built: string;
  try {
    built = await build();
  } catch (error) {
    return skipped(`MONGODB_URL is not set and mvn could not build the test server: ${error}`);
  }
  const { address, stop } = await startJava(built);
  return { url: `${address}/${prefix}`, [Symbol.asyncDispose]: stop };
}

function skipped(reason: string): { skipped: string } {
  if (process.env.CI) {
    throw new Error(`The MongoDB tests must run in CI, but ${reason}`);
  }
  console.warn(`skipped: ${reason}`);
  return { skipped: reason };
}

async function isThere(program: string, argument: string): Promise<boolean> {
  return run(program, [argument]).then(
    () => true,
    () => false,
  );
}

/** Leaves nothing behind: the databases of this run are dropped when it ends. */
function existingServer(url: string, prefix: string): MongoServer {
  const [, hosts = url, options = ''] = /^([^:]+:\/\/[^/?]*)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  return {
    url: `${hosts}/${prefix}${options}`,
    async [Symbol.asyncDispose]() {
      const client = new MongoClient(`${hosts}/${options}`);
      const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
      for (const { name } of databases) {
        if (name.startsWith(`${prefix}_`)) await client.db(name).dropDatabase();
      }
      await client.close();
    },
  };
}

/** Two runs may build at once: each builds in a folder of its own, and the first to finish gives it the lasting name. */
async function build(): Promise<string> {
  const sources = await Promise.all(
    ['pom.xml', SOURCE].map((name) => readFile(join(folder, name))),
  );
  const digest = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 16);
  const target = join(folder, 'target');
  const lasting = join(target, digest);
  if (!existsSync(lasting)) {
    const own = join(target, `building-${randomBytes(6).toString('hex')}`);
    await mkdir(target, { recursive: true });
    try {
      await run('mvn', ['-q', '-B', 'compile', 'dependency:copy-dependencies', `-Doutput=${own}`], {
        cwd: folder,
        timeout: 300_000,
      });
      await rename(own, lasting).catch((error: unknown) => {
        if (!existsSync(lasting)) throw error;
      });
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  }
  return lasting;
}

/** The server ends when its standard input does, so also when this process is killed. */
async function startJava(built: string): Promise<{ address: string; stop: () => Promise<void> }> {
  const path = [join(built, 'classes'), join(built, 'libraries', '*')].join(':');
  const server = spawn('java', ['-Xmx512m', '-cp', path, 'MongoServerForTests'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const address = await Promise.race([
    new Promise<string>((resolve) =>
      createInterface({ input: server.stdout }).once('line', resolve),
    ),
    ended.then(() => {
      throw new Error(`The MongoDB test server ended with code ${server.exitCode}`);
    }),
  ]);
  return {
    address,
    async stop() {
      server.stdin.end();
      await ended;
    },
  };
}

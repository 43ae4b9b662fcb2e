// Goes in: a title and a first query. Comes out: the files of an explorer page that asks nothing of any other host.
// The editor's code (9 MB) is loaded and compressed at the first visit and kept. Answers no queries.

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface ExplorerOptions {
  title: string;
  /** What the editor opens with. */
  query: string;
}

export interface ExplorerFile {
  type: string;
  body: Buffer;
  encoding: 'br' | 'gzip' | null;
}

export interface Explorer {
  page(endpoint: string): Promise<ExplorerFile>;
  /** undefined if there is no such file. */
  file(name: string, acceptEncoding: string): Promise<ExplorerFile | undefined>;
}

/** Exactly what the page needs: its own host, workers and images it makes itself. */
export const explorerPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  'worker-src blob:',
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join('; ');

interface Source {
  type: string;
  text: string;
}

/** `q=0` refuses an encoding. */
const brotli = /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;
const gzipped = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;
const compressors = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 6 }),
};

export function createExplorer(options: ExplorerOptions): Explorer {
  let loading: Promise<Map<string, Source>> | null = null;
  const sources = () => {
    loading ??= load();
    return loading;
  };
  const made = new Map<string, Promise<ExplorerFile>>();
  return {
    async page(endpoint) {
      const files = await sources();
      const html = pageText(options, { endpoint, names: [...files.keys()] });
      return {
        type: 'text/html; charset=utf-8',
        body: Buffer.from(html),
        encoding: null,
      };
    },
    async file(name, acceptEncoding) {
      const source = (await sources()).get(name);
      if (!source) return undefined;
      const encoding = brotli.test(acceptEncoding)
        ? 'br'
        : gzipped.test(acceptEncoding)
          ? 'gzip'
          : null;
      const key = `${name} ${encoding}`;
      let file = made.get(key);
      if (!file) {
        file = make(source, encoding);
        made.set(key, file);
      }
      return file;
    },
  };
}

async function make(source: Source, encoding: 'br' | 'gzip' | null): Promise<ExplorerFile> {
  const body = Buffer.from(source.text);
  return {
    type: source.type,
    body: encoding ? await compressors[encoding](body) : body,
    encoding,
  };
}

/** Files by name; a name holds the digest of its content, so that browsers may keep it for ever. */
async function load(): Promise<Map<string, Source>> {
  const parts = await import('@graphql-yoga/render-graphiql/graphiql');
  const files = new Map<string, Source>();
  const add = (name: string, type: string, text: string) => {
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
    files.set(name.replace('.', `.${digest}.`), { type, text });
  };
  add(
    'editor.js',
    'text/javascript; charset=utf-8',
    `${parts.js}\n;globalThis.YogaGraphiQL = YogaGraphiQL;`,
  );
  add('editor.css', 'text/css; charset=utf-8', parts.css);
  add('editor-worker.js', 'text/javascript; charset=utf-8', parts.editorWorkerService);
  add('json-worker.js', 'text/javascript; charset=utf-8', parts.jsonWorker);
  add('graphql-worker.js', 'text/javascript; charset=utf-8', parts.graphqlWorker);
  add('start.js', 'text/javascript; charset=utf-8', startScript);
  return files;
}

/** Runs in the page. Workers must come from blobs: the editor makes them from addresses of its own. */
const startScript = `'use strict';
const settings = JSON.parse(document.getElementById('settings').textContent);
const blob = async (path) =>
  URL.createObjectURL(new Blob([await (await fetch(path)).text()], { type: 'text/javascript' }));
const start = async () => {
  const [editorWorkerService, json, graphql] = await Promise.all(
    [settings.workers.editor, settings.workers.json, settings.workers.graphql].map(blob),
  );
  const workers = { editorWorkerService, json, graphql };
  self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_id, label) => workers[label] };
  YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), settings.options);
};
start();
`;

/** On a narrow screen the answer stands below the query instead of beside it. */
const narrowStyle = `@media (max-width: 700px) {
.graphiql-horizontal-drag-bar, .graphiql-container .graphiql-logo { display: none }
#graphiql-session { flex-direction: column }
#graphiql-session > * { min-width: 0; min-height: 0 }
}`;

function pageText(
  options: ExplorerOptions,
  { endpoint, names }: { endpoint: string; names: readonly string[] },
): string {
  const address = (name: string) => {
    const [stem, extension] = name.split('.');
    const found = names.find(
      (candidate) => candidate.startsWith(`${stem}.`) && candidate.endsWith(`.${extension}`),
    );
    return `${endpoint}/explorer/${found}`;
  };
  const settings = {
    workers: {
      editor: address('editor-worker.js'),
      json: address('json-worker.js'),
      graphql: address('graphql-worker.js'),
    },
    // A token is a secret: it is not left behind in the browser.
    options: {
      endpoint,
      title: options.title,
      defaultQuery: options.query,
      shouldPersistHeaders: false,
    },
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(options.title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${address('editor.css')}">
<style>${narrowStyle}</style>
</head>
<body class="no-focus-outline">
<noscript>This page needs JavaScript. The endpoint itself does not: send it a POST.</noscript>
<div id="root"></div>
<script type="application/json" id="settings">${JSON.stringify(settings).replaceAll('<', '\\u003c')}</script>
<script src="${address('editor.js')}"></script>
<script src="${address('start.js')}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// The floor: `node:http` that reads the request and answers it with bytes it holds, without looking at either.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, heavyFile, lightFile] = process.argv.slice(2);
if (!port || !heavyFile || !lightFile) throw new Error('floor.ts PORT HEAVY-FILE LIGHT-FILE');
const heavy = readFileSync(heavyFile);
const light = readFileSync(lightFile);
/** Requests longer than this hold the heavy operation. */
const longRequest = 400;

createServer((request, response) => {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  request.on('end', () => {
    const answer = bytes > longRequest ? heavy : light;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': answer.length,
    });
    response.end(answer);
  });
}).listen(Number(port), '127.0.0.1');

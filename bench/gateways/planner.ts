// Planning and nothing else: `node:http` that plans an operation it has not seen, with the same native planner, and
// answers with bytes it holds. A first request less the same again is what planning alone takes in a server.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { QueryPlanner } from '@graphql-hive/router-query-planner';

const [port, supergraph, answerFile] = process.argv.slice(2);
if (!port || !supergraph || !answerFile) throw new Error('planner.ts PORT SUPERGRAPH ANSWER-FILE');
const planner = new QueryPlanner(readFileSync(supergraph, 'utf8'));
const answer = readFileSync(answerFile);
const plans = new Map<string, unknown>();

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const { query } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (!plans.has(query)) {
      plans.set(query, await planner.planAsync(query, undefined, new Set(), 0));
    }
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': answer.length,
    });
    response.end(answer);
  });
}).listen(Number(port), '127.0.0.1');

/** Started as a process of its own: answers everybody what was last put to `/answer`, be it good or bad. */
import { createServer } from 'node:http';

let answer = '{"items":[],"learnedAt":"2026-01-01T00:00:00.000Z"}';

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  if (request.method === 'PUT') answer = body;
  response.setHeader('content-type', 'application/json');
  response.end(request.method === 'POST' ? answer : '{}');
});
server.listen(Number(process.env.RECOMMENDER_PORT), process.env.RECOMMENDER_HOST);

// Runs the public audits of the npm package graphql-http against one endpoint and prints a line of JSON with the counts.
import { serverAudits } from 'graphql-http';

const [url, token] = process.argv.slice(2);
const fetchFn = (input, init = {}) => {
  const headers = new Headers(init.headers);
  if (token) headers.set('authorization', `Bearer ${token}`);
  return fetch(input, { ...init, headers });
};

const counts = { ok: 0, error: 0, warn: 0, notice: 0 };
const failed = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const result = await audit.fn();
  counts[result.status] += 1;
  if (result.status !== 'ok') failed.push(`${audit.id} ${result.status}: ${audit.name}: ${result.reason ?? ''}`);
}
console.log(JSON.stringify({ counts, failed }));

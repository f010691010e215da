/** `npm start` as the first command after a clone: VS Code and Azure answer, Ctrl+C ends it, and nothing answers any more. */
import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

// A process group of its own, so that the signal reaches all of it as a terminal's does.
const start = spawn("npm", ["start", "--", "--no-open"], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
// Closed when the last of the group that writes to it has ended; npm itself ends by the signal, before the others.
const closed = once(start, "close");
const urls = [];
for await (const line of createInterface(start.stdout)) {
  console.log(line);
  urls.push(...(/^\s*(?:VS Code|Simulated Azure)\s+(http:\S+)/u.exec(line)?.slice(1) ?? []));
  if (line.includes("Ctrl+C")) {
    break;
  }
}
start.stdout.resume();
assert.equal(urls.length, 2, "npm start prints where VS Code and the simulated Azure are");
for (const url of urls) {
  const { status } = await fetch(url);
  console.log(`${url} answers ${status}`);
  assert(status < 500);
}
process.kill(-start.pid, "SIGINT");
await closed;
for (const url of urls) {
  await assert.rejects(fetch(url), `${url} still answers`);
}

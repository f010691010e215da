/**
 * Asks tsgolint, the type-aware half of oxlint, for the one rule that it has and oxlint does not pass on yet. Its
 * `headless` protocol is oxlint's own and may change with a version, so package.json names an exact one, and
 * test/unit/project/lintRules.test.ts shows that the rule reports.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const RULE = "no-unsafe-class-instance-assignment";
const DIAGNOSTIC = 1;

/**
 * @param {readonly string[]} files absolute paths of TypeScript files; each is read with the tsconfig.json that includes it
 * @returns {Promise<{ file: string, offset: number, rule: string, message: string }[]>} what is wrong; offsets are in bytes
 */
export async function findClassInstances(files) {
  const program = join(
    dirname(createRequire(import.meta.url).resolve("oxlint-tsgolint/package.json")),
    "bin/tsgolint.js",
  );
  const child = spawn(process.execPath, [program, "headless"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify({ version: 2, configs: [{ file_paths: files, rules: [{ name: RULE }] }] }));
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const messages = readMessages(Buffer.concat(chunks));
  const other = messages.find(({ type, body }) => type !== DIAGNOSTIC || body.rule !== RULE);
  if (code !== 0 || other) {
    throw new Error(`tsgolint ended with ${code}: ${JSON.stringify(other?.body)}`);
  }
  return messages.map(({ body }) => ({
    file: body.file_path,
    offset: body.range.pos,
    rule: body.rule,
    message: body.message.description,
  }));
}

/** A message is its length in four bytes, its type in one, and JSON. */
function readMessages(bytes) {
  const messages = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 5 + bytes.readUInt32LE(at);
    messages.push({ type: bytes[at + 4], body: JSON.parse(bytes.toString("utf8", at + 5, end)) });
    at = end;
  }
  return messages;
}

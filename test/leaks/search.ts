import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { SIGNATURE_MARKER } from "../simulated-azure/signIn/signing.ts";
import { TOKEN_MARKER } from "../simulated-azure/signIn/tokens.ts";
import { LINK_MARKER } from "../simulated-azure/world/links.ts";

/** A text that somebody could read: a suite's output, a log. */
export interface Written {
  /** Its path below the folder that was searched. */
  readonly path: string;
  readonly text: string;
}

/** Every file below a folder. */
export function writtenBelow(folder: string): readonly Written[] {
  return globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file.slice(folder.length + 1), text: readFileSync(file, "utf8") }));
}

/** A link's URL is found by its path too: one that was made up by a test has no marker. */
const SECRET = new RegExp(`${TOKEN_MARKER}|${SIGNATURE_MARKER}|${LINK_MARKER}|shareable-url(?:/|%2f)`, "gi");

/**
 * Where a token of the simulated sign-in, a signature of an operation's URL, or the URL of a shareable link was written: the
 * place, and what came before it.
 */
export function secretsIn({ path, text }: Written): readonly string[] {
  return [...text.matchAll(SECRET)].map(({ 0: marker, index }) => {
    const line = text.slice(0, index).split("\n");
    return `${path}:${line.length}: ${(line.at(-1) ?? "").slice(-100)}${marker}…`;
  });
}

/** Whether this is what the extension's log channel wrote. */
export function isExtensionLog({ path }: Written): boolean {
  return path.split(sep).at(-2) === "bastion-sessions.bastion-sessions" && path.endsWith(".log");
}

/** Whether it was written at a level at which every request is a line. */
export function hasRequests({ text }: Written): boolean {
  return /\[debug\] (?:GET|POST) \/\S+: \d{3} in /.test(text);
}

/** An e-mail address, which is what an account is called; an IPv4 address, but this machine's. */
const PERSONAL = /[\w.%+-]+@[\w-]+(?:\.[\w-]+)+|\b(?!127\.0\.0\.1\b)(?:\d{1,3}\.){3}\d{1,3}\b/;

/** What VS Code's default level shows of a log: its lines of `info` and above, each with those that follow it. */
export function linesAtDefaultLevel(text: string): readonly string[] {
  const lines: string[] = [];
  let shown = false;
  for (const line of text.split("\n")) {
    const level = /^\d{4}-\d\d-\d\d \S+ \[(\w+)\]/.exec(line)?.[1];
    shown = level === undefined ? shown : !["trace", "debug"].includes(level);
    if (shown && line !== "") {
      lines.push(line);
    }
  }
  return lines;
}

/** Lines of an extension log with personal data that the default level shows. */
export function personalIn({ path, text }: Written): readonly string[] {
  return linesAtDefaultLevel(text)
    .filter((line) => PERSONAL.test(line))
    .map((line) => `${path}: ${line}`);
}

/** Addresses that are kept for documentation: in tests, those that people connect from. */
const CLIENT_ADDRESS = /\b(?:203\.0\.113|198\.51\.100|192\.0\.2)\.\d{1,3}\b|\b2001:db8:/i;

/** People who only the audit log of a test names: no account of its world is called so. */
const LOGGED_PERSON = /\b(?:ann|bob)@contoso\.example\b/i;

/** Where VS Code's storage has a person or an address that the audit log told: `storage-*.txt` of keep.ts. */
export function peopleIn({ path, text }: Written): readonly string[] {
  const isStorage = path.split(sep).at(-1)?.startsWith("storage-") === true;
  return [CLIENT_ADDRESS, LOGGED_PERSON]
    .flatMap((pattern) => (isStorage ? (pattern.exec(text) ?? []) : []))
    .map((found) => `${path}: ${found}`);
}

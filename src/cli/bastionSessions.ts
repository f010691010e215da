/** The program: ties the command line to its process. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { systemClock } from "../core/model/clock.ts";
import { asObject, asText } from "../core/text/json.ts";
import { runCommandLine } from "./commandLine.ts";
import { EXIT } from "./exitCode.ts";
import { homeStateFolder } from "./folders.ts";
import { Interruption } from "./interruption.ts";
import { terminalLocale, useTerminalLanguage } from "./terminalLanguage.ts";
import { Terminal } from "./terminal.ts";

/** Of the package: the bundle is in its dist/. */
const ROOT = join(import.meta.dirname, "..");

/** What a shell says of a program that was told to end. */
const TERMINATED = 143;

async function main(): Promise<void> {
  const { env, platform, stdin, stdout, stderr } = process;
  const interruption = new Interruption((code) => process.exit(code));
  const end = (code: number): void => interruption.stop(code);
  stderr.on("error", () => undefined);
  process.on("SIGINT", () => end(EXIT.interrupted));
  process.on("SIGTERM", () => end(TERMINATED));
  // A workspace can set variables: certificates are checked all the same.
  delete env["NODE_TLS_REJECT_UNAUTHORIZED"];
  useTerminalLanguage(terminalLocale(env, platform), join(ROOT, "l10n"));
  const { version } = asObject(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"))) ?? {};
  const terminal = new Terminal(stdin, stdout, stderr);
  const unwritten: string[] = [];
  stdout.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
    // The reader, such as `head`, has had enough.
    if (code === "EPIPE" || code === "EOF") {
      interruption.endIfIdle(EXIT.done);
    } else {
      unwritten.push(code);
    }
  });
  const code = await runCommandLine(process.argv.slice(2), {
    env,
    platform,
    terminal,
    clock: systemClock,
    signal: interruption.signal,
    toItsEnd: interruption.toItsEnd,
    version: asText(version) ?? "0",
    trustFolder: homeStateFolder(platform),
  });
  unwritten.forEach((why) => terminal.say(l10n.t("The output couldn't be written: {0}.", why)));
  await terminal.flush();
  // Connections are kept open for requests that don't come.
  process.exit(code === EXIT.done && unwritten.length > 0 ? EXIT.failed : code);
}

void main();

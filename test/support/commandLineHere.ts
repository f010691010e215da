/** The command line in this process: quicker than one of its own, where no process is what is tested. */
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { runCommandLine } from "../../src/cli/commandLine.ts";
import type { ExitCode } from "../../src/cli/exitCode.ts";
import { Terminal } from "../../src/cli/terminal.ts";
import { systemClock, type Clock } from "../../src/core/model/clock.ts";
import type { SimulatedAzure } from "../simulated-azure/server.ts";

/** What a run came to. */
export interface EndedHere {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** The variables and options with which the simulated Azure is used: its endpoint, and a token for it. */
export function accessTo(azure: SimulatedAzure, tenant?: string) {
  return {
    env: {
      AZURE_RESOURCE_MANAGER_URL: azure.url,
      AZURE_ACCESS_TOKEN: azure.token(undefined, tenant, {}),
    },
    trust: ["--trust-endpoint", azure.url],
  } as const;
}

/** Runs a command to its end, without a terminal. */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  clock: Clock = systemClock,
): Promise<EndedHere> {
  const [input, output, words] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const read = [text(output), text(words)] as const;
  const code = await runCommandLine(args, {
    env,
    platform: process.platform,
    terminal: new Terminal(input, output, words),
    clock,
    signal: new AbortController().signal,
    version: "0",
    trustFolder: undefined,
  });
  output.end();
  words.end();
  const [stdout, stderr] = await Promise.all(read);
  return { code, stdout, stderr };
}

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
export function accessTo(azure: SimulatedAzure, tenant?: string, userName?: string) {
  return {
    env: {
      AZURE_RESOURCE_MANAGER_URL: azure.url,
      AZURE_ACCESS_TOKEN: azure.token(undefined, tenant, userName === undefined ? {} : { userName }),
    },
    trust: ["--trust-endpoint", azure.url],
  } as const;
}

/** A person at a terminal: what they type, and what they see beside the data. */
export interface Person {
  readonly input: PassThrough;
  readonly words: PassThrough;
}

/** A person who answers each question before a change, knowing all that was said since the last. */
export function personAnswering(answer: string | ((asked: string) => string)): Person {
  let asked = "";
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const words = Object.assign(new PassThrough(), { isTTY: true });
  words.on("data", (chunk: Buffer) => {
    asked += chunk.toString();
    if (/Type .+ to (?:disconnect (?:this session|these sessions)|delete these links): $/u.test(asked)) {
      const reply = typeof answer === "string" ? answer : answer(asked);
      asked = "";
      input.write(`${reply}\n`);
    }
  });
  return { input, words };
}

/** Runs a command to its end, without a terminal unless there is a person. */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  clock: Clock = systemClock,
  { person, signal = new AbortController().signal }: { readonly person?: Person; readonly signal?: AbortSignal } = {},
): Promise<EndedHere> {
  const output = new PassThrough();
  const { input, words } = person ?? { input: new PassThrough(), words: new PassThrough() };
  const read = [text(output), text(words)] as const;
  const code = await runCommandLine(args, {
    env,
    platform: process.platform,
    terminal: new Terminal(input, output, words),
    clock,
    signal,
    toItsEnd: (work) => work(),
    version: "0",
    trustFolder: undefined,
  });
  output.end();
  words.end();
  const [stdout, stderr] = await Promise.all(read);
  return { code, stdout, stderr };
}

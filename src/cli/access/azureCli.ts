import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import pLimit from "p-limit";
import { asObject, asText } from "../../core/text/json.ts";
import type { Runtime } from "../runtime.ts";
import { findAz } from "./azProgram.ts";

/** Why the Azure CLI gave nothing. */
export type AzProblem = "missing" | "failed" | "unreadable";

export type AzAnswer<T> = { readonly value: T } | { readonly problem: AzProblem };

/** Each run is a Python of its own. */
const RUNS_AT_ONCE = 3;
/** A token is a few kilobytes. */
const MAX_OUTPUT_BYTES = 1_000_000;
const TIMEOUT_MS = 120_000;

type Environment = Pick<Runtime, "env" | "platform" | "signal">;

/** The Azure CLI, which keeps the user's sign-in. What it prints is neither stored nor shown. */
export class AzureCli {
  readonly #runtime: Environment;
  readonly #limit = pLimit(RUNS_AT_ONCE);

  constructor(runtime: Environment) {
    this.#runtime = runtime;
  }

  /**
   * A token for an API.
   * @param tenantId that of the Azure CLI's current subscription if left out
   */
  async token(audience: string, tenantId?: string): Promise<AzAnswer<string>> {
    const tenant = tenantId === undefined ? [] : ["--tenant", tenantId];
    const answer = await this.#run(["account", "get-access-token", "--resource", audience, ...tenant]);
    if ("problem" in answer) {
      return answer;
    }
    const token = asText(answer.value["accessToken"]);
    return token === undefined ? { problem: "unreadable" } : { value: token };
  }

  /** Where the Azure CLI signs in now; sends nothing. */
  async signInUrl(): Promise<AzAnswer<string>> {
    const answer = await this.#run(["cloud", "show"]);
    if ("problem" in answer) {
      return answer;
    }
    const url = asText(asObject(answer.value["endpoints"])?.["activeDirectory"]);
    return url === undefined ? { problem: "unreadable" } : { value: url };
  }

  #run(command: readonly string[]): Promise<AzAnswer<Readonly<Record<string, unknown>>>> {
    return this.#limit(async () => {
      const { env, platform, signal } = this.#runtime;
      const program = findAz([...command, "--output", "json"], { env, platform, isFile: isProgram });
      if (!program) {
        return { problem: "missing" };
      }
      // A token that was handed to us is none of its business.
      const { AZURE_ACCESS_TOKEN: _ours, ...rest } = env;
      const text = await outputOf(program, rest, signal);
      return text === undefined ? { problem: "failed" } : parsed(text);
    });
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What a program prints; `undefined` if it fails. What it says of that may name people, and is not repeated. */
function outputOf(
  program: { readonly file: string; readonly args: readonly string[]; readonly isVerbatim?: true },
  env: Environment["env"],
  signal: AbortSignal,
): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const options = {
    env,
    signal,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT_BYTES,
    timeout: TIMEOUT_MS,
    windowsHide: true,
    windowsVerbatimArguments: program.isVerbatim === true,
  } as const;
  const child = execFile(program.file, program.args, options, (error, stdout) => resolve(error ? undefined : stdout));
  child.stdin?.end();
  return promise;
}

function parsed(text: string): AzAnswer<Readonly<Record<string, unknown>>> {
  try {
    const value = asObject(JSON.parse(text));
    return value ? { value } : { problem: "unreadable" };
  } catch {
    return { problem: "unreadable" };
  }
}

import type { ControlCommands } from "./control.ts";

type Command = (...input: never[]) => unknown;

/** Every command of the control plane as a function that asks the server. */
export type SimulatedAzureControl = {
  readonly [Name in keyof ControlCommands]: ControlCommands[Name] extends Command
    ? (input?: Parameters<ControlCommands[Name]>[0]) => Promise<Awaited<ReturnType<ControlCommands[Name]>>>
    : never;
};

/**
 * Steers a simulated Azure in another process, from anywhere that has a global fetch (VS Code's extension host too):
 * `await controlOf(url).addSession({ host: "bas-dev" })`.
 */
export function controlOf(url: string): SimulatedAzureControl {
  const ask = async (command: string, input: unknown = {}): Promise<unknown> => {
    const response = await fetch(new URL(`/_control/${command}`, url), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as { result?: unknown; message?: string };
    if (!response.ok) {
      throw new Error(`${command}: ${answer.message ?? response.status}`);
    }
    return answer.result;
  };
  // One function for every name: the server's own table of commands decides which there are.
  return new Proxy({} as SimulatedAzureControl, {
    get: (_target, command) =>
      typeof command === "string" && command !== "then" ? (input?: unknown) => ask(command, input) : undefined,
  });
}

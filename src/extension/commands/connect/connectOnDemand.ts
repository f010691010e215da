import type { Handler } from "../app.ts";

/** Copies the Azure CLI's command that connects to a target VM. What that takes isn't loaded until it's needed. */
export const copyConnectCommand: Handler = async (app, row) => {
  const { copyConnectCommand: run } = await import("./connectCommands.ts");
  await run(app, row);
};

/** Puts the same command into a terminal. */
export const connectInTerminal: Handler = async (app, row) => {
  const { connectInTerminal: run } = await import("./connectCommands.ts");
  await run(app, row);
};

/** `mcp`: a server for agents, by the Model Context Protocol over stdin and stdout. */
import type { ExitCode } from "../exitCode.ts";
import type { FleetOptions } from "../fleet/fleet.ts";
import type { Runtime } from "../runtime.ts";

/** What the user said of the server. */
export interface McpOptions extends FleetOptions {
  readonly allowDisconnect?: boolean;
  /** How many sessions may be disconnected at once. */
  readonly max?: string;
}

/** Serves until the client closes stdin. The protocol's library is loaded for this command only. */
export async function mcpCommand(options: McpOptions, runtime: Runtime): Promise<ExitCode> {
  const { serve } = await import("./mcpServer.ts");
  return serve(options, runtime);
}

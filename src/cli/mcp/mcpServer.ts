/** The MCP server: hands calls to tools, and their answers back. stdout is for the protocol only. */
import { finished } from "node:stream/promises";
import { AzureError } from "../../core/azure/http/azureError.ts";
import { errorReason } from "../../core/answers/missingParts.ts";
import { SERVER_INSTRUCTIONS } from "../../core/answers/toolDefinitions.ts";
import { answerText, CANCELLED, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import { CommandError, EXIT, type ExitCode } from "../exitCode.ts";
import type { FleetOptions } from "../fleet/fleet.ts";
import type { Runtime } from "../runtime.ts";
import { RecentFleet } from "./recentFleet.ts";
import { READING_TOOLS } from "./mcpTools.ts";
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  McpServer,
  StdioServerTransport,
} from "./protocolLibrary.ts";

/** Serves until the client closes stdin. */
export async function serve(options: FleetOptions, runtime: Runtime): Promise<ExitCode> {
  const { input, output, words } = runtime.terminal.forProtocol();
  const fleet = new RecentFleet(options, { ...runtime, terminal: words });
  const tools = READING_TOOLS;
  const { server } = new McpServer(
    { name: "bastion-sessions", version: runtime.version },
    { capabilities: { tools: {} }, instructions: SERVER_INSTRUCTIONS },
  );
  server.onerror = (error) => words.say(error.message);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(({ definition }) => definition) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = tools.find(({ definition }) => definition.name === params.name);
    if (!tool) {
      throw new McpError(ErrorCode.InvalidParams, "There is no such tool.");
    }
    const answer = await answerOf(() => tool.run(fleet, params.arguments, signal), signal);
    words.say(`${tool.definition.name}: ${answer.outcome}`);
    return { content: [{ type: "text", text: answerText(answer) }], isError: answer.outcome !== "ok" };
  });
  await server.connect(new StdioServerTransport(input, output));
  // However it ends: there is nothing more to answer.
  await finished(input, { writable: false }).catch(() => undefined);
  await server.close();
  return EXIT.done;
}

/** Whatever goes wrong is an answer. */
async function answerOf(run: () => Promise<ToolAnswer>, signal: AbortSignal): Promise<ToolAnswer> {
  try {
    return await run();
  } catch (error) {
    if (signal.aborted) {
      return CANCELLED;
    }
    if (error instanceof CommandError) {
      return notReady(error);
    }
    return error instanceof AzureError
      ? { outcome: "failed", data: errorReason(error) }
      : { outcome: "failed", note: "This is a bug in Bastion Sessions." };
  }
}

/** What the command line says to the user before anything is searched. */
function notReady({ exitCode, message }: CommandError): ToolAnswer {
  const note = "Nothing could be asked of Azure. This server doesn't sign in: ask the user to, as said in reason.";
  return exitCode === EXIT.signIn
    ? { outcome: "signInNeeded", note, data: { reason: message } }
    : { outcome: "failed", data: { reason: message } };
}

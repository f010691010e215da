/** The MCP server: hands calls to tools, and their answers back. stdout is for the protocol only. */
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import * as l10n from "@vscode/l10n";
import { AzureError } from "../../core/azure/http/azureError.ts";
import { errorReason } from "../../core/answers/missingParts.ts";
import { SERVER_INSTRUCTIONS } from "../../core/answers/toolDefinitions.ts";
import { answerText, CANCELLED, MOST_ENTRIES, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import { CommandError, EXIT, type ExitCode } from "../exitCode.ts";
import type { Runtime } from "../runtime.ts";
import { RecentFleet } from "./recentFleet.ts";
import type { ShowForm } from "./askingForm.ts";
import type { McpOptions } from "./mcpCommand.ts";
import { disconnectTool, READING_TOOLS, type McpTool } from "./mcpTools.ts";
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  McpServer,
  StdioServerTransport,
} from "./protocolLibrary.ts";

/** Outcomes that are no errors: a user may say no. */
const CALM: readonly ToolAnswer["outcome"][] = ["ok", "notConfirmed", "cancelled"];

/** Serves until the client closes stdin, or the process is told to end. */
export async function serve(options: McpOptions, runtime: Runtime): Promise<ExitCode> {
  const max = maxOf(options);
  const { input, output, words } = runtime.terminal.forProtocol();
  const ofServer = { ...runtime, terminal: words };
  const fleet = new RecentFleet(options, ofServer);
  const { server } = new McpServer(
    { name: "bastion-sessions", version: runtime.version },
    { capabilities: { tools: {} }, instructions: SERVER_INSTRUCTIONS },
  );
  const acting =
    max === 0 ? [] : [disconnectTool({ max, journal: options.journal, show: formOf(server), runtime: ofServer })];
  // A client without forms can't ask the user.
  const tools = (): readonly McpTool[] => [...READING_TOOLS, ...(hasForms(server) ? acting : [])];
  const running = new Set<Promise<ToolAnswer>>();
  server.onerror = (error) => words.say(error.message);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools().map(({ definition }) => definition) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = tools().find(({ definition }) => definition.name === params.name);
    if (!tool) {
      throw new McpError(ErrorCode.InvalidParams, "There is no such tool.");
    }
    const call = answerOf(() => tool.run(fleet, params.arguments, signal), signal);
    running.add(call);
    const answer = await call;
    running.delete(call);
    words.say(`${tool.definition.name}: ${answer.outcome}`);
    return { content: [{ type: "text", text: answerText(answer) }], isError: !CALM.includes(answer.outcome) };
  });
  const end = endOf(server, input, runtime.signal);
  await server.connect(new StdioServerTransport(input, output));
  const code = await end;
  await server.close();
  // What was sent is written down to its end.
  await Promise.all(running);
  return code;
}

/** Resolves when there is nothing more to answer, with how the command ends. */
async function endOf(server: LowLevelServer, input: Readable, signal: AbortSignal): Promise<ExitCode> {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<ExitCode>();
  signal.addEventListener("abort", () => stop(EXIT.interrupted), { once: true });
  // The library gives up a client that writes a line without an end, and then reads no more.
  server.onclose = () => stop(EXIT.failed);
  const isOver = finished(input, { writable: false }).catch(() => undefined);
  return signal.aborted ? EXIT.interrupted : Promise.race([isOver.then(() => EXIT.done), stopped]);
}

/** How many sessions may be disconnected at most by one call; 0 if none. @throws CommandError */
function maxOf({ allowDisconnect = false, max }: McpOptions): number {
  if (max !== undefined && !allowDisconnect) {
    throw new CommandError(EXIT.usage, l10n.t("--max needs --allow-disconnect."));
  }
  const most = Number(max ?? 1);
  // As the user reads it: 1e1 and 0x10 are numbers, too.
  if (!/^[1-9]\d?$/u.test(max ?? "1") || most > MOST_ENTRIES) {
    throw new CommandError(EXIT.usage, l10n.t("--max needs a number from 1 to {0}.", MOST_ENTRIES));
  }
  return allowDisconnect ? most : 0;
}

type LowLevelServer = McpServer["server"];

function hasForms(server: LowLevelServer): boolean {
  return server.getClientCapabilities()?.elicitation?.form !== undefined;
}

function formOf(server: LowLevelServer): ShowForm {
  return async (form, signal) => {
    try {
      return await server.elicitInput({ mode: "form", ...form }, { signal, timeout: QUESTION_OPEN_MS });
    } catch {
      // An error, what isn't an answer to the form, and none in time. The caller knows whether the call was cancelled.
      return undefined;
    }
  };
}

/** How long the user is waited for. */
const QUESTION_OPEN_MS = 10 * 60_000;

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

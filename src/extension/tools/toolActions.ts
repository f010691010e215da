/** What the tools do, loaded with the first call. */
import type { PreparedToolInvocation } from "vscode";
import { AzureError } from "../../core/azure/http/azureError.ts";
import type { App } from "../commands/app.ts";
import { ToolId } from "../ids.ts";
import { logError } from "../ui/reportError.ts";
import { diagnoseHost } from "./diagnoseTool.ts";
import { askToDisconnect } from "./disconnectTool.ts";
import { readConnections } from "./historyTool.ts";
import { listHosts } from "./hostsTool.ts";
import { listSessions } from "./sessionsTool.ts";
import { answerText, CANCELLED, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import { errorReason } from "../../core/answers/missingParts.ts";
import { toolPreparation } from "./toolTexts.ts";

type Tool = (app: App, input: unknown, signal: AbortSignal) => Promise<ToolAnswer>;

const TOOLS: Readonly<Record<ToolId, Tool>> = {
  [ToolId.listHosts]: listHosts,
  [ToolId.listSessions]: listSessions,
  [ToolId.history]: readConnections,
  [ToolId.diagnose]: diagnoseHost,
  [ToolId.disconnect]: askToDisconnect,
};

/** What VS Code shows and asks before a call. It makes no request. */
export const prepareTool = (app: App, id: ToolId, input: unknown): PreparedToolInvocation =>
  toolPreparation(app, id, input);

/** Does what a language model asks for. Whatever goes wrong is an answer, without what only the log may have. */
export async function runTool(app: App, id: ToolId, input: unknown, signal: AbortSignal): Promise<string> {
  try {
    const answer = await TOOLS[id](app, input, signal);
    app.log.info(`${id}: ${answer.outcome}`);
    return answerText(answer);
  } catch (error) {
    if (signal.aborted) {
      return answerText(CANCELLED);
    }
    logError(app, id, error);
    return error instanceof AzureError
      ? answerText({ outcome: "failed", data: errorReason(error) })
      : answerText({ outcome: "failed", note: "This is a bug in Bastion Sessions. The user can find it in its log." });
  }
}

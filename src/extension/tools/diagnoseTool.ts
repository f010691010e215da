import { parseHostArgument } from "../../core/model/hostArgument.ts";
import { commandLine } from "../../core/text/shell.ts";
import type { App } from "../commands/app.ts";
import type { ReportEntry } from "../commands/doctor/report.ts";
import { reportOnHost } from "../commands/doctor/reportOnHost.ts";
import { worstFirst } from "../commands/doctor/reportText.ts";
import { unknownHost } from "../../core/answers/missingParts.ts";
import { firstOf, isWholeCommand, wrongInput, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import { HOST_ID_NOTE } from "../../core/answers/toolInput.ts";
import { answerSource, whyNotReady } from "./toolReadiness.ts";

/** Why the sessions of a host can't be seen: the findings of a diagnosis, the worst first. Lists the host once. */
export async function diagnoseHost(app: App, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const argument = parseHostArgument(input);
  if (!argument) {
    return wrongInput(HOST_ID_NOTE);
  }
  const notReady = await whyNotReady(app, signal);
  if (notReady) {
    return notReady;
  }
  const state = app.inventory.host(argument.hostKey);
  const { setting } = app.connection;
  const report = state && setting.state === "ready" ? await reportOnHost(app, state, setting.cloud, signal) : undefined;
  if (!report) {
    return unknownHost(answerSource(app));
  }
  const entries = worstFirst(report);
  const { first, more } = firstOf(entries.filter(({ verdict }) => verdict !== "ok"));
  return {
    outcome: "ok",
    note: "Nothing was changed in Azure. Commands are proposals, which the user must review and run.",
    asOf: report.at.toISOString(),
    isComplete: !entries.some(({ verdict }) => verdict === "unchecked"),
    more,
    data: {
      hostId: report.hostId,
      host: report.title,
      findings: first.map(findingEntry),
      passed: entries.filter(({ verdict }) => verdict === "ok").map(({ check }) => check),
    },
  };
}

/** Without the sentences that quote Azure: these name people. */
function findingEntry({ check, verdict, title, evidence, remedies }: ReportEntry): Readonly<Record<string, unknown>> {
  const commands = remedies
    .flatMap((remedy) => remedy.commands.map((command) => commandLine(command, "bash")))
    .filter((line) => line !== undefined && isWholeCommand(line));
  return {
    check,
    verdict,
    finding: title,
    ...(evidence.length > 0 && { evidence: evidence.map(({ what, value }) => ({ what, value })) }),
    ...(remedies.length > 0 && { remedies: remedies.map(({ text }) => text) }),
    ...(commands.length > 0 && { commands }),
  };
}

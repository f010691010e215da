import { l10n } from "vscode";
import { BY_LANGUAGE_MODEL } from "../../core/journal/journalFormat.ts";
import { parseHostArgument } from "../../core/model/hostArgument.ts";
import type { App } from "../commands/app.ts";
import { disconnectNamed } from "../commands/requests/disconnectNamed.ts";
import { listHost, type UnlistedHost } from "../commands/requests/listHost.ts";
import { BUSY, CANCELLED, MOST_ENTRIES, wrongInput, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import { HOST_ID_NOTE } from "../../core/answers/toolInput.ts";
import { errorReason, unknownHost } from "../../core/answers/missingParts.ts";
import { answerSource, whyNotReady } from "./toolReadiness.ts";

/**
 * Asks the user whether to disconnect sessions, whatever VS Code has asked before: that can be switched off. One question at
 * a time: a call that finds one open is refused.
 */
export async function askToDisconnect(app: App, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const { hostKey, sessionIds = [] } = parseHostArgument(input) ?? {};
  if (hostKey === undefined || sessionIds.length === 0 || sessionIds.length > MOST_ENTRIES) {
    return wrongInput(
      `${HOST_ID_NOTE} sessionIds must have 1 to ${MOST_ENTRIES} IDs, as the tool that lists sessions returns them.`,
    );
  }
  const isCancelled = () => signal.aborted;
  using own = app.questions.tryBegin();
  if (!own) {
    return BUSY;
  }
  const notReady = await whyNotReady(app, signal);
  if (notReady) {
    return notReady;
  }
  const listed = await listHost(app, hostKey, AbortSignal.any([app.end, signal]));
  if (isCancelled()) {
    return CANCELLED;
  }
  if ("problem" in listed) {
    return unlisted(app, listed);
  }
  if (!listed.isNew) {
    return unlisted(app, { problem: "noList" });
  }
  // The user may have begun a disconnect meanwhile.
  if (app.questions.count > 1) {
    return BUSY;
  }
  const note = l10n.t("Requested by a language model tool.");
  const outcomes = await disconnectNamed(app, { listed, sessionIds, by: BY_LANGUAGE_MODEL, note, signal });
  if (!outcomes) {
    return isCancelled()
      ? CANCELLED
      : {
          outcome: "notConfirmed",
          note: "Nothing was sent: the user said no, or the sessions had ended or were already being disconnected. Don't ask again unless the user wants it.",
        };
  }
  return {
    outcome: "ok",
    note: "The user confirmed this, or there was nothing to ask about: see the outcome of each session. These are Azure's words: list the sessions in a minute to see whether they are gone.",
    asOf: app.clock.wall().toISOString(),
    data: { sessions: outcomes },
  };
}

function unlisted(app: App, { problem }: UnlistedHost): ToolAnswer {
  if (problem === "unknownHost") {
    return unknownHost(answerSource(app));
  }
  return {
    outcome: "failed",
    note: "The host's sessions couldn't be listed, so the user wasn't asked and nothing was sent.",
    ...(problem !== "noList" && { data: errorReason(problem) }),
  };
}

import { env, l10n } from "vscode";
import { plainText } from "../../../core/text/plainText.ts";
import type { BastionSession } from "../../../core/model/session/session.ts";
import type { App, Handler } from "../app.ts";
import { meantRows, sessionsOf } from "../commandRows.ts";
import { showWarningMessage } from "../../ui/messages.ts";

export const copySessionId: Handler = (app, row, rows) => copyField(app, row, rows, "sessionId");

export const copyTargetIp: Handler = (app, row, rows) => copyField(app, row, rows, "targetIpAddress");

/** Of hosts their own resource ids, of sessions those of the target VMs. */
export const copyResourceId: Handler = async (app, row, rows) => {
  const meant = meantRows(row, rows);
  const ofHosts = meant.flatMap((node) =>
    node.kind === "host" ? (app.inventory.host(node.hostKey)?.host.id ?? []) : [],
  );
  const ofSessions = sessionsOf(app.inventory, meant).flatMap(({ state }) => state.session.targetResourceId ?? []);
  await copyLines([...ofHosts, ...ofSessions]);
};

async function copyField(app: App, row: unknown, rows: unknown, field: keyof BastionSession): Promise<void> {
  await copyLines(
    sessionsOf(app.inventory, meantRows(row, rows)).flatMap(({ state }) => state.session[field]?.toString() ?? []),
  );
}

/**
 * Copies values whole, one a line. A line break within a value would fake another value, or run a command where it is
 * pasted, and a character that turns text around would have something else pasted than is seen.
 */
export async function copyLines(values: readonly string[]): Promise<void> {
  if (values.length > 0) {
    await env.clipboard.writeText(values.map((value) => plainText(value, Infinity)).join("\n"));
  } else {
    void showWarningMessage(
      l10n.t("Nothing was copied. Azure didn't provide this value, or the row no longer exists."),
    );
  }
}

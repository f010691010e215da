import { l10n } from "vscode";
import { probableDisconnect, type HostActivity, type ProbableDisconnect } from "../../../core/history/activity.ts";
import type { History } from "../../../core/history/history.ts";
import type { Disconnector } from "../../../core/history/historyRecord.ts";
import type { Connection } from "../../../core/model/session/connection.ts";

type DisconnectorOf = (connection: Connection) => Disconnector | undefined;

/** Who disconnected a connection: the journal knows it, else the Activity Log may have it. */
export function withProbableDisconnectors({ connections, activities }: History, known: DisconnectorOf): DisconnectorOf {
  const disconnects = activities.filter(({ kind }) => kind === "disconnected");
  if (disconnects.length === 0) {
    return known;
  }
  // Whom these disconnected is known, and so that it was nobody else.
  const ours = new Set(connections.flatMap((connection) => requestOf(known(connection)) ?? []));
  const isOurs = ({ requestId, correlationId }: HostActivity) =>
    [requestId, correlationId].some((id) => id !== undefined && ours.has(id.toLowerCase()));
  const byHost = Map.groupBy(
    disconnects.filter((activity) => !isOurs(activity)),
    ({ hostKey }) => hostKey,
  );
  return (connection) => {
    const probable = () => probableDisconnect(connection, byHost.get(connection.hostKey) ?? []);
    return known(connection) ?? disconnectorOf(probable());
  };
}

function requestOf(disconnector: Disconnector | undefined): string | undefined {
  return disconnector?.kind === "us" ? disconnector.requestId?.toLowerCase() : undefined;
}

function disconnectorOf(probable: ProbableDisconnect | undefined): Disconnector | undefined {
  if (!probable) {
    return undefined;
  }
  const names = [...probable.callers, ...(probable.hasUnnamed ? [l10n.t("a caller whom the log doesn't name")] : [])];
  return { kind: "probably", by: names.reduce((first, next) => l10n.t("{0} or {1}", first, next)) };
}

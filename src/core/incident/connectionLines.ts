/** Lines from the audit log: connections, their ends, and failed sign-ins. */
import type { History } from "../history/history.ts";
import { parseTargetId, resourceNames } from "../model/armId.ts";
import type { Connection, LoggedClient } from "../model/session/connection.ts";
import { isLink } from "../model/session/who.ts";
import { present } from "../text/json.ts";
import type { Ending } from "./endings.ts";
import type { IncidentLine, LineRemark, SureRule } from "./incident.ts";
import { lessSure, type SubjectMatch, type SubjectMatcher } from "./subjectMatch.ts";

/** A line before its host and machine have names. */
export type UnnamedLine = Omit<IncidentLine, "host">;

interface Logged {
  readonly history: Pick<History, "connections" | "failures">;
  readonly matcher: SubjectMatcher;
  readonly endingOf: (connection: Connection) => Ending | undefined;
  /** The end of the range, in milliseconds of the date. */
  readonly to: number;
}

/** What the audit log has of the subject, whenever it was. */
export function connectionLines({ history, matcher, endingOf, to }: Logged): readonly UnnamedLine[] {
  return [
    ...history.connections.flatMap((connection) => {
      const match = matcher.connection(connection);
      const ending = connection.hasEnded ? endingOf(connection) : undefined;
      return match ? linesOf(connection, match, ending, to) : [];
    }),
    ...history.failures.flatMap((failure) => {
      const match = matcher.failure(failure);
      return match
        ? [{ ...clientLine(failure, match), what: "failedSignIn" as const, ...present({ time: failure.time }) }]
        : [];
    }),
  ];
}

function linesOf(
  connection: Connection,
  match: SubjectMatch,
  ending: Ending | undefined,
  to: number,
): readonly UnnamedLine[] {
  const { started, ended, hasEnded, endOnly, tunnelId } = connection;
  const line = { ...clientLine(connection, match), ...present({ sessionId: tunnelId }) };
  const startRemarks: readonly LineRemark[] = endOnly ? [{ kind: "startNotLogged" }] : [];
  const hasLineOfStart = started !== undefined || !hasEnded;
  const isOpen = !hasEnded || (ended !== undefined && ended >= to);
  const open: readonly LineRemark[] = isOpen ? [{ kind: "noEndLogged" }] : [];
  const undated: readonly LineRemark[] = hasEnded && ended === undefined ? [{ kind: "endWithoutTime" }] : [];
  const start: readonly UnnamedLine[] = hasLineOfStart
    ? [{ ...line, what: "connected", remarks: [...startRemarks, ...open, ...undated], ...present({ time: started }) }]
    : [];
  const since: readonly LineRemark[] = started === undefined ? startRemarks : [{ kind: "startedAt", time: started }];
  const end = { ...line, remarks: [...since, ...undated], ...present({ time: ended }) };
  // An end without a time is told by the line of the start, unless it is known who ended it.
  const hasLineOfEnd = hasEnded && (ended !== undefined || !hasLineOfStart || ending !== undefined);
  return hasLineOfEnd ? [...start, endLine(end, ending)] : start;
}

function endLine(line: Omit<UnnamedLine, "what">, ending: Ending | undefined): UnnamedLine {
  if (!ending) {
    return { ...line, what: "ended" };
  }
  return {
    ...line,
    what: "disconnected",
    sure: ending.isCertain ? line.sure : lessSure(line.sure, "probable"),
    rules: [...line.rules, ...ending.rules],
    actors: ending.actors,
    ...(ending.hasUnnamed && { hasUnnamedActor: true as const }),
  };
}

function clientLine(client: LoggedClient, { sure, rules }: SubjectMatch): Omit<UnnamedLine, "what"> {
  const { person } = client;
  const ofLink: readonly SureRule[] = isLink(client)
    ? [{ kind: "shareableLink" }, ...(person === undefined ? [] : [{ kind: "namedBesideLink", person } as const])]
    : [];
  return {
    source: "auditLog",
    sure,
    rules: [...rules, ...ofLink],
    remarks: [],
    hostKey: client.hostKey,
    ...present({
      person: isLink(client) ? undefined : person,
      account: client.userName,
      clientAddress: client.clientAddress,
      userAgent: client.userAgent,
      protocol: client.protocol?.toUpperCase(),
      machine: machineName(client.targetResourceId) ?? client.targetAddress,
      machineId: client.targetResourceId,
      machineAddress: client.targetAddress,
    }),
  };
}

/** A machine's name by its resource ID, such as `vmss-web/0` for an instance of a scale set. */
export function machineName(id: string | undefined): string | undefined {
  return parseTargetId(id)?.name ?? resourceNames(id);
}

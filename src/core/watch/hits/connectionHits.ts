/** Hits about connections: of the audit log, or of live lists where there is no log. */
import { attributionsOf } from "../../inventory/people/sessionPeople.ts";
import { parseAzureTime } from "../../model/azureTime.ts";
import type { Connection, LoggedClient } from "../../model/session/connection.ts";
import { targetKey } from "../../model/session/target.ts";
import { isLink, personKey } from "../../model/session/who.ts";
import { isOutsideBlocks } from "./clientBlocks.ts";
import { KEPT_MS, type DisconnectedSession, type WatchFacts, type HostFacts } from "./watchFacts.ts";
import { hitKey, type Hit } from "../hit.ts";
import { matchesClient, matchesSession, sessionOf } from "./ruleScope.ts";
import type { Trigger, WatchRule } from "../watchRule.ts";
import { isOutside } from "../weekHours.ts";

type ConnectionTrigger = Extract<
  Trigger,
  { readonly kind: "connects" | "clientNotIn" | "newAddress" | "outside" | "linkUsed" | "returns" }
>;
export type ConnectionRule = WatchRule & { readonly trigger: ConnectionTrigger };

/** What someone did: a start, as the log or a list tells of it. */
type Start = LoggedClient & Pick<Connection, "tunnelId"> & { readonly started: number };

/** Connections of the log that satisfy a rule. One of which the log has only the end is none: it may never have begun. */
export function loggedHits(rule: ConnectionRule, host: HostFacts, facts: WatchFacts): readonly Hit[] {
  const since = facts.now.wall.getTime() - KEPT_MS;
  const found = (host.log?.connections ?? []).filter((connection) => {
    const { started = -Infinity, endOnly } = connection;
    return (
      started >= since &&
      // A wrong password leaves an end as well.
      endOnly !== true &&
      matchesClient(rule, host, connection) &&
      satisfies(rule.trigger, { ...connection, started }, facts)
    );
  });
  const keyOf = found.length > 0 ? sessionKeys(host) : () => undefined;
  return found.map((connection) => {
    const sessionKey = keyOf(connection);
    const key = hitKey(rule, host.state.host.key, `connection:${connection.key}`);
    return {
      key,
      ...(sessionKey !== undefined && { parts: [key, hitKey(rule, host.state.host.key, `session:${sessionKey}`)] }),
      hostKey: host.state.host.key,
      subject: { kind: "connection", connection, ...(sessionKey !== undefined && { sessionKey }) },
      at: connection.started ?? 0,
    };
  });
}

/**
 * Live sessions that satisfy a rule, where no log tells of them: their person and their client's address aren't known. The log
 * may tell of them later, or did before it failed: a part of the hit is what it calls them.
 */
export function listedHits(rule: ConnectionRule, host: HostFacts, facts: WatchFacts): readonly Hit[] {
  const { state, newcomers } = host;
  return (state.list?.sessions ?? []).flatMap((one): readonly Hit[] => {
    const since = newcomers.get(one.key);
    const { startTime, sessionId } = one.session;
    const key = hitKey(rule, state.host.key, `session:${one.key}`);
    const began = startTime === undefined ? undefined : parseAzureTime(startTime)?.getTime();
    const started = began ?? (isAboutTime(rule.trigger) ? undefined : since);
    const start = started !== undefined && { ...clientOf(host, one.session), started };
    return since !== undefined &&
      start &&
      matchesSession(rule, host, one, facts.now) &&
      satisfies(rule.trigger, start, facts)
      ? [
          {
            key,
            ...(sessionId !== undefined && {
              parts: [key, hitKey(rule, state.host.key, `connection:${keyOfId(sessionId)}`)],
            }),
            hostKey: state.host.key,
            subject: { kind: "session", sessionKey: one.key },
            at: start.started,
          },
        ]
      : [];
  });
}

/** Whether a start has to be known: a list comes some time after it. */
function isAboutTime({ kind }: ConnectionTrigger): boolean {
  return kind === "outside" || kind === "returns";
}

function clientOf({ state }: HostFacts, session: Parameters<typeof targetKey>[0]): Omit<Start, "started"> {
  const { userName, protocol, targetResourceId, targetIpAddress, sessionId, resourceType } = session;
  return {
    hostKey: state.host.key,
    ...(userName !== undefined && { userName }),
    ...(protocol !== undefined && { protocol }),
    ...(targetResourceId !== undefined && { targetResourceId }),
    ...(targetIpAddress !== undefined && { targetAddress: targetIpAddress }),
    ...(sessionId !== undefined && { tunnelId: sessionId }),
    ...(resourceType !== undefined && { resourceType }),
  };
}

function satisfies(trigger: ConnectionTrigger, start: Start, facts: WatchFacts): boolean {
  switch (trigger.kind) {
    case "connects":
      return true;
    case "clientNotIn": {
      const { clientAddress } = start;
      return clientAddress !== undefined && isOutsideBlocks(trigger.blocks, clientAddress);
    }
    case "newAddress":
      return (
        personKey(start.person) !== "" &&
        start.clientAddress !== undefined &&
        !isLink(start) &&
        facts.isKnownAddress(start) === false
      );
    case "outside":
      return isOutside(trigger.hours, new Date(start.started));
    case "linkUsed":
      return isLink(start);
    case "returns":
      return facts.disconnected.some((gone) => hasReturned(gone, start, trigger.withinMinutes));
  }
}

/** As precise as the starts of connections are. */
const SECOND_MS = 1_000;

/** Whether a connection is one of a user who was disconnected: the same person, or where none is known the same account on the same VM. */
function hasReturned(gone: DisconnectedSession, start: Start, withinMinutes: number): boolean {
  const after = start.started - Math.floor(gone.at / SECOND_MS) * SECOND_MS;
  if (after < 0 || after > withinMinutes * 60_000 || start.tunnelId?.toLowerCase() === gone.sessionId.toLowerCase()) {
    return false;
  }
  const [before, now] = [personKey(gone.person), personKey(start.person)];
  if (before !== "" && now !== "") {
    return before === now;
  }
  return gone.userName !== undefined && gone.userName === start.userName && isSameTarget(gone, start);
}

function isSameTarget({ target }: DisconnectedSession, start: Start): boolean {
  return target !== "" && target === targetKey(sessionOf(start));
}

/** Which live session a connection is, where that is certain or probable. */
function sessionKeys({ state }: HostFacts): (connection: Connection) => string | undefined {
  const byConnection = new Map<string, string>();
  for (const { key, session } of state.list?.sessions ?? []) {
    if (session.sessionId !== undefined) {
      byConnection.set(keyOfId(session.sessionId), key);
    }
  }
  for (const [key, attribution] of attributionsOf(state)) {
    if (attribution.confidence === "exact" || attribution.confidence === "matched") {
      byConnection.set(attribution.candidates[0].key, key);
    }
  }
  return (connection) => byConnection.get(connection.key);
}

/** What a connection's key is whose ID is a session's, see history/fold.ts. */
function keyOfId(sessionId: string): string {
  return `tunnel:${sessionId.toLowerCase()}`;
}

import type { ArmKey } from "../model/armId.ts";
import type { LogReading } from "./attribution.ts";
import type { History, HistoryGap } from "./history.ts";

/** What a history says about one host's log, for `attributeSessions`: what could be read, and how far back. */
export function logReadingOf({ from, to, asOf, gaps }: History, hostKey: ArmKey): LogReading {
  const own = gaps.get(hostKey) ?? [];
  const cut = own.find((gap) => gap.kind === "cut");
  return { state: stateOf(own), from: cut?.since ?? from, to, readAt: asOf.getTime() };
}

function stateOf(gaps: readonly HistoryGap[]): LogReading["state"] {
  const kinds = new Set(gaps.map(({ kind }) => kind));
  const failure = gaps.find((gap) => gap.kind === "failed");
  if (kinds.has("notLoggedBySku")) {
    return "notLoggedBySku";
  }
  if (kinds.has("notLogged")) {
    return "notLogged";
  }
  if (kinds.has("leftOut") || failure?.error.kind === "notAllowed") {
    return "notAllowed";
  }
  // If only the older part failed, the newer part is as good as any.
  if (failure && !kinds.has("cut")) {
    return "failed";
  }
  return kinds.has("partial") || kinds.has("unreadable") ? "partial" : "read";
}

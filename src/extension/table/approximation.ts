import { shownApproximation } from "../../core/inventory/sessionTotals.ts";
import type { HostState } from "../../core/inventory/hostState.ts";
import type { Moment } from "../../core/model/time/moment.ts";
import { approximationText, shortCount } from "../../words/sessionText.ts";
import type { HostRow } from "./protocol.ts";

/** What Azure Monitor says of a host without a list, for its gauge. */
export function approximation(state: HostState, now: Moment): HostRow["approximate"] {
  const shown = shownApproximation(state, now);
  return shown && shown.count.kind !== "unknown"
    ? { value: shown.count.value, short: shortCount(shown.count), text: approximationText(shown, now.wall) }
    : undefined;
}

import { l10n, type ViewBadge } from "vscode";
import type { WatchState } from "../../core/watch/watchState.ts";
import { formatNumber } from "../../words/format.ts";
import { plural } from "../../words/plural.ts";

/** How many hits of watch rules the user hasn't seen; none without a badge. */
export function watchBadge({ rules, unseen }: Pick<WatchState, "rules" | "unseen">): ViewBadge | undefined {
  const value = rules.flatMap(({ hits }) => hits).filter(({ key }) => unseen.has(key)).length;
  return value === 0 ? undefined : { value, tooltip: badgeText(value) };
}

function badgeText(value: number): string {
  return value === 1 ? l10n.t("1 new watch hit") : plural("{0} new watch hits", value, formatNumber(value));
}

import { l10n } from "vscode";
import type { WatchState } from "../../core/watch/watchState.ts";
import { hitsText, quietFacts, ruleName } from "../tree/attention/ruleRowTexts.ts";
import { formatNumber } from "../../words/format.ts";

/** What the status bar shows of what watch rules have found. */
export interface WatchStatusText {
  readonly text: string;
  readonly tooltip: string;
  /** For a screen reader. */
  readonly label: string;
}

/** `undefined` while there are no hits. */
export function watchStatusText(state: WatchState, now: Date): WatchStatusText | undefined {
  const rules = state.rules.filter(({ hits }) => hits.length > 0);
  const hits = rules.reduce((sum, rule) => sum + rule.hits.length, 0);
  if (hits === 0) {
    return undefined;
  }
  const quiet = quietFacts(state, now);
  const lines = [
    l10n.t("Bastion Sessions: {0}", hitsText(hits)),
    ...rules.map((rule) => l10n.t("{0}: {1}", ruleName(rule), formatNumber(rule.hits.length))),
    ...quiet,
  ];
  return {
    text: `$(${quiet.length > 0 ? "bell-slash" : "bell"}) ${formatNumber(hits)}`,
    tooltip: lines.join("\n"),
    label: lines.join(", "),
  };
}

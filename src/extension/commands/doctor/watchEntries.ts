import { l10n } from "vscode";
import type { ArmKey } from "../../../core/model/armId.ts";
import type { WatchState } from "../../../core/watch/watchState.ts";
import { reasonText, ruleName } from "../../tree/attention/ruleRowTexts.ts";
import { triggerText } from "../../tree/attention/ruleTexts.ts";
import type { ReportEntry } from "./report.ts";

/**
 * The watch rules that can't be evaluated on a host, and why. A rule's name may be that of a person: it's only in the title,
 * which isn't copied for support.
 */
export function watchEntries(state: WatchState | undefined, hostKey: ArmKey): readonly ReportEntry[] {
  return (state?.rules ?? []).flatMap((rule): readonly ReportEntry[] => {
    const blind = rule.blind.find((one) => one.hostKey === hostKey && one.reason !== "unread");
    return rule.rule && blind
      ? [
          {
            check: `watch/${rule.rule.trigger.kind}`,
            verdict: "warning",
            title: l10n.t('Watch rule "{0}" can\'t be evaluated on this host', ruleName(rule)),
            detail: l10n.t("{0}: {1}", triggerText(rule.rule.trigger), reasonText(blind)),
            evidence: [],
            remedies: [],
          },
        ]
      : [];
  });
}

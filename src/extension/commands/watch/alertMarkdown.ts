import { l10n } from "vscode";
import { markdownBlock, markdownText } from "../../../core/text/markdown.ts";
import { SHELL_NAMES } from "../../../core/text/shell.ts";
import {
  ACTION_GROUP_PLACEHOLDER,
  bashScript,
  powerShellScript,
  type Script,
} from "../../../core/watch/alert/alertCommands.ts";
import { bicepFile } from "../../../core/watch/alert/bicep.ts";
import type { RuleAlert } from "../../../core/watch/alert/ruleAlert.ts";
import type { WatchRule } from "../../../core/watch/watchRule.ts";
import { unsaidLabel, unsaidReason } from "./unsaidText.ts";

/**
 * A rule as alerts in Azure, in every form.
 * @param scopeName what the alert watches, as the user knows it
 */
export function alertMarkdown(rule: WatchRule, alert: RuleAlert, scopeName: string): string {
  const paragraphs = [
    `# ${markdownText(l10n.t("Azure alert for {0}", rule.name))}`,
    markdownText(l10n.t("It watches {0} in Azure, also when VS Code is closed.", scopeName)),
    `## ${l10n.t("What Azure can't do")}`,
    unsaidList(alert),
    `## ${l10n.t("Before you deploy it")}`,
    remarks(rule, alert).map(item).join("\n"),
    "## Bicep",
    markdownBlock("bicep", bicepFile(alert)),
    `## ${l10n.t("Azure CLI for {0}", SHELL_NAMES.bash)}`,
    scriptBlock("bash", bashScript(alert)),
    `## ${l10n.t("Azure CLI for {0}", SHELL_NAMES.powershell)}`,
    scriptBlock("powershell", powerShellScript(alert)),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function unsaidList({ unsaid }: RuleAlert): string {
  return unsaid.length > 0
    ? unsaid.map((one) => `- **${markdownText(unsaidLabel(one))}**: ${markdownText(unsaidReason(one.kind))}`).join("\n")
    : l10n.t("The alert does everything that the rule does.");
}

function remarks({ match }: WatchRule, { alerts, zone }: RuleAlert): readonly string[] {
  const isLogged = alerts.some(({ kind }) => kind === "log");
  return [
    l10n.t("Replace {0} with the resource ID of the action group that Azure should notify.", ACTION_GROUP_PLACEHOLDER),
    ...(isLogged
      ? [
          l10n.t("The hosts must send the log category BastionAuditLogs to a Log Analytics workspace."),
          l10n.t("Rows of that log arrive some minutes late, and a few may be missing."),
          l10n.t("The bash commands need the Azure CLI extension scheduled-query, which az offers to install."),
        ]
      : []),
    ...(zone === undefined ? [] : [l10n.t("Azure counts in UTC. The query converts times to {0}.", zone)]),
    ...(match
      ? [l10n.t("Everyone who can read alert rules in Azure sees the people and addresses that this rule names.")]
      : []),
    l10n.t("While an alert is fired, Azure doesn't notify again. Azure bills each alert rule."),
  ];
}

function item(text: string): string {
  return `- ${markdownText(text)}`;
}

function scriptBlock(language: "bash" | "powershell", script: Script): string {
  return "text" in script ? markdownBlock(language, script.text) : markdownText(refusedText(language, script.refused));
}

/** What is said where a shell couldn't take a value. */
export function refusedText(shell: "bash" | "powershell", refused: string): string {
  return l10n.t("This value can't be passed to {0} safely: {1}", SHELL_NAMES[shell], refused);
}

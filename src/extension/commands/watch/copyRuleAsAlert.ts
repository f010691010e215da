import { env, l10n, window } from "vscode";
import { asObject } from "../../../core/text/json.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { SHELL_NAMES } from "../../../core/text/shell.ts";
import {
  ACTION_GROUP_PLACEHOLDER,
  bashScript,
  powerShellScript,
  type Script,
} from "../../../core/watch/alert/alertCommands.ts";
import { bicepFile } from "../../../core/watch/alert/bicep.ts";
import { ruleAlert, type RuleAlert } from "../../../core/watch/alert/ruleAlert.ts";
import { parseRules } from "../../../core/watch/parseRules.ts";
import type { ParsedRule, WatchRule } from "../../../core/watch/watchRule.ts";
import { showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import { writtenWatchRules } from "../../ui/settings.ts";
import type { App, Handler } from "../app.ts";
import { alertMarkdown, refusedText } from "./alertMarkdown.ts";
import { askAlertScope, type NamedScope } from "./askAlertScope.ts";
import { unsaidLabel, unsaidReason } from "./unsaidText.ts";

type Form = "bicep" | "bash" | "powershell" | "document";

/** The same in every language. */
const BICEP = "Bicep";

/** The rules in the user's settings. */
export function configuredRules(): readonly ParsedRule[] {
  return parseRules(writtenWatchRules());
}

/** Copies a rule as an alert in Azure, or shows all its forms. Called with `{ ruleKey }`, for that rule. */
export function copyRuleAsAlert(rules: () => readonly ParsedRule[]): Handler {
  return async (app, argument) => {
    const rule = await askRule(rules(), argument);
    const named = rule && (await askAlertScope(app, rule.trigger.kind === "fuller"));
    if (!named) {
      return;
    }
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const alert = ruleAlert(rule, named.scope, zone);
    if (alert.alerts.length === 0) {
      const reasons = alert.unsaid.map(({ kind }) => unsaidReason(kind));
      void showWarningMessage(reasons.join(" "));
      return;
    }
    const form = await askForm(alert);
    await (form === "document" ? show(app, rule, alert, named) : form && copy(app, rule, alert, named, form));
  };
}

async function askRule(parsed: readonly ParsedRule[], argument: unknown): Promise<WatchRule | undefined> {
  const rules = parsed.flatMap(({ rule }) => rule ?? []);
  const key = asObject(argument)?.["ruleKey"];
  if (key !== undefined) {
    const meant = rules.find((rule) => rule.key === key);
    if (!meant) {
      void showWarningMessage(l10n.t("This watch rule no longer exists, or has a mistake."));
    }
    return meant;
  }
  if (rules.length === 0) {
    void showInformationMessage(l10n.t("There are no watch rules to copy. Add one first."));
    return undefined;
  }
  const items = rules.map((rule) => ({
    label: messageText(rule.name),
    description: messageText(rule.match?.text ?? ""),
    rule,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Copy Rule as Azure Alert"),
    placeHolder: l10n.t("Select the watch rule to copy"),
    matchOnDescription: true,
  });
  return chosen?.rule;
}

async function askForm({ unsaid }: RuleAlert): Promise<Form | undefined> {
  const az = (shell: "bash" | "powershell") => l10n.t("Azure CLI for {0}", SHELL_NAMES[shell]);
  const items: readonly { readonly label: string; readonly form: Form }[] = [
    { label: BICEP, form: "bicep" },
    { label: az("bash"), form: "bash" },
    { label: az("powershell"), form: "powershell" },
    { label: l10n.t("All, as a Document"), form: "document" },
  ];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Copy Rule as Azure Alert"),
    placeHolder:
      unsaid.length > 0
        ? l10n.t("Azure can't do: {0}", labelsOf(unsaid))
        : l10n.t("Select what to copy (nothing is run)"),
  });
  return chosen?.form;
}

async function copy(
  app: App,
  rule: WatchRule,
  alert: RuleAlert,
  named: NamedScope,
  form: Exclude<Form, "document">,
): Promise<void> {
  const script = scriptIn(form, alert);
  const more = l10n.t("Show Document");
  if ("text" in script) {
    await env.clipboard.writeText(script.text);
  }
  const answer =
    "text" in script ? await reportCopied(form, alert, more) : await showWarningMessage(refused(form, script), more);
  if (answer === more) {
    await show(app, rule, alert, named);
  }
}

function scriptIn(form: Exclude<Form, "document">, alert: RuleAlert): Script {
  switch (form) {
    case "bicep":
      return { text: bicepFile(alert) };
    case "bash":
      return bashScript(alert);
    case "powershell":
      return powerShellScript(alert);
  }
}

async function reportCopied(
  form: Exclude<Form, "document">,
  { unsaid }: RuleAlert,
  more: string,
): Promise<string | undefined> {
  const name = form === "bicep" ? BICEP : SHELL_NAMES[form];
  if (unsaid.length > 0) {
    return showWarningMessage(l10n.t("Alert copied for {0}. Azure can't do: {1}", name, labelsOf(unsaid)), more);
  }
  return showInformationMessage(
    form === "bicep"
      ? l10n.t("Alert copied for {0}.", name)
      : l10n.t("Alert copied for {0}. Replace {1} in it.", name, ACTION_GROUP_PLACEHOLDER),
    more,
  );
}

function refused(form: Exclude<Form, "document">, script: { readonly refused: string }): string {
  return refusedText(form === "powershell" ? "powershell" : "bash", messageText(script.refused, 80));
}

/** Terms of a rule are text from its setting, of any length. */
function labelsOf(unsaid: RuleAlert["unsaid"]): string {
  return messageText(unsaid.map((one) => messageText(unsaidLabel(one), 60)).join(", "));
}

async function show(app: App, rule: WatchRule, alert: RuleAlert, named: NamedScope): Promise<void> {
  await app.alertDocuments.show(`${rule.key} ${named.scope.id}`, alertMarkdown(rule, alert, named.name));
}

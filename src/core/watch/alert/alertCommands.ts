/** Alerts as commands of the Azure CLI. */
import { az, commandLine, refusedWord, type Command } from "../../text/shell.ts";
import { ACTION_GROUP_PARAMETER, bicepFile } from "./bicep.ts";
import { present } from "../../text/json.ts";
import { alertDescription, type AlertScope, type AzureAlert, type RuleAlert } from "./ruleAlert.ts";

/** To be replaced by the user: whom Azure tells. */
export const ACTION_GROUP_PLACEHOLDER = "ACTION_GROUP_ID";

const TEMPLATE = "bastion-alert.bicep";

/** What is to be pasted into a shell, or the word that it couldn't take safely. */
export type Script = { readonly text: string } | { readonly refused: string };

/** A command for each alert, a line each. */
export function bashScript({ alerts, scope }: RuleAlert): Script {
  const commands = alerts.map((alert) => commandOf(alert, scope));
  return scriptOf(commands, "bash", (lines) => lines.join("\n"));
}

/**
 * PowerShell hands `|`, `>` and double quotes to `az` wrongly on Windows, where that is a batch file, and queries are made of
 * them. So they go into a Bicep file, which the command only names.
 */
export function powerShellScript(alert: RuleAlert): Script {
  const { subscriptionId, resourceGroup } = alert.scope;
  const command = az("deployment group create", {
    subscription: subscriptionId,
    "resource-group": resourceGroup,
    "template-file": TEMPLATE,
    parameters: `${ACTION_GROUP_PARAMETER}=${ACTION_GROUP_PLACEHOLDER}`,
  });
  const file = bicepFile(alert);
  // What would end the text before its end; no line begins with what a user wrote.
  if (/^\s*['\u2018\u2019\u201A\u201B]@/mu.test(file)) {
    return { refused: alert.alerts[0]?.name ?? "" };
  }
  return scriptOf([command], "powershell", (lines) =>
    [`@'\n${file}'@ | Set-Content -Encoding utf8 ${TEMPLATE}`, ...lines].join("\n"),
  );
}

function scriptOf(
  commands: readonly Command[],
  shell: "bash" | "powershell",
  joined: (lines: readonly string[]) => string,
): Script {
  const lines = commands.flatMap((command) => commandLine(command, shell) ?? []);
  return lines.length === commands.length
    ? { text: `${joined(lines)}\n` }
    : { refused: commands.map((command) => refusedWord(command, shell)).find((word) => word !== undefined) ?? "" };
}

function commandOf(alert: AzureAlert, scope: AlertScope): Command {
  const place = {
    subscription: scope.subscriptionId,
    "resource-group": scope.resourceGroup,
    name: alert.name,
    ...present({ description: alertDescription(scope) }),
  };
  switch (alert.kind) {
    case "log":
      return az("monitor scheduled-query create", {
        ...place,
        ...(scope.location !== undefined && { location: scope.location }),
        scopes: scope.id,
        ...(!scope.host && { "target-resource-type": "Microsoft.Network/bastionHosts" }),
        condition: `count 'Rows' > 0${scope.host ? "" : " resource id _ResourceId"}`,
        "condition-query": `Rows=${alert.query.replaceAll("\n", " ")}`,
        "evaluation-frequency": "5m",
        "window-size": windowSize(alert.windowMinutes),
        severity: "3",
        "action-groups": ACTION_GROUP_PLACEHOLDER,
      });
    case "activity":
      return [
        ...az("monitor activity-log alert create", {
          ...place,
          scope: scope.id,
          "action-group": ACTION_GROUP_PLACEHOLDER,
        }),
        ...["--condition", "category=Administrative", "and", `operationName=${alert.operation}`],
        ...["and", "status=Succeeded"],
      ];
    case "metric":
      return az("monitor metrics alert create", {
        ...place,
        scopes: scope.id,
        condition: `avg sessions >= ${alert.threshold} where host includes *`,
        "evaluation-frequency": "5m",
        "window-size": "5m",
        severity: "3",
        action: ACTION_GROUP_PLACEHOLDER,
      });
  }
}

function windowSize(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

/** Alerts as a Bicep file, which is deployed to a resource group. */
import { present } from "../../text/json.ts";
import { alertDescription, type AlertScope, type AzureAlert, type RuleAlert } from "./ruleAlert.ts";

/** What a property may be; `expression` is Bicep itself. */
type Value =
  | string
  | number
  | boolean
  | { readonly expression: string }
  | readonly Value[]
  | { readonly properties: Readonly<Record<string, Value>> };

/** The parameter that names whom Azure tells: the resource ID of an action group. */
export const ACTION_GROUP_PARAMETER = "actionGroupId";

const ACTION_GROUP: Value = { expression: ACTION_GROUP_PARAMETER };

/** The file; empty where there are no alerts. */
export function bicepFile({ alerts, scope }: RuleAlert): string {
  const hasLocation = alerts.some(({ kind }) => kind === "log");
  const place = scope.location === undefined ? "resourceGroup().location" : bicepString(scope.location);
  const blocks = [
    `@description('Resource ID of the action group to notify')\nparam ${ACTION_GROUP_PARAMETER} string`,
    ...(hasLocation ? [`param location string = ${place}`] : []),
    ...alerts.flatMap((alert) => (alert.kind === "log" ? [`var query = ${bicepLines(alert.query)}`] : [])),
    ...alerts.map((alert) => resource(alert, scope)),
  ];
  return alerts.length > 0 ? `${blocks.join("\n\n")}\n` : "";
}

function resource(alert: AzureAlert, scope: AlertScope): string {
  const { type, properties } = resourceOf(alert, scope);
  const { name, kind } = alert;
  return `resource ${kind}Alert ${bicepString(type)} = ${bicep({ properties: { name, ...properties } }, "")}`;
}

function resourceOf(
  alert: AzureAlert,
  scope: AlertScope,
): { readonly type: string; readonly properties: Readonly<Record<string, Value>> } {
  switch (alert.kind) {
    case "log":
      return {
        type: "Microsoft.Insights/scheduledQueryRules@2023-12-01",
        properties: {
          location: { expression: "location" },
          kind: "LogAlert",
          properties: { properties: logProperties(alert.windowMinutes, scope) },
        },
      };
    case "activity":
      return {
        type: "Microsoft.Insights/activityLogAlerts@2020-10-01",
        properties: {
          location: "Global",
          properties: {
            properties: {
              ...described(scope),
              enabled: true,
              scopes: [scope.id],
              condition: {
                properties: {
                  allOf: [
                    { properties: { field: "category", equals: "Administrative" } },
                    { properties: { field: "operationName", equals: alert.operation } },
                    { properties: { field: "status", equals: "Succeeded" } },
                  ],
                },
              },
              actions: { properties: { actionGroups: [{ properties: { actionGroupId: ACTION_GROUP } }] } },
            },
          },
        },
      };
    case "metric":
      return {
        type: "Microsoft.Insights/metricAlerts@2018-03-01",
        properties: { location: "global", properties: { properties: metricProperties(alert.threshold, scope) } },
      };
  }
}

function logProperties(windowMinutes: number, scope: AlertScope): Readonly<Record<string, Value>> {
  const criterion = {
    query: { expression: "query" },
    timeAggregation: "Count",
    // One alert for each host.
    ...(scope.host ? {} : { resourceIdColumn: "_ResourceId" }),
    operator: "GreaterThan",
    threshold: 0,
    failingPeriods: { properties: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 } },
  };
  return {
    ...described(scope),
    severity: 3,
    enabled: true,
    evaluationFrequency: "PT5M",
    windowSize: isoDuration(windowMinutes),
    scopes: [scope.id],
    ...(scope.host ? {} : { targetResourceTypes: ["Microsoft.Network/bastionHosts"] }),
    criteria: { properties: { allOf: [{ properties: criterion }] } },
    autoMitigate: true,
    actions: { properties: { actionGroups: [ACTION_GROUP] } },
  };
}

function metricProperties(threshold: number, scope: AlertScope): Readonly<Record<string, Value>> {
  const criterion = {
    name: "sessions",
    criterionType: "StaticThresholdCriterion",
    metricNamespace: "Microsoft.Network/bastionHosts",
    metricName: "sessions",
    dimensions: [{ properties: { name: "host", operator: "Include", values: ["*"] } }],
    timeAggregation: "Average",
    operator: "GreaterThanOrEqual",
    threshold,
  };
  return {
    ...described(scope),
    severity: 3,
    enabled: true,
    evaluationFrequency: "PT5M",
    windowSize: "PT5M",
    scopes: [scope.id],
    criteria: {
      properties: {
        "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        allOf: [{ properties: criterion }],
      },
    },
    autoMitigate: true,
    actions: [{ properties: { actionGroupId: ACTION_GROUP } }],
  };
}

function described(scope: AlertScope): Readonly<Record<string, Value>> {
  return present({ description: alertDescription(scope) });
}

function isoDuration(minutes: number): string {
  return minutes % 1440 === 0 ? `P${minutes / 1440}D` : `PT${minutes}M`;
}

function bicep(value: Value, indent: string): string {
  const inner = `${indent}  `;
  if (typeof value === "string") {
    return bicepString(value);
  }
  if (typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  if ("expression" in value) {
    return value.expression;
  }
  if ("properties" in value) {
    const lines = Object.entries(value.properties).map(([key, one]) => `${inner}${keyOf(key)}: ${bicep(one, inner)}\n`);
    return `{\n${lines.join("")}${indent}}`;
  }
  return `[\n${value.map((one) => `${inner}${bicep(one, inner)}\n`).join("")}${indent}]`;
}

function keyOf(key: string): string {
  return /^[a-z_]\w*$/iu.test(key) ? key : bicepString(key);
}

/** Between quotes, `${` would begin an expression. */
function bicepString(text: string): string {
  return `'${text.replaceAll(/[\\']|\$\{/gu, String.raw`\$&`).replaceAll("\n", String.raw`\n`)}'`;
}

/** Between three quotes nothing acts, but three quotes. */
function bicepLines(text: string): string {
  return text.includes("'''") ? bicepString(text) : `'''\n${text}\n'''`;
}

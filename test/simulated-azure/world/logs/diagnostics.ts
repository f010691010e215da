import type { SimulatedHost } from "../worldTypes.ts";

/** The diagnostic settings of a host as they go over the wire: those that it was given, or one as it should be. */
export function diagnosticsOf(host: SimulatedHost): readonly unknown[] {
  return host.diagnostics ?? [auditLogs(host)];
}

/** Whether rows of the audit log are sent to a workspace. The Developer SKU writes none. */
export function keepsAuditLog(host: SimulatedHost): boolean {
  return host.sku !== "Developer" && diagnosticsOf(host).some(sendsAuditLog);
}

/** The workspaces that a host's settings name. */
export function workspacesOf(host: SimulatedHost): readonly string[] {
  return diagnosticsOf(host).flatMap((setting) => {
    const { workspaceId } = propertiesOf(setting);
    return typeof workspaceId === "string" && workspaceId !== "" ? [workspaceId] : [];
  });
}

interface SettingProperties {
  readonly workspaceId?: unknown;
  readonly logs?: unknown;
}

function propertiesOf(setting: unknown): SettingProperties {
  return (setting as { readonly properties?: SettingProperties } | null)?.properties ?? {};
}

function sendsAuditLog(setting: unknown): boolean {
  const { workspaceId, logs } = propertiesOf(setting);
  const enabled = (Array.isArray(logs) ? (logs as readonly LogSetting[]) : []).filter(
    (log) =>
      log.enabled === true &&
      (/^bastionauditlogs$/i.test(log.category ?? "") || /^(audit|alllogs)$/i.test(log.categoryGroup ?? "")),
  );
  return typeof workspaceId === "string" && workspaceId !== "" && enabled.length > 0;
}

interface LogSetting {
  readonly category?: string | null;
  readonly categoryGroup?: string | null;
  readonly enabled?: unknown;
}

/** A diagnostic setting as it should be. */
function auditLogs(host: SimulatedHost): Record<string, unknown> {
  const group = `/subscriptions/${host.subscriptionId}/resourceGroups/${host.resourceGroup}/providers`;
  return {
    id: `${host.id}/providers/Microsoft.Insights/diagnosticSettings/to-workspace`,
    type: "Microsoft.Insights/diagnosticSettings",
    name: "to-workspace",
    properties: {
      workspaceId: `${group}/Microsoft.OperationalInsights/workspaces/log-${host.name}`,
      logs: [
        {
          category: "BastionAuditLogs",
          categoryGroup: null,
          enabled: true,
          retentionPolicy: { enabled: false, days: 0 },
        },
      ],
      metrics: [],
    },
  };
}

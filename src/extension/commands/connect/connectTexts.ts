/** The words of the commands that connect. */
import { l10n } from "vscode";
import type { NativeClientSupport } from "../../../core/connect/nativeClient.ts";
import { TUNNEL_PORTS, type ConnectMethodKind } from "../../../core/connect/connectMethod.ts";
import { messageText } from "../../../core/text/plainText.ts";

/** Why a host doesn't let the Azure CLI connect, and what to do; `undefined` if it does, or if that isn't known. */
export function supportRefusal(
  support: NativeClientSupport,
  host: string,
  sku: string | undefined,
): string | undefined {
  switch (support) {
    case "sku":
      return l10n.t(
        "{0} doesn't allow the Azure CLI. It needs the Standard or Premium SKU; this host is {1}.",
        host,
        messageText(sku ?? ""),
      );
    case "off":
      return l10n.t("Native client support is off on {0}. Turn it on in the host's configuration, then refresh.", host);
    case "on":
    case "unknown":
      return undefined;
  }
}

/** The same beside a host's name in a list. */
export function supportRemark(support: NativeClientSupport): string | undefined {
  switch (support) {
    case "sku":
      return l10n.t("doesn't allow the Azure CLI");
    case "off":
      return l10n.t("native client support is off");
    case "on":
    case "unknown":
      return undefined;
  }
}

/** What a way to connect is called. */
export function methodName(kind: ConnectMethodKind): string {
  switch (kind) {
    case "sshEntra":
      return l10n.t("SSH with Microsoft Entra ID");
    case "sshPassword":
      return l10n.t("SSH with a password");
    case "sshKey":
      return l10n.t("SSH with a private key");
    case "sshTunnel":
      return l10n.t("Tunnel to the SSH port");
    case "rdp":
      return l10n.t("Remote Desktop");
    case "rdpTunnel":
      return l10n.t("Tunnel to the RDP port");
  }
}

/** What there is to know of a way to connect before it is chosen. */
export function methodDetail(kind: ConnectMethodKind): string | undefined {
  return kind === "sshTunnel" || kind === "rdpTunnel"
    ? l10n.t(
        "Opens localhost:{0}. Tunnels leave sessions behind; Clean Up Leftovers finds them.",
        String(TUNNEL_PORTS[kind].local),
      )
    : undefined;
}

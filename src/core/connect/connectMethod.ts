import type { BastionHost } from "../model/bastionHost.ts";
import { az, type Command } from "../text/shell.ts";
import type { ConnectTarget } from "./connectTarget.ts";

/** The ways to connect, each with a command of its own. */
export type ConnectMethodKind = "sshEntra" | "sshPassword" | "sshKey" | "sshTunnel" | "rdp" | "rdpTunnel";

/** A way to connect, with what its command needs to know. */
export type ConnectMethod =
  | { readonly kind: "sshEntra" | "sshTunnel" | "rdp" | "rdpTunnel" }
  | { readonly kind: "sshPassword"; readonly userName: string }
  | { readonly kind: "sshKey"; readonly userName: string; readonly keyFile: string };

/** The ports of a tunnel: the target VM's, and the one that it is reached by on this machine, as in Microsoft's examples. */
export const TUNNEL_PORTS = {
  sshTunnel: { resource: 22, local: 50_022 },
  rdpTunnel: { resource: 3389, local: 53_389 },
} as const;

const SSH: readonly ConnectMethodKind[] = ["sshEntra", "sshPassword", "sshKey", "sshTunnel"];

/**
 * The ways to connect to a VM, the most likely first: the protocol of its session, in what works on this machine.
 * @param isWindows whether the command will run on Windows: `az network bastion rdp` runs nowhere else
 */
export function connectMethods(protocol: string | undefined, isWindows: boolean): readonly ConnectMethodKind[] {
  const rdp: readonly ConnectMethodKind[] = isWindows ? ["rdp", "rdpTunnel"] : ["rdpTunnel", "rdp"];
  return protocol?.toUpperCase() === "RDP" ? [...rdp, ...SSH] : [...SSH, ...rdp];
}

/**
 * Whether a text can be the name of a user on a VM. The Azure CLI puts it into `ssh NAME@localhost`, on Windows through
 * cmd.exe: a name that begins with a hyphen would be an option of ssh there, and `&` the end of a command.
 */
export function isLoginName(text: string): boolean {
  return text.length <= 256 && /^[\p{L}\p{N}_][\p{L}\p{N}_.@\\+-]*$/u.test(text);
}

/** The command of the Azure CLI that connects to a target through a host. */
export function connectCommand(host: BastionHost, target: ConnectTarget, method: ConnectMethod): Command {
  const where = {
    name: host.name,
    "resource-group": host.resourceGroup,
    subscription: host.subscriptionId,
    [target.by === "resourceId" ? "target-resource-id" : "target-ip-address"]: target.value,
  };
  switch (method.kind) {
    case "sshEntra":
      return az("network bastion ssh", { ...where, "auth-type": "AAD" });
    case "sshPassword":
      return az("network bastion ssh", { ...where, "auth-type": "password", username: method.userName });
    case "sshKey":
      return az("network bastion ssh", {
        ...where,
        "auth-type": "ssh-key",
        username: method.userName,
        "ssh-key": method.keyFile,
      });
    case "rdp":
      return az("network bastion rdp", where);
    case "sshTunnel":
    case "rdpTunnel": {
      const { resource, local } = TUNNEL_PORTS[method.kind];
      return az("network bastion tunnel", { ...where, "resource-port": String(resource), port: String(local) });
    }
  }
}

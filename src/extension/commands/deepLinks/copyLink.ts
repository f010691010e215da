import { env } from "vscode";
import { tenantOf } from "../../../core/inventory/hostState.ts";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import { resourceKey } from "../../../core/model/armId.ts";
import { formatDeepLink, type DeepLink } from "../../../core/model/deepLink.ts";
import { targetSubscription } from "../../../core/model/session/target.ts";
import { present } from "../../../core/text/json.ts";
import { groupKey } from "../../tree/treeNode.ts";
import type { Handler } from "../app.ts";
import { meantRows, sessionsOf, sessionsOfHosts, type RowReference } from "../commandRows.ts";
import { copyLines } from "../sessions/copy.ts";

/** Copies a link to each row that an ID stands for, one a line. */
export const copyLink: Handler = async ({ inventory }, row, rows) => {
  const links = meantRows(row, rows).map((node) => linkTo(node, inventory));
  await copyLines(links.flatMap((link) => (link && formatDeepLink(env.uriScheme, link)) ?? []));
};

function linkTo(node: RowReference, inventory: Inventory): DeepLink | undefined {
  switch (node.kind) {
    case "host": {
      const state = inventory.host(node.hostKey);
      return state && { place: "host", host: node.hostKey, ...present({ tenant: tenantOf(state) }) };
    }
    case "session": {
      const [hosted] = sessionsOf(inventory, [node]);
      const tenant = hosted && tenantOf(hosted.host);
      const session = hosted?.state.session.sessionId;
      return session === undefined
        ? undefined
        : { place: "session", host: node.hostKey, session, ...present({ tenant }) };
    }
    case "subscription":
      return {
        place: "table",
        subscription: node.subscriptionId,
        ...present({ tenant: tenantOfSubscription(node.subscriptionId, inventory) }),
      };
    case "group":
      return targetLink(node, inventory);
    default:
      return undefined;
  }
}

/** Only a target VM has an ID: users and people are known by their names. */
function targetLink(node: RowReference & { readonly kind: "group" }, inventory: Inventory): DeepLink | undefined {
  const target = node.by === "targetVm" ? resourceKey(node.key) : undefined;
  const hosted = sessionsOfHosts(inventory.hosts).find((one) => groupKey(node.by, one) === node.key);
  if (!target || !hosted) {
    return undefined;
  }
  const subscription = targetSubscription(hosted.state.session) ?? "";
  // A host reaches VMs of its own tenant only, as far as nothing else is known.
  const tenant = tenantOfSubscription(subscription, inventory) ?? tenantOf(hosted.host);
  return { place: "find", target, ...present({ tenant }) };
}

function tenantOfSubscription(subscriptionId: string, inventory: Inventory): string | undefined {
  const seen = inventory.allSubscriptions.get(subscriptionId);
  return seen?.subscription.tenantId ?? seen?.identities[0]?.tenant.tenantId;
}

import type { Inventory } from "../../../src/core/inventory/inventory.ts";
import type { RecordedWorld } from "./recordedWorld.ts";
import type { SentRequest } from "./requestRecorder.ts";
import type { Scene } from "./scene.ts";

/** What is wrong, if a request goes to a subscription with a token for a tenant that has nothing to do with it. */
export function checkSender({ world, identities }: Scene, { path, token }: SentRequest): string | undefined {
  const [, subscriptionId] = /^\/subscriptions\/([^/]+)/u.exec(path) ?? [];
  const issued = identities.issuedTo(token);
  return subscriptionId === undefined || !issued || isSeenFrom(world, subscriptionId, issued.tenantId)
    ? undefined
    : `a token of ${issued.accountId} for tenant ${issued.tenantId} was sent to subscription ${subscriptionId}`;
}

/** Whether a tenant sees a subscription: as its own, or as one that it manages. */
export function isSeenFrom({ subscriptions }: RecordedWorld, subscriptionId: string, tenantId: string): boolean {
  return subscriptions.some(
    (subscription) =>
      subscription.subscriptionId === subscriptionId &&
      [subscription.tenantId, ...subscription.managedByTenantIds].includes(tenantId),
  );
}

/** What is wrong, if two hosts or two target VMs are called alike. */
export function checkNames({ hosts, names }: Inventory): string | undefined {
  const called = new Map<string, string>();
  const states = [...hosts];
  const machines = states.flatMap(({ list }) =>
    (list?.sessions ?? []).flatMap(({ session }) =>
      session.targetResourceId === undefined ? [] : [[names.machine(session), session.targetResourceId] as const],
    ),
  );
  const things = [
    ...states.map(({ host }) => [`host ${names.host(host)}`, host.id] as const),
    ...machines.map(([name, id]) => [`VM ${name ?? id}`, id] as const),
  ];
  for (const [name, id] of things) {
    const [looks, key] = [name.toLowerCase(), id.toLowerCase()];
    const other = called.get(looks) ?? key;
    if (other !== key) {
      return `${other} and ${key} are both called ${name}`;
    }
    called.set(looks, key);
  }
  return undefined;
}

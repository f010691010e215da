import pLimit from "p-limit";
import { listShareableLinks } from "../azure/shareableLinks.ts";
import { askAsFirstAllowed } from "../inventory/firstAllowed.ts";
import { actors, hostIsGone } from "../inventory/hosts.ts";
import type { HostState } from "../inventory/hostState.ts";
import type { ConnectedCloud, Identities } from "../inventory/identities.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { logFailure } from "../inventory/logFailure.ts";
import type { Clock } from "../model/clock.ts";
import type { Identity } from "../model/identity.ts";
import type { Log } from "../model/log.ts";
import { machinesOf, type HostLinks, type HostLinksAnswer } from "./hostLinks.ts";

/** What reading and deleting links needs. */
export interface LinkDependencies {
  readonly inventory: Inventory;
  readonly identities: Identities;
  readonly clock: Clock;
  readonly log: Log;
}

/** Hosts asked at once. Azure counts each list as a write, as it does a disconnect. */
const REQUESTS_AT_ONCE = 32;

/**
 * Lists the links of hosts: one request for each, as the first account that may. Azure logs each, and some companies have an
 * alarm on it, so it's for a user who asks for it. What can't be read is said of its host.
 * @returns one answer for each host, in their order
 * @throws whatever ends it, if it is aborted
 */
export async function readLinks(
  hosts: readonly HostState[],
  parts: LinkDependencies,
  signal: AbortSignal,
): Promise<readonly HostLinksAnswer[]> {
  const limit = pLimit(REQUESTS_AT_ONCE);
  const answers = await Promise.all(hosts.map((host) => limit(() => readHostLinks(host, parts, signal))));
  signal.throwIfAborted();
  return answers;
}

/** As {@link readLinks}, for one host. An abort is an error of the host. */
export async function readHostLinks(
  host: HostState,
  parts: LinkDependencies,
  signal: AbortSignal,
): Promise<HostLinksAnswer> {
  const { inventory, log } = parts;
  const { cloud } = inventory;
  const { key } = host.host;
  const asked =
    cloud &&
    (await askAsFirstAllowed({
      identities: () => actors(inventory.host(key)),
      ask: (identity) => listLinksAs(identity, host, cloud, parts, AbortSignal.any([signal, cloud.signal])),
      onFailure: (error) => logFailure(log, `listing the links of ${key}`, error),
    }));
  if (!asked) {
    return { host, error: hostIsGone() };
  }
  return "error" in asked ? { host, actor: asked.actor, error: asked.error } : asked.value;
}

/** Lists the links of a host as this identity and no other. @throws AzureError */
export async function listLinksAs(
  actor: Identity,
  host: HostState,
  { arm }: ConnectedCloud,
  { identities, clock }: LinkDependencies,
  signal: AbortSignal,
): Promise<HostLinks> {
  const credential = identities.credential(actor.account, actor.tenant.tenantId);
  const { links, unreadable } = await listShareableLinks(arm, credential, host.host.id, { signal });
  return { host, actor, at: clock.wall(), machines: machinesOf(links), unreadable };
}

import { actions, requireAction } from "../signIn/access.ts";
import type { Identity } from "../signIn/access.ts";
import { variantOutcome, variantPlan } from "../faults/variants.ts";
import type { Call, Simulation } from "../simulation.ts";
import { armError, azureTimestamp, Refusal } from "../http/wire.ts";
import type { Answer } from "../http/wire.ts";
import type { SimulatedLink } from "../world/linkTypes.ts";
import type { SimulatedHost } from "../world/worldTypes.ts";
import { furtherPage, perform } from "./sessionActions.ts";

/** POST getShareableLinks, and GET or POST of its further pages: of the VMs that the body names, or of all without one. */
export function listLinks(
  simulation: Simulation,
  call: Call,
  identity: Identity,
  host: SimulatedHost,
  apiVersion: string,
): Answer {
  requireAction(simulation, identity, actions.listLinks, host.id);
  const further = furtherPage(simulation, call);
  if (further) {
    return further;
  }
  requireSwitch(host);
  const named = call.body === "" ? undefined : requireMachines(call);
  const isMeant = ({ vmId }: SimulatedLink) => named?.some((id) => isSame(id, vmId)) ?? true;
  const result = () => simulation.world.links.of(host).filter(isMeant).map(wireLink);
  return perform(simulation, call, host, apiVersion, variantPlan(call.chosen.listLinks ?? host.listLinks), result);
}

/** POST deleteShareableLinks: of the VMs that the body names. It results in nothing. */
export function deleteLinks(
  simulation: Simulation,
  call: Call,
  identity: Identity,
  host: SimulatedHost,
  apiVersion: string,
): Answer {
  requireAction(simulation, identity, actions.deleteLinks, host.id);
  const further = furtherPage(simulation, call);
  if (further) {
    return further;
  }
  requireSwitch(host);
  // What Azure makes of no VM at all isn't documented. Here it's every VM, so that a test finds a client that sends that.
  const named = call.body === "" ? [] : requireMachines(call);
  const variant = call.chosen.deleteLinks ?? host.deleteLinks;
  if (variantOutcome(variant, "disconnect") !== "failed") {
    simulation.world.links.delete(host, named.length === 0 ? undefined : named);
  }
  return perform(simulation, call, host, apiVersion, variantPlan(variant), () => []);
}

/** The VMs' ids that a body names; `undefined` where it is no such body. */
export function namedMachines(body: string): readonly string[] | undefined {
  try {
    const { vms } = JSON.parse(body) as { readonly vms?: unknown };
    const ids: readonly unknown[] | undefined = Array.isArray(vms)
      ? vms.map((entry: { readonly vm?: { readonly id?: unknown } } | null) => entry?.vm?.id)
      : undefined;
    return ids?.every((id) => typeof id === "string") ? ids : undefined;
  } catch {
    return undefined;
  }
}

/** @throws Refusal 400 */
function requireMachines(call: Call): readonly string[] {
  const ids = namedMachines(call.body);
  if (!ids) {
    const message = 'Cannot parse the request. The body must be of the form {"vms":[{"vm":{"id":"…"}}]}.';
    throw new Refusal(armError(400, "InvalidRequestFormat", message));
  }
  return ids;
}

/** The words and the code are made up: what Azure says is not documented. @throws Refusal 400 */
function requireSwitch({ id, switches, sku }: SimulatedHost): void {
  if (switches["enableShareableLink"] !== true || sku === "Basic" || sku === "Developer") {
    const message = `Shareable links are not enabled on the bastion host '${id}'.`;
    throw new Refusal(armError(400, "BastionShareableLinkNotEnabled", message));
  }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function wireLink({ vmId, url, createdAt, form, expiry, message, wire }: SimulatedLink): Record<string, unknown> {
  return {
    vm: { id: vmId },
    bsl: url,
    createdAt: form === "iso" ? azureTimestamp(createdAt) : americanTime(createdAt),
    ...(expiry && { [expiry.field]: azureTimestamp(expiry.at) }),
    message,
    ...wire,
  };
}

/** `07/23/2024 16:07:52` */
function americanTime(ms: number): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(new Date(ms).toISOString()) ?? [];
  return `${month}/${day}/${year} ${time}`;
}

import { armKey, isMachineId, resourcePath } from "../model/armId.ts";
import { parseAzureTime } from "../model/azureTime.ts";
import type { ShareableLink } from "../model/shareableLink.ts";
import { asObject, asText, present, type JsonObject } from "../text/json.ts";
import { holdsUrl, withoutUrls } from "../text/linkUrls.ts";
import type { ArmPath } from "./apiVersions.ts";
import type { Arm, CallOptions } from "./arm.ts";
import { requireHostId } from "./bastionHosts.ts";
import { AzureError } from "./http/azureError.ts";
import type { Credential } from "./http/credential.ts";

export interface ListedLinks {
  readonly links: readonly ShareableLink[];
  /** Entries that are no links, or name no VM. */
  readonly unreadable: number;
  readonly requestId?: string;
}

/** VMs of one request to delete links. */
export const MOST_MACHINES = 50;

/**
 * All shareable links of a host: POST `getShareableLinks`, which without a body lists those of every VM
 * (https://learn.microsoft.com/rest/api/virtualnetwork/get-bastion-shareable-link). It changes nothing, so it is repeated
 * where that may help. Azure counts it as a write and logs it, and some security teams have an alarm on it: ask on a click.
 *
 * Each entry has the link's URL (`bsl`), which is dropped here. Azure has no name for a link, so entries that agree in VM and
 * times are one.
 *
 * @throws AzureError; `notAllowed` names the action that is missing, `unreadable` with code `NoList` is a call that Azure
 *   completed without a list: no word that there are no links, for which it says `{"value":[]}` or `[]`
 */
export async function listShareableLinks(
  arm: Arm,
  credential: Credential,
  hostId: string,
  options: CallOptions,
): Promise<ListedLinks> {
  const path = actionPath(hostId, "getShareableLinks");
  const { items, requestId } = await withoutUrlsInError(
    arm.action(credential, path, undefined, { ...options, repeatable: true }),
  );
  if (items === undefined) {
    throw new AzureError({
      kind: "unreadable",
      detail: "the call completed without a list of links",
      code: "NoList",
      maybeReceived: true,
      ...present({ requestId }),
    });
  }
  const links = items.map(parseLink).filter((link) => link !== undefined);
  return { links: distinct(links), unreadable: items.length - links.length, ...present({ requestId }) };
}

/**
 * Deletes all shareable links that these VMs have on a host: POST `deleteShareableLinks`, which takes VMs, not links, and
 * starts a long-running operation without a result
 * (https://learn.microsoft.com/rest/api/virtualnetwork/delete-bastion-shareable-link). Sent once, see Arm.action; resolves
 * when Azure says that it's done.
 *
 * @param vmIds one to {@link MOST_MACHINES} resource IDs of VMs or instances of scale sets, sent as they are; each once
 * @throws AzureError; `maybeReceived` tells whether links may be gone. For anything else in `vmIds` nothing is sent.
 */
export async function deleteShareableLinks(
  arm: Arm,
  credential: Credential,
  hostId: string,
  vmIds: readonly string[],
  options: CallOptions,
): Promise<{ readonly requestId?: string }> {
  const path = actionPath(hostId, "deleteShareableLinks");
  const vms = [...new Map(vmIds.map((id) => [armKey(id), { vm: { id } }])).values()];
  // What Azure makes of an empty list is not documented: it could mean all links, as no body does when listing.
  if (vms.length === 0 || vms.length > MOST_MACHINES || !vmIds.every(isMachineId)) {
    throw new AzureError({
      kind: "failed",
      detail: `not the resource IDs of 1 to ${MOST_MACHINES} virtual machines`,
      code: "InvalidVirtualMachineId",
      maybeReceived: false,
    });
  }
  const { requestId, wire } = await withoutUrlsInError(
    arm.action(credential, path, { vms }, { ...options, repeatable: false }),
  );
  if (wire.status === 202 && wire.source === "answer") {
    throw new AzureError({
      kind: "failed",
      detail: "accepted, without saying where the outcome is",
      status: wire.status,
      code: "StatusUnreadable",
      maybeReceived: true,
      ...present({ requestId }),
    });
  }
  return present({ requestId });
}

/** An action of a host, at a path built again from an ID that is certainly a host's. */
function actionPath(hostId: string, action: string): ArmPath {
  return { api: "Microsoft.Network", path: `${resourcePath(requireHostId(hostId))}/${action}` };
}

/** An error of these calls may quote a link's URL, in whatever form. */
async function withoutUrlsInError<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const said = error instanceof AzureError ? error.facts.azureMessage : undefined;
    throw error instanceof AzureError && said !== undefined ? error.with({ azureMessage: withoutUrls(said) }) : error;
  }
}

/** Takes what is named here and nothing else: any other field may hold the URL. */
function parseLink(value: unknown): ShareableLink | undefined {
  const fields = asObject(value);
  const vmId = asText(asObject(fields?.["vm"])?.["id"]);
  if (fields === undefined || vmId === undefined || !isMachineId(vmId)) {
    return undefined;
  }
  return {
    vmId,
    vmKey: armKey(vmId),
    ...present({ createdAt: asTimeText(fields["createdAt"]), expiresAt: expiryOf(fields) }),
  };
}

/** The field's name isn't documented. Of several the first that holds a time, else the first that holds a text. */
function expiryOf(fields: JsonObject): string | undefined {
  const texts = Object.entries(fields)
    .filter(([name]) => /expir/i.test(name))
    .flatMap(([, value]) => asTimeText(value) ?? []);
  return texts.find((text) => parseAzureTime(text) !== undefined) ?? texts[0];
}

/** Longer than a time in any form is. */
const LONGEST_TIME = 64;

function asTimeText(value: unknown): string | undefined {
  const text = asText(value);
  return text === undefined || text.length > LONGEST_TIME || holdsUrl(text) ? undefined : text;
}

/** Each link once: two pages of a changing list may overlap. */
function distinct(links: readonly ShareableLink[]): readonly ShareableLink[] {
  const nameOf = ({ vmKey, createdAt, expiresAt }: ShareableLink) => JSON.stringify([vmKey, createdAt, expiresAt]);
  return [...new Map(links.map((link) => [nameOf(link), link])).values()];
}

/**
 * Azure Resource Manager ids: what one is made of, and when two are the same.
 *
 * An id that Azure (or a link, or a command argument) hands us becomes part of a URL, so it is parsed strictly and
 * rebuilt from its parts, never spliced.
 */

import { asText } from "../text/json.ts";

/** An ARM id in lower case: the only form in which two ids may be compared (ARM ids are case-insensitive). */
export type ArmKey = string & { readonly armKey: unique symbol };

/** The key under which a resource is known, whatever case Azure wrote its id in. */
export function armKey(id: string): ArmKey {
  return id.toLowerCase() as ArmKey;
}

/** The parts of a resource id of the form `/subscriptions/{s}/resourceGroups/{g}/providers/{namespace}/{type}/{name}`. */
export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Namespace and type, such as `Microsoft.Network/bastionHosts`. */
  readonly type: string;
  readonly name: string;
}

// What Azure admits in names is narrower still and differs by type. This set holds every character that some resource
// may have and none that means something in a URL path (no slash, backslash, question mark, hash, percent or control).
const SEGMENT = "[\\p{L}\\p{N}_.()'-]+";
const RESOURCE_ID = new RegExp(
  `^/subscriptions/([0-9a-z-]{1,64})/resourceGroups/(${SEGMENT})/providers/(${SEGMENT})/(${SEGMENT})/(${SEGMENT})$`,
  "iu",
);

/** Reads a top-level resource's id; `undefined` for anything that is not exactly one. Never throws. */
export function parseResourceId(value: unknown): ResourceId | undefined {
  if (typeof value !== "string" || value.length > 1024) {
    return undefined;
  }
  const [, subscriptionId = "", resourceGroup = "", namespace = "", type = "", name = ""] =
    RESOURCE_ID.exec(value) ?? [];
  const isPath = [subscriptionId, resourceGroup, namespace, type, name].every(
    (part) => part !== "" && part !== "." && part !== "..",
  );
  return isPath ? { subscriptionId, resourceGroup, type: `${namespace}/${type}`, name } : undefined;
}

/** The ID of a subscription or a tenant, in lower case; `undefined` for anything that can't be one. */
export function parseDirectoryId(value: unknown): string | undefined {
  return typeof value === "string" && /^[0-9a-z-]{1,64}$/iu.test(value) ? value.toLowerCase() : undefined;
}

/** What Bastion puts in place of a target's id where the user connected by IP address: no resource at all. */
const CONNECT_BY_ADDRESS = "microsoft.network/bh-hostconnect";

/** The IP address that the pseudo id of a session by IP address ends with; `undefined` for any other id. */
export function connectedAddress(id: string | undefined): string | undefined {
  const type = `/${CONNECT_BY_ADDRESS}/`;
  const at = id === undefined || id.length > 1024 ? -1 : id.toLowerCase().indexOf(type);
  return at < 0 ? undefined : asText(id?.slice(at + type.length));
}

/** As {@link parseResourceId}, for resources that exist: a session by IP address carries a pseudo id. */
export function parseTargetId(value: unknown): ResourceId | undefined {
  const id = parseResourceId(value);
  return id?.type.toLowerCase() === CONNECT_BY_ADDRESS ? undefined : id;
}

// A resource inside another one, such as an instance of a scale set, has more types and names behind it.
const ANY_RESOURCE = new RegExp(
  `^/subscriptions/[0-9a-z-]{1,64}/resourceGroups/${SEGMENT}/providers/${SEGMENT}((?:/${SEGMENT}/${SEGMENT})+)$`,
  "iu",
);

/** Types and names of the resource that an id names, in turn; `undefined` if it names none, see {@link parseTargetId}. */
function typesAndNames(id: string | undefined): readonly string[] | undefined {
  const [, rest] = (id !== undefined && id.length <= 1024 ? ANY_RESOURCE.exec(id) : undefined) ?? [];
  const isByAddress = id?.toLowerCase().includes(`/${CONNECT_BY_ADDRESS}/`) === true;
  return rest === undefined || isByAddress ? undefined : rest.split("/").slice(1);
}

/** The key of the resource that an id names, which may be inside another one; `undefined` if it names none. */
export function resourceKey(id: string | undefined): ArmKey | undefined {
  return id !== undefined && typesAndNames(id) ? armKey(id) : undefined;
}

/** The names in the id of a resource, such as `vmss-web/0` for an instance of a scale set. */
export function resourceNames(id: string | undefined): string | undefined {
  return typesAndNames(id)
    ?.filter((_, index) => index % 2 === 1)
    .join("/");
}

const MACHINE = new RegExp(
  `^/subscriptions/[0-9a-z-]{1,64}/resourceGroups/(${SEGMENT})/providers/Microsoft\\.Compute/(?:virtualMachines/(${SEGMENT})|virtualMachineScaleSets/(${SEGMENT})/virtualMachines/(${SEGMENT}))$`,
  "iu",
);

/** Whether this is the ID of a virtual machine, or of an instance of a scale set. */
export function isMachineId(id: string): boolean {
  const [, ...names] = (id.length <= 1024 ? MACHINE.exec(id) : undefined) ?? [];
  return names.length > 0 && names.every((name: string | undefined) => name !== "." && name !== "..");
}

const BASTION_HOST = "microsoft.network/bastionhosts";

/** As {@link parseResourceId}, but only for a bastion host's ID. */
export function parseBastionHostId(value: unknown): ResourceId | undefined {
  const id = parseResourceId(value);
  return id?.type.toLowerCase() === BASTION_HOST ? id : undefined;
}

/** The ID rebuilt from its parts, percent-encoded where a part needs it: safe as a URL path. */
export function resourcePath(id: ResourceId): string {
  const segments = [
    "subscriptions",
    id.subscriptionId,
    "resourceGroups",
    id.resourceGroup,
    "providers",
    ...id.type.split("/"),
    id.name,
  ];
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join("");
}

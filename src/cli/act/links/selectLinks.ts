/** Which links a deletion is about: freshly listed, and only those of the VMs that are certainly meant. */
import * as l10n from "@vscode/l10n";
import type { HostState } from "../../../core/inventory/hostState.ts";
import { hostedLinks, type HostedLinks } from "../../../core/links/hostLinks.ts";
import { armKey, isMachineId } from "../../../core/model/armId.ts";
import { linkMachineNames } from "../../../words/linkNames.ts";
import { hostName } from "../../../words/sessionText.ts";
import { CommandError, EXIT } from "../../exitCode.ts";
import { openFleet, type Fleet, type FleetOptions } from "../../fleet/fleet.ts";
import { hostCalled, nameGaps } from "../../fleet/hostCalled.ts";
import type { Gap } from "../../fleet/incomplete.ts";
import { readLinksAloud } from "../../fleet/linkReading.ts";
import type { Runtime } from "../../runtime.ts";

/** What the user said of which links. */
export interface LinkSelectOptions extends FleetOptions {
  readonly host?: string;
  /** Resource IDs of VMs. */
  readonly vm?: readonly string[];
  /** Of all VMs with links. */
  readonly all?: boolean;
}

/** What was found of it. */
export interface LinkSelection {
  readonly fleet: Fleet;
  readonly host: HostState;
  /** The VMs whose links are meant. */
  readonly machines: readonly HostedLinks[];
  /** All VMs with links: names tell them apart. */
  readonly among: readonly HostedLinks[];
  /** What the user named that has no links. */
  readonly without: readonly string[];
  /** The host if all of it is meant. */
  readonly wholeHost?: HostState;
  /** What may hide another host of that name. */
  readonly hidden: readonly Gap[];
  readonly gaps: readonly Gap[];
}

/** @throws CommandError unless it's said which links of which host are meant */
export function requireNamedLinks({ host, vm, all }: LinkSelectOptions): void {
  if (host === undefined || (vm === undefined) === (all !== true)) {
    throw new CommandError(EXIT.usage, l10n.t("Say which links to delete: --host with --vm, or --host with --all."));
  }
  const wrong = vm?.find((id) => !isMachineId(id));
  if (wrong !== undefined) {
    throw new CommandError(EXIT.usage, l10n.t("--vm needs the resource ID of a VM: {0}", wrong));
  }
}

/** Lists the links of the host, and chooses. @throws CommandError */
export async function selectLinks(options: LinkSelectOptions, runtime: Runtime): Promise<LinkSelection> {
  const fleet = await openFleet(runtime, { ...options, readsLinks: true });
  const { host: named = "" } = options;
  const host = hostCalled(named, fleet);
  const hidden = nameGaps(named, host, fleet);
  const { answers, gaps } = await readLinksAloud([host], fleet, runtime);
  const among = hostedLinks(answers);
  const wanted = new Map(options.vm?.map((id) => [armKey(id), id]));
  const there = new Set(among.map(({ machine }) => machine.vmKey));
  return {
    fleet,
    host,
    machines: options.all === true ? among : among.filter(({ machine }) => wanted.has(machine.vmKey)),
    among,
    without: withoutLinks(
      [...wanted].flatMap(([key, id]) => (there.has(key) ? [] : [id])),
      host,
      fleet,
    ),
    ...(options.all === true && { wholeHost: host }),
    hidden,
    gaps: [...hidden, ...gaps],
  };
}

function withoutLinks(vmIds: readonly string[], host: HostState, { inventory: { names } }: Fleet): readonly string[] {
  const nameOf = linkMachineNames(vmIds, names);
  return vmIds.map((id) => l10n.t("{0} has no shareable links on {1}", nameOf(id), hostName(host, names)));
}

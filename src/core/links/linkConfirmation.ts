import { actorsOn, answerOf, LISTED, type AnswerTexts, type Question } from "../disconnect/confirmation.ts";
import type { HostState } from "../inventory/hostState.ts";
import type { ArmKey } from "../model/armId.ts";
import { parseAzureTime } from "../model/azureTime.ts";
import type { Identity } from "../model/identity.ts";
import { vmNames } from "../model/vmNames.ts";
import { groupLinksByHost, type HostedLinks } from "./hostLinks.ts";

/** The VMs whose links are to be deleted, if the user confirms it. */
export interface LinkDeletionRequest {
  readonly machines: readonly HostedLinks[];
  /** The host of which these are all VMs with links, if that is what was asked for. */
  readonly wholeHost?: HostState;
  /** What else there is to say, such as which hosts could not be read completely. */
  readonly notes?: readonly string[];
  /** VMs that the user has seen beside these: names tell all of them apart. */
  readonly among?: readonly HostedLinks[];
}

export interface LinkConfirmationContext {
  /** Names of the signed-in accounts that may be used. */
  readonly accounts: readonly string[];
  /** The links of up to so many VMs are confirmed by a button; more by typing. */
  readonly typeAbove: number;
  /** Up to so many VMs have a line each; of more there are none. */
  readonly listed?: number;
}

/** All links of one VM on a host, for the words. Names are as Azure sent them. */
export interface NamedLinks {
  readonly machine: string;
  readonly host: HostState;
  readonly links: number;
  /** When they were made, the oldest first; without those of which Azure doesn't say, or in no known form. */
  readonly made: readonly Date[];
  /** Azure's own words for times of no known form. */
  readonly madeTexts: readonly string[];
}

/** The words, in the user's language. */
export interface LinkConfirmationTexts extends AnswerTexts {
  /** Who acts. */
  actingAs(identities: readonly Identity[]): string;
  titleOfOne(machine: NamedLinks): string;
  titleOfMany(count: { readonly machines: number; readonly links: number }): string;
  /** All links of one VM: which VM on which host, how many, and when they were made. */
  line(machine: NamedLinks): string;
  summary(count: { readonly machines: number; readonly links: number; readonly hosts: number }): string;
  consequence(isSingle: boolean): string;
}

/** What the user is asked before links are deleted. */
export interface LinkConfirmation extends Question {
  /** The VMs whose links it deletes: exactly these, each once. */
  readonly machines: readonly HostedLinks[];
  /** The host, if these are all VMs with links on it and all of it is meant. */
  readonly wholeHost?: HostState;
}

/** The question before the links of these VMs are deleted, as data. */
export function linkConfirmationOf(
  { machines: chosen, wholeHost, notes = [], among = [] }: LinkDeletionRequest,
  { accounts, typeAbove, listed = LISTED }: LinkConfirmationContext,
  texts: LinkConfirmationTexts,
): LinkConfirmation {
  const groups = groupLinksByHost(chosen);
  const machines = groups.flat();
  const names = vmNames([...machines, ...among].map(({ machine }) => machine.vmId));
  const named = machines.map((one) => namedLinks(one, names));
  const [only] = named.length === 1 ? named : [];
  const host = isWhole(machines, wholeHost) ? wholeHost : undefined;
  const count = {
    machines: named.length,
    links: named.reduce((sum, { links }) => sum + links, 0),
    hosts: groups.length,
  };
  const actors = actorsOn(
    machines.map(({ on }) => on),
    accounts,
  );
  return {
    machines,
    ...(host && { wholeHost: host }),
    title: only ? texts.titleOfOne(only) : texts.titleOfMany(count),
    list: named.length <= listed ? named.map((one) => texts.line(one)) : [],
    ...(!only && { summary: texts.summary(count) }),
    own: [],
    ...(actors.length > 0 && { actor: texts.actingAs(actors) }),
    notes,
    consequence: texts.consequence(only !== undefined),
    answer: answerOf(machines.length, typeAbove, host, texts),
  };
}

/** Whether these are all VMs with links on the host, as it was listed. */
function isWhole(machines: readonly HostedLinks[], host: HostState | undefined): boolean {
  const [first] = machines;
  return (
    first !== undefined &&
    machines.every(({ on }) => on === first.on && on.host.host.key === host?.host.key) &&
    machines.length === first.on.machines.length
  );
}

function namedLinks({ on, machine }: HostedLinks, names: ReadonlyMap<ArmKey, string>): NamedLinks {
  const texts = machine.links.flatMap(({ createdAt }) => createdAt ?? []);
  return {
    machine: names.get(machine.vmKey) ?? machine.vmId,
    host: on.host,
    links: machine.links.length,
    made: texts.flatMap((text) => parseAzureTime(text) ?? []).sort((a, b) => a.getTime() - b.getTime()),
    madeTexts: texts.filter((text) => parseAzureTime(text) === undefined),
  };
}

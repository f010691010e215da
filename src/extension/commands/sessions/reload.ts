import { l10n } from "vscode";
import type { HostState } from "../../../core/inventory/hostState.ts";
import { shownProblems } from "../../../core/inventory/directoryState.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import { countNotes, namesOf } from "../../../words/format.ts";
import { hostName } from "../../../words/sessionText.ts";
import type { App } from "../app.ts";
import { ensureLoaded } from "./ensureLoaded.ts";
import { plural } from "../../../words/plural.ts";

/** Hosts that a confirmation names; the rest is counted. */
const NAMED = 20;

/** What was listed just now. */
export interface Loaded {
  readonly hosts: readonly HostState[];
  /** Hosts whose sessions could not be read, or not completely. */
  readonly unread: readonly HostState[];
}

/**
 * Lists the sessions of all hosts, or of these, again: what is about to be disconnected must not be a minute old.
 * @returns undefined if the user cancelled
 */
export async function reload(
  app: Pick<App, "inventory" | "load">,
  keys?: readonly ArmKey[],
): Promise<Loaded | undefined> {
  const unknown = await ensureLoaded(app, keys, 0);
  const hosts = keys ? keys.flatMap((key) => app.inventory.host(key) ?? []) : [...app.inventory.hosts];
  const partly = hosts.filter(({ list }) => list && list.unreadable > 0);
  return unknown && { hosts, unread: [...new Set([...unknown, ...partly])] };
}

/** What to say about sessions that may be missing because they could not be read. */
export function unreadNotes({ inventory }: Pick<App, "inventory">, { unread }: Loaded): readonly string[] {
  const named = namesOf(unread, NAMED, (host) => hostName(host, inventory.names));
  return [
    ...countNotes(
      unread.length,
      () => l10n.t("Sessions may be missing: 1 host couldn't be read completely: {0}.", named),
      (number, text) =>
        plural("Sessions may be missing: {0} hosts couldn't be read completely: {1}.", number, text, named),
    ),
    ...(shownProblems(inventory).length === 0
      ? []
      : [l10n.t("The host search is incomplete. The rows at the top of the view show why.")]),
  ];
}

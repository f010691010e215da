import { armKey } from "../model/armId.ts";
import { present } from "../text/json.ts";
import { applyAnswer, applyListed, foldLines } from "./foldLines.ts";
import type { EntryLine } from "./journalFormat.ts";
import type { LinkDeletion, LinkMachine } from "./linkDeletion.ts";
import type { LinksConfirmedLine } from "./linkLines.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Draft {
  readonly entry: Omit<LinkDeletion, "machines">;
  /** By host and VM. */
  readonly machines: Map<string, Mutable<LinkMachine>>;
}

/** The deletions of links in the lines of all files, see {@link foldLines}. */
export function linkDeletionsOf(lines: readonly EntryLine[]): readonly LinkDeletion[] {
  return foldLines(lines, {
    begin: (line) => (line.kind === "linksConfirmed" ? begin(line) : undefined),
    add,
    entryOf: ({ entry, machines }) => ({ ...entry, machines: [...machines.values()] }),
  });
}

function begin({ entry: id, at, by, reason, ticket, notes, hosts }: LinksConfirmedLine): Draft {
  const machines = new Map<string, Mutable<LinkMachine>>();
  for (const { hostId, hostName, actor, machines: ofHost } of hosts) {
    for (const { vmId, links } of ofHost) {
      // Only what a link is known by: if a file had more of it, that could be the URL.
      const known = links.map(({ createdAt, expiresAt }) => present({ createdAt, expiresAt }));
      machines.set(machineKey(hostId, vmId), { hostId, hostName, actor, vmId, links: known });
    }
  }
  return { entry: { id, at, by, ...present({ reason, ticket, notes }) }, machines };
}

function add({ machines }: Draft, line: EntryLine): void {
  if (line.kind === "linksAnswered") {
    for (const result of line.results) {
      applyAnswer(machines.get(machineKey(line.hostId, result.vmId)), line, result);
    }
  } else if (line.kind === "linksListed") {
    for (const { vmId, listed } of line.results) {
      applyListed(machines.get(machineKey(line.hostId, vmId)), line, listed);
    }
  }
}

function machineKey(hostId: string, vmId: string): string {
  return JSON.stringify([armKey(hostId), armKey(vmId)]);
}

/** The lines of a deletion of shareable links. None has the URL of a link, which is a credential. */
import { asObject, type JsonObject } from "../text/json.ts";
import {
  isActingHost,
  isAnswered,
  isConfirmed,
  isListed,
  isListOf,
  isOptionalText,
  isText,
  type AnsweredOf,
  type ConfirmedOf,
  type EntryLineOf,
  type JournalActor,
} from "./lineShape.ts";
import type { JournalLink, LinkVerdict } from "./linkDeletion.ts";

/** The VMs whose links are to be deleted on one host, and as whom. */
export interface JournalLinkHost {
  readonly hostId: string;
  readonly hostName: string;
  readonly actor: JournalActor;
  readonly machines: readonly { readonly vmId: string; readonly links: readonly JournalLink[] }[];
}

/** Written and flushed to the disk before anything is sent. */
export interface LinksConfirmedLine extends ConfirmedOf<"linksConfirmed"> {
  readonly hosts: readonly JournalLinkHost[];
}

/** Its `failure` is `changed` if nothing was sent because the links weren't those that were confirmed any more. */
export interface LinksAnsweredLine extends AnsweredOf<"linksAnswered"> {
  readonly results: readonly { readonly vmId: string; readonly verdict: LinkVerdict; readonly message?: string }[];
}

/** What listing the links of a host again has shown: whether a VM still has any. */
export interface LinksListedLine extends EntryLineOf<"linksListed"> {
  readonly hostId: string;
  /** Found out by a later process, since the one that asked has ended before it knew. */
  readonly afterwards?: true;
  readonly results: readonly { readonly vmId: string; readonly listed: boolean }[];
}

export type LinkLine = LinksConfirmedLine | LinksAnsweredLine | LinksListedLine;

/** Whether a line is what its kind says it is, as far as a reader relies on it. */
export const linkShapes: Readonly<Record<LinkLine["kind"], (line: JsonObject) => boolean>> = {
  linksConfirmed: (line) => isConfirmed(line, (host) => isActingHost(host) && isListOf(host["machines"], isMachine)),
  linksAnswered: (line) =>
    isAnswered(
      line,
      (result) => isText(result["vmId"]) && VERDICTS.has(result["verdict"]) && isOptionalText(result["message"]),
    ),
  linksListed: (line) => isListed(line, "vmId"),
};

const VERDICTS: ReadonlySet<unknown> = new Set<LinkVerdict>(["deleted", "failed", "unknown", "notSent"]);

function isMachine({ vmId, links }: JsonObject): boolean {
  return isText(vmId) && Array.isArray(links) && links.every(isLink);
}

function isLink(value: unknown): boolean {
  const link = asObject(value);
  return link !== undefined && isOptionalText(link["createdAt"]) && isOptionalText(link["expiresAt"]);
}

import { journalActor, responsesOf, saidOf } from "../disconnect/journaled.ts";
import { ListedNotes } from "../disconnect/listedNotes.ts";
import type { JournalLinkHost } from "../journal/linkLines.ts";
import type { LinkRecord } from "../journal/journalRecord.ts";
import { present } from "../text/json.ts";
import { groupLinksByHost, type HostedLinks } from "./hostLinks.ts";
import type { LinkRunEvent } from "./linkOutcome.ts";

/** The `failure` of a line whose VMs weren't sent, since the links weren't those that were confirmed. */
const CHANGED = "changed";

/** The VMs whose links are to be deleted, for the first line of the journal. */
export function journalLinkHosts(chosen: readonly HostedLinks[]): readonly JournalLinkHost[] {
  return groupLinksByHost(chosen).map((ofHost) => {
    const [{ on }] = ofHost;
    return {
      hostId: on.host.host.id,
      hostName: on.host.host.name,
      actor: journalActor(on.actor),
      machines: ofHost.map(({ machine: { vmId, links } }) => ({
        vmId,
        links: links.map(({ createdAt, expiresAt }) => present({ createdAt, expiresAt })),
      })),
    };
  });
}

/** Writes what becomes known of a deletion of links into its record, each thing once. */
export class LinkRecorder {
  readonly #record: Pick<LinkRecord, "add">;
  readonly #listed = new ListedNotes((hostId, results, at) =>
    this.#record.add(
      { kind: "linksListed", hostId, results: results.map(({ id: vmId, listed }) => ({ vmId, listed })) },
      at,
    ),
  );

  constructor(record: Pick<LinkRecord, "add">) {
    this.#record = record;
  }

  record(event: LinkRunEvent): void {
    const hostId = event.host.host.id;
    switch (event.kind) {
      case "answered":
        for (const { facts, results } of responsesOf(event.results, event.actor)) {
          this.#record.add({
            kind: "linksAnswered",
            hostId,
            ...facts,
            ...(event.isChanged && { failure: CHANGED }),
            results: results.map((one) => ({ vmId: one.vmId, verdict: one.verdict, ...saidOf(one) })),
          });
        }
        return;
      case "listed":
        this.#listed.note(hostId, event.listed, event.at);
        return;
      case "verified":
        this.#listed.noteStillListed(hostId);
    }
  }
}

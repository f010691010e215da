import type { Moment } from "../model/time/moment.ts";
import { groupByHost, type RunEvent } from "./disconnectRun.ts";
import { journalActor, responsesOf, saidOf } from "./journaled.ts";
import { ListedNotes } from "./listedNotes.ts";
import { outdatedSince } from "../inventory/freshness.ts";
import { ageMinutes, type HostedSession } from "../inventory/hostState.ts";
import { actors } from "../inventory/hosts.ts";
import { attributionOf, whoIs } from "../inventory/people/sessionPeople.ts";
import type { JournalHost, JournalSession } from "../journal/journalFormat.ts";
import type { JournalRecord } from "../journal/journalRecord.ts";

/** What is to be disconnected, for the journal: every field that Azure sent, the duration as it is now. */
export function journalHosts(sessions: readonly HostedSession[], now: Moment): readonly JournalHost[] {
  return groupByHost(sessions).map((ofHost) => {
    const { host } = ofHost[0];
    const [actor] = actors(host);
    const since = outdatedSince(host, now);
    return {
      hostId: host.host.id,
      hostName: host.host.name,
      actor: actor ? journalActor(actor) : { account: "", accountId: "", tenantId: "" },
      ...(since && { asOf: since.toISOString() }),
      sessions: ofHost.map((hosted) => {
        const { via: _isHost, ...listed } = hosted.state.session;
        const session = { ...listed, ...journalPerson(hosted) };
        const durationMinutes = host.list && ageMinutes(session, host.list, now);
        return durationMinutes === undefined ? session : { ...session, durationMinutes };
      }),
    };
  });
}

/** The person behind a session, as the user was told. */
function journalPerson(hosted: HostedSession): Pick<JournalSession, "person" | "confidence" | "clientAddress"> {
  const { person, clientAddress } = whoIs(hosted);
  const confidence = attributionOf(hosted)?.confidence;
  return {
    ...(person !== undefined && confidence !== undefined && { person, confidence }),
    ...(clientAddress !== undefined && { clientAddress }),
  };
}

/** Writes what becomes known of a disconnect into its record, each thing once. */
export class JournalRecorder {
  readonly #record: JournalRecord;
  readonly #listed = new ListedNotes((hostId, results, at) =>
    this.#record.add(
      { kind: "listed", hostId, results: results.map(({ id: sessionId, listed }) => ({ sessionId, listed })) },
      at,
    ),
  );

  constructor(record: JournalRecord) {
    this.#record = record;
  }

  record(event: RunEvent): void {
    const hostId = event.host.host.id;
    switch (event.kind) {
      case "answered":
        for (const { facts, results } of responsesOf(event.results, event.actor)) {
          this.#record.add({
            kind: "answered",
            hostId,
            ...facts,
            results: results.map((one) => ({ sessionId: one.sessionId, verdict: one.verdict, ...saidOf(one) })),
          });
        }
        return;
      case "listed":
        this.#listed.note(hostId, event.listed, event.at);
        return;
      case "verified":
        this.#listed.noteStillListed(hostId);
        return;
      case "returned": {
        const { left, through } = event;
        const sessionId = left.state.session.sessionId ?? "";
        this.#record.add({
          kind: "reconnected",
          hostId: left.host.host.id,
          sessionId,
          through: { hostId, ...(through.sessionId !== undefined && { sessionId: through.sessionId }) },
        });
      }
    }
  }
}

import type { Moment } from "../../../core/model/time/moment.ts";
import { groupByHost, type RunEvent } from "../../../core/disconnect/disconnectRun.ts";
import type { SessionResult } from "../../../core/disconnect/disconnects.ts";
import { outdatedSince } from "../../../core/inventory/freshness.ts";
import { ageMinutes, type HostedSession } from "../../../core/inventory/hostState.ts";
import { actors } from "../../../core/inventory/hosts.ts";
import { attributionOf, whoIs } from "../../../core/inventory/people/sessionPeople.ts";
import type { AnsweredLine, JournalActor, JournalHost, JournalSession } from "../../../core/journal/journalFormat.ts";
import type { JournalRecord } from "../../../core/journal/journalRecord.ts";
import type { Identity } from "../../../core/model/identity.ts";

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

function journalActor({ account, tenant }: Identity): JournalActor {
  const { tenantId, displayName } = tenant;
  return {
    account: account.label,
    accountId: account.id,
    tenantId,
    ...(displayName !== undefined && { tenant: displayName }),
  };
}

/** Writes what becomes known of a disconnect into its record, each thing once. */
export class JournalRecorder {
  readonly #record: JournalRecord;
  /** What was last seen of each session, by host and id, and when. */
  readonly #listed = new Map<
    string,
    { readonly hostId: string; readonly sessionId: string; readonly listed: boolean; readonly at: Date }
  >();

  constructor(record: JournalRecord) {
    this.#record = record;
  }

  record(event: RunEvent): void {
    const hostId = event.host.host.id;
    switch (event.kind) {
      case "answered":
        for (const alike of Map.groupBy(event.results, ({ requestId, error }) =>
          JSON.stringify([requestId, failureOf(error)]),
        ).values()) {
          this.#record.add(answered(hostId, alike, event.actor));
        }
        return;
      case "listed":
        this.#noteListed(hostId, event.listed, event.at);
        return;
      case "verified":
        this.#noteStillListed(hostId);
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

  /** A session that is gone is written at once. One that is still listed may go yet: it is written in the end. */
  #noteListed(hostId: string, listed: ReadonlyMap<string, boolean>, at: Date): void {
    const gone: string[] = [];
    for (const [key, one] of this.#listed) {
      if (one.hostId === hostId && !listed.has(one.sessionId)) {
        this.#listed.delete(key);
      }
    }
    for (const [sessionId, isListed] of listed) {
      const key = JSON.stringify([hostId, sessionId]);
      if (!isListed && this.#listed.get(key)?.listed !== false) {
        gone.push(sessionId);
      }
      this.#listed.set(key, { hostId, sessionId, listed: isListed, at });
    }
    if (gone.length > 0) {
      const results = gone.map((sessionId) => ({ sessionId, listed: false }));
      this.#record.add({ kind: "listed", hostId, results }, at);
    }
  }

  /**
   * Writes which sessions are still listed, now that the last look is over, and when they were seen: later looks may have
   * failed. If it never is over, the next process looks.
   */
  #noteStillListed(hostId: string): void {
    const still = [...this.#listed.values()].filter((one) => one.hostId === hostId && one.listed);
    for (const seen of Map.groupBy(still, ({ at }) => at).values()) {
      const results = seen.map(({ sessionId }) => ({ sessionId, listed: true }));
      this.#record.add({ kind: "listed", hostId, results }, seen[0]?.at);
    }
  }
}

function answered(
  hostId: string,
  results: readonly SessionResult[],
  actor: Identity | undefined,
): Omit<AnsweredLine, "at" | "entry"> {
  const [first] = results;
  const failure = failureOf(first?.error);
  return {
    kind: "answered",
    hostId,
    ...(actor && results.some(({ verdict }) => verdict !== "notSent") && { actor: journalActor(actor) }),
    ...(first?.requestId !== undefined && { requestId: first.requestId }),
    ...(failure !== undefined && { failure }),
    results: results.map(({ sessionId, verdict, message, error }) => {
      const said = message ?? error?.facts.azureMessage;
      return { sessionId, verdict, ...(said !== undefined && { message: said }) };
    }),
  };
}

function failureOf(error: SessionResult["error"]): string | undefined {
  return error && [error.kind, error.facts.code].filter(Boolean).join(" ");
}

import { armError, Refusal } from "../../simulated-azure/http/wire.ts";
import { World } from "../../simulated-azure/world/world.ts";
import type {
  HostRef,
  HostSpec,
  SessionSpec,
  SimulatedHost,
  SimulatedSession,
} from "../../simulated-azure/world/worldTypes.ts";

/** How a session ended. `azure`: it was disconnected. `user`: its user logged off. `host`: its host is gone. */
export type Ending = "azure" | "user" | "host";

/** Who was on a host at one time, by {@link tagOf}. */
export type Snapshot = ReadonlySet<string>;

/**
 * A world that remembers everything that ever was. Every session has an address of its own, which tells it from all
 * others on screen, with an id or without one; no session comes back once it has ended.
 */
export class RecordedWorld extends World {
  /** How each session ended, by host and id: once, if all is well. */
  readonly endings = new Map<string, Ending[]>();
  /** Every session that ever was, by host and id. */
  readonly everKnown = new Map<string, SimulatedSession>();
  readonly #history = new Map<string, Snapshot[]>();
  #count = 0;
  #by: Ending = "azure";

  /** The states that a host has gone through, oldest first; none where there never was such a host. */
  history(hostKey: string): readonly Snapshot[] {
    return this.#history.get(hostKey) ?? [];
  }

  /** Forgets the states of a host before the one at `index`. */
  forget(hostKey: string, index: number): void {
    this.#history.get(hostKey)?.splice(0, index);
  }

  /** @throws Refusal 404 for a host that is gone, as its operations that still run would answer */
  override sessions(ref: HostRef): readonly SimulatedSession[] {
    if (this.findHost(typeof ref === "string" ? ref : ref.id) === undefined) {
      throw new Refusal(armError(404, "ResourceNotFound", "The bastion host was not found."));
    }
    return super.sessions(ref);
  }

  override addHost(spec: HostSpec = {}): SimulatedHost {
    const { sessions = [], ...rest } = spec;
    const host = super.addHost(rest);
    this.#remember(host.key);
    const specs = typeof sessions === "number" ? Array.from({ length: sessions }, () => ({})) : sessions;
    specs.forEach((session) => this.addSession(host, session));
    return host;
  }

  override removeHost(ref: HostRef): void {
    const { key } = this.host(ref);
    for (const { sessionId } of this.sessions(ref)) {
      this.#end(key, sessionId, "host");
    }
    super.removeHost(ref);
    this.#historyOf(key).push(new Set());
  }

  override addSession(ref: HostRef, spec: SessionSpec = {}): SimulatedSession {
    const place = ++this.#count;
    const session = super.addSession(ref, {
      targetIpAddress: `10.${place >> 16}.${(place >> 8) & 255}.${place & 255}`,
      ...spec,
    });
    this.everKnown.set(sessionKey(session.hostKey, session.sessionId), session);
    this.#remember(session.hostKey);
    return session;
  }

  /** As the simulated Azure calls it, for a disconnect. */
  override endSession(ref: HostRef, sessionId: string): boolean {
    const { key } = this.host(ref);
    const ended = super.endSession(ref, sessionId);
    if (ended) {
      this.#end(key, sessionId, this.#by);
      this.#remember(key);
    }
    return ended;
  }

  /** The session's user logs off. */
  leave(ref: HostRef, sessionId: string): void {
    this.#by = "user";
    this.endSession(ref, sessionId);
    this.#by = "azure";
  }

  #end(hostKey: string, sessionId: string, by: Ending): void {
    const key = sessionKey(hostKey, sessionId);
    this.endings.set(key, [...(this.endings.get(key) ?? []), by]);
  }

  #remember(key: string): void {
    this.#historyOf(key).push(new Set(this.sessions(key).map(tagOf)));
  }

  #historyOf(key: string): Snapshot[] {
    const states = this.#history.get(key) ?? [];
    this.#history.set(key, states);
    return states;
  }
}

/** What tells a session from all others on its row: its target's address, which no two have in common here. */
export function tagOf({ targetIpAddress }: { readonly targetIpAddress?: string }): string {
  return targetIpAddress ?? "none";
}

/** Names a session among those of all hosts. */
export function sessionKey(hostKey: string, sessionId: string): string {
  return `${hostKey} ${sessionId}`;
}

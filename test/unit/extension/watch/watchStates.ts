import { EventEmitter } from "node:events";
import type { Inventory } from "../../../../src/core/inventory/inventory.ts";
import { Names } from "../../../../src/core/inventory/names.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import type { Hit, HitSubject } from "../../../../src/core/watch/hit.ts";
import type { Trigger } from "../../../../src/core/watch/watchRule.ts";
import type { Notice, RuleState, Watching, WatchState } from "../../../../src/core/watch/watchState.ts";
import { hostState } from "../table/tableRows.ts";

export const NOON = Date.parse("2026-03-02T12:00:00Z");
export const hostKey = hostState("bas-prod", []).host.key;
export const otherKey = hostState("bas-dev", []).host.key;

/** An inventory of these hosts, as far as texts ask for it. */
export function known(...hosts: readonly HostState[]): Pick<Inventory, "host" | "names"> {
  return {
    host: (key) => hosts.find(({ host }) => host.key === key),
    names: new Names({ hosts, accounts: new Map(), allSubscriptions: new Map() }),
  };
}

export function ruleState(hits: readonly Hit[], more: Partial<RuleState> = {}, trigger?: Trigger): RuleState {
  const name = more.name ?? "Long sessions";
  return {
    key: "rule",
    index: 0,
    name,
    problems: [],
    hits,
    blind: [],
    hosts: 1,
    ...(trigger && { rule: { key: "rule", name, trigger } }),
    ...more,
  };
}

export function sessionHit(sessionKey: string, key = sessionKey): Hit {
  return { key, hostKey, subject: { kind: "session", sessionKey } };
}

export function connectionHit(
  key: string,
  more: Partial<Omit<Hit, "subject">> = {},
): Hit & { readonly subject: HitSubject & { readonly kind: "connection" } } {
  const connection = {
    key,
    hostKey,
    person: "ann@contoso.com",
    clientAddress: "203.0.113.5",
    targetAddress: "10.0.0.4",
    started: NOON,
    hasEnded: true,
  };
  return { key, hostKey, subject: { kind: "connection", connection }, ...more };
}

export function failuresHit(count: number, address?: string): Hit {
  const subject = { kind: "failures", userNames: ["root", "admin"], count, from: NOON, to: NOON } as const;
  return { key: "failures", hostKey, subject: { ...subject, ...(address !== undefined && { address }) } };
}

/** A watch that a test sets. */
export class FakeWatch extends EventEmitter<{ change: []; notice: [Notice] }> implements Watching {
  state: WatchState;
  readonly snoozed: (number | undefined)[] = [];

  constructor(rules: readonly RuleState[], unseen: readonly string[] = []) {
    super();
    this.state = { rules, isPaused: false, unseen: new Set(unseen) };
  }

  set(more: Partial<WatchState>): void {
    this.state = { ...this.state, ...more };
    this.emit("change");
  }

  seen(keys: readonly string[]): void {
    this.set({ unseen: new Set([...this.state.unseen].filter((key) => !keys.includes(key))) });
  }

  snooze(until: number | undefined): Promise<void> {
    this.snoozed.push(until);
    return Promise.resolve();
  }
}

import type { Replacement } from "./mutation.ts";

const HOSTS = "core/inventory/hosts.ts";
const DISCONNECTS = "core/disconnect/disconnects.ts";
const SESSIONS = "core/azure/sessions.ts";

export interface Mutation {
  readonly replacements: readonly Replacement[];
  /** The violation by which it must be found: another one would be a coincidence. */
  readonly caughtAs: RegExp;
}

/** Bugs that the scenarios must find, by what is wrong. */
export const mutations: Readonly<Record<string, Mutation>> = {
  "a late answer is not dropped": {
    replacements: [
      {
        file: HOSTS,
        text: "this.#listings.get(key)?.controller.abort();\n    const controller",
        by: "const controller",
      },
      { file: HOSTS, text: "if (this.#listings.get(key)?.controller === controller) {", by: "{" },
    ],
    caughtAs: /never was so since|is back/,
  },
  "a disconnected session comes back with a list from before": {
    replacements: [{ file: DISCONNECTS, text: "listing = this.#inventory.verifyHost(cloud, key);", by: "" }],
    caughtAs: /is back/,
  },
  "a failed list is taken for an empty one": {
    replacements: [
      {
        file: HOSTS,
        text: "problem: asked.error, failedAs: asked.actor });",
        by: "list: { sessions: [], unreadable: 0, receivedAt: 0, receivedAtWall: new Date() } });",
      },
    ],
    caughtAs: /shows list \d+ and Azure gave \d+/,
  },
  "a session that Azure would not disconnect is lost": {
    replacements: [
      {
        file: DISCONNECTS,
        text: 'verdict === "disconnected" || verdict === "alreadyEnded")',
        by: 'verdict !== "unknown")',
      },
    ],
    caughtAs: /never was so since/,
  },
  "a row says for ever that its disconnect is looked into": {
    replacements: [{ file: DISCONNECTS, text: "this.#setWork(key, unknown, undefined);", by: "" }],
    caughtAs: /is checking, and nothing is running/,
  },
  "a disconnect is sent again after its answer was lost": {
    replacements: [
      {
        file: SESSIONS,
        text: "repeatable: false",
        by: "repeatable: true",
      },
    ],
    caughtAs: /was sent again after/,
  },
  "what was cancelled is said not to have been sent": {
    replacements: [
      {
        file: DISCONNECTS,
        text: 'const verdict = maybeReceived ? "unknown"',
        by: 'const verdict = maybeReceived && error.kind !== "cancelled" ? "unknown"',
      },
    ],
    caughtAs: /certainly not disconnected, and it was/,
  },
  "no word of Azure's is taken for a good one": {
    replacements: [
      {
        file: SESSIONS,
        text: 'said.get(sessionId) ?? { sessionId, verdict: "unknown" }',
        by: 'said.get(sessionId) ?? { sessionId, verdict: "disconnected" }',
      },
    ],
    caughtAs: /disconnected, and it was not/,
  },
  "half a list passes for a whole one": {
    replacements: [
      {
        file: "core/azure/paging.ts",
        text: "if (url === undefined) {",
        by: "if (url === undefined || items.length > 0) {",
      },
    ],
    caughtAs: /never was so since/,
  },
  "a session is known by its id in any case": {
    replacements: [
      {
        file: "core/inventory/hostState.ts",
        text: "`id:${session.sessionId}`",
        by: "`id:${session.sessionId.toLowerCase()}`",
      },
    ],
    caughtAs: /has two rows with one key/,
  },
  "what an account saw stays when it has signed out": {
    replacements: [
      {
        file: HOSTS,
        text: "if (!before?.actor || isAmong(before.actor, sighting.identities)) {",
        by: "if (sighting) {",
      },
    ],
    caughtAs: /is shown as an account that is signed out/,
  },
};

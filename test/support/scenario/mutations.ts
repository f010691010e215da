import type { Replacement } from "./mutation.ts";

const HOSTS = "core/inventory/hosts.ts";
const DISCONNECTS = "core/disconnect/disconnects.ts";
const FRESHNESS = "core/inventory/freshness.ts";
const NAMES = "core/inventory/names.ts";
const QUESTION = "core/inventory/askAgain.ts";
const RUN = "core/disconnect/disconnectRun.ts";
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
        file: "core/disconnect/batches.ts",
        text: 'verdict: maybeReceived ? "unknown"',
        by: 'verdict: maybeReceived && error.kind !== "cancelled" ? "unknown"',
      },
    ],
    caughtAs: /certainly not disconnected, and it was/,
  },
  "no word of Azure's is taken for a good one": {
    replacements: [
      {
        file: SESSIONS,
        text: 'said.get(sessionId)?.verdict ?? { sessionId, verdict: "unknown" }',
        by: 'said.get(sessionId)?.verdict ?? { sessionId, verdict: "disconnected" }',
      },
    ],
    caughtAs: /disconnected, and it was not/,
  },
  "half a list passes for a whole one": {
    replacements: [
      {
        file: "core/azure/paging.ts",
        text: "if (url === undefined || count >= mostPages) {",
        by: "if (url === undefined || items.length > 0 || count >= mostPages) {",
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
  "two hosts of one name are taken for one": {
    replacements: [
      {
        file: RUN,
        text: "const { key } = session.host.host;",
        by: "const key = session.host.host.name.toLowerCase();",
      },
    ],
    caughtAs: /was not asked for/,
  },
  "a host is called by its name only": {
    replacements: [{ file: NAMES, text: "return this.#hosts.get(key) ?? name;", by: "return name;" }],
    caughtAs: /are both called host/,
  },
  "a target VM is called by its name only": {
    replacements: [
      {
        file: NAMES,
        text: "return this.#machines.get(targetKey(session)) ?? targetName(session);",
        by: "return targetName(session);",
      },
    ],
    caughtAs: /are both called VM/,
  },
  "users whose names differ by case are taken for one": {
    replacements: [
      {
        file: "core/model/session/userName.ts",
        text: "return hasNoCase(session) ? withoutCase(session.userName)",
        by: "return session ? withoutCase(session.userName)",
      },
    ],
    caughtAs: /is said to be back as/,
  },
  "an old list is taken for true": {
    replacements: [{ file: FRESHNESS, text: "AGED_MS = 3 * 60_000", by: "AGED_MS = 30 * 60_000" }],
    caughtAs: /is shown as of now, and its list is old/,
  },
  "a list is taken for true after a failure": {
    replacements: [
      { file: FRESHNESS, text: "list !== undefined && !problem && listAge", by: "list !== undefined && listAge" },
    ],
    caughtAs: /is shown as of now, and its list is old/,
  },
  "an old list is not asked for again before a question": {
    replacements: [{ file: QUESTION, text: "if (due.length > 0) {", by: "if (due.length > 9) {" }],
    caughtAs: /the question did not ask it again/,
  },
  "the user is asked about sessions that have ended": {
    replacements: [
      { file: QUESTION, text: "return host?.list?.unreadable === 0 ? undefined : session;", by: "return session;" },
    ],
    caughtAs: /has ended, and the user is asked about it/,
  },
  "NotFound is taken for ended without a look": {
    replacements: [{ file: DISCONNECTS, text: ', ...idsOf(results, "alreadyEnded")], {', by: "], {" }],
    caughtAs: /is still listed, and that is not said/,
  },
  "a host is looked at for six seconds after a disconnect": {
    replacements: [
      {
        file: "core/disconnect/verification.ts",
        text: "[0, 2_000, 4_000, 8_000, 16_000, 30_000]",
        by: "[0, 2_000, 4_000]",
      },
    ],
    caughtAs: /was looked at for/,
  },
  "another account disconnects in place of the one that was confirmed": {
    replacements: [{ file: RUN, text: "actor: actors(host)[0],", by: "" }],
    caughtAs: /was confirmed/,
  },
  "the account that the user chose to retry as is forgotten": {
    replacements: [{ file: QUESTION, text: "as ? { ...now, host: { ...now.host, actor: as } } : now", by: "now" }],
    caughtAs: /was chosen/,
  },
  "an account is offered that may not disconnect either": {
    replacements: [{ file: DISCONNECTS, text: "if (isAllowed) {", by: "if (others) {" }],
    caughtAs: /is offered for .*, and may not disconnect/,
  },
  "an account asks with a token of its home tenant": {
    replacements: [
      { file: HOSTS, text: "credential(actor.account, actor.tenant.tenantId)", by: "credential(actor.account)" },
    ],
    caughtAs: /was sent to subscription/,
  },
};

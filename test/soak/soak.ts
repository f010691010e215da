/**
 * npm run soak -- --minutes N [--seed S]
 *
 * The inventory against 50 hosts and 2,000 sessions of a simulated Azure in which 5 % of the responses have a fault, while sessions
 * arrive and end, everything is refreshed and sessions are disconnected. Over HTTP on the loopback address, about 50 requests
 * a second. Ends with figures, and with an error where anything was lost, made up, or done twice.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Arm } from "../../src/core/azure/arm.ts";
import { cloudFromSettings } from "../../src/core/model/cloud.ts";
import { createNodeFetchHttpClient } from "../../src/core/azure/http/nodeFetchHttpClient.ts";
import { Disconnects } from "../../src/core/disconnect/disconnects.ts";
import { Inventory } from "../../src/core/inventory/inventory.ts";
import { systemClock } from "../../src/core/model/clock.ts";
import { SeededRandom } from "../simulated-azure/world/random.ts";
import type { Violation } from "../support/scenario/oracle.ts";
import { RequestRecorder } from "../support/scenario/requestRecorder.ts";
import { tagOf } from "../support/scenario/recordedWorld.ts";
import { silent } from "../support/silentLog.ts";
import { Invariants } from "../support/scenario/invariants.ts";
import { identitiesAt } from "./identities.ts";
import type { Ready, Report, ToAzure } from "./messages.ts";
import { inWords, measure, print } from "./figures.ts";

/** One round: what it begins is bounded, whatever becomes of it. */
const ROUND_MS = 500;
const LISTS_PER_ROUND = 5;
const ROUNDS_PER_REFRESH = 20;
/** A tenth of the waits of the product, so that ten minutes hold as much as an hour and a half. */
const HASTE = 10;
const timing = {
  requestDeadlineMs: 3_000,
  operationDeadlineMs: 30_000,
  backoffMs: 100,
  maxWaitMs: 2_000,
  pollDefaultMs: 100,
  pollMinMs: 100,
  pollMaxMs: 1_000,
};

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "1" }, seed: { type: "string", default: "1" } },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
if (!(minutes > 0) || !Number.isInteger(seed)) {
  throw new Error("npm run soak -- --minutes N [--seed S]");
}

let unhandled = 0;
process.on("unhandledRejection", (reason) => {
  unhandled++;
  console.error("unhandled:", reason);
});

const child = fork(resolve(import.meta.dirname, "azure.ts"), [String(seed)], { execArgv: [] });
const [ready] = (await once(child, "message")) as [Ready];
const tell = (message: ToAzure): void => void child.send(message);

const cloud = cloudFromSettings(
  ready.settings["microsoft-sovereign-cloud.environment"],
  ready.settings["microsoft-sovereign-cloud.customEnvironment"],
);
const recorder = new RequestRecorder(createNodeFetchHttpClient(), () => systemClock.monotonic());
const clock = { ...systemClock, pause: (ms: number, signal: AbortSignal) => systemClock.pause(ms / HASTE, signal) };
const identities = identitiesAt(ready);
const inventory = new Inventory(identities, clock, silent);
const disconnects = new Disconnects({ inventory, identities, clock, log: silent });
inventory.loading.addViewer().show(() => true);
inventory.connect(new Arm({ cloud, log: silent, userAgent: "soak", httpClient: recorder, timing }));

const violations: Violation[] = [];
/** What was last seen of each host: only what is new is told. */
const seen = new Map<string, string>();
const invariants = new Invariants({
  inventory,
  disconnects,
  recorder,
  report: (violation) => violations.push(violation),
  oracle: {
    checkShown: (shownHost) => {
      const text = JSON.stringify(shownHost);
      if (seen.get(shownHost.hostKey) !== text) {
        seen.set(shownHost.hostKey, text);
        tell({ shown: shownHost });
      }
      return undefined;
    },
    checkOutcome: (claimed) => {
      tell({ outcome: claimed });
      return undefined;
    },
    checkListed: (claimed) => {
      tell({ listed: claimed });
      return undefined;
    },
  },
});

const random = new SeededRandom(seed);
const running = new Set<Promise<unknown>>();
const named = new Set<string>();
const outcomes: Record<string, number> = {};
let refreshes = 0;

console.log(`${minutes} min, seed ${seed}: 50 hosts, 2,000 sessions, 5 % of all answers faulty`);
begin(inventory.refresh());
await Promise.all(running);
const before = measure();
const started = performance.now();
let told = 0;
for (let round = 1; performance.now() - started < minutes * 60_000; round++) {
  await pause(ROUND_MS);
  if (round % ROUNDS_PER_REFRESH === 0) {
    refreshes++;
    begin(inventory.refresh());
  }
  const hosts = [...inventory.hosts].map(({ host }) => host.key);
  for (let count = 0; count < LISTS_PER_ROUND && hosts.length > 0; count++) {
    begin(inventory.refreshHost(random.pick(hosts)));
  }
  disconnectSome();
  const elapsed = Math.floor((performance.now() - started) / 60_000);
  if (elapsed > told) {
    told = elapsed;
    console.log(`  ${elapsed} min: ${recorder.requests} requests, ${inWords(measure())}`);
  }
}

tell({ noFaults: true });
await Promise.all(running);
await inventory.refresh();
// After requests that a disconnect began in the background.
await Promise.all([...inventory.hosts].map(({ host }) => inventory.refreshHost(host.key)));
const after = measure();
// What is not known is not empty: it is told by its absence.
const known = [...inventory.hosts].filter(({ list, problem }) => list && !problem);
[...inventory.hosts]
  .filter((state) => !known.includes(state))
  .forEach(({ host, problem, listing }) =>
    console.error(
      `${host.name} is not known in the end:`,
      problem?.message ?? (listing ? "still listing" : "not requested"),
    ),
  );
tell({
  last: Object.fromEntries(
    known.map(({ host, list }) => [host.key, (list?.sessions ?? []).map(({ session }) => tagOf(session))]),
  ),
});
const [report] = (await once(child, "message")) as [Report];
child.disconnect();
inventory.dispose();

const all = [...violations, ...report.violations];
const isClean = print({
  minutes,
  requests: recorder.requests,
  report,
  refreshes,
  outcomes,
  stillListed: invariants.stillListed,
  before,
  after,
  unhandled,
  violations: all,
});
process.exitCode = isClean ? 0 : 1;

function begin(work: Promise<unknown>): void {
  const tracked = work.finally(() => running.delete(tracked));
  running.add(tracked);
}

/** Disconnects one to three sessions of a host that were not disconnected before. */
function disconnectSome(): void {
  const listed = [...inventory.hosts].filter(({ list }) => list);
  if (listed.length === 0) {
    return;
  }
  const { host, list } = random.pick(listed);
  const free =
    list?.sessions.map(({ session }) => session.sessionId).filter((id) => id !== undefined && !named.has(id)) ?? [];
  const ids = free.filter((id) => id !== undefined).slice(0, random.int(1, 3));
  if (ids.length > 0) {
    ids.forEach((id) => named.add(id));
    begin(
      invariants
        .disconnect(host.key, ids, new AbortController().signal)
        .then((outcome) =>
          outcome?.results.forEach(({ verdict }) => (outcomes[verdict] = (outcomes[verdict] ?? 0) + 1)),
        ),
    );
  }
}

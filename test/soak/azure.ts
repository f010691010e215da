/** The simulated Azure of a soak, in a process of its own, so that the memory that is measured is the inventory's. */
import type { ActiveBehaviour } from "../simulated-azure/faults/behaviours.ts";
import type { Fault } from "../simulated-azure/faults/faults.ts";
import { azureFaults } from "../simulated-azure/faults/faults.ts";
import { SeededRandom } from "../simulated-azure/world/random.ts";
import { startSimulatedAzure } from "../simulated-azure/server.ts";
import { disconnectVariants, listVariants, variantOutcome } from "../simulated-azure/faults/variants.ts";
import { WorldOracle } from "../support/scenario/oracle.ts";
import type { Violation } from "../support/scenario/oracle.ts";
import { RecordedWorld, tagOf } from "../support/scenario/recordedWorld.ts";
import type { Ready, Report, ToAzure } from "./messages.ts";

const HOSTS = 50;
const SESSIONS = 2_000;
/** The share of responses with a fault of any kind. */
const FAULTY = 0.05;
/** Milliseconds between one arrival or ending and the next. */
const PULSE_MS = 125;

const faults: readonly (readonly [string, Fault])[] = [
  ["reset before headers", { kind: "reset", when: "beforeHeaders" }],
  ["reset before headers, acted on", { kind: "reset", when: "beforeHeaders", acted: true }],
  ["reset during headers", { kind: "reset", when: "duringHeaders" }],
  ["reset during body", { kind: "reset", when: "afterHeaders" }],
  ["body cut short", { kind: "cutBody" }],
  ["no answer", { kind: "neverAnswers" }],
  ["no body", { kind: "neverAnswers", after: "headers" }],
  ["a byte a second", { kind: "slowDrip" }],
  ["endless body", { kind: "endless" }],
  ["HTML", { kind: "html" }],
  ["invalid JSON", { kind: "invalidJson" }],
  ["wrong JSON", { kind: "json", body: { value: [7, null] } }],
  ["link to elsewhere", { kind: "foreignLinks", to: "https://elsewhere.example" }],
  ["429", azureFaults.throttled],
  ["429 for a day", { kind: "status", status: 429, retryAfter: 86_400 }],
  ["401", { kind: "status", status: 401 }],
  ["403", { kind: "status", status: 403 }],
  ["404", { kind: "status", status: 404 }],
  ["409", { kind: "status", status: 409 }],
  ["500", { kind: "status", status: 500 }],
  ["502 as HTML", { kind: "html", status: 502 }],
  ["503", { kind: "status", status: 503, retryAfter: 1 }],
  ["504, acted on", { kind: "status", status: 504, acted: true }],
];

/** What Resource Graph names for a while, one after the other: everything, half of the hosts, everything, none. */
const graphAnswers: readonly (Fault | undefined)[] = [
  undefined,
  { kind: "lostHosts", named: "some" },
  undefined,
  { kind: "lostHosts", named: "none" },
];
const GRAPH_MS = 15_000;

const seed = Number(process.argv[2]);
const random = new SeededRandom(seed);
const world = furnish();
const oracle = new WorldOracle(world);
const violations: Violation[] = [];
let arrived = 0;
let left = 0;
/** Until the faults end. */
let requests = 0;

const azure = await startSimulatedAzure({ world });
// A response has one fault at most: their chances add up to what is wanted.
const chance = 1 - (1 - FAULTY) ** (1 / faults.length);
const active = faults.map(([name, fault]) => [name, azure.behave("azure", { fault, chance })] as const);
const pulse = setInterval(comeOrGo, PULSE_MS);
const notFound = azure.behave({ route: "disconnect" }, { fault: { kind: "sessionsNotFound" }, chance: FAULTY });
const lostHosts: ActiveBehaviour[] = [];
let turns = 0;
const graphPulse = setInterval(loseHosts, GRAPH_MS);

process.on("message", (message: ToAzure) => {
  if ("shown" in message) {
    note(oracle.checkShown(message.shown));
  } else if ("outcome" in message) {
    note(oracle.checkOutcome(message.outcome));
  } else if ("listed" in message) {
    note(oracle.checkListed(message.listed));
  } else if ("noFaults" in message) {
    clearInterval(pulse);
    clearInterval(graphPulse);
    azure.clearBehaviours();
    requests = azure.requests.filter(({ route }) => route !== "signIn").length;
  } else {
    compare(message.last);
    const report: Report = {
      requests,
      faults: {
        ...Object.fromEntries(active.map(([name, { applied }]) => [name, applied])),
        "NotFound for sessions that are there": notFound.applied,
        "hosts lost by Resource Graph": lostHosts.reduce((sum, { applied }) => sum + applied, 0),
      },
      arrived,
      left,
      violations,
    };
    process.send?.(report);
  }
});
process.once("disconnect", () => process.exit());

const ready: Ready = { url: azure.url, settings: azure.settings(), accounts: world.accounts };
process.send?.(ready);

/** Two tenants with an account each, ten subscriptions, and hosts that answer in every shape in which Azure completes a call. */
function furnish(): RecordedWorld {
  const furnished = new RecordedWorld({ seed });
  const tenants = [furnished.addTenant({ displayName: "Contoso" }), furnished.addTenant({ displayName: "Fabrikam" })];
  tenants.forEach((home) => furnished.addAccount({ label: `ops@${home.defaultDomain}`, home }));
  const subscriptions = Array.from({ length: 10 }, (_, place) =>
    furnished.addSubscription({ tenant: tenants[place % 2]! }),
  );
  const lists = listVariants.filter((variant) => variantOutcome(variant, "list") === "complete");
  const disconnects = disconnectVariants.filter((variant) => variantOutcome(variant, "disconnect") === "complete");
  for (let place = 0; place < HOSTS; place++) {
    // Every other host answers as Azure does mostly.
    const shape =
      place % 2 === 0
        ? {}
        : { list: lists[place % lists.length]!, disconnect: disconnects[place % disconnects.length]! };
    furnished.addHost({
      subscription: subscriptions[place % subscriptions.length]!,
      sessions: SESSIONS / HOSTS,
      ...shape,
    });
  }
  return furnished;
}

/** Resource Graph loses hosts, or has them all again. */
function loseHosts(): void {
  lostHosts.at(-1)?.remove();
  const fault = graphAnswers[++turns % graphAnswers.length];
  if (fault) {
    lostHosts.push(azure.behave({ route: "graph" }, { fault }));
  }
}

/** A user connects to a host, or logs off, so that each keeps about as many as it had. */
function comeOrGo(): void {
  const host = random.pick(world.hosts);
  const sessions = world.sessions(host);
  if (random.next() * 2 * (SESSIONS / HOSTS) > sessions.length) {
    world.addSession(host);
    arrived++;
  } else {
    world.leave(host, random.pick(sessions).sessionId);
    left++;
  }
  oracle.forgetPast();
}

function compare(shown: Readonly<Record<string, readonly string[]>>): void {
  for (const host of world.hosts) {
    if (!shown[host.key]) {
      note({ of: "rows", text: `${host.name} is not known in the end` });
      continue;
    }
    const rows = new Set(shown[host.key]);
    const there = new Set(world.sessions(host).map(tagOf));
    [...there]
      .filter((tag) => !rows.has(tag))
      .forEach((tag) => note({ of: "rows", text: `${tag} on ${host.name} is lost in the end` }));
    [...rows]
      .filter((tag) => !there.has(tag))
      .forEach((tag) => note({ of: "rows", text: `${tag} on ${host.name} is made up in the end` }));
  }
}

function note(violation: Violation | undefined): void {
  if (violation) {
    violations.push(violation);
  }
}

import assert from "node:assert/strict";
import fc from "fast-check";
import { hostedLinks, type HostedLinks } from "../../../../src/core/links/hostLinks.ts";
import type { LinkRunEvent } from "../../../../src/core/links/linkOutcome.ts";
import type { Fault } from "../../../simulated-azure/faults/faults.ts";
import { disconnectVariants, variantOutcome } from "../../../simulated-azure/faults/variants.ts";
import type { SimulatedHost } from "../../../simulated-azure/world/worldTypes.ts";
import { runsOf } from "../../../support/properties.ts";
import { linkScene, nameOf, worldOf, type LinkScene } from "./linkScene.ts";

const HOSTS = ["bas-a", "bas-b"];
const MACHINES = ["vm-a", "vm-b", "vm-c", "vm-d"];

/** A VM with a few links, each with its ID in a case of its own. */
interface Machine {
  readonly name: string;
  readonly cases: readonly ("as it is" | "upper" | "lower")[];
  readonly isGhost: boolean;
}

/** What happens to a host between the question and the answer to it. */
type Change = "none" | "new link" | "made again" | "without links" | "other VM" | "unreadable";

interface Case {
  readonly machines: readonly (readonly Machine[])[];
  /** Which VMs are confirmed: a bit for each of a host. */
  readonly chosen: readonly number[];
  /** All VMs of a host are meant. */
  readonly isWhole: boolean;
  readonly changes: readonly (readonly [change: Change, machine: number])[];
  /** What deleting, and listing again, answer. */
  readonly deleting: Fault | (typeof disconnectVariants)[number] | undefined;
  readonly listing: Fault | undefined;
  readonly isCancelled: boolean;
}

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(400, 401, 403, 404, 409, 429, 500, 503) }),
  fc.record({
    kind: fc.constant("reset" as const),
    when: fc.constantFrom("beforeHeaders", "afterHeaders"),
    acted: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("cutBody" as const), acted: fc.boolean() }),
  fc.record({ kind: fc.constant("invalidJson" as const), acted: fc.boolean() }),
  fc.constant({ kind: "html" as const }),
);
const variants = disconnectVariants.filter((variant) => variantOutcome(variant, "disconnect") !== "neverEnds");

const machine = (name: string): fc.Arbitrary<Machine> =>
  fc.record({
    name: fc.constant(name),
    cases: fc.array(fc.constantFrom("as it is", "upper", "lower"), { minLength: 1, maxLength: 3 }),
    isGhost: fc.boolean(),
  });
const machines = fc.subarray(MACHINES, { minLength: 1 }).chain((names) => fc.tuple(...names.map(machine)));
const change = fc.oneof(
  { weight: 3, arbitrary: fc.constant("none" as const) },
  fc.constantFrom("new link", "made again", "without links", "other VM", "unreadable"),
);

const cases: fc.Arbitrary<Case> = fc.record({
  machines: fc.tuple(machines, machines),
  chosen: fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 })),
  isWhole: fc.boolean(),
  changes: fc.tuple(fc.tuple(change, fc.nat(3)), fc.tuple(change, fc.nat(3))),
  deleting: fc.oneof(fc.constant(undefined), fc.constantFrom(...variants), fault),
  listing: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fault),
  isCancelled: fc.boolean(),
});

describe("Only what was confirmed is sent", () => {
  it("whatever the links are, however they change, and whatever goes wrong", async () => {
    await fc.assert(fc.asyncProperty(cases, check), { numRuns: runsOf(200) });
  });
});

async function check(one: Case): Promise<void> {
  await using set = await linkScene(worldOf(Object.fromEntries(HOSTS.map((name) => [name, []]))));
  const hosts = HOSTS.map((name) => set.azure.world.host(name));
  hosts.forEach((host, index) => one.machines[index]?.forEach((spec) => addLinks(set, host, spec)));
  const listed = hostedLinks(await set.read());
  const chosen = hosts.flatMap((host, index) =>
    listed
      .filter(({ on }) => on.host.host.key === host.key)
      .filter((_, at) => (one.isWhole && index === 0) || ((one.chosen[index] ?? 0) >> at) % 2 === 1),
  );
  const changed = hosts.map((host, index) =>
    applyChange(set, host, one.changes[index] ?? ["none", 0], { chosen, isWhole: one.isWhole && index === 0 }),
  );
  const asked = set.azure.requests.length;
  const linksOf = () => hosts.map((host) => set.azure.world.links.of(host).map(({ vmId }) => vmId.toLowerCase()));
  const before = linksOf();
  if (one.listing) {
    set.azure.behave("listLinks", { fault: one.listing });
  }
  if (one.deleting !== undefined) {
    const behaviour = typeof one.deleting === "string" ? { deleteLinks: one.deleting } : { fault: one.deleting };
    set.azure.behave("deleteLinks", behaviour);
  }
  const [whole] = one.isWhole ? hosts : [];
  const run = set.run(chosen, chosen.find(({ on }) => on.host.host.key === whole?.key)?.on.host.host.key);
  if (one.isCancelled) {
    void set.azure
      .waitForRequest(({ id, route }) => id > asked && route === "deleteLinks")
      .then(() => set.stop.abort());
  }
  const outcomes = await run.outcomes;
  await run.looked;
  const after = linksOf();

  hosts.forEach((host, index) => {
    const confirmed = chosen.filter(({ on }) => on.host.host.key === host.key).map(({ machine: { vmId } }) => vmId);
    const requests = set.posts("deleteLinks").filter(({ hostKey }) => hostKey === host.key);
    const sent = requests.flatMap(({ vmIds = ["no VM at all"] }) => vmIds);
    // Repeated only where Azure certainly did not act: then it is the same request.
    assert.deepEqual(
      sent.filter((id) => !confirmed.includes(id)),
      [],
      "only IDs that were confirmed, as they were",
    );
    const accepted = requests.filter(({ status }) => status === undefined || (status >= 200 && status < 300));
    const done = accepted.flatMap(({ vmIds = [] }) => vmIds);
    assert.equal(new Set(done).size, done.length, "each at most once");
    if (changed[index] || one.listing) {
      assert.deepEqual(sent, [], "nothing where the links aren't, or may not be, those that were confirmed");
    }
    const keys = new Set(confirmed.map((id) => id.toLowerCase()));
    const others = (links: readonly string[] = []) => links.filter((key) => !keys.has(key));
    assert.deepEqual(others(after[index]), others(before[index]), "other VMs keep their links");

    const outcome = outcomes.find((of) => of.host.host.key === host.key);
    assert.deepEqual(outcome?.results.map(({ vmId }) => vmId) ?? [], confirmed, "one result for each");
    for (const { vmId, verdict, listedAfter } of outcome?.results ?? []) {
      const count = (links: readonly string[] = []) => links.filter((key) => key === vmId.toLowerCase()).length;
      const isUntouched = count(before[index]) === count(after[index]);
      assert.ok(verdict !== "deleted" || sent.includes(vmId));
      assert.ok(isUntouched || verdict === "deleted" || verdict === "unknown", `${nameOf(vmId)} is ${verdict}`);
      assert.ok(listedAfter === undefined || listedAfter === count(after[index]) > 0);
    }
    const mustAsk = changed[index] === true && confirmed.length > 0 && !one.listing;
    // A cancellation may come before the links are listed again.
    assert.ok((outcome?.changed !== undefined) === mustAsk || (mustAsk && one.isCancelled), "asked again");
  });
  assert.deepEqual(answeredIn(set.events), chosen.map(({ machine: { vmId } }) => vmId).sort(), "each is told once");
}

function answeredIn(events: readonly LinkRunEvent[]): readonly string[] {
  return events.flatMap((event) => (event.kind === "answered" ? event.results.map(({ vmId }) => vmId) : [])).sort();
}

function addLinks(set: LinkScene, host: SimulatedHost, { name, cases: written, isGhost }: Machine): void {
  for (const [index, letters] of written.entries()) {
    const id = vmIdOn(host, name);
    const forms = { "as it is": id, upper: id.toUpperCase(), lower: id.toLowerCase() };
    set.azure.world.links.add(host, { vmId: forms[letters], minutesAgo: 100 + index, ghost: isGhost });
  }
}

function vmIdOn({ id }: SimulatedHost, name: string): string {
  return id.replace(/Microsoft\.Network\/bastionHosts\/[^/]+$/u, `Microsoft.Compute/virtualMachines/${name}`);
}

/** Changes the links of a host. @returns whether that must be noticed, given what was confirmed */
function applyChange(
  { azure }: LinkScene,
  host: SimulatedHost,
  [what, at]: readonly [Change, number],
  { chosen, isWhole }: { readonly chosen: readonly HostedLinks[]; readonly isWhole: boolean },
): boolean {
  const { links } = azure.world;
  const here = chosen.filter(({ on }) => on.host.host.key === host.key);
  const target = here[at % Math.max(1, here.length)]?.machine;
  if (what === "other VM") {
    links.add(host, { vmId: vmIdOn(host, "vm-other") });
    return isWhole;
  }
  if (what === "none" || !target) {
    return false;
  }
  if (what === "unreadable") {
    links.add(host, { wire: { vm: null } });
    return true;
  }
  if (what !== "new link") {
    links.remove(host, [target.vmId]);
  }
  if (what !== "without links") {
    links.add(host, { vmId: target.vmId.toUpperCase(), minutesAgo: 1 });
  }
  return true;
}

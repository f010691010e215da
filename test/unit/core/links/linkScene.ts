import { runLinkDeletion } from "../../../../src/core/links/linkRun.ts";
import { hostedLinks, type HostedLinks, type HostLinks } from "../../../../src/core/links/hostLinks.ts";
import { LinkDeletions } from "../../../../src/core/links/linkDeletions.ts";
import type { LinkRun, LinkRunEvent } from "../../../../src/core/links/linkOutcome.ts";
import { readLinks, type LinkDependencies } from "../../../../src/core/links/readLinks.ts";
import type { ArmKey } from "../../../../src/core/model/armId.ts";
import type { RecordedRequest } from "../../../simulated-azure/http/requestLog.ts";
import type { LinkSpec } from "../../../simulated-azure/world/linkTypes.ts";
import type { HostSpec, WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../support/inventoryBench.ts";
import { silent } from "../../../support/silentLog.ts";

export interface LinkScene extends InventoryBench {
  readonly parts: LinkDependencies;
  readonly deletions: LinkDeletions;
  readonly events: LinkRunEvent[];
  readonly stop: AbortController;
  /** How long each pause between looks was to be, in milliseconds. */
  readonly pauses: number[];
  /** The links of these hosts, or of all; fails if they can't be listed. */
  read(...hosts: readonly string[]): Promise<readonly HostLinks[]>;
  /** Lists the links of these hosts, or of all, and has them all confirmed. */
  confirm(...hosts: readonly string[]): Promise<readonly HostedLinks[]>;
  run(machines: readonly HostedLinks[], wholeHost?: ArmKey): LinkRun;
  /** Names of VMs that have links on a host, a name for each link. */
  left(host: string): string[];
  /** The requests of a route that were sent to begin something, in the order in which they came. */
  posts(route: "listLinks" | "deleteLinks"): readonly RecordedRequest[];
}

export function worldOf(
  hosts: Readonly<Record<string, readonly LinkSpec[] | Partial<HostSpec>>>,
  more: Partial<WorldSpec> = {},
): WorldSpec {
  return {
    tenants: [{ displayName: "Contoso" }],
    accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
    subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
    hosts: Object.entries(hosts).map(([name, spec]) => ({ name, ...("length" in spec ? { links: spec } : spec) })),
    ...more,
  };
}

export function crowd(count: number, more: LinkSpec = {}): LinkSpec[] {
  return Array.from({ length: count }, (_, index) => ({ machine: `vm-${index}`, ...more }));
}

export function nameOf(vmId: string): string {
  return vmId.split("/").at(-1)?.toLowerCase() ?? "";
}

/** A bench on which every wait is over at once. */
export async function linkScene(world: WorldSpec): Promise<LinkScene> {
  const bench = await inventoryBench(world);
  await bench.inventory.refresh("none");
  const pauses: number[] = [];
  const { inventory, identities, azure } = bench;
  const clock = {
    monotonic: () => bench.clock.ms,
    wall: () => new Date(),
    pause: async (ms: number) => void pauses.push(ms),
  };
  const parts = { inventory, identities, clock, log: silent };
  const deletions = new LinkDeletions(parts);
  const events: LinkRunEvent[] = [];
  const stop = new AbortController();
  const read: LinkScene["read"] = async (...names) => {
    const hosts = names.length === 0 ? [...inventory.hosts] : names.map((name) => bench.host(name));
    const answers = await readLinks(hosts, parts, new AbortController().signal);
    return answers.map((answer) => {
      if ("error" in answer) {
        throw answer.error;
      }
      return answer;
    });
  };
  return {
    ...bench,
    parts,
    deletions,
    events,
    stop,
    pauses,
    read,
    confirm: async (...names) => hostedLinks(await read(...names)),
    run: (machines, wholeHost) => {
      const reserved = deletions.reserve(machines);
      const run = runLinkDeletion(reserved, {
        deletions,
        onEvent: (event) => events.push(event),
        request: stop.signal,
        wholeHost,
      });
      return { ...run, outcomes: run.outcomes.finally(() => reserved[Symbol.dispose]()) };
    },
    left: (host) => azure.world.links.of(azure.world.host(host)).map(({ vmId }) => nameOf(vmId)),
    posts: (route) => azure.requests.filter((request) => request.route === route && request.method === "POST"),
  };
}

/** 5. While nobody does anything: what a refresh tells of itself. */
import { Arm } from "../../src/azure/arm.ts";
import { Inventory } from "../../src/inventory/inventory.ts";
import type { Change } from "../../src/inventory/inventory.ts";
import { systemClock } from "../../src/model/clock.ts";
import { CannedAzure, cannedIdentities } from "./cannedAzure.ts";
import type { Ground } from "./ground.ts";
import { silent } from "./ground.ts";
import { loadAll } from "./ours.ts";
import type { Row, Table } from "./table.ts";

const fleet = { tenants: 4, subscriptions: 5, hosts: 100, sessions: 10 } as const;

/** What a refresh told, once it was over. */
interface Told {
  readonly requests: number;
  readonly events: number;
  /** Different hosts that events named. */
  readonly hosts: number;
}

export async function steadyState({ cloud, say }: Ground): Promise<Table[]> {
  say("5. steady state");
  const azure = new CannedAzure(fleet);
  const inventory = new Inventory(cannedIdentities, systemClock, silent);
  inventory.connect(new Arm({ cloud, log: silent, userAgent: "bench", httpClient: azure }));
  await loadAll(inventory);
  const refresh = async (): Promise<Told> => {
    const before = azure.requests;
    const hosts = new Set<string>();
    let events = 0;
    const hear = (change: Change): void => {
      events++;
      if ("host" in change) {
        hosts.add(change.host);
      }
    };
    inventory.on("change", hear);
    // Everybody's session has lasted a minute longer: no change.
    azure.pass(60_000);
    await loadAll(inventory);
    inventory.off("change", hear);
    return { requests: azure.requests - before, events, hosts: hosts.size };
  };
  const row = (name: string, { requests, events, hosts }: Told): Row => ({ name, values: [requests, events, hosts] });
  const unchanged = row("nothing changed", await refresh());
  const [host] = azure.world.hosts;
  azure.change(host?.key ?? "", 1);
  const changed = row("1 % changed: the sessions of one host", await refresh());
  inventory.dispose();
  return [
    {
      id: "5-events",
      title: `5. A refresh of ${fleet.hosts} hosts with ${fleet.hosts * fleet.sessions} sessions in ${fleet.tenants} tenants`,
      columns: [{ name: "requests" }, { name: "events" }, { name: "hosts told of" }],
      rows: [unchanged, changed],
    },
  ];
}

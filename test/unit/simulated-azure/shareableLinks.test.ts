import assert from "node:assert/strict";
import { controlOf } from "../../simulated-azure/controlClient.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../simulated-azure/server.ts";
import { SimulatedClock } from "../../simulated-azure/world/clock.ts";
import { demoWorld } from "../../simulated-azure/world/demoWorld.ts";
import { LINK_MARKER } from "../../simulated-azure/world/links.ts";
import { World } from "../../simulated-azure/world/world.ts";
import type { SimulatedHost } from "../../simulated-azure/world/worldTypes.ts";

const MINUTE = 60_000;
const ANA = "ana@contoso.com";

describe("The simulated shareable links", () => {
  let azure: SimulatedAzure;
  let host: SimulatedHost;

  before(async () => {
    azure = await startSimulatedAzure({ world: new World({ clock: SimulatedClock.driven() }) });
  });
  after(() => azure.close());
  beforeEach(() => {
    const world = new World({ clock: azure.clock, log: { activityLagMinutes: [1, 1] } });
    world.addAccount({ label: ANA });
    host = world.addHost({
      name: "bas",
      links: [{ machine: "vm-1", createdBy: "ann@contoso.com" }, { machine: "vm-2" }],
    });
    azure.reset(world);
  });
  afterEach(() => {
    azure.throttling = false;
  });

  const ask = async (action: string, body?: unknown, of = host) => {
    const response = await fetch(new URL(`${of.id}/${action}?api-version=2024-05-01`, azure.url), {
      method: "POST",
      headers: { Authorization: `Bearer ${azure.token()}`, "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (text === "" ? {} : JSON.parse(text)) as {
        readonly value?: readonly Record<string, unknown>[];
        readonly error?: { readonly code?: string; readonly message?: string };
      } | null,
    };
  };
  const vm = (name: string) =>
    `${host.id.replace("Microsoft.Network/bastionHosts/bas", "Microsoft.Compute/virtualMachines")}/${name}`;
  const of = (...names: readonly string[]) => ({ vms: names.map((name) => ({ vm: { id: vm(name) } })) });
  const left = () => azure.world.links.of(host).map(({ vmId }) => vmId);
  const get = async (url: string): Promise<{ readonly status: number; readonly body: unknown }> => {
    const response = await fetch(url, { headers: { Authorization: `Bearer ${azure.token()}` } });
    return { status: response.status, body: await response.json() };
  };

  it("are as Azure writes them, both forms of their time, with and without an expiry", async () => {
    azure.world.links.add(host, {
      machine: "vm-3",
      minutesAgo: 0,
      form: "american",
      expiry: { inMinutes: 60, field: "expiryTime" },
      message: "made",
    });
    const { value = [] } = (await ask("getShareableLinks")).body ?? {};
    assert.deepEqual(
      value.map(({ vm: machine }) => machine),
      [{ id: vm("vm-1") }, { id: vm("vm-2") }, { id: vm("vm-3") }],
    );
    assert.deepEqual(Object.keys(value[0] ?? {}), ["vm", "bsl", "createdAt", "message"]);
    assert.match(String(value[0]?.["createdAt"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    assert.match(String(value[2]?.["createdAt"]), /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/);
    assert.match(String(value[2]?.["expiryTime"]), /Z$/);
    assert.equal(value[2]?.["message"], "made");
    const urls = value.map(({ bsl }) => String(bsl));
    assert.equal(new Set(urls).size, 3);
    assert.ok(urls.every((url) => url.includes(".bastion.azure.com/api/shareable-url/") && url.includes(LINK_MARKER)));
  });

  it("are those of the VMs that a body names, in any case, or of all", async () => {
    const ids = async (body?: unknown) =>
      ((await ask("getShareableLinks", body)).body?.value ?? []).map(({ vm: machine }) => machine);
    assert.deepEqual(await ids({ vms: [{ vm: { id: vm("VM-2").toUpperCase() } }] }), [{ id: vm("vm-2") }]);
    assert.equal((await ids()).length, 2);
    assert.equal((await ask("getShareableLinks", { vms: ["vm-1"] })).status, 400);
    assert.equal((await ask("deleteShareableLinks", { machines: [] })).status, 400);
  });

  it("are deleted by a long-running operation without a result", async () => {
    const { status, text, headers } = await ask("deleteShareableLinks", of("vm-1"));
    assert.deepEqual([status, text, headers.get("retry-after")], [202, "null", "1"]);
    const [state = "", result = ""] = ["azure-asyncoperation", "location"].map((name) => headers.get(name) ?? "");
    assert.deepEqual((await get(state)).body, { status: "InProgress" });
    assert.deepEqual((await get(state)).body, { status: "Succeeded" });
    assert.deepEqual(await get(result), { status: 200, body: null });
    assert.deepEqual(left(), [vm("vm-2")]);
    assert.deepEqual(azure.requests.findLast(({ route }) => route === "deleteLinks")?.vmIds, [vm("vm-1")]);
  });

  it("are all deleted by a body without VMs, which a client must never send", async () => {
    await ask("deleteShareableLinks", { vms: [] });
    assert.deepEqual(left(), []);
  });

  it("are refused where the host has them switched off, by its switch or its SKU", async () => {
    const off = [
      azure.world.addHost({ name: "bas-default" }),
      azure.world.addHost({ name: "bas-off", links: [{}], switches: { enableShareableLink: false } }),
      azure.world.addHost({ name: "bas-basic", sku: "Basic", links: [{}] }),
    ];
    for (const one of off) {
      for (const action of ["getShareableLinks", "deleteShareableLinks"]) {
        const { status, body } = await ask(action, of("vm-1"), one);
        assert.deepEqual([status, body?.error?.code], [400, "BastionShareableLinkNotEnabled"], one.name);
      }
    }
  });

  it("need rights that Reader doesn't have", async () => {
    const both = async () => [
      (await ask("getShareableLinks")).status,
      (await ask("deleteShareableLinks", of("vm-1"))).status,
    ];
    for (const role of ["reader", "lister", "operatorWithoutLinks"] as const) {
      azure.world.setRole(ANA, host, role);
      assert.deepEqual(await both(), [403, 403], role);
    }
    azure.world.setRole(ANA, host, "operatorWithoutLinks");
    assert.equal((await ask("getActiveSessions")).status, 200);
    azure.world.setRole(ANA, host, "operatorWithoutLogs");
    assert.deepEqual(await both(), [200, 202]);
  });

  it("count as writes", async () => {
    const { headers } = await ask("getShareableLinks");
    assert.equal(headers.get("x-ms-ratelimit-remaining-subscription-writes"), "199");
    azure.throttling = true;
    const statuses = [];
    for (let request = 0; request < 200; request++) {
      statuses.push((await ask("deleteShareableLinks", of("vm-9"))).status);
    }
    assert.deepEqual([statuses[0], statuses.at(-1)], [202, 429]);
  });

  it("are in the Activity Log: who made, listed, and deleted them", async () => {
    await ask("getShareableLinks");
    await ask("deleteShareableLinks", of("vm-1"));
    azure.clock.advance(5 * MINUTE);
    const events = azure.world.activityLog.events(host.subscriptionId).map(({ wire }) => {
      const { caller, operationName, status } = wire as Record<string, unknown> as {
        readonly caller: string;
        readonly operationName: { readonly value: string };
        readonly status: { readonly value: string };
      };
      const action = operationName.value.toLowerCase().replace("microsoft.network/bastionhosts/", "");
      return `${action} ${caller} ${status.value}`;
    });
    const accepted = (action: string, caller: string) =>
      ["Started", "Accepted", "Succeeded"].map((status) => `${action} ${caller} ${status}`);
    assert.deepEqual(
      events.sort(),
      [
        ...accepted("createshareablelinks/action", "ann@contoso.com"),
        ...["Started", "Succeeded"].map((status) => `getshareablelinks/action ${ANA} ${status}`),
        ...accepted("deleteshareablelinks/action", ANA),
      ].sort(),
    );
  });

  it("are the same for a seed on every run, and in the demonstration world on VMs with sessions", () => {
    const linksOf = (world: World) => world.hosts.flatMap((one) => world.links.of(one));
    const world = demoWorld(1, azure.clock);
    assert.deepEqual(linksOf(world), linksOf(demoWorld(1, azure.clock)));
    const machines = new Set(
      world.hosts.flatMap((one) => world.sessions(one).map(({ targetResourceId }) => targetResourceId)),
    );
    const links = linksOf(world);
    assert.ok(links.some(({ vmId }) => machines.has(vmId)));
    assert.ok(links.some(({ expiry }) => expiry !== undefined));
    assert.deepEqual(new Set(links.map(({ form }) => form)), new Set(["iso", "american"]));
  });

  it("come and go by the control client, which never tells a URL", async () => {
    const control = controlOf(azure.url);
    const added = await control.addLink({ host: "bas", link: { machine: "vm-3" } });
    assert.equal(added.vmId, vm("vm-3"));
    assert.deepEqual(await control.removeLinks({ host: "bas", machines: ["VM-1", vm("vm-2")] }), { removed: 2 });
    const state = await control.state();
    assert.deepEqual(
      state.hosts.flatMap(({ links }) => links.map(({ vmId }) => vmId)),
      [vm("vm-3")],
    );
    assert.ok(!JSON.stringify([added, state]).includes(LINK_MARKER));
    assert.deepEqual(await control.removeLinks({ host: "bas" }), { removed: 1 });
  });
});

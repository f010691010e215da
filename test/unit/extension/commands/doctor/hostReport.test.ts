import assert from "node:assert/strict";
import { diagnose } from "../../../../../src/core/doctor/diagnose.ts";
import { examine } from "../../../../../src/core/doctor/examine.ts";
import { systemClock } from "../../../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../../simulated-azure/server.ts";
import { rightRules } from "../../../../simulated-azure/world/networks.ts";
import type { HostSpec } from "../../../../simulated-azure/world/worldTypes.ts";
import { clientAt } from "../../../core/azure/testArm.ts";
import type { Report } from "../../../../../src/extension/commands/doctor/report.ts";
import { commandLine } from "../../../../../src/core/text/shell.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { hostReport } = await importWithStub(
  async () => import("../../../../../src/extension/commands/doctor/hostReport.ts"),
);

const PORTAL = { cloud: { portalUrl: new URL("https://portal.contoso.example/") }, tenantId: "guest-tenant" };
const SUBSCRIPTION = "11111111-1111-1111-1111-111111111111";

let azure: SimulatedAzure;
before(async () => void (azure = await startSimulatedAzure({ world: {} })));
after(() => azure.close());

async function reportOf(host: HostSpec): Promise<Report> {
  azure.reset({
    subscriptions: [{ subscriptionId: SUBSCRIPTION, state: "Warned" }],
    hosts: [{ name: "bas", ...host }],
  });
  const { arm, credential, options } = clientAt(azure.url, () => azure.token());
  const diagnosis = diagnose(await examine({ arm, credential }, azure.world.host("bas").id, options, systemClock));
  return hostReport(diagnosis, PORTAL, { title: "bas", at: new Date(0) });
}

async function portalUrls(host: HostSpec): Promise<readonly string[]> {
  const { entries } = await reportOf(host);
  return entries.flatMap(({ remedies }) => remedies.flatMap(({ portalUrl }) => portalUrl ?? []));
}

const groups: Readonly<Record<string, string>> = {
  "a plain name": "rg-bas",
  "letters of other scripts": "rg-바스천",
  parentheses: "rg-(bas)",
};

describe("Links of a diagnosis to the portal", () => {
  for (const [what, resourceGroup] of Object.entries(groups)) {
    it(`name the tenant and are encoded: ${what}`, async () => {
      const shut = rightRules.filter(
        ({ name }) => name !== "AllowGatewayManagerInbound" && name !== "AllowHttpsInbound",
      );
      const networks = [{ subnetName: "default", group: { rules: shut }, routes: [] }];
      const urls = await portalUrls({ resourceGroup, networks, diagnostics: [], provisioningState: "Updating" });
      assert.ok(urls.length >= 5, String(urls.length));
      for (const url of urls) {
        const [start, path = ""] = url.split("/resource/");
        assert.equal(start, "https://portal.contoso.example/#@guest-tenant");
        assert.match(path, /^[\w%()./-]+$/);
        const [, , , group = resourceGroup] = decodeURIComponent(path).split("/");
        assert.equal(group, resourceGroup);
      }
    });
  }

  it("lead to the storage account that the audit log goes to", async () => {
    const storage = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-(logs)/providers/Microsoft.Storage/storageAccounts/st`;
    const logs = [{ category: "BastionAuditLogs", enabled: true }];
    const diagnostics = [{ name: "s", properties: { storageAccountId: storage, logs } }];
    const urls = await portalUrls({ diagnostics });
    assert.ok(
      urls.some((url) => decodeURIComponent(url).endsWith(`/resource${storage}`)),
      urls.join("\n"),
    );
  });
});

describe("Shareable links in a diagnosis", () => {
  const linksOf = async (host: HostSpec) => {
    const { entries, hasLinks = false } = await reportOf(host);
    const found = entries.filter(({ check }) => check === "shareableLinks");
    assert.equal(found.length, 1);
    return { ...found[0], hasLinks };
  };

  it("are possible: a note, with the command that turns them off, and no request for them", async () => {
    const host = { resourceGroup: "rg-(it's)", switches: { enableShareableLink: true } };
    const { verdict, title, remedies = [], hasLinks } = await linksOf(host);
    assert.deepEqual([verdict, title, hasLinks], ["note", "Shareable links are possible on this host", true]);
    assert.deepEqual(
      remedies.flatMap(({ commands }) => commands.map((command) => commandLine(command, "bash"))),
      [
        `az network bastion update --name bas --resource-group 'rg-(it'\\''s)' --subscription ${SUBSCRIPTION} --enable-shareable-link false`,
      ],
    );
    assert.deepEqual(
      azure.requests.filter(({ path }) => /shareable/iu.test(path)),
      [],
    );
  });

  for (const [name, host, verdict, title] of [
    ["off", { switches: { enableShareableLink: false } }, "ok", "Shareable links are turned off"],
    [
      "unknown, not off",
      { switches: { enableShareableLink: null } },
      "note",
      "Unknown whether shareable links are possible",
    ],
    ["not in the SKU", { sku: "Basic" }, "ok", "Shareable links aren't available in this SKU"],
  ] as const) {
    it(`are ${name}, without a proposal`, async () => {
      const found = await linksOf(host);
      assert.deepEqual([found.verdict, found.title, found.remedies, found.hasLinks], [verdict, title, [], false]);
    });
  }
});

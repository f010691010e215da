import assert from "node:assert/strict";
import { diagnose } from "../../../../../src/core/doctor/diagnose.ts";
import { examine } from "../../../../../src/core/doctor/examine.ts";
import { systemClock } from "../../../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../../simulated-azure/server.ts";
import { rightRules } from "../../../../simulated-azure/world/networks.ts";
import type { HostSpec } from "../../../../simulated-azure/world/worldTypes.ts";
import { clientAt } from "../../../core/azure/testArm.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { hostReport } = await importWithStub(
  async () => import("../../../../../src/extension/commands/doctor/hostReport.ts"),
);

const PORTAL = { cloud: { portalUrl: new URL("https://portal.contoso.example/") }, tenantId: "guest-tenant" };
const SUBSCRIPTION = "11111111-1111-1111-1111-111111111111";

let azure: SimulatedAzure;
before(async () => void (azure = await startSimulatedAzure({ world: {} })));
after(() => azure.close());

async function portalUrls(host: HostSpec): Promise<readonly string[]> {
  azure.reset({
    subscriptions: [{ subscriptionId: SUBSCRIPTION, state: "Warned" }],
    hosts: [{ name: "bas", ...host }],
  });
  const { arm, credential, options } = clientAt(azure.url, () => azure.token());
  const diagnosis = diagnose(await examine({ arm, credential }, azure.world.host("bas").id, options, systemClock));
  const { entries } = hostReport(diagnosis, PORTAL, { title: "bas", at: new Date(0) });
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

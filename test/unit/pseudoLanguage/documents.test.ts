import assert from "node:assert/strict";
import { diagnose } from "../../../src/core/doctor/diagnose.ts";
import { examine } from "../../../src/core/doctor/examine.ts";
import { incidentMarkdown } from "../../../src/core/incident/incidentMarkdown.ts";
import { makeIncident } from "../../../src/core/incident/makeIncident.ts";
import { systemClock } from "../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import type { HostSpec } from "../../simulated-azure/world/worldTypes.ts";
import { incidentWorld } from "../../support/history/incidentWorld.ts";
import { untranslated } from "../../support/language/pseudoLanguage.ts";
import { inPseudoLanguage } from "../../support/language/pseudoLanguageOn.ts";
import { clientAt } from "../core/azure/testArm.ts";
import { documents } from "../extension/commands/documents.ts";
import { importWithStub } from "../extension/vscodeStub.ts";

const { hostReport, incidentTexts, reportMarkdown } = await importWithStub(async () => ({
  ...(await import("../../../src/extension/commands/doctor/hostReport.ts")),
  ...(await import("../../../src/extension/commands/doctor/reportText.ts")),
  ...(await import("../../../src/extension/commands/incident/incidentWords.ts")),
}));

/** What is the same in every language in a document. */
const NAMES: readonly RegExp[] = [
  // Code: commands, queries, role definitions.
  /^ *```[^]*?^ *```/gmu,
  /`[^`\n]*`/gu,
  /\b(?:Bicep|PowerShell|bash)\b|ACTION\\_GROUP\\_ID|\bsubscription:/gu,
  // Azure's service tags, and the name that a subnet must have.
  /\b(?:GatewayManager|Internet|AzureLoadBalancer|VirtualNetwork|AzureCloud|AzureBastionSubnet)\b/gu,
];

/** Who and what is in the worlds of incidents. */
const INCIDENT_NAMES: readonly RegExp[] = [/\b(?:bas|vm-)\d\b/gu, /\b(?:root|azureuser)\b/gu, /=leaving/gu];

/** Asserts that a document has texts, all of them translated. */
function assertTranslated(markdown: string, names: readonly (RegExp | string)[] = []): void {
  assert.match(markdown, /⟦/u);
  assert.deepEqual(untranslated(markdown, [...NAMES, ...names]), [], markdown);
}

describe("In the pseudo-language, a document", () => {
  inPseudoLanguage();

  for (const [name, markdownOf] of Object.entries(documents)) {
    it(`has translated texts only: ${name}`, () => assertTranslated(markdownOf("κείμενο"), [/\brefused\b/gu]));
  }

  for (const seed of [1, 2, 3]) {
    it(`has translated texts only: an incident of the world ${String(seed)}`, () => {
      const world = incidentWorld(seed, seed === 1 ? "same" : "others");
      for (const subject of [
        { kind: "person", person: world.people[0] ?? "" },
        { kind: "machine", name: "vm-0", resourceId: world.machines[0] ?? "", hostKeys: world.hosts },
        { kind: "host", hostKey: world.hosts[0]! },
      ] as const) {
        assertTranslated(incidentMarkdown(makeIncident({ ...world.read, subject }), incidentTexts()), INCIDENT_NAMES);
      }
    });
  }
});

describe("In the pseudo-language, a diagnosis", () => {
  let azure: SimulatedAzure;
  before(async () => void (azure = await startSimulatedAzure({ world: {} })));
  after(() => azure.close());
  inPseudoLanguage();

  const hosts: Readonly<Record<string, HostSpec>> = {
    "a host that is right": {},
    "a host that is wrong": {
      networks: [{ subnetName: "δίκτυο", addressPrefix: "10.0.0.0/28", group: { rules: [] }, routes: [] }],
      diagnostics: [],
      provisioningState: "Updating",
      recording: {},
      locks: [{ name: "κλειδαριά", level: "ReadOnly" }],
      switches: { enableShareableLink: true },
    },
    "a Developer host": { sku: "Developer" },
  };
  for (const [name, host] of Object.entries(hosts)) {
    for (const role of ["operator", "reader", "none"] as const) {
      it(`has translated texts only: of ${name}, as ${role}`, async () => {
        azure.reset({ hosts: [{ name: "κόμβος", ...host }] });
        const { world } = azure;
        world.setRole(world.account(), world.host("κόμβος"), role);
        const { arm, credential, options } = clientAt(azure.url, () => azure.token());
        const facts = await examine({ arm, credential }, world.host("κόμβος").id, options, systemClock);
        const portal = { cloud: { portalUrl: new URL("https://portal.contoso.example/") }, tenantId: "t" };
        assertTranslated(reportMarkdown(hostReport(diagnose(facts), portal, { title: "κόμβος", at: new Date(0) })));
      });
    }
  }
});

/** The measurements inside VS Code's extension host, with its sign-in, its patched HTTP modules and its garbage. */
import { writeFile } from "node:fs/promises";
import * as vscode from "vscode";
import { VSCodeIdentities } from "../../src/account/vscodeIdentities.ts";
import { cloudFromSettings } from "../../src/azure/cloud.ts";
import { BenchAzure } from "./azure.ts";
import { runMeasurements } from "./measurements.ts";
import { PLAN } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { buildRows } from "./rows.ts";

/** VS Code calls this (`extensionTestsPath`). */
export async function run(): Promise<void> {
  const plan = JSON.parse(process.env[PLAN] ?? "") as Plan;
  const settings = vscode.workspace.getConfiguration("microsoft-sovereign-cloud");
  const cloud = cloudFromSettings(settings.get("environment"), settings.get("customEnvironment"));
  const identities = (): VSCodeIdentities => {
    const fresh = new VSCodeIdentities();
    fresh.use(cloud);
    return fresh;
  };
  const ground = { azure: new BenchAzure(plan.azureUrl), cloud, quick: plan.quick, identities, say: (text: string) => console.log(text) };
  await writeFile(plan.resultFile, JSON.stringify(await runMeasurements(ground, plan.only, buildRows)));
}

/** The measurements inside VS Code's extension host, with its sign-in, its patched HTTP modules and its garbage. */
import { writeFile } from "node:fs/promises";
import * as vscode from "vscode";
import { VSCodeIdentities } from "../../../src/extension/account/vscodeIdentities.ts";
import { cloudFromSettings } from "../../../src/core/model/cloud.ts";
import { activateOnce } from "./activation.ts";
import { BenchAzure } from "../benchAzure.ts";
import { runMeasurements } from "../measurements.ts";
import { PLAN } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { makeTree } from "./makeTree.ts";
import type { Table } from "../table.ts";

/** VS Code calls this (`extensionTestsPath`). */
export async function run(): Promise<void> {
  const plan = JSON.parse(process.env[PLAN] ?? "") as Plan;
  const result = plan.kind === "activation" ? await activateOnce() : await measure(plan);
  await writeFile(plan.resultFile, JSON.stringify(result));
}

async function measure({ azureUrl, only, quick }: Extract<Plan, { kind: "measurements" }>): Promise<Table[]> {
  const settings = vscode.workspace.getConfiguration("microsoft-sovereign-cloud");
  const cloud = cloudFromSettings(settings.get("environment"), settings.get("customEnvironment"));
  const identities = (): VSCodeIdentities => {
    const fresh = new VSCodeIdentities();
    fresh.use(cloud);
    return fresh;
  };
  return runMeasurements(
    { azure: new BenchAzure(azureUrl), cloud, quick, identities, progress: (text) => console.log(text) },
    only,
    makeTree,
  );
}

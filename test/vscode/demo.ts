import { startSimulatedAzure } from "../simulated-azure/server.ts";
import { installVsCode } from "./install.ts";
import { vsixPath } from "./paths.ts";
import { createProfile } from "./profile.ts";
import { installExtension, startServer } from "./server.ts";
import { createUserData } from "./userData.ts";

/** What `npm start` shows: where it runs, and how to end it. */
export interface Demo extends AsyncDisposable {
  /** Where to open VS Code in a browser. */
  readonly workbenchUrl: string;
  readonly azureUrl: string;
  readonly vscodeVersion: string;
  /** Who can sign in. */
  readonly accounts: readonly string[];
}

/** Azure answers slower than a simulation in the next process; about this long within one continent. */
const LATENCY_MS = 150;

/** Starts the simulated Azure with its living demonstration world, and a VS Code in which the packaged extension is installed. */
export async function startDemo(): Promise<Demo> {
  await using started = new AsyncDisposableStack();
  const vscode = await installVsCode();
  const azure = started.use(await startSimulatedAzure({ latencyMs: LATENCY_MS }));
  azure.world.sessionChurn = true;
  const user = started.adopt(await createUserData(azure.settings()), ({ dispose }) => dispose());
  const profile = started.adopt(await createProfile(vscode, user, "all"), ({ dispose }) => dispose());
  await installExtension(vscode, profile, vsixPath);
  const server = started.adopt(await startServer({ vscode, profile }), (running) => running.stop());
  const url = new URL(server.url);
  url.searchParams.set("folder", user.workspaceDir);
  const all = started.move();
  return {
    workbenchUrl: url.href,
    azureUrl: azure.url,
    vscodeVersion: vscode.version,
    accounts: azure.world.accounts.map(({ label }) => label),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

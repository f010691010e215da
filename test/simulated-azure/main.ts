import { parseArgs } from "node:util";
import { startSimulatedAzure } from "./server.ts";

/** Runs only a simulated Azure until Ctrl+C: `main.ts [--port N] [--seed N] [--latency MS] [--no-churn]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      seed: { type: "string", default: "1" },
      latency: { type: "string", default: "150" },
      churn: { type: "boolean", default: true },
    },
    allowNegative: true,
  });
  const azure = await startSimulatedAzure({
    port: Number(values.port),
    seed: Number(values.seed),
    latencyMs: Number(values.latency),
  });
  azure.world.sessionChurn = values.churn;
  console.log(`Simulated Azure: ${azure.url}\n`);
  console.log("These settings point VS Code at it; its sign-in needs the companion extension of test/vscode:\n");
  console.log(JSON.stringify(azure.settings(), undefined, 2));
  console.log(
    "\nThese variables point the command line at it, as the first account in its home tenant, for 75 minutes:\n",
  );
  console.log(`export AZURE_RESOURCE_MANAGER_URL=${azure.url}`);
  console.log(`export AZURE_ACCESS_TOKEN=${azure.token(undefined, undefined, {})}`);
  console.log(`bastion-sessions list --trust-endpoint ${azure.url}`);
  console.log(`\nState: ${azure.url}/_control/state\nCtrl+C ends it.`);
  process.send?.({ url: azure.url });

  let ending = false;
  const end = () => {
    if (!ending) {
      ending = true;
      void azure.close().then(() => process.channel?.unref());
    }
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, end);
  }
  // The parent process is gone.
  process.once("disconnect", end);
}

await main();

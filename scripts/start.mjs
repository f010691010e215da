/**
 * npm start [-- --no-open]
 *
 * Builds and packages the extension, and runs it in a real VS Code with the simulated Azure, until Ctrl+C. Nothing of it
 * stays behind but what was fetched from npm.
 */
import { spawn, spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { bootstrap, root } from "./bootstrap.mjs";

await bootstrap();
const { values: options } = parseArgs({ allowNegative: true, options: { open: { type: "boolean", default: true } } });

// Ctrl+C works from the start, in the middle of an installation too.
const ended = new Promise((resolve) => {
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach((signal) => process.on(signal, () => resolve(signal)));
});

const packaged = spawnSync(process.execPath, ["scripts/package.mjs"], { cwd: root, stdio: "inherit" });
if (packaged.status !== 0) {
  process.exit(packaged.status ?? 1);
}
const { startDemo } = await import("../test/vscode/demo.ts");
const starting = startDemo();
const demo = await Promise.race([starting, ended.then(() => undefined)]);
if (demo) {
  console.log(`
  Bastion Sessions runs in VS Code ${demo.vscodeVersion}, with a simulated Azure: nothing here is real.

  VS Code           ${demo.workbenchUrl}
  Simulated Azure   ${demo.azureUrl}

  In VS Code, choose the Bastion Sessions icon in the activity bar and sign in
  as ${demo.accounts.join(" or ")}.

  Ctrl+C ends all of it.
`);
  if (options.open) {
    openBrowser(demo.workbenchUrl);
  }
  await ended;
  console.log("\nEnding …");
  await demo[Symbol.asyncDispose]();
}
// What was still starting is ended by the process's own end.
process.exit(0);

/** Opens the user's own browser where there is a screen to show it on; that it cannot is no failure. */
function openBrowser(url) {
  const screen = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!screen) {
    return;
  }
  const [command, ...args] = { darwin: ["open"], win32: ["cmd", "/c", "start", '""'] }[process.platform] ?? [
    "xdg-open",
  ];
  const opener = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  opener.once("error", () => undefined);
  opener.unref();
}

/**
 * npm run screenshots
 *
 * Takes the pictures of the README and docs/, media/screenshots/*.png, from the running extension in the demonstration world.
 */
import { spawnSync } from "node:child_process";
import { bootstrap, root } from "./bootstrap.mjs";

await bootstrap();
const packaged = spawnSync(process.execPath, ["scripts/package.mjs"], { cwd: root, stdio: "inherit" });
if (packaged.status !== 0) {
  process.exit(packaged.status ?? 1);
}
const { takeScreenshots } = await import("../test/ui/screenshots.ts");
for (const path of await takeScreenshots()) {
  console.log(path);
}

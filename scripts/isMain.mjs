import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";

/**
 * Whether a module is the program itself and not imported by another. (`import.meta.main` says so from Node 24.2 on.)
 * @param {string} url the module's `import.meta.url`, in which Node has resolved symbolic links
 */
export function isMain(url) {
  const program = process.argv[1];
  return program !== undefined && url === pathToFileURL(realpathSync(program)).href;
}

import { registerHooks } from "node:module";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolve } from "node:path";
import type * as ArmModule from "../../../src/core/azure/arm.ts";
import type * as DisconnectsModule from "../../../src/core/disconnect/disconnects.ts";
import type * as InventoryModule from "../../../src/core/inventory/inventory.ts";
import type { Product } from "./scene.ts";

/** A text in a file of src, and what replaces it in the mutation. */
export interface Replacement {
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

const SRC = resolve(import.meta.dirname, "../../../src");
/** What both versions have in common, so that an error of the one is an error to the other. */
const SHARED = `${pathToFileURL(SRC).href}/core/azure/http/azureError.ts`;
let count = 0;

/**
 * The product with some of its text replaced, loaded beside the real one as modules of its own; no file is touched.
 *
 * @throws Error where a text to replace is not found exactly once
 */
export async function mutate(replacements: readonly Replacement[]): Promise<Product> {
  const mark = `?mutation=${++count}`;
  const open = new Set(replacements);
  const hooks = registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const resolved = nextResolve(specifier, context);
      const isOurs =
        resolved.url.startsWith(pathToFileURL(SRC).href) &&
        resolved.url !== SHARED &&
        context.parentURL?.endsWith(mark) === true;
      return isOurs ? { ...resolved, url: `${resolved.url}${mark}` } : resolved;
    },
    load: (url, context, nextLoad) => {
      if (!url.endsWith(mark)) {
        return nextLoad(url, context);
      }
      const path = fileURLToPath(url);
      let source = readFileSync(path, "utf8");
      for (const replacement of replacements.filter(({ file }) => resolve(SRC, file) === path)) {
        source = replaceOnce(source, replacement);
        open.delete(replacement);
      }
      return { format: "module-typescript", source, shortCircuit: true };
    },
  });
  try {
    const { Inventory } = (await import(`../../../src/core/inventory/inventory.ts${mark}`)) as typeof InventoryModule;
    const { Disconnects } = (await import(
      `../../../src/core/disconnect/disconnects.ts${mark}`
    )) as typeof DisconnectsModule;
    const { Arm } = (await import(`../../../src/core/azure/arm.ts${mark}`)) as typeof ArmModule;
    if (open.size > 0) {
      throw new Error(`never loaded: ${[...open].map(({ file }) => file).join()}`);
    }
    return { Inventory, Disconnects, Arm };
  } finally {
    hooks.deregister();
  }
}

function replaceOnce(source: string, { file, text, by }: Replacement): string {
  const parts = source.split(text);
  if (parts.length !== 2) {
    throw new Error(`in ${file} there is ${parts.length - 1} times: ${text}`);
  }
  return parts.join(by);
}

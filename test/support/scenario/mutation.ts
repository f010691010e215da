import { registerHooks } from "node:module";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolve } from "node:path";
import type * as ProductModule from "./product.ts";
import type { Product } from "./product.ts";

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
    const { product } = (await import(`./product.ts${mark}`)) as typeof ProductModule;
    if (open.size > 0) {
      throw new Error(`never loaded: ${[...open].map(({ file }) => file).join()}`);
    }
    return product;
  } finally {
    hooks.deregister();
  }
}

/** Whether the texts to replace are there. @throws Error where one is not found exactly once */
export function checkReplacements(replacements: readonly Replacement[]): void {
  const sources = new Map<string, string>();
  for (const replacement of replacements) {
    const { file } = replacement;
    sources.set(file, replaceOnce(sources.get(file) ?? readFileSync(resolve(SRC, file), "utf8"), replacement));
  }
}

function replaceOnce(source: string, { file, text, by }: Replacement): string {
  const parts = source.split(text);
  if (parts.length !== 2) {
    throw new Error(`in ${file} there is ${parts.length - 1} times: ${text}`);
  }
  return parts.join(by);
}

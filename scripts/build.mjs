/**
 * `npm run build`: src/extension.ts → dist/extension.cjs and the chunks that it loads later, and the page of the sessions
 * table → dist/table.js and table.css, and src/cli → dist/cli.cjs and dist/mcp.cjs, minified, with dist/THIRD-PARTY-NOTICES.txt for all.
 * `npm run watch`: the same, readable and with a source map, again after every change; .vscode/tasks.json reads its output.
 */
import { strict as assert } from "node:assert";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { isMain } from "./isMain.mjs";
import { thirdPartyNotices } from "./notices.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const bundle = "dist/extension.cjs";
const notices = "dist/THIRD-PARTY-NOTICES.txt";
/** What is read when the extension starts. What an `import()` names is loaded when it is wanted, and has no limit here. */
const maxBundleBytes = 375_000;
/** The page is loaded when the table is opened, and not before. */
const maxPageBytes = 250_000;

/** What a library looks for without needing it: `debug`, which nothing here turns on, would colour its output. */
const optionalModules = { "supports-color": "./scripts/emptyModule.cjs" };

const builtins = builtinModules.filter((name) => !name.startsWith("node:") && !name.startsWith("_"));

/** @type {esbuild.BuildOptions} */
export const options = {
  absWorkingDir: root,
  entryPoints: ["src/extension.ts"],
  outfile: bundle,
  bundle: true,
  platform: "node",
  format: "cjs",
  // VS Code 1.105, the oldest that package.json admits, runs extensions on Node 22.
  target: "node22",
  mainFields: ["module", "main"],
  external: ["vscode"],
  // VS Code lets an extension's requests follow the user's proxy by replacing modules by their exact names, and not
  // every version knows the names with the prefix, which node-fetch uses.
  alias: {
    ...Object.fromEntries(builtins.map((name) => [`node:${name}`, name])),
    // What fetch-blob loads where the platform has no streams: 60 kB that no Node since 18 needs.
    "web-streams-polyfill/dist/ponyfill.es2018.js": "stream/web",
    ...optionalModules,
  },
  metafile: true,
};

/**
 * The same in several files. esbuild splits ES modules alone, and VS Code has extensions follow the user's proxy where
 * they `require` alone: so it is split first, and each file is made CommonJS then ({@link toCommonJs}).
 * @type {esbuild.BuildOptions}
 */
const splitOptions = {
  ...options,
  outfile: undefined,
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  format: "esm",
  splitting: true,
  write: false,
};

/** @type {esbuild.BuildOptions} */
export const pageOptions = {
  absWorkingDir: root,
  entryPoints: { table: "src/extension/table/page/main.ts" },
  outdir: "dist",
  bundle: true,
  platform: "browser",
  format: "esm",
  // What an `import()` names is in a file of its own.
  splitting: true,
  chunkNames: "table-[name]-[hash]",
  // The browser inside VS Code 1.105.
  target: "chrome138",
  tsconfig: "src/extension/table/page/tsconfig.json",
  loader: { ".ttf": "file" },
  assetNames: "[name]",
  metafile: true,
};

/**
 * Builds what is shipped.
 * @returns {Promise<{bytes: number}>} the size of what is read when the extension starts
 * @throws where the code does not build (esbuild has said why then), the bundle is too large, requires what VS Code does
 * not offer, or holds a package without a licence that we know
 */
export async function build() {
  await removeFormer();
  // The licence texts are all in the notices.
  const shipped = { minify: true, legalComments: "none", logLevel: "warning" };
  const [extension, page, cli] = await Promise.all([
    esbuild.build({ ...splitOptions, ...shipped }),
    esbuild.build({ ...pageOptions, ...shipped }),
    esbuild.build({ ...cliOptions, ...shipped }),
  ]).catch(() => {
    throw new Error("src does not build; esbuild has said why");
  });
  await Promise.all(extension.outputFiles.map(async ({ path, text }) => writeFile(path, await toCommonJs(text))));
  const { outputs } = extension.metafile;
  const foreign = Object.values(outputs)
    .flatMap(({ imports }) => imports.map(({ path }) => path))
    .filter((path) => !outputs[path] && path !== "vscode" && !builtins.includes(path));
  assert.deepEqual(
    foreign,
    [],
    "The bundle may require vscode and Node's own modules alone, by their names without prefix",
  );
  const atStart = await Promise.all(readAtStart(outputs).map((path) => stat(join(root, path))));
  const bytes = atStart.reduce((sum, { size }) => sum + size, 0);
  assert(bytes < maxBundleBytes, `The bundle has ${bytes} bytes; the limit is ${maxBundleBytes}`);
  const others = [page, cli].flatMap(({ metafile }) => Object.values(metafile.outputs));
  const pageBytes = page.metafile.outputs["dist/table.js"]?.bytes;
  assert(pageBytes && pageBytes < maxPageBytes, `The page has ${pageBytes} bytes; the limit is ${maxPageBytes}`);
  await writeFile(join(root, notices), await thirdPartyNotices(root, [...Object.values(outputs), ...others]));
  return { bytes };
}

/** What only `bastion-sessions mcp` needs is in a file of its own, as large as the rest, and read by that command only. */
const mcpLibrary = {
  name: "mcp-library",
  setup({ onResolve }) {
    // esbuild takes no flags.
    onResolve({ filter: new RegExp("/protocolLibrary\\.ts$") }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: "./mcp.cjs", external: true },
    );
  },
};

/**
 * The command line, for Node.js 20 or later: dist/cli.cjs, and dist/mcp.cjs for one command.
 * @type {esbuild.BuildOptions}
 */
export const cliOptions = {
  absWorkingDir: root,
  entryPoints: { cli: "src/cli/bastionSessions.ts", mcp: "src/cli/mcp/protocolLibrary.ts" },
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  alias: { "web-streams-polyfill/dist/ponyfill.es2018.js": "stream/web", ...optionalModules },
  inject: ["scripts/node20.mjs"],
  define: { "import.meta.dirname": "__dirname" },
  banner: { js: "#!/usr/bin/env node" },
  plugins: [mcpLibrary],
  metafile: true,
};

/** Removes the bundles of an earlier build, and the source maps of `npm run watch`. */
async function removeFormer() {
  await mkdir(join(root, "dist"), { recursive: true });
  const names = await readdir(join(root, "dist"));
  await Promise.all(
    names
      .filter((name) => /\.(?:cjs|js|css|map)$/u.test(name))
      .map((name) => rm(join(root, "dist", name), { force: true })),
  );
}

/** `import()` becomes `require` too: what a chunk is, is known, and no loader of modules is wanted for it. */
async function toCommonJs(code) {
  const { code: made } = await esbuild.transform(code, {
    format: "cjs",
    platform: "node",
    target: options.target,
    supported: { "dynamic-import": false },
    minify: true,
  });
  return made;
}

/** The bundle, and every chunk that it imports at once or that one of these does. */
function readAtStart(outputs) {
  const read = new Set([bundle]);
  for (const path of read) {
    assert(outputs[path], `esbuild wrote no ${path}`);
    outputs[path].imports
      .filter(({ path: imported, kind }) => kind === "import-statement" && outputs[imported])
      .forEach(({ path: imported }) => read.add(imported));
  }
  return [...read];
}

/** A size for people. */
export function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** Says when a build starts and ends, and where its errors are, in the form that .vscode/tasks.json reads. */
const problemMatcher = {
  name: "problem-matcher",
  setup({ onStart, onEnd }) {
    onStart(() => console.log("[watch] build started"));
    onEnd(({ errors }) => {
      for (const { text, location } of errors) {
        console.error(`✘ [ERROR] ${text}`);
        console.error(
          `    ${location?.file ?? "src/extension.ts"}:${location?.line ?? 1}:${(location?.column ?? 0) + 1}:`,
        );
      }
      console.log("[watch] build finished");
    });
  },
};

async function watch() {
  for (const watched of [options, pageOptions, cliOptions]) {
    const context = await esbuild.context({
      ...watched,
      sourcemap: true,
      sourcesContent: false,
      logLevel: "silent",
      plugins: [...(watched.plugins ?? []), problemMatcher],
    });
    await context.watch();
  }
}

if (isMain(import.meta.url)) {
  if (process.argv.includes("--watch")) {
    await watch();
  } else {
    const { bytes } = await build();
    console.log(`${bundle}: ${kilobytes(bytes)}`);
  }
}

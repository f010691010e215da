import { fileURLToPath } from "node:url";
import { dynamicImport, layersRule, wordRooms } from "./lint/layers.mjs";
import { code, scriptsOnly, typescript } from "./lint/rules.mjs";
import { inertMessages, texts } from "./lint/texts.mjs";

const nodeGlobals = [
  "AbortController",
  "AbortSignal",
  "Buffer",
  "TextDecoder",
  "TextEncoder",
  "URL",
  "URLSearchParams",
  "clearInterval",
  "clearTimeout",
  "console",
  "fetch",
  "performance",
  "process",
  "queueMicrotask",
  "setInterval",
  "setImmediate",
  "setTimeout",
  "structuredClone",
];

/** In rules: `bastion/` are rules of lint/plugin.mjs, those without a prefix are eslint's, as oxlint has them. */
export default {
  plugins: ["eslint", "typescript", "import"],
  jsPlugins: [fileURLToPath(new URL("lint/plugin.mjs", import.meta.url))],
  // Every rule is named in lint/rules.mjs: an update of the linter turns none on or off.
  categories: { correctness: "off" },
  options: {
    typeAware: true,
    denyWarnings: true,
    // What a rule says holds for every file. scripts/lint.mjs refuses the comments that oxlint would obey.
    respectEslintDisableDirectives: false,
  },
  ignorePatterns: ["dist/", "out/", ".vscode-test/", "test/unit/project/lintFixtures/"],
  rules: code,
  overrides: [
    { files: ["**/*.ts"], rules: typescript },
    {
      files: ["src/**/*.ts"],
      rules: {
        "no-console": "error",
        "bastion/no-restricted-syntax": ["error", dynamicImport],
        "bastion/layers": layersRule,
      },
    },
    {
      // The other rooms have no words for the user.
      files: wordRooms.map((room) => (room.endsWith(".ts") ? `src/${room}` : `src/${room}/**/*.ts`)),
      rules: { "bastion/no-restricted-syntax": ["error", dynamicImport, ...texts, inertMessages] },
    },
    {
      files: ["src/extension/ui/messages.ts"],
      rules: { "bastion/no-restricted-syntax": ["error", dynamicImport, ...texts] },
    },
    // The command line prints.
    { files: ["src/cli/**/*.ts"], rules: { "no-console": "off" } },
    {
      files: ["test/**/*.ts"],
      rules: {
        // A test may rely on what it has just set up; if that is wrong, the test fails there.
        "typescript/no-non-null-assertion": "off",
        "typescript/explicit-module-boundary-types": "off",
        // A stand-in for something asynchronous is asynchronous too.
        "typescript/require-await": "off",
        "no-restricted-properties": [
          "error",
          ...["describe", "it", "suite", "test", "context"].flatMap((object) =>
            ["only", "skip"].map((property) => ({ object, property, message: "Every test runs, every time." })),
          ),
          { property: "waitForTimeout", message: "Wait for an event, not for a time." },
        ],
      },
    },
    { files: ["test/**/*.test.ts"], rules: { "max-lines": ["error", { max: 600 }] } },
    {
      files: ["**/*.mjs", "**/*.js", "**/*.cjs"],
      globals: Object.fromEntries(nodeGlobals.map((name) => [name, "readonly"])),
      rules: scriptsOnly,
    },
    { files: ["**/*.cjs"], globals: { exports: "writable", module: "writable", require: "readonly" } },
  ],
};

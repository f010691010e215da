import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";
import { dynamicImport, layers } from "./eslint.layers.mjs";
import { texts } from "./eslint.texts.mjs";

const node = Object.fromEntries(
  [
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
  ].map((name) => [name, "readonly"]),
);

export default defineConfig(
  { ignores: ["dist/", "out/", ".vscode-test/", "node_modules/"] },
  // What a rule says holds for every file: no comment can turn it off.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "error" } },
  eslint.configs.recommended,
  {
    rules: {
      curly: "error",
      eqeqeq: "error",
      "object-shorthand": "error",
      "prefer-template": "error",
      "no-promise-executor-return": "error",
      "max-lines": ["error", { max: 340 }],
    },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { "import-x": importX },
    settings: {
      "import-x/extensions": [".ts"],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
      "import-x/resolver-next": [createNodeResolver({ extensions: [".ts"] })],
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Spread takes a string apart by code points, which is what is wanted where it is done at all.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // A leading underscore: named to say what is left out, as the compiler has it too.
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" },
      ],
      // The compiler demands brackets where a key comes from an index signature (noPropertyAccessFromIndexSignature).
      "@typescript-eslint/dot-notation": "off",
      "import-x/no-cycle": "error",
      "import-x/no-duplicates": "error",
    },
  },
  {
    files: ["src/**/*.ts"],
    rules: { "no-console": "error" },
  },
  layers,
  {
    // core/ has no words for the user.
    files: ["src/extension/**/*.ts", "src/extension.ts"],
    rules: { "no-restricted-syntax": ["error", dynamicImport, ...texts] },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // A test may take for granted what it has just set up; where it is wrong, it fails there.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/explicit-module-boundary-types": "off",
      // A stand-in for something asynchronous is asynchronous too.
      "@typescript-eslint/require-await": "off",
      "no-restricted-properties": [
        "error",
        ...["describe", "it", "suite", "test", "context"].flatMap((object) =>
          ["only", "skip"].map((property) => ({ object, property, message: "Every test runs, every time." })),
        ),
        { property: "waitForTimeout", message: "Wait for what happens, not for a while." },
      ],
    },
  },
  {
    files: ["test/**/*.test.ts"],
    rules: { "max-lines": ["error", { max: 600 }] },
  },
  {
    files: ["**/*.mjs", "**/*.js", "**/*.cjs"],
    languageOptions: { globals: node },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { module: "writable", require: "readonly" } },
  },
);

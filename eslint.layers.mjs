/**
 * The layers of the house as a lint rule: data flows Azure → inventory → views, and nothing looks upwards.
 * Kept apart from eslint.config.mjs so that test/unit/project/layers.test.ts can try each rule without types.
 */

/** The rooms of src, each with what it may import from the others. Importing types alone is allowed by `types`. */
export const rooms = {
  "core/text": { vscode: false, imports: [] },
  "core/model": { vscode: false, imports: ["core/text"] },
  "core/azure": { vscode: false, imports: ["core/text", "core/model"] },
  "core/inventory": { vscode: false, imports: ["core/text", "core/model", "core/azure"] },
  "core/refresh": { vscode: false, imports: ["core/text", "core/model", "core/inventory"] },
  "core/disconnect": { vscode: false, imports: ["core/text", "core/model", "core/azure", "core/inventory"] },
  "core/doctor": { vscode: false, imports: ["core/text", "core/model", "core/azure"] },
  "core/journal": { vscode: false, imports: ["core/text", "core/model"] },
  "extension/account": {
    vscode: true,
    imports: ["core/text", "core/model", "core/azure", "extension/ui"],
    types: ["core/inventory"],
  },
  "extension/ui": {
    vscode: true,
    imports: ["core/text", "core/model", "core/azure/http/azureError", "core/inventory"],
  },
  "extension/tree": {
    vscode: true,
    imports: [
      "core/text",
      "core/model",
      "core/azure/http/azureError",
      "core/inventory",
      "core/refresh",
      "extension/account",
      "extension/ui",
    ],
    types: ["core/azure"],
  },
  "extension/table": {
    vscode: true,
    imports: [
      "core/text",
      "core/model",
      "core/inventory",
      "core/refresh",
      "extension/account",
      "extension/ui",
      "extension/tree",
    ],
  },
  "extension/table/page": { vscode: false, imports: ["core/text", "core/model", "extension/table/protocol"] },
  "extension/commands": {
    vscode: true,
    imports: [
      "core/text",
      "core/model",
      "core/azure",
      "core/doctor",
      "core/inventory",
      "core/disconnect",
      "core/journal",
      "extension/account",
      "extension/ui",
      "extension/tree",
      "extension/table",
    ],
  },
};

const UP = "^(?:\\.\\.?/)+";

/** What no file of src may import, wherever it is. */
const everywhere = [
  { regex: `${UP}(?:test|scripts)/`, message: "src imports neither tests nor scripts." },
  { regex: `${UP}extension(?:\\.ts)?$`, message: "extension.ts ties the parts together; no part imports it." },
];

/** The patterns of `no-restricted-imports` for one room. */
function patterns(room) {
  const { vscode, imports, types = [] } = rooms[room];
  const others = Object.keys(rooms).filter((other) => other !== room && !imports.includes(other));
  const forbidden = others.map((other) => {
    const modules = imports.filter((path) => path.startsWith(`${other}/`)).map((path) => path.slice(other.length + 1));
    const except = modules.length > 0 ? `(?!(?:${modules.join("|")})\\.ts$)` : "";
    const [wing, ...rest] = other.split("/");
    return {
      regex: `${UP}(?:${wing}/)?${rest.join("/")}/${except}`,
      message: `${room}/ does not import ${other}/ (eslint.layers.mjs).`,
      ...(types.includes(other) && { allowTypeImports: true }),
    };
  });
  // The page runs elsewhere, so it and the folder around it know of each other by messages alone.
  const page =
    room === "extension/table"
      ? [{ regex: "/page/", message: "table/ does not import its page, which runs in a browser." }]
      : room === "extension/table/page"
        ? [
            {
              regex: "^\\.\\./(?!\\.\\./|protocol\\.ts$|model/)",
              message: "The page knows of table/ the messages alone.",
            },
          ]
        : [];
  const host = vscode
    ? []
    : [{ regex: "^vscode$", message: `${room}/ knows no VS Code: it runs and is tested in plain Node.` }];
  return [...everywhere, ...page, ...host, ...forbidden];
}

/**
 * An option of `no-restricted-syntax`. A file of the same folder may be loaded later: no rule is about those.
 */
export const dynamicImport = {
  selector: "ImportExpression:not([source.value=/^\\.\\u002F[\\w.-]+$/])",
  message: "Import statically: the layer rules see nothing else. Only a file of the same folder may be loaded later.",
};

/** The layer rules, one configuration per room. */
export const layers = [
  {
    name: "layers/static",
    files: ["src/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", dynamicImport],
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: everywhere.slice(0, 1) }],
    },
  },
  ...Object.keys(rooms).map((room) => ({
    name: `layers/${room}`,
    files: [`src/${room}/**/*.ts`],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: patterns(room) }] },
  })),
];

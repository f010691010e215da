/**
 * The layers of src as a lint rule: Azure → inventory → views, and no import goes up. `rooms` is the only place that says
 * which folder may import which; oxlint.config.mjs and test/unit/project/layers.test.ts are derived from it.
 */
import { posix } from "node:path";

const formats = ["core/text"];
const data = ["core/model", ...formats];
const azure = ["core/azure", "core/azure/http", ...data];
const inventory = ["core/inventory", "core/history", ...data];
const core = [
  "core/answers",
  "core/watch",
  "core/incident",
  "core/links",
  "core/disconnect",
  "core/journal",
  "core/lease",
  "core/connect",
  "core/doctor",
  "core/refresh",
  "core/inventory",
  "core/history",
  ...azure,
];
const protocol = [
  "extension/table/gridProtocol.ts",
  "extension/table/history/historyProtocol.ts",
  "extension/table/protocol.ts",
];
/** What is said about Azure's errors is needed wherever there are words. */
const errors = "core/azure/http/azureError.ts";

/**
 * The rooms of src, the lowest first: a room may only import rooms that stand above it in this list. A room is a folder
 * without what another room claims of it, or one file.
 * - `imports`: rooms, or single files of rooms, that it may import
 * - `types`: rooms of which it may import types only
 * - `vscode`: it may import VS Code's API
 * - `words`: what it shows to the user goes through l10n.t; if `vscode`, this goes without saying
 */
export const rooms = {
  "api.ts": { imports: [] },
  "core/text": { imports: [] },
  "core/model": { imports: formats },
  "core/azure/http": { imports: data },
  "core/azure": { imports: ["core/azure/http", ...data] },
  "core/history": { imports: azure },
  "core/inventory": { imports: ["core/history", ...azure] },
  "core/refresh": { imports: inventory },
  "core/doctor": { imports: azure },
  "core/connect": { imports: data },
  "core/lease": { imports: data },
  "core/journal": { imports: ["core/lease", ...data] },
  "core/disconnect": { imports: ["core/inventory", "core/doctor/permissions.ts", ...azure], types: ["core/journal"] },
  "core/links": {
    imports: ["core/inventory", "core/disconnect", "core/doctor/permissions.ts", "core/history", ...azure],
    types: ["core/journal"],
  },
  "core/incident": { imports: ["core/history", "core/journal", ...azure] },
  "core/watch": { imports: ["core/lease", ...azure, "core/inventory", "core/history"] },
  // What language models are answered, in VS Code and by the MCP server.
  "core/answers": { imports: inventory, types: [errors] },
  // Texts that VS Code and the command line share, in the language that either says.
  words: {
    words: true,
    imports: ["core/links", "core/disconnect", errors, ...inventory],
    types: ["core/doctor/verdict.ts"],
  },
  cli: { words: true, imports: ["words", ...core] },
  "extension/ids.ts": { imports: [] },
  "extension/ui": { vscode: true, imports: ["words", "extension/ids.ts", errors, ...inventory], types: ["core/azure"] },
  "extension/account": {
    vscode: true,
    imports: ["words", "extension/ui", "extension/ids.ts", ...azure],
    types: ["core/inventory"],
  },
  "extension/tree": {
    vscode: true,
    imports: [
      "extension/account",
      "extension/ui",
      "words",
      "extension/ids.ts",
      "core/watch",
      "core/refresh",
      errors,
      ...inventory,
    ],
    types: ["core/azure"],
  },
  // What the page and the folder around it say to each other.
  "extension/table/gridProtocol.ts": { imports: data },
  "extension/table/history/historyProtocol.ts": { imports: ["extension/table/gridProtocol.ts", ...data] },
  "extension/table/protocol.ts": {
    imports: ["extension/table/gridProtocol.ts", "extension/table/history/historyProtocol.ts", ...data],
  },
  "extension/table": {
    vscode: true,
    imports: [
      ...protocol,
      "extension/tree",
      "extension/account",
      "extension/ui",
      "words",
      "extension/ids.ts",
      "core/watch",
      "core/refresh",
      ...inventory,
    ],
  },
  // The page runs in a browser; its model needs none.
  "extension/table/page/model": { words: true, imports: [...protocol, ...data] },
  "extension/table/page": {
    words: true,
    imports: ["extension/table/page/model", ...protocol, ...data],
  },
  // Being told what a watch has found: notifications, the badge, the status bar.
  "extension/watch": {
    vscode: true,
    imports: ["extension/tree", "extension/ui", "words", "extension/ids.ts", "core/watch", errors, ...inventory],
  },
  "extension/commands": {
    vscode: true,
    imports: [
      "extension/watch",
      "extension/table",
      "extension/table/protocol.ts",
      "extension/tree",
      "extension/account",
      "extension/ui",
      "words",
      "extension/ids.ts",
      ...core,
    ],
  },
  // What language models may ask for.
  "extension/tools": {
    vscode: true,
    imports: ["extension/commands", "extension/table", "extension/ui", "words", "extension/ids.ts", ...core],
  },
  // What terminals find on their search path.
  "extension/terminal": { vscode: true, imports: ["extension/ui", "core/model"] },
  "extension/publicApi.ts": {
    vscode: true,
    imports: ["api.ts", "extension/commands", "extension/ui", "words", ...core],
  },
  "extension.ts": {
    vscode: true,
    imports: [
      "api.ts",
      "extension/publicApi.ts",
      "extension/tools",
      "extension/commands",
      "extension/terminal",
      "extension/watch",
      "extension/table",
      "extension/tree",
      "extension/account",
      "extension/ui",
      "words",
      "extension/ids.ts",
      ...core,
    ],
  },
};

/** Rooms with words for the user. */
export const wordRooms = Object.keys(rooms).filter((room) => rooms[room].vscode || rooms[room].words);

/** The room of a file, which is given by its path below src: of all that hold it the innermost. */
export function roomOf(path, table = rooms) {
  const holds = (room) => path === room || path.startsWith(`${room}/`);
  return Object.keys(table)
    .filter(holds)
    .reduce((inner, room) => (room.length > inner.length ? room : inner), "");
}

/** Why a file of src may not import a module, in words, or `undefined` if it may. Both paths are those in the code. */
export function objection(file, specifier, typesOnly, table = rooms) {
  const room = roomOf(file, table);
  if (room === "") {
    return `src/${file} is in no room of lint/layers.mjs.`;
  }
  const { vscode, imports, types = [] } = table[room];
  if (!specifier.startsWith(".")) {
    return specifier === "vscode" && !vscode
      ? `${room} knows no VS Code: it runs and is tested without it.`
      : undefined;
  }
  const target = posix.join(posix.dirname(file), specifier);
  if (target.startsWith("../")) {
    return /^\.\.\/(?:test|scripts)\//u.test(target) ? "src imports neither tests nor scripts." : undefined;
  }
  const other = roomOf(target, table);
  if (other === "") {
    return `src/${target} is in no room of lint/layers.mjs.`;
  }
  const allowed = typesOnly ? [...imports, ...types] : imports;
  return other === room || allowed.includes(other) || allowed.includes(target)
    ? undefined
    : `${room} does not import ${typesOnly ? "types of " : ""}${other} (lint/layers.mjs).`;
}

// `import { type Name } from` doesn't count: with verbatimModuleSyntax the module is still loaded.
const typesOnly = ({ importKind, exportKind }) => importKind === "type" || exportKind === "type";

/** The rule; its option is the table. */
export const layers = {
  meta: { type: "problem", schema: [{ type: "object" }], messages: { layer: "{{objection}}" } },
  create(context) {
    const [table] = context.options;
    const path = context.filename.replaceAll("\\", "/");
    const file = path.slice(path.lastIndexOf("/src/") + "/src/".length);
    const check = (node, source, types) => {
      if (typeof source?.value === "string") {
        const found = objection(file, source.value, types, table);
        if (found) {
          context.report({ node, messageId: "layer", data: { objection: found } });
        }
      }
    };
    const statement = (node) => check(node, node.source, typesOnly(node));
    return {
      Program(node) {
        if (roomOf(file, table) === "") {
          context.report({ node, messageId: "layer", data: { objection: objection(file, "./", false, table) } });
        }
      },
      ImportDeclaration: statement,
      ExportNamedDeclaration: statement,
      ExportAllDeclaration: statement,
      ImportExpression: (node) => check(node, node.source, false),
      // `import("…").Type` and `import name = require("…")`
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal, true),
      TSExternalModuleReference: (node) => check(node, node.expression, false),
    };
  },
};

/** The rule as oxlint.config.mjs uses it. */
export const layersRule = ["error", rooms];

/** An option of `no-restricted-syntax`. */
export const dynamicImport = {
  selector: "ImportExpression:not([source.value=/^\\.\\u002F[\\w.-]+$/])",
  message: "Import statically. Only a file of the same folder may be loaded later.",
};

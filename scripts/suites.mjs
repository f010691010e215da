/**
 * The suites of `npm test`: what each runs. A suite without `counted` is one test, passed where the program ends with 0;
 * the others are mocha's, and report their own totals. `packaged`: it wants dist/ as `makePackage` makes it, once in a run.
 * `inVsCode`: it leaves VS Code's logs to be searched for leaks.
 */

/** Node's arguments for mocha; `grep` narrows a suite down while one works on it. */
const mocha = (config, grep) => [
  "node_modules/mocha/bin/mocha.js",
  `--config=${config}`,
  ...(grep ? [`--grep=${grep}`] : []),
];

/**
 * Tests that click through a browser: on a CI machine, of which nobody knows what else it does, each has a second try in a
 * new window. What was tried twice leaves its screenshot and a line in the output.
 */
const clicking = (config, grep) => [...mocha(config, grep), ...(process.env.CI ? ["--retries=1"] : [])];

// VS Code's storage is SQLite; Node still calls its own module for it experimental.
const inVsCode = ["--disable-warning=ExperimentalWarning", "test/integration/run.ts"];

/** Builds the extension into dist/, and packs it. */
export const makePackage = ["scripts/package.mjs"];

/** UI tests but for those in the folders that a pattern names. They need the package and report as all of mocha's do. */
const ui = (ignored) => ({
  packaged: true,
  run: (grep) => [...clicking("test/ui/.mocharc.json", grep), ...(ignored ? [`--ignore=test/ui/${ignored}/**`] : [])],
  counted: true,
  inVsCode: true,
});

const mutations = "test/unit/properties/mutations.test.ts";

export const suites = {
  lint: { run: () => ["scripts/lint.mjs"] },
  types: { run: () => ["scripts/types.mjs"] },
  unit: { run: (grep) => [...mocha(".mocharc.json", grep), `--ignore=${mutations}`], counted: true },
  // Whether the random stories find bugs that are put in for them: it takes as long as all else together.
  mutations: {
    run: (grep) => [
      ...mocha(".mocharc.json", grep),
      "--ignore=test/unit/!(properties)/**",
      "--ignore=test/unit/properties/!(mutations).test.ts",
    ],
    counted: true,
  },
  package: { packaged: true },
  integration: { packaged: true, run: () => inVsCode, counted: true, inVsCode: true },
  // Two halves, each with a VS Code of its own: clicking waits more than it computes. What neither names is in the first.
  ui: ui("{long,sessions,table}"),
  "ui-sessions": ui("!(sessions|table)"),
  "ui-long": ui("!(long)"),
  "ui-oldest": { ...ui(), env: { BASTION_SESSIONS_VSCODE: "oldest" } },
  desktop: { packaged: true, run: () => [...inVsCode, "--desktop"], counted: true, inVsCode: true },
  "integration-oldest": { packaged: true, run: () => [...inVsCode, "--oldest"], counted: true, inVsCode: true },
  network: {
    packaged: true,
    run: (grep) => clicking("test/network/.mocharc.json", grep),
    counted: true,
    inVsCode: true,
  },
  "network-oldest": {
    packaged: true,
    run: (grep) => clicking("test/network/.mocharc.json", grep),
    env: { BASTION_SESSIONS_VSCODE: "oldest" },
    counted: true,
    inVsCode: true,
  },
  // What the suites before it have written.
  leaks: { run: () => mocha("test/leaks/.mocharc.json"), counted: true },
};

/**
 * What `npm test` runs: lanes side by side, the suites of a lane one after the other, and what fails fastest first. They
 * are balanced for a machine with two cores: `unit` computes all the time, those in VS Code mostly wait.
 */
export const everyday = [
  ["lint", "types", "unit", "ui"],
  ["package", "integration", "ui-sessions", "network"],
];

/** What `npm run test:full` adds: the longer runs, which repeat nothing of the above. One after the other: nobody waits for them. */
export const longer = [["ui-long", "mutations", "integration-oldest", "ui-oldest", "network-oldest"]];

/** What comes after all of either: it reads what they have written. */
export const last = ["leaks"];

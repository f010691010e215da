/**
 * The suites of `npm test`: what each runs. A suite without `counted` is one test, passed where the program ends with 0;
 * the others are mocha's, and report their own totals. `inVsCode`: it leaves VS Code's logs to be searched for leaks.
 */

/** Node's arguments for mocha; `grep` narrows a suite down while one works on it. */
const mocha = (config, grep) => ["node_modules/mocha/bin/mocha.js", `--config=${config}`, ...(grep ? [`--grep=${grep}`] : [])];

/**
 * Tests that click through a browser: on a CI machine, of which nobody knows what else it does, each has a second try in a
 * new window. What was tried twice leaves its screenshot and a line in the output.
 */
const clicking = (config, grep) => [...mocha(config, grep), ...(process.env.CI ? ["--retries=1"] : [])];

// VS Code's storage is SQLite; Node still calls its own module for it experimental.
const inVsCode = ["--disable-warning=ExperimentalWarning", "test/integration/run.ts"];

const build = ["scripts/build.mjs"];
const makePackage = ["scripts/package.mjs"];

export const suites = {
  lint: { run: () => ["node_modules/eslint/bin/eslint.js", ".", "--max-warnings=0"] },
  types: { run: () => ["scripts/types.mjs"] },
  unit: { run: (grep) => mocha(".mocharc.json", grep), counted: true },
  package: { run: () => makePackage },
  integration: { needs: build, run: () => inVsCode, counted: true, inVsCode: true },
  ui: { needs: makePackage, run: (grep) => [...clicking("test/ui/.mocharc.json", grep), "--ignore=test/ui/long/**"], counted: true, inVsCode: true },
  "ui-long": { needs: makePackage, run: (grep) => [...clicking("test/ui/.mocharc.json", grep), "--ignore=test/ui/!(long)/**"], counted: true, inVsCode: true },
  desktop: { needs: build, run: () => [...inVsCode, "--desktop"], counted: true, inVsCode: true },
  "integration-oldest": { needs: build, run: () => [...inVsCode, "--oldest"], counted: true, inVsCode: true },
  "ui-oldest": {
    needs: makePackage,
    run: (grep) => clicking("test/ui/.mocharc.json", grep),
    env: { BASTION_SESSIONS_VSCODE: "oldest" },
    counted: true,
    inVsCode: true,
  },
  network: { needs: makePackage, run: (grep) => clicking("test/network/.mocharc.json", grep), counted: true, inVsCode: true },
  "network-oldest": {
    needs: makePackage,
    run: (grep) => clicking("test/network/.mocharc.json", grep),
    env: { BASTION_SESSIONS_VSCODE: "oldest" },
    counted: true,
    inVsCode: true,
  },
  // What the suites before it have written.
  leaks: { run: () => mocha("test/leaks/.mocharc.json"), counted: true },
};

/** What `npm test` runs, in this order: what fails fastest comes first. */
export const everyday = ["lint", "types", "unit", "package", "integration", "ui", "network", "leaks"];

/** What `npm run test:full` adds: the longer runs, which repeat nothing of the above. */
export const longer = ["ui-long", "integration-oldest", "ui-oldest", "network-oldest", "leaks"];

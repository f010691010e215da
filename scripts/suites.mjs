/**
 * The suites of `npm test`: what each runs. A suite without `counted` is one test, passed where the program ends with 0;
 * the others are mocha's, and report their own totals. `packaged`: it wants dist/ as `makePackage` makes it, once in a run.
 * `inVsCode`: it leaves VS Code's logs to be searched for leaks. `what` and `seconds`, on two cores that do nothing else,
 * are for `npm test -- --list`.
 */

/** Node's arguments for mocha; `grep` narrows a suite down while one works on it. */
const mocha = (config, grep) => [
  "node_modules/mocha/bin/mocha.js",
  `--config=${config}`,
  ...(grep ? [`--grep=${grep}`] : []),
];

// VS Code's storage is SQLite; Node still calls its own module for it experimental.
const inVsCode = ["--disable-warning=ExperimentalWarning", "test/integration/run.ts"];

/** Builds the extension into dist/, and packs it. */
export const makePackage = ["scripts/package.mjs"];

/** UI tests but for those in the folders that a pattern names. They need the package and report as all of mocha's do. */
const ui = (ignored) => ({
  packaged: true,
  run: (grep) => [...mocha("test/ui/.mocharc.json", grep), ...(ignored ? [`--ignore=test/ui/${ignored}/**`] : [])],
  counted: true,
  inVsCode: true,
});

/** Tests behind a proxy; each starts a VS Code of its own. */
const network = (env) => ({
  packaged: true,
  run: (grep) => mocha("test/network/.mocharc.json", grep),
  env,
  counted: true,
  inVsCode: true,
});

export const suites = {
  lint: { what: "oxlint, with types, and Prettier over everything", seconds: 15, run: () => ["scripts/lint.mjs"] },
  types: { what: "the TypeScript compiler over everything", seconds: 4, run: () => ["scripts/types.mjs"] },
  unit: {
    what: "mocha in Node against the simulated Azure",
    seconds: 55,
    // Thousands of short-lived requests: with room for them, garbage is collected less often.
    run: (grep) => ["--max-semi-space-size=64", ...mocha(".mocharc.json", grep), "--parallel", "--jobs=2"],
    counted: true,
  },
  // All runs of the random tests, of which `unit` has every tenth; whether they find mutations of the product; and the
  // command line as a process, each of whose runs starts Node.
  scenarios: {
    what: "all random scenarios, long watches, the command line as a process, and whether mutations are found",
    seconds: 90,
    packaged: true,
    run: (grep) => mocha("test/unit/scenarios/.mocharc.json", grep),
    env: { BASTION_SESSIONS_ALL_RUNS: "1" },
    counted: true,
  },
  package: { what: "builds and packs the extension", seconds: 9, packaged: true },
  integration: {
    what: "mocha in VS Code's extension host",
    seconds: 60,
    packaged: true,
    run: () => inVsCode,
    counted: true,
    inVsCode: true,
  },
  // Two parts, each with a VS Code of its own: clicking waits more than it computes. What no other names is in the first.
  ui: {
    what: "clicks through the workbench: everything but the two others",
    seconds: 200,
    ...ui("{long,sessions,signIn}"),
  },
  "ui-sessions": {
    what: "clicks through the workbench: sessions and sign-in",
    seconds: 200,
    ...ui("!(sessions|signIn)"),
  },
  "ui-long": {
    what: "UI tests of details, of several windows and of real time",
    seconds: 500,
    ...ui("!(long)"),
  },
  "ui-oldest": {
    what: "every UI test in the oldest supported VS Code",
    seconds: 700,
    ...ui(),
    env: { BASTION_SESSIONS_VSCODE: "oldest" },
  },
  desktop: {
    what: "integration in a downloaded desktop VS Code; needs the network",
    seconds: 120,
    packaged: true,
    run: () => [...inVsCode, "--desktop"],
    counted: true,
    inVsCode: true,
  },
  "integration-oldest": {
    what: "integration in the oldest supported VS Code",
    seconds: 60,
    packaged: true,
    run: () => [...inVsCode, "--oldest"],
    counted: true,
    inVsCode: true,
  },
  network: { what: "behind a proxy with its own certificate authority", seconds: 45, ...network({}) },
  "network-oldest": {
    what: "behind the proxy, in the oldest supported VS Code",
    seconds: 30,
    ...network({ BASTION_SESSIONS_VSCODE: "oldest" }),
  },
  // What the suites before it have written.
  leaks: {
    what: "searches what the others wrote for tokens and personal data",
    seconds: 1,
    run: () => mocha("test/leaks/.mocharc.json"),
    counted: true,
  },
};

/**
 * What `npm test` runs: lanes side by side, the suites of a lane one after the other, and what fails fastest first. They
 * are balanced for a machine with two cores: `unit` computes all the time, those in VS Code wait half of it. Each start of a
 * VS Code takes 25 seconds of processor time.
 */
export const everyday = [["lint", "types", "unit", "integration"], ["ui"], ["package", "ui-sessions"]];

/** What `npm run test:full` adds: the longer runs, which repeat little of the above. One after the other: no developer waits for them. */
export const longer = [["ui-long", "scenarios", "integration-oldest", "ui-oldest", "network", "network-oldest"]];

/** What comes after all of either: it reads what they have written. */
export const last = ["leaks"];

/** What `npm test -- --list` prints: each suite under the command that runs it. */
export function listSuites() {
  const line = (name) => `  ${name.padEnd(20)} ${`~${suites[name].seconds} s`.padStart(7)}   ${suites[name].what}`;
  const commands = [
    ["npm test", [...everyday.flat(), ...last]],
    ["npm run test:full", [...longer.flat(), ...last]],
  ];
  const listed = commands.flatMap(([, names]) => names);
  const others = Object.keys(suites).filter((name) => !listed.includes(name));
  return [...commands, ["only by name", others]]
    .map(([command, names]) => `${command}\n${names.map(line).join("\n")}`)
    .concat("One suite: npm test NAME. Some of its tests: npm test NAME -- --grep TEXT.")
    .join("\n\n");
}

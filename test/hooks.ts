import type { Context } from "mocha";
import { patience } from "./support/patience.ts";
import "./support/properties.ts";

/** Read by mocha, which requires this module: every test may take as much longer as the machine is busy. */
export const mochaHooks = {
  beforeEach(this: Context): void {
    this.currentTest?.timeout(patience(this.currentTest.timeout()));
  },
};

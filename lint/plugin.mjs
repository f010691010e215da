/** The plugin `bastion` of oxlint.config.mjs: eslint's own rules where oxlint has none or a weaker one, and the project's. */
import { builtinRules } from "eslint/use-at-your-own-risk";
import { gaps } from "./gaps.mjs";
import { layers } from "./layers.mjs";
import { maxLen } from "./maxLen.mjs";

const fromEslint = ["no-dupe-args", "no-octal", "no-restricted-syntax", "no-self-assign"];

export default {
  meta: { name: "bastion" },
  rules: {
    ...Object.fromEntries(fromEslint.map((name) => [name, builtinRules.get(name)])),
    ...gaps,
    layers,
    "max-len": maxLen,
  },
};

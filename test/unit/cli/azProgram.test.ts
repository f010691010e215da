import assert from "node:assert/strict";
import { findAz } from "../../../src/cli/access/azProgram.ts";

const ARGS = ["account", "get-access-token", "--resource", "https://management.core.windows.net"];

function find(platform: NodeJS.Platform, env: Record<string, string>, files: readonly string[], args = ARGS) {
  return findAz(args, { env, platform, isFile: (path) => files.includes(path) });
}

describe("the Azure CLI", () => {
  it("is the first on the search path", () => {
    const files = ["/opt/bin/az", "/usr/bin/az"];
    assert.deepEqual(find("linux", { PATH: "/nowhere:/opt/bin:/usr/bin" }, files), { file: "/opt/bin/az", args: ARGS });
    assert.equal(find("linux", {}, files), undefined);
    assert.equal(find("linux", { PATH: "" }, files), undefined);
  });

  it("is never one that a workspace brings by a relative path", () => {
    const files = ["az", "./az", "node_modules/.bin/az", "/usr/bin/az"];
    assert.equal(find("linux", { PATH: ":.:node_modules/.bin:/usr/bin" }, files)?.file, "/usr/bin/az");
    assert.equal(find("linux", { PATH: ".:" }, files), undefined);
    assert.equal(find("win32", { Path: ".;bin" }, ["az.cmd", "bin\\az.cmd"]), undefined);
  });

  it("is its own Python on Windows, where Node.js runs no .cmd without a shell", () => {
    const cmd = "C:\\Program Files\\Azure\\CLI2\\wbin\\az.cmd";
    const python = "C:\\Program Files\\Azure\\CLI2\\python.exe";
    const env = { Path: "C:\\Windows;C:\\Program Files\\Azure\\CLI2\\wbin" };
    assert.deepEqual(find("win32", env, [cmd, python]), { file: python, args: ["-IBm", "azure.cli", ...ARGS] });
  });

  it("is run by cmd.exe without that, with arguments in which nothing acts", () => {
    const env = { Path: "C:\\tools", SystemRoot: "C:\\Windows", ComSpec: "C:\\workspace\\evil.exe" };
    assert.deepEqual(find("win32", env, ["C:\\tools\\az.cmd"]), {
      file: "C:\\Windows\\System32\\cmd.exe",
      args: ["/d", "/s", "/c", `""C:\\tools\\az.cmd" ${ARGS.join(" ")}"`],
      isVerbatim: true,
    });
    for (const hostile of ["a&calc", "%PATH%", 'a"b', "a b", "a|b", "a^b", "!x!"]) {
      assert.equal(find("win32", env, ["C:\\tools\\az.cmd"], ["--resource", hostile]), undefined, hostile);
    }
    assert.equal(find("win32", { Path: "C:\\%x%" }, ["C:\\%x%\\az.cmd"]), undefined);
  });
});

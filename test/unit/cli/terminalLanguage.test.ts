import assert from "node:assert/strict";
import { join } from "node:path";
import { join as posixJoin } from "node:path/posix";
import { tmpdir, userInfo } from "node:os";
import { homeStateFolder, stateFolder } from "../../../src/cli/folders.ts";
import { terminalLocale } from "../../../src/cli/terminalLanguage.ts";

describe("the terminal's language", () => {
  it("is that of LC_ALL, else LC_MESSAGES, else LANG", () => {
    assert.equal(terminalLocale({ LC_ALL: "ko_KR.UTF-8", LANG: "en_US.UTF-8" }, "linux"), "ko-KR");
    assert.equal(terminalLocale({ LC_ALL: "", LC_MESSAGES: "ko_KR", LANG: "de_DE" }, "linux"), "ko-KR");
    assert.equal(terminalLocale({ LANG: "de_DE@euro" }, "linux"), "de-DE");
  });

  it("is none for what isn't one", () => {
    for (const LANG of ["", "../../etc/passwd", "%s%n", "x".repeat(10_000)]) {
      assert.equal(terminalLocale({ LANG }, "linux"), undefined, LANG.slice(0, 20));
    }
  });
});

describe("the folder of state", () => {
  it("follows the platform's variable", () => {
    const named = join(tmpdir(), "state");
    assert.equal(stateFolder({ XDG_STATE_HOME: named }, "linux"), join(named, "bastion-sessions"));
    assert.equal(stateFolder({ LOCALAPPDATA: named }, "win32"), join(named, "bastion-sessions"));
  });

  it("is never inside the folder that the command runs in", () => {
    for (const relative of ["state", "./state", "../state", "~/state"]) {
      assert.equal(stateFolder({ XDG_STATE_HOME: relative }, "linux"), homeStateFolder("linux"));
      assert.equal(stateFolder({ LOCALAPPDATA: relative }, "win32"), homeStateFolder("win32"));
    }
  });

  it("follows no variable where it says which endpoints are trusted", () => {
    const home = posixJoin(userInfo().homedir, ".local/state/bastion-sessions");
    const { HOME: before } = process.env;
    process.env["HOME"] = "/workspace";
    try {
      assert.equal(homeStateFolder("linux"), home);
    } finally {
      process.env["HOME"] = before;
    }
  });
});

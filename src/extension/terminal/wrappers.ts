/** What a terminal finds as `bastion-sessions`: the bundled command line, run by the Node that VS Code has. */

export interface Wrapper {
  readonly name: string;
  readonly text: string;
}

/**
 * The files of a folder on a terminal's search path: one for POSIX shells, and on Windows one for cmd and PowerShell too.
 *
 * @param program VS Code's own executable: it runs as Node if `ELECTRON_RUN_AS_NODE` is set
 * @param script the bundled command line
 */
export function wrappers(program: string, script: string, platform: NodeJS.Platform): readonly Wrapper[] {
  const posix = {
    name: "bastion-sessions",
    text: `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${posixQuoted(program)} ${posixQuoted(script)} "$@"\n`,
  };
  const cmd = {
    name: "bastion-sessions.cmd",
    text: `@echo off\r\nsetlocal\r\nset ELECTRON_RUN_AS_NODE=1\r\n${cmdQuoted(program)} ${cmdQuoted(script)} %*\r\n`,
  };
  return platform === "win32" ? [posix, cmd] : [posix];
}

function posixQuoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** A path of Windows has no quotation mark in it; a percent sign would begin a variable. */
function cmdQuoted(path: string): string {
  return `"${path.replaceAll("%", "%%")}"`;
}

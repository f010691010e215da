/** What shells that aren't installed make of a line, written from their documentation. */

/**
 * The words of a line as fish splits it: only a backslash before a quote or another backslash means something between
 * single quotes. Anything that acts outside of them is a fault.
 */
export function fishWords(line: string): string[] {
  const words: string[] = [];
  const pattern = /'((?:[^'\\]|\\[\s\S])*)'(?= |$)|([\w/:=.,+-]+)(?= |$)/gy;
  for (let at = 0; at < line.length; at = pattern.lastIndex + 1) {
    pattern.lastIndex = at;
    const [, quoted, bare] = pattern.exec(line)!;
    words.push(bare ?? quoted!.replaceAll(/\\(['\\])/g, "$1"));
  }
  return words;
}

/** The arguments that Python gets of a line for cmd.exe, which reads it twice: as it is typed, and as `%*` in az.cmd. */
export function cmdWords(line: string): string[] {
  return argumentsOf(passedByCmd(passedByCmd(line)));
}

/** A line as cmd.exe hands it on; a fault if anything in it acts. */
function passedByCmd(line: string): string {
  if (/[%!\r\n]/.test(line)) {
    throw new Error(`cmd.exe expands something in ${line}`);
  }
  let isQuoted = false;
  for (const character of line) {
    isQuoted = isQuoted !== (character === '"');
    if (!isQuoted && /[&|<>()^]/.test(character)) {
      throw new Error(`cmd.exe acts on ${character} in ${line}`);
    }
  }
  return line;
}

/** How Microsoft's C runtime splits a command line: backslashes before a double quote are halved, an odd one makes it a text. */
function argumentsOf(line: string): string[] {
  const found: string[] = [];
  let current: string | undefined;
  let isQuoted = false;
  for (const [, backslashes = "", next = ""] of line.matchAll(/(\\*)([^\\]|$)/g)) {
    const isQuote = next === '"';
    const kept = isQuote ? backslashes.slice(0, Math.floor(backslashes.length / 2)) : backslashes;
    const isText = isQuote && backslashes.length % 2 === 1;
    if (kept !== "" || isQuote || (next !== "" && (isQuoted || next !== " "))) {
      current = (current ?? "") + kept + (isQuote && !isText ? "" : next);
    } else if (current !== undefined) {
      found.push(current);
      current = undefined;
    }
    isQuoted = isQuoted !== (isQuote && !isText);
  }
  return current === undefined ? found : [...found, current];
}

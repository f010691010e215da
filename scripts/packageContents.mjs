/** What a package must hold: no file more, and none less. */
import { strict as assert } from "node:assert";

/**
 * @param {readonly string[]} names the files in a package
 * @param {readonly string[]} contents those that it should hold; `*` is any name within a folder
 * @throws if there are others, or one is missing
 */
export function compareContents(names, contents) {
  const patterns = contents.map(
    (path) => new RegExp(`^${path.replace(/[.[\]]/gu, "\\$&").replace("*", "[^/]+")}$`, "u"),
  );
  assert.deepEqual(
    names.filter((name) => !patterns.some((pattern) => pattern.test(name))),
    [],
    "The package holds files that it should not",
  );
  assert.deepEqual(
    contents.filter((_, index) => !names.some((name) => patterns[index].test(name))),
    [],
    "The package lacks files",
  );
}

/** A package has no docs/ and no pictures, so its documents link to the repository, or to their own headings. */
export function checkLinks(document, text) {
  const links = [...text.matchAll(/\]\(([^)]+)\)|\s(?:src|srcset|href)="([^"]+)"/gu)].map(
    ([, link, source]) => link ?? source,
  );
  assert.deepEqual(
    links.filter((link) => !/^(?:https:|#)/u.test(link)),
    [],
    `The packaged ${document} has relative links`,
  );
}

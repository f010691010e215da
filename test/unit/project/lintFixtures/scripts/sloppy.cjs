module.exports = function twice(a, a) { // no-dupe-args
  with (a) { // no-with
    delete a; // no-delete-var
  }
  return [071, "\8"]; // no-octal, no-nonoctal-decimal-escape
};

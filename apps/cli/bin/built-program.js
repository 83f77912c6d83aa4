// Plain old JavaScript, like its neighbour: which bundle is of the sources as they are now.
'use strict';

var fs = require('fs');
var path = require('path');

var unread = ['node_modules', 'dist', '.cache'];

/**
 * Of a checkout: the folder of the bundle of its sources, there or yet to be built. Each state of the sources has its own,
 * which is there only when it is whole, so that a server finds the parts that it loads later, whatever is built beside it.
 */
module.exports = function bundleFolder(home) {
  var root = path.resolve(home, '..', '..');
  var sources = ['packages', 'adapters', 'plugins', 'apps/cli/src', 'apps/cli/bin', 'package-lock.json'];
  var newest = Math.max.apply(
    null,
    sources.map(function (name) {
      return newestIn(path.join(root, name));
    }),
  );
  return path.join(home, '.cache', 'program-' + Math.round(newest));
};

// Of a folder too: what was taken away or renamed changes nothing else.
function newestIn(file) {
  var stat = fs.statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return fs.readdirSync(file).reduce(function (newest, name) {
    return unread.indexOf(name) < 0 ? Math.max(newest, newestIn(path.join(file, name))) : newest;
  }, stat.mtimeMs);
}

#!/usr/bin/env node
// Plain old JavaScript on purpose: whatever Node finds this file must be able to run it, if only to start the right one.
'use strict';

var fs = require('fs');
var path = require('path');
var bundleFolder = require('./built-program.js');

var floor = [24, 11];
var condition = '--conditions=@windhover/source';
var home = path.resolve(__dirname, '..');
var program = builtProgram();
var fromSource = program === undefined;
var conditions = fromSource ? [condition] : [];
// glibc keeps a heap for each thread and gives none of them back: with one for all, a server at rest is 7 MB smaller.
var environment = Object.assign({ MALLOC_ARENA_MAX: '1' }, process.env);

if (!isNewEnough()) {
  startAgain(pinnedNode());
} else if (!isEquipped()) {
  // Replaces this process: the same id, so signals and `kill -9` reach the program itself.
  process.execve(
    process.execPath,
    [process.execPath].concat(conditions, process.execArgv, __filename, process.argv.slice(2)),
    environment,
  );
} else {
  run();
}

// Undefined where sources are to run: in a checkout that has no bundle of them, or where they were asked for.
function builtProgram() {
  // Node refuses to strip types below node_modules: what lies there is a release.
  var isCheckout = fs.existsSync(path.join(home, 'src')) && home.split(path.sep).indexOf('node_modules') < 0;
  if (!isCheckout) return path.join(home, 'dist', 'main.js');
  if (process.execArgv.indexOf(condition) >= 0) return undefined;
  var bundled = path.join(bundleFolder(home), 'main.js');
  return fs.existsSync(bundled) ? bundled : undefined;
}

function isNewEnough() {
  var version = process.versions.node.split('.').map(Number);
  return version[0] > floor[0] || (version[0] === floor[0] && version[1] >= floor[1]);
}

// What was built runs as it was started where it cannot be started anew.
function isEquipped() {
  if (fromSource) return process.execArgv.indexOf(condition) >= 0;
  return process.env.MALLOC_ARENA_MAX !== undefined || process.execve === undefined || process.send !== undefined;
}

function run() {
  var cache = cacheDirectory();
  if (cache !== undefined) require('module').enableCompileCache(cache);
  // Written by an older Node that waits for us: when it is killed, so are we.
  if (process.send) {
    process.on('disconnect', function () {
      process.kill(process.pid, 'SIGKILL');
    });
    process.channel.unref();
  }
  import(fromSource ? path.join(home, 'src', 'main.ts') : program).catch(function (error) {
    console.error(error);
    process.exitCode = 1;
  });
}

// A folder that only this user writes to: what lies in it is run.
function cacheDirectory() {
  if (process.env.NODE_COMPILE_CACHE) return process.env.NODE_COMPILE_CACHE;
  var base = process.env.XDG_CACHE_HOME || path.join(require('os').homedir() || '', '.cache');
  return path.isAbsolute(base) ? path.join(base, 'windhover', 'compiled') : undefined;
}

// The binary that the lockfile pins, in this package's node_modules or one above it.
function pinnedNode() {
  var name = 'node-' + process.platform + '-' + process.arch;
  for (var folder = home; ; folder = path.dirname(folder)) {
    var found = path.join(folder, 'node_modules', name, 'bin', 'node');
    if (fs.existsSync(found)) return found;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function startAgain(node) {
  if (node === undefined) {
    console.error(
      'Windhover needs Node ' +
        floor.join('.') +
        ' or newer; this is ' +
        process.versions.node +
        ", and no pinned one was found. Run 'npm ci', or install a newer Node.",
    );
    process.exit(1);
  }
  var child = require('child_process').spawn(
    node,
    [fromSource ? condition : '--no-warnings', __filename].concat(process.argv.slice(2)),
    {
      env: environment,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    },
  );
  ['SIGTERM', 'SIGHUP', 'SIGINT'].forEach(function (signal) {
    process.on(signal, function () {
      // A terminal sends SIGINT to the child as well.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  });
  child.on('error', function (error) {
    console.error("Node '" + node + "' could not be started: " + error.message);
    process.exit(1);
  });
  child.on('exit', function (code, signal) {
    if (signal === null) process.exit(code === null ? 1 : code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

// Jest transformer for JavaScript of node_modules: ES modules become CommonJS, everything else passes untouched.
const { transformSync, version } = require('@swc/core');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const folders = new Map();

/** Does the nearest package.json with a file's folder in it say "type": "module"? */
function inModulePackage(dir) {
  if (!folders.has(dir)) {
    const manifest = path.join(dir, 'package.json');
    const up = path.dirname(dir);
    folders.set(
      dir,
      fs.existsSync(manifest) ? JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module' : up !== dir && inModulePackage(up),
    );
  }
  return folders.get(dir);
}
const isModule = (file) => file.endsWith('.mjs') || (!file.endsWith('.cjs') && inModulePackage(path.dirname(file)));

module.exports = {
  getCacheKey: (source, file, { instrument }) => createHash('sha1').update([version, instrument, file, source].join('\0')).digest('hex'),
  process: (source, file) =>
    isModule(file)
      ? transformSync(source, {
          filename: file,
          swcrc: false,
          configFile: false,
          sourceMaps: 'inline',
          module: { type: 'commonjs', ignoreDynamic: false },
          jsc: { target: 'es2022', parser: { syntax: 'ecmascript', dynamicImport: true, importMeta: true } },
        })
      : { code: source },
};

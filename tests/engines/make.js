// What JavaScript's engines make of each scalar: `make.js PACKAGE LIST`.
const { readFileSync } = require('node:fs');
const [name, list] = process.argv.slice(2);
const library = require(name);
const load = {
  'js-yaml-3': library.safeLoad,
  'js-yaml-4': library.load,
  yaml: (text) => {
    const options = { version: '1.2', schema: 'core', intAsBigInt: true };
    return library.parse(text, options);
  },
}[name];

function word(value) {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return `bool ${value}`;
  if (typeof value === 'bigint') return `int ${value}`;
  if (typeof value === 'number') return `number ${value}`;
  if (value instanceof Date) return `time ${isNaN(value) ? 'invalid' : value.toISOString()}`;
  if (typeof value === 'string') return `text ${value}`;
  throw new TypeError(typeof value);
}

for (const scalar of readFileSync(list, 'utf8').replace(/\n$/, '').split('\n')) {
  try {
    console.log(word(load(`key: ${scalar}\n`).key));
  } catch {
    console.log('refused');
  }
}

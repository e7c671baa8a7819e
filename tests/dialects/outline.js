// Renders Markdown with the CommonMark references and reduces HTML to an
// outline: elements, the attributes that matter, text. Reads a JSON list of
// { reference, input } from standard input and writes a JSON list of outlines.
// tests/dialects.rs reduces our own HTML in the same way.
//
// Needs the npm packages commonmark, markdown-it and parse5; NODE_PATH says
// where they are.
const commonmark = require('commonmark');
const MarkdownIt = require('markdown-it');
const parse5 = require('parse5');

const render = {
  commonmark: (text) => new commonmark.HtmlRenderer().render(new commonmark.Parser().parse(text)),
  'markdown-it': (text) => new MarkdownIt({ html: true }).render(text),
  'markdown-it-breaks': (text) => new MarkdownIt({ html: true, breaks: true }).render(text),
  html: (html) => html,
};

const blocks = new Set(('address article aside blockquote br dd details div dl dt fieldset figcaption figure footer ' +
  'form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul').split(' '));
const kept = ['href', 'src', 'alt', 'title', 'id', 'class', 'start', 'checked', 'style'];

// Typographic characters that kramdown makes, as they are typed.
const plain = (text) => text
  .replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/—/g, '---').replace(/–/g, '--').replace(/…/g, '...')
  .replace(/«\u00A0/g, '<< ').replace(/\u00A0»/g, ' >>').replace(/«/g, '<<').replace(/»/g, '>>');

function decoded(url) {
  try { return decodeURIComponent(url); } catch { return url; }
}

function attribute(name, value) {
  if (name === 'href' || name === 'src') value = decoded(value);
  if (name === 'checked') value = '';
  if (name === 'style') value = value.replace(/\s*:\s*/g, ': ');
  return ` ${name}=${plain(value).replace(/[ \t\n]+/g, ' ').trim()}`;
}

function textOf(node) {
  return node.nodeName === '#text' ? node.value : (node.childNodes || []).map(textOf).join('');
}

// Comments are nothing; text beside one is one text.
function children(node) {
  const out = [];
  for (const child of node.childNodes || []) {
    const last = out[out.length - 1];
    if (child.nodeName === '#comment' || child.nodeName === '#documentType') continue;
    if (child.nodeName === '#text' && last && last.nodeName === '#text') last.value += child.value;
    else out.push(child.nodeName === '#text' ? { nodeName: '#text', value: child.value } : child);
  }
  return out;
}

function walk(node, depth, isPre, lines) {
  const list = children(node);
  const isEdge = (at) => (at in list ? blocks.has(list[at].tagName) : blocks.has(node.tagName) || depth === 0);
  list.forEach((child, at) => {
    const indent = '  '.repeat(depth);
    if (child.nodeName === '#text') {
      let text = plain(child.value);
      if (isPre) {
        if (at === list.length - 1) text = text.replace(/\n+$/, '');
        text = text.replace(/\n/g, '⏎');
      } else {
        text = text.replace(/[ \t\n\r\f]+/g, ' ');
        if (isEdge(at - 1)) text = text.replace(/^ /, '');
        if (isEdge(at + 1)) text = text.replace(/ $/, '');
      }
      if (text) lines.push(`${indent}| ${text}`);
      return;
    }
    const attributes = Object.fromEntries((child.attrs || []).map(({ name, value }) => [name, value]));
    if (/(^| )(kdmath|math)$/.test(attributes.class || '')) {
      lines.push(`${indent}math ${textOf(child).replace(/^\$+|\$+$/g, '').trim().replace(/\n/g, '⏎')}`);
      return;
    }
    const name = child.tagName === 's' ? 'del' : child.tagName;
    lines.push(indent + name + kept.filter((key) => key in attributes).map((key) => attribute(key, attributes[key])).join(''));
    walk(child, depth + 1, isPre || name === 'pre' || name === 'textarea', lines);
  });
  return lines;
}

const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const outline = ({ reference, input }) => walk(parse5.parseFragment(render[reference](input)), 0, false, []).join('\n');
process.stdout.write(JSON.stringify(cases.map(outline)));

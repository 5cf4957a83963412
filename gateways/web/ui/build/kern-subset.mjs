// Keeps of the KERN style sheet what the sources use: rules whose kern-… classes occur in them, and custom properties
// that something still refers to. For a web component `:root` and `body` become `:host`.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const KERN_FILE = /@kern-ux[\\/]native/;

/** Every kern-… class named in the files below the given paths. */
export function usedClasses(paths) {
  const used = new Set();
  const visit = (path) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path)) visit(join(path, name));
    } else if (/\.(ts|cc|h|html|css)$/.test(path)) {
      for (const [name] of readFileSync(path, 'utf8').matchAll(/kern-[a-zA-Z0-9_-]+/g)) used.add(name);
    }
  };
  paths.forEach(visit);
  return used;
}

function selectorIsUsed(selector, used) {
  if (/data-kern-theme|kern-light|kern-dark/.test(selector)) return selector.includes(':is(body');
  if (selector.includes('::-webkit-scrollbar') || selector === 'textarea') return false;  // every text area, with !important
  const positive = selector.replace(/:not\([^()]*(\([^()]*\))*[^()]*\)/g, '');
  const classes = positive.match(/\.kern-[a-zA-Z0-9_-]+/g) ?? [];
  return classes.every((name) => used.has(name.slice(1)));
}

function forHost(selector) {
  if (selector.startsWith(':is(body')) return ':host';
  if (/^(html|body)/.test(selector)) return null;  // the page is not ours
  return selector.replace(':root', ':host');
}

function keepRule(rule, used, host) {
  let selectors = rule.selectors.filter((selector) => selectorIsUsed(selector, used));
  if (host) selectors = selectors.map(forHost).filter(Boolean);
  if (selectors.length === 0) rule.remove();
  else rule.selectors = selectors;
}

function dropUnusedProperties(root) {
  for (let removed = true; removed;) {
    removed = false;
    const used = new Set();
    root.walkDecls((decl) => {
      for (const [, name] of decl.value.matchAll(/var\(\s*(--[\w-]+)/g)) used.add(name);
    });
    root.walkDecls(/^--kern-/, (decl) => {
      if (used.has(decl.prop)) return;
      decl.remove();
      removed = true;
    });
  }
}

/** The page around may make its root small (62.5 % is common): what is measured in rem takes --rem of the sheet instead. */
function measureOnItsOwn(root) {
  root.walkDecls((decl) => {
    if (decl.prop !== '--rem') decl.value = decl.value.replace(/(-?(?:\d+\.)?\d+|-?\.\d+)rem\b/g, 'calc($1 * var(--rem))');
  });
}

function dropEmpty(root) {
  root.walk((node) => {
    let current = node;
    while (current && current.type !== 'root' && current.nodes && current.nodes.length === 0) {
      const parent = current.parent;
      current.remove();
      current = parent;
    }
  });
}

/**
 * PostCSS plugin. For each style sheet by file name: `content`, the paths that name the classes, and `host`, true for a
 * shadow tree. Other style sheets pass unchanged.
 */
export function kernSubset(sheets) {
  return {
    postcssPlugin: 'kern-subset',
    OnceExit(root) {
      const sheet = sheets[basename(root.source?.input.file ?? '').split('?')[0]];
      if (!sheet) return;
      const used = usedClasses(sheet.content);
      root.walkRules((rule) => {
        if (!KERN_FILE.test(rule.source?.input.file ?? '') || rule.parent?.name === 'keyframes') return;
        keepRule(rule, used, sheet.host);
      });
      if (sheet.host) measureOnItsOwn(root);
      root.walkComments((comment) => comment.remove());
      dropUnusedProperties(root);
      dropEmpty(root);
    },
  };
}
kernSubset.postcss = true;
